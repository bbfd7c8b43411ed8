"""The people of the campus, for every room's stories: students and staff who come in, and the mission."""

from __future__ import annotations

import secrets
from typing import Any

from django.test import Client

from portevoix.ground.people.models import Office, Person
from portevoix.ground.people.tests.persona import PASSWORD, sign_in
from portevoix.ground.population import acts
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.population.visits import COOKIES
from portevoix.ground.schools.models import Cell, School


def a_campus(slug: str = "mines") -> School:
    """A school, without anybody."""
    return School.objects.create(slug=slug, name=f"École {slug}", cell=Cell.objects.create(name=f"Cellule de {slug}"))


def someone(school: School, name: str = "Lou Martin", status: str = "student", **known: Any) -> Individual:
    """A person of the school's lists."""
    given, _, family = name.partition(" ")
    email = f"{given.lower()}.{secrets.token_hex(4)}@example.org"
    return Individual.objects.create(
        **{"school": school, "given_name": given, "family_name": family, "email": email, "status": status} | known
    )


def belongs(individual: Individual, kind: str, name: str, title: str = "") -> Group:
    """Put someone into a group, which is made if need be."""
    group, _ = Group.objects.get_or_create(school=individual.school, kind=kind, name=name)
    Belonging.objects.create(individual=individual, group=group, title=title)
    return group


def comes_in(client: Client, individual: Individual) -> Client:
    """Signed in on this device, as after the link of the letter."""
    client.cookies[COOKIES[""]] = acts.open_visit(individual)
    return client


def an_office(school: School, name: str = "Hélène Faure") -> Office:
    """An officer of the school's mission."""
    person = Person.objects.create_user(f"{secrets.token_hex(4)}@example.org", PASSWORD, name=name)
    return Office.objects.create(person=person, school=school)


def of_the_mission(client: Client, school: School, name: str = "Hélène Faure") -> Office:
    """The same, signed in with both factors."""
    office = an_office(school, name)
    sign_in(client, office.person)
    return office
