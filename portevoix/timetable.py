"""Everything that runs by the clock, on one page.

`portevoix serve` calls `tick` itself; who prefers cron runs `portevoix tick`. Each line may run at any time and twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger("portevoix.timetable")

MINUTE, HOUR = 60, 3600
CLOSING_HOUR = 3


def forget_sessions() -> None:
    """Sign-ins that have expired."""
    from portevoix.ground.people.sessions import SessionStore

    SessionStore.clear_expired()


def forget_visits() -> None:
    """Students and staff who came in a month ago, and ways in that nobody used."""
    from datetime import UTC, datetime

    from portevoix.ground.population import acts

    acts.forget(datetime.now(UTC))


def forget_addresses() -> None:
    """The throttle's buckets that are full again."""
    from portevoix.ground.web import throttle

    throttle.forget()


def close_the_day() -> None:
    """The trail's day that ended, from three in the morning on (UTC): its lines come under a signed checkpoint."""
    from datetime import UTC, datetime, timedelta

    from portevoix.ground.trail import acts

    now = datetime.now(UTC)
    if now.hour >= CLOSING_HOUR:
        acts.close_day(now.date() - timedelta(days=1))


def forget_lists() -> None:
    """Lists that the mission sent a day ago, taken in or not."""
    from datetime import UTC, datetime

    from portevoix.ground.population import lists

    lists.forget(datetime.now(UTC))


def forget_figures() -> None:
    """Tables of figures that the mission sent a day ago, taken in or not."""
    from datetime import UTC, datetime

    from portevoix.steering.shares import imports

    imports.forget(datetime.now(UTC))


def recover_notices() -> None:
    """Letters that a crash has swallowed."""
    from portevoix.ground.notices import acts

    acts.recover()


def forget_files() -> None:
    """Files that no testimony has claimed, and what a crash left on the disk."""
    from portevoix.sealed.streams import tasks

    tasks.forget()


def forget_unfinished_works() -> None:
    """Films and pictures that nobody has finished sending."""
    from portevoix.campus.library import tasks

    tasks.forget()


def forget_agreements() -> None:
    """Films of a contest that nobody shows, and the agreements of those in them, a year after it closed."""
    from portevoix.campus.contests import acts
    from portevoix.ground.web import clock

    acts.forget(clock.rounded())


def remind_associations() -> None:
    """Parties in a week whose list is not green yet."""
    from datetime import UTC, datetime

    from portevoix.campus.associations import acts

    acts.remind(datetime.now(UTC))


def clear_backlog() -> None:
    """Tasks whose worker was killed begin again; those that are done are forgotten."""
    from django.utils import timezone

    from portevoix.ground.web import backlog

    backlog.reclaim(timezone.now())
    backlog.forget_done(timezone.now())


def ask_what_changed() -> None:
    """Questions about a sitting: two days before, just after, three months later."""
    from portevoix.campus.evaluation import tasks

    tasks.ask_in_time()


def forget_who_was_asked() -> None:
    """Half a year after, nothing says any more who was asked."""
    from portevoix.campus.evaluation import tasks

    tasks.forget()


def remind_of_dates() -> None:
    """Those who have a place tomorrow are written to, from eight in the morning on, once."""
    from portevoix.campus.sittings import acts
    from portevoix.ground.web import clock

    acts.remind(clock.rounded())


def give_places_on() -> None:
    """Whoever has left the school leaves the place to the next."""
    from portevoix.campus.sittings import acts
    from portevoix.ground.web import clock

    acts.free_places(clock.rounded())


def forget_registrations() -> None:
    """A year after a date, who had asked for it."""
    from portevoix.campus.sittings import acts
    from portevoix.ground.web import clock

    acts.forget(clock.rounded())


def ask_other_schools() -> None:
    """Sheets of good practice: sites whose turn has come, a few at a time; none more than once an hour."""
    from portevoix.steering.practices import tasks

    tasks.ask_other_schools()


def tend_surveys() -> None:
    """Surveys close after their last day; while they are open, newcomers may ask, and rows change places."""
    from portevoix.steering.survey import tasks

    tasks.tend()


def feed_plans() -> None:
    """What the rooms count becomes values of the plans: once a day, from four in the morning on."""
    from portevoix.ground.web import clock
    from portevoix.steering.plan import acts

    acts.feed_all(clock.rounded())


def remind_of_values() -> None:
    """Indicators kept by hand whose value is late: the mission is told, once a month at most."""
    from portevoix.ground.web import clock
    from portevoix.steering.plan import standing

    standing.remind(clock.rounded())


TIMETABLE: list[tuple[int, Callable[[], object]]] = [
    (5 * MINUTE, close_the_day),
    (HOUR, forget_sessions),
    (HOUR, forget_visits),
    (HOUR, forget_lists),
    (HOUR, forget_figures),
    (5 * MINUTE, recover_notices),
    (10 * MINUTE, forget_addresses),
    (5 * MINUTE, clear_backlog),
    (HOUR, forget_files),
    (10 * MINUTE, remind_of_dates),
    (HOUR, give_places_on),
    (HOUR, forget_registrations),
    (HOUR, forget_unfinished_works),
    (HOUR, forget_agreements),
    (15 * MINUTE, ask_what_changed),
    (HOUR, forget_who_was_asked),
    (HOUR, remind_associations),
    (5 * MINUTE, ask_other_schools),
    (10 * MINUTE, tend_surveys),
    (HOUR, feed_plans),
    (HOUR, remind_of_values),
]
"""What runs, and every how many seconds."""


@dataclass
class Clock:
    """Remembers when each line last ran in this process."""

    ran: dict[Callable[[], object], float] = field(default_factory=dict)

    def tick(self) -> None:
        """Run what is due. One line that fails does not hold the others back."""
        from django.db import close_old_connections

        now = time.monotonic()
        for period, line in TIMETABLE:
            if now - self.ran.get(line, -period) < period:
                continue
            close_old_connections()
            try:
                line()
            except Exception:
                log.exception("%s did not run to its end; it will be tried again", line.__name__)
            self.ran[line] = now
