"""A date that Lou can come to, for the stories of who came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School

NINE = datetime(2026, 3, 12, 8, tzinfo=UTC)
"""Nine o'clock in Paris: it begins."""
ELEVEN = NINE + timedelta(hours=2)


def a_date(school: School, begins: datetime = NINE, **training: Any) -> Sitting:
    """Two hours, of a training that counts for two years."""
    return a_sitting(a_training(school, **{"valid_months": 24} | training), begins)


def has_a_place(individual: Individual, sitting: Sitting) -> Registration:
    """Registered, some days before."""
    turn = Registration.objects.at(sitting).latest_turn() + 1
    asked = sitting.begins - timedelta(days=9)
    return Registration.objects.create(
        sitting=sitting, individual=individual, state=Registration.State.PLACE, asked=asked, turn=turn
    )
