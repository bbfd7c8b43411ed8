"""How one knows whether a plan helps: values by hand, values that come by themselves, and what is said of each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from portevoix.campus.attendance.acts import note_by_hand
from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Audience
from portevoix.ground.counts.indicators import DECLARED, Indicator, Period, Reading, Unit
from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts, rules, standing
from portevoix.steering.plan.models import Action, Gauge, Value
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
OURS = "/mines/mission/plan/"


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
def share(helene: Office, mines: School) -> Gauge:
    return a_gauge(an_axis(a_plan(mines, 2021, 2024)), "Part du personnel formé", unit=Gauge.Unit.SHARE)


def test_forty_out_of_nobody_knows_how_many_is_no_share(share: Gauge, helene: Office) -> None:
    value = acts.note_value(share, 2022, helene, numerator=40, source="Ingénieuses 2022")
    assert value.is_unknown
    assert str(value) == "inconnu"
    assert "40, sur un nombre inconnu" in value.in_full
    nobody = acts.note_value(share, 2023, helene, numerator=0, denominator=0)
    assert (nobody.number, str(nobody)) == (None, "inconnu")


def test_a_per_cent_without_its_counts_is_kept_as_published_and_said_to_be_so(share: Gauge, helene: Office) -> None:
    value = acts.note_value(share, 2023, helene, number=Decimal("23.5"))
    assert "23,5\u00a0%" in str(value)
    assert "effectifs non publiés" in value.in_full
    assert "24,00\u00a0%" in str(acts.note_value(share, 2024, helene, number=Decimal("24.00")))
    value.refresh_from_db()
    assert value.in_full.startswith("23,5\u00a0%")


def test_two_thirds_are_rounded_not_cut(share: Gauge, helene: Office) -> None:
    assert "66,7\u00a0%" in str(acts.note_value(share, 2023, helene, numerator=2, denominator=3))


@pytest.mark.parametrize(
    ("year", "said", "field"),
    [
        (2010, {"number": 20}, "year"),
        (2030, {"number": 20}, "year"),
        (2023, {"number": 101}, "number"),
        (2023, {"number": -1}, "number"),
        (2023, {"numerator": 41, "denominator": 40}, "numerator"),
        (2023, {"numerator": -1, "denominator": 40}, "numerator"),
        (2023, {"numerator": 20, "denominator": 40, "number": 49}, "number"),
    ],
)
def test_what_cannot_be_true_is_refused(
    share: Gauge, helene: Office, year: int, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        acts.note_value(share, year, helene, **said)
    assert refusal.value.code == field
    assert not Value.objects.exists()
    assert not Line.objects.filter(kind="value noted").exists()


numbers = st.none() | st.decimals(-1, 10**6, places=2) | st.integers(-1, 10**6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers, st.none() | st.integers(-1, 10**6), numbers)
@example(Decimal(0), 0, None)
def test_a_value_is_sound_or_is_not_kept(
    share: Gauge, helene: Office, part: Any, whole: int | None, number: Any
) -> None:
    try:
        value = acts.note_value(share, 2023, helene, numerator=part, denominator=whole, number=number)
    except Refused:
        return
    value.refresh_from_db()
    assert value.number is None or 0 <= value.number <= 100
    assert value.is_unknown == (number is None and (part is None or not whole))
    assert ("0" in str(value)) <= (not value.is_unknown)


def trained(mines: School, people: int, of: int) -> Any:
    """A training that `people` of `of` members of the staff have followed, all at one campus."""
    training = a_training(mines)
    Audience.objects.create(training=training, status="staff")
    campus = Campus.objects.create(school=mines, name="Lac")
    staff = [someone(mines, f"Ana Petit{n}", "staff", campus=campus) for n in range(of)]
    sitting = a_sitting(training, datetime(2026, 3, 12, 9, tzinfo=UTC))
    office = Office.objects.for_school(mines).first()
    assert office is not None
    note_by_hand(sitting, staff[:people], Presence.Means.LIST, office)
    return training


def test_coverage_comes_by_itself_and_what_is_typed_stays(
    mines: School, helene: Office, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 6, 1, 12, tzinfo=UTC))
    plan = a_plan(mines)
    training = trained(mines, 10, 40)
    asked = {"feeds": "prevention.coverage", "option": training.ident, "unit": Gauge.Unit.SHARE}
    gauge = a_gauge(an_axis(plan), **asked)
    assert acts.feed(plan, 2026) == 2
    whole, lac = Value.objects.of(gauge).in_order()
    assert (whole.in_full, whole.taken, whole.by_hand) == ("10 sur 40 (25,00\u00a0%)", date(2026, 6, 1), False)
    assert (lac.campus, str(lac)) == ("Lac", "25,0\u00a0%")
    acts.note_value(gauge, 2026, helene, numerator=12, denominator=40, source="Liste papier")
    assert acts.feed(plan, 2026) == 1
    whole.refresh_from_db()
    assert (whole.number, whole.by_hand) == (Decimal(30), True)
    acts.change_gauge(gauge, helene, feeds="", option="")
    assert [value.by_hand for value in Value.objects.of(gauge)] == [True]


def test_what_the_cell_masks_stays_masked(mines: School, helene: Office) -> None:
    gauge = a_gauge(an_axis(a_plan(mines)), feeds="testimonies.received")
    acts.feed(gauge.axis.plan, 2026)
    (value,) = Value.objects.of(gauge)
    assert value.is_masked
    assert (value.number, str(value)) == (None, "trop peu pour être montré")


@pytest.mark.parametrize(
    ("key", "unit", "said"),
    [
        ("testimonies.received", Gauge.Unit.COUNT, ["10", "10", "10", "10", "15"]),
        ("testimonies.first_contact", Gauge.Unit.DAYS, ["10 jours", "9 jours", "5 jours", "5 jours", "15 jours"]),
    ],
)
def test_nobody_sees_in_the_plan_that_camille_took_her_testimony_back(
    mines: School, helene: Office, monkeypatch: pytest.MonkeyPatch, key: str, unit: str, said: list[str]
) -> None:
    """Paul looks every morning: ten, then nine, or too few to show, would tell him."""
    counted: list[Reading] = []
    monkeypatch.setitem(DECLARED, key, replace(DECLARED[key], read=lambda *_asked: [counted[-1]]))
    gauge = a_gauge(an_axis(a_plan(mines)), feeds=key, unit=unit)
    shown = []
    for reading in (Reading(10), Reading(9), Reading(5), Reading(None, is_masked=True), Reading(15)):
        counted.append(reading)
        acts.feed(gauge.axis.plan, 2026)
        shown += [str(value) for value in Value.objects.of(gauge)]
    assert shown == said


def test_by_the_clock_once_a_day_and_last_year_in_january(
    mines: School, helene: Office, time_machine: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def count(_school: School, period: Period, _option: str) -> list[Reading]:
        read.append(period.first.year)
        return [Reading(1)]

    monkeypatch.setitem(DECLARED, "test.counted", Indicator("test.counted", "x", "x", "x", "", Unit.COUNT, count))
    gauge = a_gauge(an_axis(a_plan(mines)), feeds="test.counted")
    ended = a_plan(mines, 2022, 2024)
    a_gauge(an_axis(ended), feeds="test.counted")
    acts.change_plan(ended, helene, closed=date(2024, 12, 31))
    for hour, counted in ((1, 0), (10, 1), (11, 1)):
        now = datetime(2026, 6, 1, hour, tzinfo=UTC)
        time_machine.move_to(now)
        acts.feed_all(now)
        assert len(read) == counted
    now = datetime(2027, 1, 12, 10, tzinfo=UTC)
    time_machine.move_to(now)
    acts.feed_all(now)
    assert read == [2026, 2027, 2026]
    assert Value.objects.of(gauge).count() == 2
    assert not Line.objects.filter(kind="indicators counted").exists()


def test_an_indicator_asks_for_something_that_is_counted_here(mines: School, helene: Office) -> None:
    axis = an_axis(a_plan(mines))
    for feeds, option, field in (
        ("nowhere.counted", "", "feeds"),
        ("prevention.coverage", "", "option"),
        ("prevention.coverage", a_training(a_campus("ponts")).ident, "option"),
    ):
        with pytest.raises(Refused) as refusal:
            a_gauge(axis, feeds=feeds, option=option, unit=Gauge.Unit.SHARE)
        assert refusal.value.code == field
    assert not Gauge.objects.exists()


def test_the_plan_counts_itself(mines: School, helene: Office) -> None:
    plan = a_plan(mines)
    axis = an_axis(plan)
    for state in ("done", "started", "dropped", "planned"):
        an_action(axis, state=Action.State(state), spent=None if state == "planned" else Decimal("100.50"))
    other = an_axis(a_plan(mines, 2028, 2030))
    an_action(other, spent=Decimal(7))
    done, spent = (
        a_gauge(axis, feeds=f"plan.{what}", option=plan.ident, unit=unit)
        for what, unit in (("done", Gauge.Unit.SHARE), ("spent", Gauge.Unit.EUROS))
    )
    acts.feed(plan, 2027)
    assert "1 sur 3" in Value.objects.of(done).get().in_full
    assert Value.objects.of(spent).get().number == Decimal("301.50")
    acts.feed(plan, 2020, only=done)
    assert Value.objects.of(done).in_years([2020]).get().is_unknown


def test_a_value_by_hand_is_asked_for_in_its_time(mines: School, helene: Office) -> None:
    plan = a_plan(mines, 2025, 2027)
    axis = an_axis(plan)
    gauge = a_gauge(axis)
    a_gauge(axis, feeds="sittings.held")
    assert standing.due(plan, date(2025, 1, 20)) == []
    assert standing.due(plan, date(2025, 3, 1)) == [gauge]
    acts.note_value(gauge, 2025, helene, number=3, taken=date(2025, 3, 1))
    assert standing.due(plan, date(2026, 3, 1)) == []
    assert standing.due(plan, date(2026, 5, 1)) == [gauge]
    assert not rules.is_due(a_gauge(axis, frequency="once"), date(2025, 1, 2), date(2027, 1, 1))
    assert standing.due(plan, date(2029, 1, 1)) == []


def test_late_values_ring_once_a_month(mines: School, helene: Office, mailoutbox: list[EmailMessage]) -> None:
    a_gauge(an_axis(a_plan(mines, 2025, 2027)))
    told = [
        standing.remind(datetime(2025, 6, day, hour, tzinfo=UTC)) for day, hour in ((1, 5), (1, 9), (1, 10), (29, 9))
    ]
    assert told == [0, 1, 0, 0]
    work()
    assert [letter.to for letter in mailoutbox] == [[helene.person.email]]
    assert standing.remind(datetime(2025, 7, 2, 9, tzinfo=UTC)) == 1


def test_helene_says_what_is_counted_and_types_a_value(client: Client, mines: School, helene: Office) -> None:
    axis = an_axis(a_plan(mines, 2025, 2027))
    new = f"{OURS}mesures/{axis.ident}/indicateur/"
    asked = {"name": "Part formée", "unit": "count", "frequency": "year", "way": "", "target": "80"}
    assert client.post(new, asked | {"unit": "share", "target": "120"}).status_code == 422
    training = a_training(mines)
    answer = client.post(new, asked | {"way": f"prevention.coverage|{training.ident}"})
    gauge = Gauge.objects.get()
    assert answer["Location"] == f"{OURS}indicateurs/{gauge.ident}/"
    assert (gauge.unit, gauge.feeds, gauge.option) == ("share", "prevention.coverage", training.ident)
    assert "personnes que la formation concerne" in client.get(answer["Location"]).content.decode()

    typed = {"year": "2025", "numerator": "41", "denominator": "40", "source": "DRH"}
    wrong = client.post(answer["Location"], typed)
    assert wrong.status_code == 422
    assert "La partie est plus grande que le tout" in wrong.content.decode()
    assert client.post(answer["Location"], typed | {"numerator": "30"}).status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "30 sur 40 (75,00\u00a0%)" in page
    assert "à la main, DRH" in page
    assert client.post(f"{answer['Location']}compter/", {"year": "2026"}).status_code == 302
    value = Value.objects.of(gauge).in_years([2025]).get()
    client.post(f"{answer['Location']}valeurs/{value.ident}/retirer/")
    assert not Value.objects.of(gauge).in_years([2025]).exists()
