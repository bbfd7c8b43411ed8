"""The day until which Camille was told that she would have an answer is the same for her and for the cell."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from portevoix.sealed.cases.delays import is_off, last_day
from tests.at_work import AtWork, embedded
from tests.cast import Camille


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        ("2026-11-20T21:40+00:00", 1, "2026-11-23"),
        ("2026-11-21T21:40+00:00", 7, "2026-12-01"),
        ("2026-12-24T21:40+00:00", 1, "2026-12-28"),
        ("2027-03-26T21:40+00:00", 1, "2027-03-30"),
        ("2027-05-05T21:40+00:00", 1, "2027-05-07"),
        ("2027-05-14T21:40+00:00", 1, "2027-05-18"),
        ("2026-11-21T21:40+00:00", 0, "2026-11-21"),
        ("2026-11-23T00:20+01:00", 1, "2026-11-24"),
        ("2026-07-06T01:50+02:00", 1, "2026-07-07"),
    ],
)
def test_the_cell_counts_days_as_the_page_of_camille_does(since: str, days: int, until: str) -> None:
    """The same examples as in `frontend/src/testimony/delays.test.ts`."""
    assert last_day(datetime.fromisoformat(since), days).isoformat() == until


def test_a_testimony_that_nobody_answers_in_time_is_late_until_somebody_does(
    ines: AtWork, camille: Camille, case: str
) -> None:
    def state() -> dict[str, object]:
        found: dict[str, object] = embedded(ines.page(case), "case")["state"]
        return found

    until = str(state()["until"])
    assert not is_off(datetime.fromisoformat(until).date())
    assert state()["stage"] == "transmitted"
    assert "En retard" not in ines.desk("").content.decode().split("data-lines")[1].split("<template")[0]
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=True):
        ines = AtWork(ines.who, ines.scene)
        assert (state()["stage"], state()["until"]) == ("late", until)
        assert "En retard" in ines.desk("").content.decode().split("data-lines")[1].split("<template")[0]
        ines.does(case, "prendre")
        assert state()["stage"] == "late"
        ines.says(case, "Pardon de ce retard.")
        assert (state()["stage"], state()["until"]) == ("answered", None)
