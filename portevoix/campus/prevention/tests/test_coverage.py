"""The mission asks who is trained: people, never seats, and always out of how many."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention import acts, coverage
from portevoix.campus.prevention.models import Target
from portevoix.campus.prevention.rules import Share
from portevoix.campus.sittings.models import OptOut, Sitting
from portevoix.campus.trainings.models import Audience, Programme, Training
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.population.tests.persona import a_campus, belongs, of_the_mission, someone
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def training(school: School) -> Training:
    programme = Programme.objects.create(school=school, name="Prévenir")
    return Training.objects.create(programme=programme, slug="reperer", name="Repérer", kind=Training.Kind.TRAINING)


def comes(training: Training, individual: Individual, until: date | None = None) -> None:
    begins = datetime(2026, 3, 2, 9, tzinfo=UTC)
    sitting = Sitting.objects.create(training=training, begins=begins, ends=begins)
    Presence.objects.create(
        sitting=sitting, individual=individual, means=Presence.Means.LIST, noted=begins, valid_until=until
    )


def test_somebody_who_comes_twice_counts_once(school: School, training: Training) -> None:
    lou, _zoe = someone(school, "Lou Martin"), someone(school, "Zoé Petit")
    comes(training, lou)
    comes(training, lou)
    assert coverage.overall(training, TODAY) == Share("Repérer", 1, 2)


def test_a_training_counts_until_its_last_day_and_no_longer(school: School, training: Training) -> None:
    comes(training, someone(school), until=TODAY)
    assert coverage.overall(training, TODAY).trained == 1
    assert coverage.overall(training, date(2026, 11, 22)).trained == 0


def test_who_has_left_or_is_not_concerned_counts_nowhere(school: School, training: Training) -> None:
    comes(training, someone(school, "Noé Roux", left="2026-06-30"))
    comes(training, someone(school, "Max Aubin", Individual.Status.STAFF))
    someone(school)
    Audience.objects.create(training=training, status=Individual.Status.STUDENT)
    assert coverage.overall(training, TODAY) == Share("Repérer", 0, 1)


def test_who_prefers_not_to_come_stays_in_the_population(school: School, training: Training) -> None:
    OptOut.objects.create(training=training, individual=someone(school))
    assert coverage.overall(training, TODAY) == Share("Repérer", 0, 1)
    assert coverage.opted_out(training) == 1


def test_the_forty_staff_of_two_cycles_show_with_their_denominator(school: School, training: Training) -> None:
    lake, station = (Campus.objects.create(school=school, name=name) for name in ("Lac", "Gare"))
    for number in range(100):
        campus = lake if number % 2 else station
        person = someone(school, f"P{number} Nom", Individual.Status.STAFF, campus=campus)
        if number < 40:
            comes(training, person)
    lou = someone(school, campus=lake)
    belongs(lou, Group.Kind.ASSOCIATION, "BDE", "Présidente")
    belongs(lou, Group.Kind.PROMOTION, "2028")
    cuts = {cut.name: cut.shares for cut in coverage.by_every_cut(training, TODAY)}
    assert cuts["Par statut"] == [Share("Personnel", 40, 100), Share("Élève", 0, 1)]
    assert cuts["Par campus"] == [Share("Gare", 20, 50), Share("Lac", 20, 51)]
    assert cuts["Promotion"] == [Share("2028", 0, 1)]
    assert [share.population for share in cuts["Mandats dans les associations"]] == [1]


def test_twelve_more_heads_of_association_before_the_integration_weekend(training: Training, school: School) -> None:
    client = Client()
    office = of_the_mission(client, school)
    for number in range(20):
        head = someone(school, f"R{number} Nom")
        belongs(head, Group.Kind.ASSOCIATION, f"Asso {number}", "Présidente")
        if number < 8:
            comes(training, head)
    someone(school, "Lou Martin")
    answer = client.post(
        "/mines/mission/couverture/reperer/objectif/",
        {"who": "office", "percent": "100", "by": "2030-09-05", "occasion": "week-end d’intégration"},
    )
    assert answer.status_code == 302, answer.content
    page = client.get("/mines/mission/").content.decode()
    assert "encore 12 personnes à former" in page
    assert "8 sur 20" in page
    assert "week-end d’intégration" in page
    acts.give_up(Target.objects.of(training).get(), office)
    assert not Target.objects.of(training).exists()


def test_a_target_about_another_school_is_refused(training: Training, school: School) -> None:
    office = of_the_mission(Client(), school)
    elsewhere = Campus.objects.create(school=a_campus("ponts"), name="Marne")
    with pytest.raises(Refused):
        acts.aim(training, office, 80, date(2030, 1, 1), campus=elsewhere)
    assert not Target.objects.of(training).exists()


def test_the_mission_of_another_school_cannot_give_up_our_target(training: Training, school: School) -> None:
    office = of_the_mission(Client(), school)
    target = acts.aim(training, office, 80, date(2030, 1, 1))
    client = Client()
    of_the_mission(client, a_campus("ponts"))
    assert client.post(f"/ponts/mission/objectifs/{target.ident}/retirer/").status_code == 404
    assert client.post(f"/mines/mission/objectifs/{target.ident}/retirer/").status_code == 403
    assert Target.objects.of(training).exists()


def test_four_people_are_not_told_apart(training: Training, school: School) -> None:
    client = Client()
    of_the_mission(client, school)
    for number in range(4):
        someone(school, f"P{number} Nom")
    page = client.get("/mines/mission/couverture/reperer/").content.decode()
    assert "trop peu pour être montré" in page


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 100))
def test_with_those_missing_the_target_is_reached_and_with_one_less_it_is_not(
    population: int, trained: int, percent: int
) -> None:
    share = Share("", min(trained, population), population)
    missing = share.missing(percent)
    assert 100 * (share.trained + missing) >= percent * population
    assert missing == 0 or 100 * (share.trained + missing - 1) < percent * population
