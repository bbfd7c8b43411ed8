"""The committee meets: what is written is approved once, corrected under itself, and its decisions enter the plan."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from portevoix.ground.counts.indicators import DECLARED, Period
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, an_office, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import lp
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.steering.committee import acts, deciding, printed, record
from portevoix.steering.committee.acts import NewDecision
from portevoix.steering.committee.models import Attendance, Committee, Decision, Meeting, Minutes, digest_of
from portevoix.steering.committee.tests.persona import (
    SPRING,
    a_committee,
    a_meeting,
    a_point,
    decided,
    held,
    minuted,
    plain,
    sits,
)
from portevoix.steering.plan import acts as plans
from portevoix.steering.plan.models import Action, Axis
from portevoix.steering.plan.tests.persona import a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
PRESENT, EXCUSED = Attendance.State.PRESENT, Attendance.State.EXCUSED


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(mines: School) -> Office:
    return an_office(mines)


@pytest.fixture
def axis(mines: School, helene: Office) -> Axis:
    return an_axis(a_plan(mines, 2025, 2027), "Engager")


@pytest.fixture
def committee(axis: Axis) -> Committee:
    made = a_committee(axis.plan)
    sits(made, someone(made.school, "Lou Martin"))
    sits(made, "Paule Roche")
    return made


@pytest.fixture
def meeting(committee: Committee) -> Meeting:
    prepared = a_meeting(committee)
    a_point(prepared, "Les soirées")
    return held(prepared)


def test_minutes_are_approved_when_nothing_is_missing(meeting: Meeting, helene: Office) -> None:
    assert [plain(sentence) for sentence in acts.missing_of(meeting)] == [
        "Dites si ces personnes étaient là : Lou Martin, Paule Roche.",
        "Personne n’est noté comme présent.",
        "Rien n’a été écrit sur aucun point.",
    ]
    with pytest.raises(Refused) as refusal:
        acts.approve(meeting, helene)
    assert refusal.value.code == "missing"
    lou, paule = meeting.committee.seats.all().in_order()
    acts.write(meeting, helene, said={meeting.points.get(): "Deux référents."}, there={lou: PRESENT, paule: EXCUSED})
    minutes = acts.approve(meeting, helene)
    whole = record.of(Meeting.objects.get())
    assert (whole.present, whole.excused) == (["Lou Martin, Bureau des élèves"], ["Paule Roche, Maison des élèves"])
    assert whole.points[0].said == "Deux référents."
    line = Line.objects.get(kind="minutes approved")
    assert lp(minutes.digest) in bytes(line.event)


def test_what_is_approved_does_not_change(meeting: Meeting, helene: Office) -> None:
    done = minuted_now(meeting, helene)
    before = Minutes.objects.get().body
    point = done.points.get()
    for act in (
        lambda: acts.write(done, helene, said={point: "Autre chose"}, there={}),
        lambda: acts.approve(done, helene),
        lambda: acts.add_point(done, helene, title="Autre"),
        lambda: acts.take_decision_away(Decision.objects.get(), helene),
        lambda: acts.show_proof(done, helene),
    ):
        with pytest.raises(Refused):
            act()
    done.committee.seats.update(name="Quelqu’un d’autre")
    done.points.update(said="Autre chose")
    assert Minutes.objects.get().body == before
    assert record.of(done).points[0].said == "On en a parlé."
    assert Minutes.objects.get().is_whole


def minuted_now(meeting: Meeting, helene: Office) -> Meeting:
    there = dict.fromkeys(meeting.committee.seats.all(), PRESENT.value)
    new = NewDecision(meeting.points.get(), "Former le bureau", "Lou Martin", date(2026, 6, 1))
    acts.write(meeting, helene, said={meeting.points.get(): "On en a parlé."}, there=there, decided=[new])
    acts.approve(meeting, helene)
    return Meeting.objects.get()


def test_whoever_rewrites_the_database_is_seen(meeting: Meeting, helene: Office) -> None:
    minuted_now(meeting, helene)
    minutes = Minutes.objects.get()
    minutes.body["points"][0]["said"] = "On n’en a pas parlé."
    minutes.save()
    assert not Minutes.objects.get().is_whole


def test_the_fingerprint_is_the_same_after_a_journey_through_json(meeting: Meeting, helene: Office) -> None:
    minuted_now(meeting, helene)
    minutes = Minutes.objects.get()
    again = json.loads(json.dumps(minutes.body))
    assert digest_of(again) == minutes.digest
    assert record.thawed(again) == record.of(Meeting.objects.get())


def test_a_correction_stands_under_the_minutes(meeting: Meeting, helene: Office) -> None:
    with pytest.raises(Refused) as refusal:
        acts.correct(meeting, helene, "Trop tôt.")
    assert refusal.value.code == "not_approved"
    minuted_now(meeting, helene)
    digest = Minutes.objects.get().digest
    acts.correct(Meeting.objects.get(), helene, "Lire « trois référents ».")
    minutes = Minutes.objects.get()
    assert [(one.text, one.by) for one in minutes.corrections.all()] == [("Lire « trois référents ».", "Hélène Faure")]
    assert minutes.digest == digest


def test_a_decision_becomes_an_action(meeting: Meeting, axis: Axis, helene: Office) -> None:
    one = decided(meeting, "Former les responsables d’association", who="Lou Martin", until=date(2026, 9, 30))
    action = deciding.make_action(one, helene, axis, "Former les responsables d’association")
    assert (action.lead, action.ends, action.state) == ("Lou Martin", date(2026, 9, 30), Action.State.PLANNED)
    one.refresh_from_db()
    assert plain(one.effect) == "Nouvelle action 1.1 « Former les responsables d’association »."
    assert one.action == action
    for again in (lambda: deciding.settle(one, helene), lambda: deciding.make_action(one, helene, axis, "Deux fois")):
        with pytest.raises(Refused):
            again()
    assert Action.objects.count() == 1


def test_a_decision_changes_an_action(meeting: Meeting, axis: Axis, helene: Office) -> None:
    action = an_action(axis, "Former le personnel", state=Action.State.PLANNED, ends=date(2026, 1, 31))
    one = decided(meeting, "On repousse à l’été")
    deciding.change_action(one, helene, action, state=Action.State.STARTED, begins=None, ends=date(2026, 6, 30))
    action.refresh_from_db()
    one.refresh_from_db()
    assert (action.state, action.ends) == (Action.State.STARTED, date(2026, 6, 30))
    assert plain(one.effect) == "1.1 « Former le personnel » · état : Prévue → En cours · fin : 31/01/2026 → 30/06/2026"
    assert [step.sentence for step in action.steps.all()] == ["", "On repousse à l’été"]


def test_what_the_plan_refuses_leaves_the_decision_as_it_was(meeting: Meeting, axis: Axis, helene: Office) -> None:
    action = an_action(axis, "Une idée", state=Action.State.IDEA)
    one = decided(meeting)
    with pytest.raises(Refused) as refusal:
        deciding.change_action(one, helene, action, state=Action.State.DONE)
    assert refusal.value.code == "state"
    one.refresh_from_db()
    assert one.is_waiting


def test_a_decision_that_was_not_is_taken_away(meeting: Meeting, helene: Office) -> None:
    acts.take_decision_away(decided(meeting), helene)
    assert not Decision.objects.exists()


def test_on_paper_the_agenda_then_the_minutes(committee: Committee, helene: Office) -> None:
    meeting = a_meeting(committee)
    a_point(meeting, "Les soirées", text="- avant **l’été**")
    agenda = printed.as_pdf(meeting, "fr")
    assert agenda.startswith(b"%PDF-")
    with clock.telling(SPRING):
        done = minuted(meeting)
        acts.correct(done, helene, "Lire « trois ».")
    minutes = printed.as_pdf(done, "fr")
    assert minutes.startswith(b"%PDF-")
    assert minutes != agenda
    plans.close_plan(committee.plan, date(2026, 4, 1), helene)
    assert printed.as_pdf(Meeting.objects.get(), "fr")[:5] == b"%PDF-"


def test_the_committee_counts_its_meetings_and_what_became_of_its_decisions(meeting: Meeting, helene: Office) -> None:
    def read(key: str, year: int) -> tuple[object, object]:
        reading = DECLARED[key].read(meeting.school, Period.year(year), "")[0]
        return reading.numerator, reading.denominator

    assert read("committee.followed", 2026) == (0, 0)
    deciding.settle(decided(meeting, "Écrire aux directions"), helene)
    decided(meeting, "Former le bureau")
    a_meeting(meeting.committee, SPRING + timedelta(days=90))
    assert (read("committee.met", 2026), read("committee.met", 2025)) == ((1, None), (0, None))
    assert read("committee.followed", 2026) == (1, 2)


def test_an_empty_correction_is_not_kept_and_says_so(mines: School, committee: Committee) -> None:
    client = Client()
    of_the_mission(client, mines)
    prepared = a_meeting(committee)
    a_point(prepared)
    done = minuted(prepared)
    page = f"/mines/mission/comite/reunion/{done.ident}/corriger/"
    assert 'class="errors"' in client.post(page, {"text": "  "}).content.decode()
    assert client.post(page, {"text": "Lire « trois »."}).status_code == 302
    assert Minutes.objects.get().corrections.count() == 1
