"""The directory of help: real, dated, and honest about its age."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from portevoix.campus.care import acts
from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import Cell, School

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def mines() -> School:
    return School.objects.create(slug="mines", name="Mines", cell=Cell.objects.create(name="Cellule"))


def test_the_file_is_whole_and_every_line_can_be_reached() -> None:
    services = acts.load_services()
    assert len(services) == 14
    for service in services:
        assert service.phone or service.web
        assert service.source
        assert service.audience
    assert [s.phone for s in Service.objects.emergencies()] == ["17", "112", "15", "114"]


def test_loading_twice_changes_nothing() -> None:
    acts.load_services()
    before = list(Service.objects.order_by("pk").values())
    acts.load_services()
    assert list(Service.objects.order_by("pk").values()) == before


def test_what_the_school_has_checked_since_is_kept() -> None:
    acts.load_services()
    Service.objects.filter(name="e-Enfance").update(phone="30 18", checked_on=TODAY)
    acts.load_services()
    assert Service.objects.get(name="e-Enfance").phone == "30 18"


def test_a_number_is_dialled_and_114_is_written_to() -> None:
    assert Service(phone="0 800 05 95 95").link == "tel:0800059595"
    assert Service(phone="114").link == "sms:114"


@pytest.mark.parametrize(
    ("checked", "stale"),
    [(None, True), (TODAY - timedelta(days=181), True), (TODAY - timedelta(days=180), False), (TODAY, False)],
)
def test_half_a_year_without_a_check_is_said(checked: date | None, stale: bool) -> None:
    with time_machine.travel(f"{TODAY}T12:00:00Z"):
        assert Service(checked_on=checked).is_stale is stale


def test_camille_sees_numbers_with_the_date_they_were_checked(client: Client, mines: School) -> None:
    acts.load_services()
    Service.objects.filter(name="France Victimes").update(checked_on=TODAY)
    with time_machine.travel(f"{TODAY}T12:00:00Z"):
        page = client.get("/mines/").content.decode()
    assert 'href="tel:3919"' in page
    assert 'href="sms:114"' in page
    assert "vérifié le 21 novembre 2026</p>" in page
    assert "vérifié le 1er janvier 2013, cela a pu changer" in page
    assert page.count("date de vérification inconnue") == 12


def test_a_service_of_one_school_stays_in_that_school(client: Client, mines: School) -> None:
    other = School.objects.create(slug="nord", name="Nord", cell=mines.cell)
    Service.objects.create(name="Infirmerie de Mines", phone="01 02 03 04 05", school=mines)
    assert "Infirmerie de Mines" in client.get("/mines/").content.decode()
    assert "Infirmerie de Mines" not in client.get(other.get_absolute_url()).content.decode()


def test_without_any_service_the_emergency_numbers_are_still_there(client: Client, mines: School) -> None:
    page = client.get("/mines/").content.decode()
    assert {'href="tel:17"', 'href="tel:112"', 'href="sms:114"'} <= set(page.split()) | {
        part.rstrip(">") for part in page.replace(">", "> ").split()
    }
