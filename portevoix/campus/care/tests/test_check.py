"""Hélène checks the numbers that people are shown, and adds those of her school."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portevoix.campus.care import acts
from portevoix.campus.care.models import Check, Service
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line

pytestmark = pytest.mark.django_db
NURSE = {"name": "Infirmerie", "phone": "04 77 00 00 00", "hours": "8 h à 17 h", "source": "appel à l’accueil"}


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(client: Client, mines: School) -> Office:
    return of_the_mission(client, mines)


@pytest.fixture
def line() -> Service:
    """Shown by every school, and checked long ago."""
    return Service.objects.create(name="Une ligne", phone="3919", checked_on=date(2020, 1, 1), source="ancien site")


def today() -> str:
    return f"vérifié le {timezone.localdate().day}"


def test_helene_checks_a_line_and_people_see_todays_date(client: Client, helene: Office, line: Service) -> None:
    assert "à vérifier" in client.get("/mines/mission/aide/").content.decode()
    client.post(f"/mines/mission/aide/{line.ident}/verifie/", {"source": "site officiel"})
    page = Client().get("/mines/").content.decode()
    assert today() in page
    assert "site officiel" not in page
    page = client.get("/mines/mission/aide/").content.decode()
    assert "site officiel" in page
    assert "à vérifier" not in page
    assert Line.objects.filter(kind="service checked").count() == 1


def test_what_one_school_has_checked_another_has_not(client: Client, helene: Office, line: Service) -> None:
    a_campus("ponts")
    acts.check(line, "site officiel", helene)
    assert today() not in Client().get("/ponts/").content.decode()
    assert "vérifié le 1er janvier 2020" in Client().get("/ponts/").content.decode()


def test_an_older_check_does_not_hide_a_later_one(mines: School, helene: Office, line: Service) -> None:
    acts.check(line, "site officiel", helene)
    line.checked_on = timezone.localdate() + timedelta(days=1)
    line.save()
    shown = Service.objects.for_school(mines).get()
    assert (shown.last_checked, shown.last_source) == (line.checked_on, "ancien site")


def test_checking_twice_keeps_the_last(helene: Office, line: Service) -> None:
    acts.check(line, "un appel", helene)
    acts.check(line, "site officiel", helene)
    assert Check.objects.get().source == "site officiel"


def test_without_a_source_nothing_was_checked(client: Client, helene: Office, line: Service) -> None:
    assert client.post(f"/mines/mission/aide/{line.ident}/verifie/", {"source": "  "}).status_code == 400
    assert not Check.objects.exists()


def test_helene_adds_the_nurse_and_hides_her_during_the_holidays(client: Client, helene: Office) -> None:
    client.post("/mines/mission/aide/nouveau/", NURSE)
    nurse = Service.objects.get()
    page = Client().get("/mines/").content.decode()
    assert all(word in page for word in ("Infirmerie", "à l’école", today()))
    show = f"/mines/mission/aide/{nurse.ident}/montrer/"
    client.post(show, {"shown": "no"})
    assert "Infirmerie" not in Client().get("/mines/").content.decode()
    assert "Infirmerie" in client.get("/mines/mission/aide/").content.decode()
    client.post(show, {"shown": "yes"})
    assert "Infirmerie" in Client().get("/mines/").content.decode()


def test_helene_corrects_a_number(client: Client, helene: Office) -> None:
    nurse = acts.add(helene, **NURSE)
    client.post(f"/mines/mission/aide/{nurse.ident}/", NURSE | {"phone": "04.77.11.11.11"})
    nurse.refresh_from_db()
    assert nurse.phone == "04 77 11 11 11"


@pytest.mark.parametrize(
    "wrong", [{"phone": "", "web": ""}, {"phone": "appelez-moi"}, {"web": "javascript:alert(1)"}, {"name": ""}]
)
def test_a_service_nobody_could_reach_is_not_added(client: Client, helene: Office, wrong: dict[str, str]) -> None:
    assert client.post("/mines/mission/aide/nouveau/", NURSE | wrong).status_code == 200
    assert not Service.objects.exists()


def test_what_all_schools_show_is_changed_by_none(client: Client, helene: Office, line: Service) -> None:
    client.post(f"/mines/mission/aide/{line.ident}/", NURSE)
    assert client.post(f"/mines/mission/aide/{line.ident}/montrer/", {"shown": "no"}).status_code == 403
    line.refresh_from_db()
    assert (line.name, line.is_hidden) == ("Une ligne", False)


def test_the_services_of_another_school_do_not_exist_here(client: Client, helene: Office) -> None:
    other = Service.objects.create(name="Infirmerie des Ponts", phone="1", school=a_campus("ponts"))
    for ident in (other.ident, "00" * 16):
        assert client.get(f"/mines/mission/aide/{ident}/").status_code == 404
        for act in ("verifie", "montrer"):
            assert client.post(f"/mines/mission/aide/{ident}/{act}/", {"source": "x"}).status_code == 404
    assert not Check.objects.exists()
