"""A sitting that Lou can come to, for the stories of these rooms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.campus.trainings.models import Programme, Training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School

EIGHT = datetime(2026, 3, 12, 8, tzinfo=UTC)
"""Nine o'clock in Paris: the sitting begins."""


def a_training(school: School, name: str = "Le consentement à 360°", **known: Any) -> Training:
    """A published training of the school."""
    programme, _ = Programme.objects.get_or_create(school=school, name="Prévenir")
    slug = f"formation-{Training.objects.count()}"
    return Training.objects.create(
        **{"programme": programme, "slug": slug, "name": name, "kind": "film", "is_published": True} | known
    )


def a_sitting(school: School, begins: datetime = EIGHT, hours: float = 2, **known: Any) -> Sitting:
    """Two hours of it."""
    training = known.pop("training", None) or a_training(school)
    ends = begins + timedelta(hours=hours)
    return Sitting.objects.create(training=training, begins=begins, ends=ends, place="Amphi A", **known)


def registers(individual: Individual, sitting: Sitting, state: str = "place") -> Registration:
    """Has a place."""
    return Registration.objects.create(
        sitting=sitting, individual=individual, state=state, asked=sitting.begins - timedelta(days=9)
    )
