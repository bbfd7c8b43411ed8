"""Hélène prepares a meeting: the agenda makes itself, the members hear of a date and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, an_office, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.steering.committee import acts, ics, rules
from portevoix.steering.committee.models import Committee, Meeting, Point, Seat
from portevoix.steering.committee.tests.persona import (
    BEFORE,
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
from portevoix.steering.plan import acts as plans
from portevoix.steering.plan.models import Action, Axis
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
SUMMER = SPRING + timedelta(days=90)


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
    return a_committee(axis.plan)


def points(meeting: Meeting) -> list[tuple[str, str]]:
    return [(point.kind, plain(point.title)) for point in meeting.points.all().in_order()]


def test_the_first_agenda_says_what_is_late_and_why(committee: Committee, axis: Axis) -> None:
    an_action(axis, "Former le personnel", ends=date(2026, 1, 31), lead="Hélène Faure")
    an_action(axis, "Afficher les numéros", ends=date(2027, 1, 31))
    meeting = a_meeting(committee)
    assert points(meeting) == [("late", "En retard : 1.1 Former le personnel")]
    assert plain(meeting.points.get().text) == (
        "- État : Prévue.\n- Elle devait finir le 31 janvier 2026.\n- Pilote : Hélène Faure."
    )


def test_the_next_agenda_says_what_has_changed_since(committee: Committee, axis: Axis, helene: Office) -> None:
    late = an_action(axis, "Former le personnel", ends=date(2026, 1, 31))
    moved = an_action(axis, "Signer la charte", ends=date(2026, 12, 31))
    gauge = a_gauge(axis, "Personnels formés")
    plans.note_value(gauge, 2025, helene, numerator=12, taken=date(2026, 2, 1))
    sits(committee, "Paule Roche")
    minuted(a_meeting(committee))
    plans.change_action(late, helene, state=Action.State.STARTED)
    plans.change_action(late, helene, state=Action.State.DONE)
    plans.change_action(moved, helene, ends=date(2027, 3, 31))
    an_action(axis, "Interventions", ends=date(2027, 6, 1))
    plans.note_value(gauge, 2026, helene, numerator=40, taken=date(2026, 5, 4))
    meeting = a_meeting(committee, SUMMER)
    assert points(meeting) == [("changed", "Depuis la réunion du 12 mars 2026")]
    assert plain(meeting.points.get().text).splitlines() == [
        "- 1.1 Former le personnel : Prévue → Réalisée.",
        "- 1.2 Signer la charte : fin déplacée, 31 décembre 2026 → 31 mars 2027.",
        "- Nouvelle action : 1.3 Interventions.",
        "- Personnels formés, 2026 : 40.",
    ]


def test_what_was_decided_and_not_done_comes_first(committee: Committee, axis: Axis) -> None:
    sits(committee, someone(committee.school))
    first = held(a_meeting(committee, SPRING, link="https://visio.example/x"))
    a_late = an_action(axis, "Former le personnel", ends=date(2026, 1, 31))
    first.points.create(title="Tour de table")
    decided(first, "Écrire aux directions", who="Hélène Faure", until=date(2026, 4, 1))
    meeting = a_meeting(committee, SUMMER)
    assert [kind for kind, _title in points(meeting)] == ["follow", "late", "changed"]
    assert meeting.points.all().in_order()[0].text == "- Écrire aux directions (Hélène Faure, avant le 1er avril 2026)"
    assert meeting.points.get(kind="late").action == a_late


def test_the_end_of_the_plan_is_spoken_of_nine_months_before(committee: Committee, axis: Axis) -> None:
    assert points(a_meeting(committee, datetime(2027, 4, 1, tzinfo=UTC))) == []  # made a month before: in March
    assert points(a_meeting(committee, datetime(2027, 5, 3, tzinfo=UTC))) == [
        ("renewal", "Préparer le plan suivant"),
    ]


def test_updating_keeps_what_hands_have_put_there(committee: Committee, axis: Axis, helene: Office) -> None:
    late = an_action(axis, "Former le personnel", ends=date(2026, 1, 31))
    meeting = a_meeting(committee)
    a_point(meeting, "Les soirées", text="Avant l’été")
    plans.change_action(late, helene, ends=date(2026, 2, 28))
    with clock.telling(SPRING - timedelta(days=5)):
        acts.fill_agenda(meeting, helene)
    assert points(meeting) == [
        ("late", "En retard : 1.1 Former le personnel"),
        ("hand", "Les soirées"),
    ]
    assert "28 février 2026" in meeting.points.get(kind="late").text
    with clock.telling(BEFORE):
        acts.raise_point(meeting.points.get(kind="hand"), helene)
        acts.remove_point(meeting.points.get(kind="late"), helene)
    assert points(meeting) == [("hand", "Les soirées")]


def test_letters_say_a_date_and_nothing_else(committee: Committee, helene: Office) -> None:
    lou = someone(committee.school)
    for who in (lou, helene, "Paule Roche"):
        sits(committee, who)
    gone = sits(committee, someone(committee.school, "Noé Roux"))
    acts.unseat(gone, helene, date(2026, 2, 1))
    meeting = a_meeting(committee)
    a_point(meeting, "Violences lors des soirées")
    called(meeting)
    work()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [lou.email, helene.person.email, "paule@maison.example"]
    )
    for letter in mail.outbox:
        assert letter.subject == "Une réunion"
        assert "jeudi 12 mars 2026 à 14:00" in letter.body
        told = (letter.subject + letter.body).lower()
        assert not [word for word in ("violence", "comité", "soirées", "plan", "salle") if word in told.split()]
        name, date_, kind = letter.attachments[0]
        assert (name, kind) == ("date.ics", "text/calendar")
        assert "violence" not in str(date_).lower()
    links = {letter.to[0]: [line for line in letter.body.splitlines() if "/mines/" in line] for letter in mail.outbox}
    assert links[lou.email][0].endswith(f"/mines/moi/comite/{meeting.ident}/")
    assert links[helene.person.email][0].endswith(f"/mines/mission/comite/reunion/{meeting.ident}/")
    assert links["paule@maison.example"] == []
    mail.outbox.clear()
    acts.show_proof(held(meeting), helene)
    work()
    assert {letter.subject for letter in mail.outbox} == {"Une relecture vous attend"}
    assert {letter.to[0] for letter in mail.outbox} == {lou.email, helene.person.email}, "who has a page to read it on"
    assert not any(letter.attachments for letter in mail.outbox)


def test_who_was_called_hears_of_another_date_and_of_none(committee: Committee, helene: Office) -> None:
    sits(committee, someone(committee.school))
    meeting = a_meeting(committee)
    a_point(meeting)
    with clock.telling(BEFORE):
        acts.move(meeting, helene, place="Salle B3")
        assert mail.outbox == []
        called(meeting)
        work()
        acts.move(meeting, helene, at=SPRING + timedelta(days=1))
        work()
        acts.call_off(meeting, helene)
        work()
    assert [letter.subject for letter in mail.outbox] == [
        "Une réunion",
        "Une réunion a changé",
        "Une réunion n’aura pas lieu",
    ]
    event = Calendar.from_ical(ics.of(Meeting.objects.named(meeting.ident))).walk("VEVENT")[0]
    assert (event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) == ("Réunion", "CANCELLED", 3)


@pytest.mark.parametrize(
    ("place", "has_point", "has_member", "code"),
    [("", True, True, "nowhere"), ("A12", False, True, "no_points"), ("A12", True, False, "no_members")],
)
def test_nobody_is_called_to_nothing(
    committee: Committee, helene: Office, place: str, code: str, *, has_point: bool, has_member: bool
) -> None:
    meeting = a_meeting(committee, place=place)
    if has_point:
        a_point(meeting)
    if has_member:
        sits(committee, "Paule Roche")
    with pytest.raises(Refused) as refusal:
        called(meeting)
    assert refusal.value.code == code
    assert Meeting.objects.get().called is None


def test_a_meeting_is_not_held_before_its_hour(committee: Committee, helene: Office) -> None:
    meeting = a_meeting(committee)
    with clock.telling(SPRING - timedelta(minutes=1)), pytest.raises(Refused) as refusal:
        acts.hold(meeting, helene)
    assert refusal.value.code == "to_come"
    assert not meeting.standings.exists()


def test_nobody_sits_twice(committee: Committee, helene: Office) -> None:
    lou = someone(committee.school)
    for who in (lou, helene, "Paule Roche"):
        sits(committee, who)
        with pytest.raises(Refused):
            sits(committee, who)
    acts.unseat(Seat.objects.get(individual=lou), helene, date(2026, 2, 1))
    sits(committee, lou, since=date(2026, 3, 1))
    assert Seat.objects.count() == 4


def test_each_act_leaves_one_line(committee: Committee, helene: Office) -> None:
    before = Line.objects.count()
    sits(committee, "Paule Roche")
    meeting = a_meeting(committee)
    a_point(meeting)
    called(meeting)
    held(meeting)
    kinds = Line.objects.order_by("pk").values_list("kind", flat=True)[before:]
    assert list(kinds) == ["seat given", "meeting prepared", "point added", "meeting called", "meeting held"]


def test_what_a_meeting_may_become_is_a_way_without_return() -> None:
    for state, after in rules.BECOMES.items():
        assert state not in after
        for one in after:
            assert state not in rules.BECOMES[one]
    assert {Point.Kind.LATE, Point.Kind.CHANGED} <= set(Point.Kind)
