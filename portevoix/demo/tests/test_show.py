"""What a visitor finds at the made-up school."""

import re
import tomllib
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portevoix.campus.associations import checklist
from portevoix.campus.associations.models import Event, Line
from portevoix.campus.evaluation import results
from portevoix.campus.trainings.models import Training
from portevoix.demo import acts
from portevoix.demo.accounts import STUDENT
from portevoix.demo.acts import STORIES
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import comes_in
from portevoix.ground.schools.models import School
from portevoix.ground.trail.check import problems
from portevoix.sealed.testimonies.models import Stage, Testimony
from portevoix.steering.committee.models import Meeting, Review
from portevoix.steering.plan.models import Action, Gauge, Plan
from portevoix.steering.survey import taking_part
from portevoix.steering.survey.models import Survey
from portevoix.steering.survey.tests.persona import YES, asks

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_thirty_testimonies_in_every_state(told: School) -> None:
    assert acts.show() == told
    stages = list(Testimony.objects.for_school(told).values_list("stage", flat=True))
    assert len(stages) == 30
    assert set(stages) == set(Stage.values)
    assert Client().get("/demo/").status_code == 200
    assert list(problems()) == []


def test_the_stories_answer_as_the_form_lets_people_answer() -> None:
    """Else the cell would not be warned of a danger as it is for real."""
    answers = [story.get("answers", {}) for story in tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]]
    for name in ("danger", "minor"):
        said = {answer[name] for answer in answers if name in answer}
        assert "yes" in said
        assert said <= {"yes", "no", "unsure"}


def test_a_visitor_watches_what_is_open_and_reads_that_sans_voix_is_reserved(told: School) -> None:
    library = Client().get("/demo/mediatheque/").content.decode()
    assert "Autour de la soirée" in library
    assert "Sans voix" not in library
    part: Any = Client().get("/demo/mediatheque/autour-de-la-soiree/film", headers={"range": "bytes=0-99"})
    assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 100)
    contest = Client().get("/demo/concours/action-contre-les-vss/").content.decode()
    assert "Premier prix" in contest
    assert "Réservé pour le moment" in contest
    assert Client().get("/demo/mediatheque/sans-voix/").status_code == 404


def test_a_reporter_is_never_shown_the_visitors_guide(told: School) -> None:
    assert b"demo.example" not in Client().get("/demo/temoigner/").content
    assert b"demo.example" in Client().get("/compte/connexion/").content


def test_a_visitor_comes_in_as_the_student_and_as_the_mission(told: School) -> None:
    visitor = Client()
    page = visitor.get("/demo/entrer/?suite=/demo/moi/").content.decode()
    link = re.search(r'href="(/demo/moi/entrer/[^"]+)"', page)
    assert link is not None
    assert visitor.post(link[1])["Location"] == "/demo/moi/"
    assert "Lou Martin" in visitor.get("/demo/moi/").content.decode()
    assert "Attestation (PDF)" in visitor.get("/demo/moi/attestations/").content.decode()
    assert "Le consentement" in visitor.get("/demo/moi/questions/").content.decode()
    first = results.of_each(Training.objects.for_school(told).in_order())[0]
    assert (first.gain or 0) > (first.lasting_gain or 0) > 0
    assert Office.objects.for_school(told).get().person.email == "mission@demo.example"
    assert b"mission@demo.example" in Client().get("/compte/connexion/").content


def test_a_visitor_finds_a_party_that_is_nearly_ready(told: School) -> None:
    assert "Gala d’hiver" in Client().get("/demo/associations/bureau-des-eleves/").content.decode()
    party = Event.objects.for_school(told).parties().get()
    lines = checklist.of(party).lines
    assert 0 < sum(not seen.holds for seen in lines) < 8
    assert all(seen.holds for seen in lines if seen.line.measure == Line.Measure.REFERENTS)
    assert Event.objects.for_school(told).waiting().get().kind == Event.Kind.WORKSHOP


def test_a_visitor_reads_the_good_practice_of_the_school_and_what_is_not_known_of_it(told: School) -> None:
    page = Client().get("/demo/pratiques/").content.decode()
    for title in ("Un film à 360° sur le consentement", "Former le personnel, en deux cycles", "Des protections"):
        assert title in page
    address = re.findall(r'href="(/demo/pratiques/un-film[^"]+)"', page)[0]
    film = Client().get(address).content.decode()
    assert "personne ne l’a mesuré, ou publié" in film
    assert "Mines Saint-Étienne" in film
    assert len(Client().get("/demo/pratiques.json").json()["items"]) == 3


def test_a_visitor_reads_what_the_committee_said_and_what_it_will_talk_about(told: School) -> None:
    lou = Individual.objects.for_school(told).get(email=STUDENT.email)
    meetings = Meeting.objects.for_school(told).open_to(lou, timezone.localdate())
    assert [meeting.approved.is_whole for meeting in meetings.took_place()] == [True] * 3
    coming = meetings.to_come().get()
    titles = [point.title for point in coming.points.all().in_order()]
    assert titles[0] == "Suites de nos décisions"
    assert "Préparer le plan suivant" in titles
    assert Review.objects.for_school(told).published().get().year == 2023


def test_the_plan_of_mines_saint_etienne_is_there_whole(told: School) -> None:
    plan = Plan.objects.for_school(told).published().get()
    assert (plan.first_year, plan.last_year, plan.networks) == (2021, 2024, "IMT, CGE, UdL, AGERA")
    assert len(re.findall("^- ", plan.aims, re.MULTILINE)) == 7
    assert [axis.label for axis in plan.axes.in_order()] == [*(f"Mesure {n}" for n in (1, 2, 3, 4)), "Et aussi"]
    actions = {action.reference: action for action in Action.objects.of(plan)}
    told_there = {"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "5.1", "5.2"}
    assert told_there <= set(actions)
    speakers = [str(one) for one in actions["2.4"].contributors.all()]
    assert speakers == ["Consentis", "NousToutes", "Face Loire", "SOS Violences Conjugales 42"]
    values = {gauge.name: gauge.overall() for gauge in Gauge.objects.of(plan).with_values()}
    assert str(values["Membres du personnel formés"][2022]) == "40"
    trained = values["Part du personnel formé"]
    assert "40, sur un nombre inconnu" in trained[2022].in_full
    assert "40 sur 72" in trained[max(trained)].in_full
    diplomas = values["Part des femmes parmi les diplômé·es du cycle ICM"]
    assert [str(diplomas[year].number) for year in range(2021, 2025)] == ["27.75", "31.45", "31.79", "30.10"]
    page = Client().get(f"/demo/plan/{plan.slug}/").content.decode()
    assert all(action.title in page for action in actions.values())


def test_lou_answers_in_the_made_up_school(told: School) -> None:
    today = timezone.localdate()
    survey = Survey.objects.for_school(told).open_now().get()
    lou = Individual.objects.for_school(told).at(STUDENT.email)
    assert lou
    assert "Obtenir mon jeton" in comes_in(Client(), lou).get("/demo/moi/barometre/").content.decode()
    ticket = str(asks(lou, survey, today))
    answer = Client().post(f"/demo/barometre/{survey.slug}/", {"ticket": ticket} | YES)
    assert answer.status_code == 200
    part = taking_part.of(survey)
    assert part.everyone.given.value
    assert part.answers.value
    assert part.everyone.given.value > part.answers.value


def test_the_answers_of_last_year_are_said_to_be_made_up(told: School) -> None:
    closed = Survey.objects.for_school(told).closed()
    assert closed
    for survey in closed:
        assert "inventées" in survey.title
        page = Client().get(f"/demo/barometre/{survey.slug}/").content.decode()
        assert "ne prend plus de réponses" in page
