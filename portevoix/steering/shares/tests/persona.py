"""The figures of a school, for every room's stories."""

from decimal import Decimal
from typing import Any

from django.test import Client

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.steering.shares import acts
from portevoix.steering.shares.models import Programme, Share


def officer_of(school: School) -> Office:
    """Somebody of the mission, the same each time."""
    return Office.objects.for_school(school).current().first() or an_office(school)


def a_programme(school: School, name: str = "ICM", **known: Any) -> Programme:
    """A course of three years."""
    return acts.keep_programme(Programme(school=school, name=name, **known), officer_of(school))


def a_share(
    programme: Programme,
    stage: str = "effectif",
    year: int = 2024,
    women: int | None = None,
    everyone: int | None = None,
    percent: str | None = None,
    **known: Any,
) -> Share:
    """One figure, published unless it is said not to be."""
    told = None if percent is None else Decimal(percent)
    office = officer_of(programme.school)
    known = {"published": True, **known}
    return acts.note_share(programme, stage, year, office, women=women, everyone=everyone, percent=told, **known)


def told_at(client: Client, address: str) -> str:
    """What a page says, with plain spaces."""
    return " ".join(client.get(address).content.decode().split())
