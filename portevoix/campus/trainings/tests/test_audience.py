"""Whom a training is for."""

import pytest

from portevoix.campus.trainings.models import Audience, Programme, Training
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.population.tests.persona import a_campus, belongs, someone
from portevoix.ground.schools.models import Campus, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def training(school: School) -> Training:
    programme = Programme.objects.create(school=school, name="Prévenir")
    return Training.objects.create(programme=programme, slug="reperer", name="Repérer", kind=Training.Kind.TRAINING)


def names(training: Training) -> set[str]:
    return {person.given_name for person in training.target()}


def test_without_a_line_it_is_for_everyone_who_is_there(school: School, training: Training) -> None:
    someone(school, "Lou Martin")
    someone(school, "Noé Roux", left="2026-01-01")
    someone(a_campus("ponts"), "Ana Diaz")
    assert names(training) == {"Lou"}


def test_a_line_asks_for_everything_in_it_and_several_lines_for_one_of_them(school: School, training: Training) -> None:
    lake = Campus.objects.create(school=school, name="Lac")
    someone(school, "Lou Martin", campus=lake)
    someone(school, "Zoé Petit")
    someone(school, "Max Aubin", Individual.Status.STAFF, campus=lake)
    Audience.objects.create(training=training, status=Individual.Status.STUDENT, campus=lake)
    assert names(training) == {"Lou"}
    Audience.objects.create(training=training, status=Individual.Status.STAFF)
    assert names(training) == {"Lou", "Max"}


def test_those_in_office_in_an_association_are_found(school: School, training: Training) -> None:
    bureau = belongs(someone(school, "Lou Martin"), Group.Kind.ASSOCIATION, "BDE", "Présidente")
    belongs(someone(school, "Zoé Petit"), Group.Kind.ASSOCIATION, "BDE")
    Audience.objects.create(training=training, in_office=True)
    assert names(training) == {"Lou"}
    Audience.objects.create(training=training, group=bureau)
    assert names(training) == {"Lou", "Zoé"}
