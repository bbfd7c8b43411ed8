"""The clock: what is due runs, what fails holds nothing back, what a crash left is taken up again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from time_machine import TimeMachineFixture

from portevoix import timetable
from portevoix.ground.trail import acts
from portevoix.ground.trail.models import Batch, Line
from portevoix.ground.web import backlog

pytestmark = pytest.mark.django_db


@task()
def nothing(ident: str) -> None:
    """A task of the house: an identifier, and no more."""


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A timetable of three lines, the second of which fails; says which ran."""
    ran: list[str] = []

    def often() -> None:
        ran.append("often")

    def broken() -> None:
        ran.append("broken")
        raise ValueError("broken")

    def rarely() -> None:
        ran.append("rarely")

    monkeypatch.setattr(timetable, "TIMETABLE", [(60, often), (60, broken), (3600, rarely)])
    return ran


def test_what_is_due_runs_and_what_fails_holds_nothing_back(
    lines: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, now = timetable.Clock(), iter([1000.0, 1030.0, 1061.0])
    monkeypatch.setattr("time.monotonic", lambda: next(now))
    for expected in (["often", "broken", "rarely"], [], ["often", "broken"]):
        lines.clear()
        clock.tick()
        assert lines == expected
    assert "broken" in caplog.text


def test_the_whole_timetable_runs_on_an_empty_house_and_twice() -> None:
    for line in [line for _period, line in timetable.TIMETABLE] * 2:
        line()


@pytest.mark.parametrize(("hour", "closed"), [(2, []), (3, [date(2026, 11, 20)]), (23, [date(2026, 11, 20)])])
def test_the_day_that_ended_is_closed_from_three_in_the_morning(
    hour: int, closed: list[date], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 11, 20, 22, tzinfo=UTC), tick=False)
    with transaction.atomic():
        acts.note("deposit", [])
    time_machine.move_to(datetime(2026, 11, 21, hour, tzinfo=UTC), tick=False)
    timetable.close_the_day()
    timetable.close_the_day()
    assert list(Batch.objects.values_list("day", flat=True)) == closed
    assert Line.objects.waiting().exists() is not bool(closed)


@pytest.fixture
def left() -> Any:
    """A task that a worker took up, and when it did."""

    def left_since(since: timedelta) -> Any:
        enqueued = nothing.enqueue("an identifier")
        found = DBTaskResult.objects.get(pk=enqueued.id)
        found.claim("a worker that was killed")
        found.started_at = timezone.now() - since
        found.save()
        return found

    return left_since


def test_a_task_whose_worker_was_killed_begins_again(left: Any) -> None:
    lost, under_way = left(timedelta(minutes=11)), left(timedelta(minutes=1))
    assert backlog.reclaim(timezone.now()) == 1
    lost.refresh_from_db()
    under_way.refresh_from_db()
    assert (lost.status, under_way.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    assert DBTaskResult.objects.ready().get() == lost


def test_what_was_done_is_forgotten_after_a_day(left: Any) -> None:
    for age in (timedelta(hours=25), timedelta(hours=1)):
        done = left(age)
        done.set_successful(None)
        DBTaskResult.objects.filter(pk=done.pk).update(finished_at=timezone.now() - age)
    left(timedelta(days=2))
    assert backlog.forget_done(timezone.now()) == 1
    assert DBTaskResult.objects.count() == 2
