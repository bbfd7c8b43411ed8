"""Trainings and dates, for every room's stories."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Programme, Training
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock


def a_training(school: School, name: str = "Repérer et réagir", **known: Any) -> Training:
    """Published, reviewed since the law changed, for everyone."""
    programme, _made = Programme.objects.get_or_create(school=school, name="Prévenir")
    slug = f"formation-{Training.objects.count() + 1}"
    usual = {"slug": slug, "kind": Training.Kind.TRAINING, "legal_review": date(2026, 1, 15), "is_published": True}
    return Training.objects.create(**{"programme": programme, "name": name} | usual | known)


def a_sitting(training: Training, begins: datetime | None = None, **known: Any) -> Sitting:
    """In a week, two hours long, open to registration, with a psychologist on call."""
    begins = begins or clock.rounded() + timedelta(days=7)
    usual = {"ends": begins + timedelta(hours=2), "place": "Amphi 2", "psychologist": "Anne Leroy", "is_open": True}
    return Sitting.objects.create(**{"training": training, "begins": begins} | usual | known)
