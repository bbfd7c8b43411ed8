"""Dates that are set, opened, moved, repeated and called off."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from time_machine import TimeMachineFixture

from portevoix.campus.sittings import acts
from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, an_office, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def helene(school: School) -> Office:
    return an_office(school)


def letters() -> list[tuple[str, str]]:
    work()
    told = [(str(letter.subject), letter.to[0]) for letter in mail.outbox]
    mail.outbox.clear()
    return told


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ({"psychologist": ""}, "no_psychologist"),
        ({"place": ""}, "nowhere"),
        ({"begins": datetime(2020, 1, 1, 8, tzinfo=UTC)}, "past"),
        ({"cancelled": datetime(2020, 1, 1, 8, tzinfo=UTC)}, "called_off"),
    ],
)
def test_a_sitting_that_lacks_something_is_not_opened(
    school: School, helene: Office, lacks: dict[str, Any], code: str
) -> None:
    sitting = a_sitting(a_training(school), **{"is_open": False} | lacks)
    with pytest.raises(Refused) as no:
        acts.open_registration(sitting, helene)
    assert no.value.code == code
    assert not Sitting.objects.get().is_open


def test_a_sitting_online_needs_no_place_and_one_of_an_unpublished_training_stays_closed(
    school: School, helene: Office
) -> None:
    online = a_sitting(a_training(school), place="", link="https://visio.example/1", is_open=False)
    assert acts.open_registration(online, helene).is_open
    hidden = a_sitting(a_training(school, is_published=False), is_open=False)
    with pytest.raises(Refused):
        acts.open_registration(hidden, helene)


def test_an_open_sitting_does_not_lose_its_psychologist(school: School, helene: Office) -> None:
    sitting = a_sitting(a_training(school))
    sitting.psychologist = ""
    with pytest.raises(Refused):
        acts.keep_sitting(sitting, helene)
    assert Sitting.objects.get().psychologist == "Anne Leroy"


def test_the_cost_is_noted_afterwards_but_nothing_of_what_was_called_off(school: School, helene: Office) -> None:
    past = a_sitting(a_training(school, is_published=False), clock.rounded() - DAY)
    past.cost = Decimal("450.00")
    assert acts.keep_sitting(past, helene).cost == 450
    off = a_sitting(a_training(school))
    acts.call_off(off, "", helene)
    with pytest.raises(Refused):
        acts.keep_sitting(off, helene)


def test_those_who_come_are_told_when_it_moves_and_those_who_wait_are_not(school: School, helene: Office) -> None:
    sitting = a_sitting(a_training(school, may_be_named=True), capacity=1)
    lou, _zoe = (acts.register(sitting, someone(school, name)) for name in ("Lou A", "Zoé B"))
    sitting.facilitators = "Consentis"
    acts.keep_sitting(sitting, helene)
    assert letters() == []
    sitting.place = "Amphi 3"
    acts.keep_sitting(sitting, helene)
    work()
    assert "Repérer et réagir" in mail.outbox[0].body
    assert letters() == [("Une date a changé", lou.individual.email)]
    assert (sitting.sequence, Line.objects.filter(kind="sitting kept").count()) == (1, 2)


def test_everyone_who_asked_is_told_when_it_is_called_off(school: School, helene: Office) -> None:
    sitting = a_sitting(a_training(school), capacity=1)
    people = [acts.register(sitting, someone(school, name)).individual.email for name in ("Lou A", "Zoé B")]
    acts.call_off(sitting, "L’intervenante est malade", helene)
    assert sorted(letters()) == [("Une date est annulée", one) for one in sorted(people)]
    with pytest.raises(Refused):
        acts.call_off(sitting, "", helene)
    changed = Sitting.objects.get()
    assert (changed.sequence, changed.cancelled_because) == (1, "L’intervenante est malade")
    assert Registration.objects.count() == 2


def test_the_same_again_on_other_dates_waits_for_a_check(school: School, helene: Office) -> None:
    until = clock.rounded() + 6 * DAY
    sitting = a_sitting(a_training(school), registration_until=until, capacity=12)
    copies = acts.repeat(sitting, [sitting.begins + 7 * DAY, sitting.begins + 14 * DAY], helene)
    for weeks, copy in enumerate(copies, 1):
        assert copy.begins == sitting.begins + weeks * 7 * DAY
        assert copy.ends - copy.begins == sitting.ends - sitting.begins
        assert copy.registration_until == until + weeks * 7 * DAY
        assert (copy.capacity, copy.is_open) == (12, False)
    assert Sitting.objects.count() == 3


def test_a_date_that_nobody_has_seen_is_thrown_away_and_no_other(school: School, helene: Office) -> None:
    training = a_training(school)
    acts.discard(a_sitting(training, is_open=False), helene)
    assert not Sitting.objects.exists()
    with pytest.raises(Refused):
        acts.discard(a_sitting(training), helene)
    assert Sitting.objects.exists()


def test_a_sitting_never_ends_before_it_begins(school: School, helene: Office) -> None:
    sitting = a_sitting(a_training(school))
    sitting.ends = sitting.begins
    with pytest.raises(Refused):
        acts.keep_sitting(sitting, helene)


def test_those_who_come_tomorrow_are_reminded_once(school: School, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 6, 30, tzinfo=UTC), tick=False)  # 7.30 in the school
    tomorrow = datetime(2026, 12, 2, 13, tzinfo=UTC)
    sitting = a_sitting(a_training(school), tomorrow, capacity=1)
    lou = acts.register(sitting, someone(school)).individual
    acts.register(sitting, someone(school, "Zoé B"))
    acts.register(a_sitting(sitting.training, tomorrow + DAY), lou)
    assert acts.remind(clock.rounded()) == 0
    time_machine.move_to(datetime(2026, 12, 1, 7, tzinfo=UTC), tick=False)
    assert acts.remind(clock.rounded()) == 1
    assert acts.remind(clock.rounded()) == 0
    work()
    assert "demain à 14:00" in mail.outbox[0].body
    assert "Repérer" not in mail.outbox[0].body
    assert letters() == [("Votre date de demain", lou.email)]


def test_the_post_office_is_tried_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from portevoix.campus.sittings import tasks

    sitting = a_sitting(a_training(school))
    lou = acts.register(sitting, someone(school))

    def closed(_letter: object) -> None:
        raise OSError("closed")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", closed)
    tasks.write.call("changed", lou.ident, 2)
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == ["changed", lou.ident, 1]
    tasks.write.call("changed", lou.ident, 1)
    assert DBTaskResult.objects.count() == 1


def test_a_year_after_nobody_knows_who_had_asked(school: School, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)
    acts.register(a_sitting(a_training(school)), someone(school))
    time_machine.move_to(datetime(2027, 12, 1, tzinfo=UTC), tick=False)
    assert acts.forget(clock.rounded()) == 0
    time_machine.move_to(datetime(2027, 12, 9, tzinfo=UTC), tick=False)
    assert acts.forget(clock.rounded()) == 1
    assert not Registration.objects.exists()
