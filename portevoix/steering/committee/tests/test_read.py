"""Who reads what: members their committee's meetings, everyone the reviews that are shown, nobody anything else."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.steering.committee import acts, reminding, yearly
from portevoix.steering.committee.models import Committee, Decision, Meeting, Review, ReviewLine
from portevoix.steering.committee.tests.persona import (
    SPRING,
    a_committee,
    a_meeting,
    a_point,
    called,
    decided,
    held,
    minuted,
    plain,
    sits,
)
from portevoix.steering.plan.models import Action, Plan
from portevoix.steering.plan.tests.persona import a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
MINE = "/mines/moi/comite/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def helene(client: Client, mines: School) -> Office:
    return of_the_mission(client, mines)


@pytest.fixture
def plan(mines: School, helene: Office) -> Plan:
    return a_plan(mines, 2025, 2027)


@pytest.fixture
def committee(plan: Plan) -> Committee:
    return a_committee(plan)


@pytest.fixture
def lou(committee: Committee) -> Individual:
    person = someone(committee.school)
    sits(committee, person)
    return person


def test_a_member_reads_what_is_meant_for_them_and_not_before(
    committee: Committee, lou: Individual, helene: Office
) -> None:
    mine, meeting = comes_in(Client(), lou), a_meeting(committee)
    point = a_point(meeting, "Les soirées")
    page = f"{MINE}{meeting.ident}/"
    with clock.telling(SPRING):
        assert mine.get(page).status_code == 404, "nobody was called yet"
        called(meeting)
        assert "Les soirées" in mine.get(page).content.decode()
        assert mine.get(f"{page}document.pdf").headers["Content-Type"] == "application/pdf"
        held(meeting)
        acts.write(meeting, helene, said={point: "Entre nous."}, there={})
        assert "Entre nous." not in mine.get(page).content.decode()
        assert mine.get(f"{page}document.pdf").status_code == 404
        acts.show_proof(meeting, helene)
        assert "Entre nous." in mine.get(page).content.decode()
        acts.unseat(committee.seats.get(), helene, SPRING.date())
        assert mine.get(page).status_code == 404, "they have left"
        assert "Vous ne siégez dans aucun comité" in mine.get(MINE).content.decode()


def test_others_of_the_school_and_of_another_find_nothing(committee: Committee, lou: Individual) -> None:
    meeting = minuted(a_meeting_with_a_point(committee))
    theirs = a_campus("nancy")
    officer = Client()
    of_the_mission(officer, theirs)
    outsider = comes_in(Client(), someone(committee.school, "Noé Roux"))
    for end in ("", "document.pdf", "date.ics"):
        assert outsider.get(f"{MINE}{meeting.ident}/{end}").status_code == 404
        assert officer.get(f"/nancy/mission/comite/reunion/{meeting.ident}/{end}").status_code == 404
        assert officer.get(f"/mines/mission/comite/reunion/{meeting.ident}/{end}").status_code in {403, 404}
    assert officer.get(f"/nancy/mission/comite/{committee.plan.slug}/").status_code == 404


def a_meeting_with_a_point(committee: Committee) -> Meeting:
    meeting = a_meeting(committee)
    a_point(meeting)
    return meeting


def test_a_review_is_filled_in_by_what_is_known(plan: Plan, helene: Office) -> None:
    axis = an_axis(plan, "Engager")
    an_action(axis, "Former", ends=date(2025, 6, 30), state=Action.State.STARTED)
    with clock.telling(datetime(2026, 1, 10, tzinfo=UTC)):
        review = yearly.open_review(plan, 2025, helene)
    line = review.lines.get()
    assert (line.axis, line.title, line.is_late) == ("Mesure 1 · Engager", "1.1 Former", True)
    assert line.gap == "Elle devait finir le 30 juin 2025."


def test_everyone_reads_a_closed_review_without_what_is_kept_back(client: Client, plan: Plan, helene: Office) -> None:
    axis = an_axis(plan)
    an_action(axis, "Former")
    an_action(axis, "En préparation discrète", published=False)
    with clock.telling(datetime(2026, 1, 10, tzinfo=UTC)):
        review = yearly.open_review(plan, 2025, helene)
    page = f"/mines/plan/revues/{plan.slug}/2025/"
    assert Client().get(page).status_code == 404
    ours = f"/mines/mission/comite/revue/{review.ident}/"
    line = ReviewLine.objects.get(title="1.1 Former")
    answer = client.post(ours, {"summary": "**Bien.**", f"done_{line.ident}": "Deux cycles", "close": "yes"})
    assert answer.status_code == 302
    assert Client().get(page).status_code == 404, "closed, and shown to nobody"
    client.post(f"{ours}publier/", {"shown": "yes"})
    shown = Client().get(page).content.decode()
    assert "<strong>Bien.</strong>" in shown
    assert "Deux cycles" in shown
    assert "discrète" not in shown
    client.post(ours, {"summary": "Autre chose"})
    assert Review.objects.get().summary == "**Bien.**"
    assert "2025" in Client().get("/mines/plan/revues/").content.decode()
    Plan.objects.update(is_published=False)
    assert Client().get(page).status_code == 404


def test_the_next_plan_takes_over_what_continues_and_both_are_compared(
    client: Client, plan: Plan, committee: Committee, lou: Individual
) -> None:
    axis = an_axis(plan)
    kept = an_action(axis, "Former", state=Action.State.STARTED)
    done = an_action(axis, "Signer la charte", state=Action.State.STARTED)
    dropped = an_action(axis, "Abandonner")
    fate = {kept: "continued", done: "done", dropped: "dropped"}
    words = {f"fate_{action.ident}": state for action, state in fate.items()}
    about = {"title": "Plan suivant", "first_year": 2028, "last_year": 2030}
    answer = client.post(f"/mines/mission/comite/{plan.slug}/suite/", words | about)
    assert answer.headers["Location"] == "/mines/mission/comite/2025-2027/comparer/2028-2030/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "1 action continue" in page
    assert [one.get_state_display() for one in Action.objects.of(plan).in_order()] == [
        "Poursuivie dans le plan suivant",
        "Réalisée",
        "Abandonnée",
    ]
    following = Plan.objects.get(first_year=2028)
    assert Action.objects.of(following).get().continues == kept
    assert following.committee.seats.get().individual == lou
    assert client.post(f"/mines/mission/comite/{plan.slug}/suite/", words | about).status_code == 409


def test_years_that_cannot_be_leave_everything_as_it_was(client: Client, plan: Plan) -> None:
    action = an_action(an_axis(plan), state=Action.State.STARTED)
    words = {"title": "Plan", "first_year": 2030, "last_year": 2028, f"fate_{action.ident}": "done"}
    answer = client.post(f"/mines/mission/comite/{plan.slug}/suite/", words)
    assert "Un plan se termine après avoir commencé" in answer.content.decode()
    action.refresh_from_db()
    assert action.state == Action.State.STARTED
    assert Plan.objects.count() == 1


def test_the_space_of_a_member_leads_to_the_committee_and_nobody_elses_does(lou: Individual) -> None:
    with clock.telling(SPRING):
        assert MINE in comes_in(Client(), lou).get("/mines/moi/").content.decode()
        assert MINE not in comes_in(Client(), someone(lou.school, "Noé Roux")).get("/mines/moi/").content.decode()


def test_the_mission_is_reminded_of_what_waits(committee: Committee, lou: Individual, helene: Office) -> None:
    def said(day: date) -> list[tuple[str, bool]]:
        return [(plain(one.sentence)[:35], one.is_pressing) for one in reminding.of(committee.school, day)]

    meeting = a_meeting(committee)
    a_point(meeting)
    a_year = [("L’année 2025 du plan n’a pas encore", False)]
    assert said(date(2026, 1, 10)) == []
    assert said(date(2026, 1, 20)) == a_year
    with clock.telling(datetime(2026, 1, 21, tzinfo=UTC)):
        yearly.open_review(committee.plan, 2025, helene)
    assert said(date(2026, 2, 10)) == []
    assert said(date(2026, 3, 1)) == [("Le comité se réunit le 12 mars 2026", False)]
    assert said(date(2026, 3, 6)) == [("Le comité se réunit le 12 mars 2026", True)]
    called(meeting)
    assert said(date(2026, 3, 6)) == []
    assert said(date(2026, 3, 13)) == [("Le comité devait se réunir le 12 ma", True)]
    held(meeting)
    decided(meeting, until=date(2026, 4, 1))
    assert said(date(2026, 3, 20)) == []
    assert [sentence[:21] for sentence, _pressing in said(date(2026, 5, 1))] == [
        "Le compte rendu de la",
        "1 décision du comité ",
    ]


def test_two_who_write_the_minutes_at_once_do_not_wipe_each_other_out(client: Client, committee: Committee) -> None:
    with clock.telling(SPRING):
        meeting = held(a_meeting_with_a_point(committee))
    point, page = meeting.points.get(), f"/mines/mission/comite/reunion/{meeting.ident}/ecrire/"
    seen = re.search(r'name="seen" value="(\w{64})"', client.get(page).content.decode())
    assert seen is not None
    hers = {"seen": seen[1], f"said_{point.ident}": "D’Hélène.", f"decision_{point.ident}": "Former"}
    assert client.post(page, hers).status_code == 302
    his = {"seen": seen[1], f"said_{point.ident}": "De Marc."}
    told = client.post(page, his)
    assert "Quelqu’un d’autre a écrit ici" in told.content.decode()
    assert "De Marc." in told.content.decode()
    point.refresh_from_db()
    assert point.said == "D’Hélène."
    again = re.search(r'name="seen" value="(\w{64})"', told.content.decode())
    assert again is not None
    assert client.post(page, his | {"seen": again[1]}).status_code == 302
    point.refresh_from_db()
    assert point.said == "De Marc."


def test_a_form_sent_twice_decides_once(client: Client, committee: Committee) -> None:
    with clock.telling(SPRING):
        meeting = held(a_meeting_with_a_point(committee))
    page = f"/mines/mission/comite/reunion/{meeting.ident}/ecrire/"
    words = {f"decision_{meeting.points.get().ident}": "Former", "also": "Les soirées"}
    assert [client.post(page, words).status_code for _twice in range(2)] == [302, 302]
    assert (Decision.objects.count(), meeting.points.count()) == (1, 2)
    taken = client.post(page, {"take_away": Decision.objects.get().ident})
    assert taken.headers["Location"] == page
    assert not Decision.objects.exists()
