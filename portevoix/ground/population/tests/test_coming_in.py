"""Someone of the school is signed in on a device, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.ground.population.models import Visit
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone

pytestmark = pytest.mark.django_db


def test_lou_sees_what_the_lists_say_and_goes() -> None:
    lou = someone(a_campus(), "Lou Martin")
    client = comes_in(Client(), lou)
    assert "Lou Martin" in client.get("/mines/moi/").content.decode()
    answer = client.post("/mines/moi/sortir/")
    assert not Visit.objects.of(lou).exists()
    assert all(cookie["path"].endswith("/mines/moi/") for cookie in answer.cookies.values())
    assert client.get("/mines/moi/").status_code == 302


def test_the_cookie_never_reaches_the_pages_where_people_testify() -> None:
    from django.http import HttpResponse

    from portevoix.ground.population import visits

    response = visits.remember(HttpResponse(), a_campus(), "token")
    for cookie in response.cookies.values():
        for page in ("testimonies:compose", "testimonies:comeback", "care:welcome"):
            assert not reverse(page, args=["mines"]).startswith(cookie["path"])
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_mission_counts_who_is_there() -> None:
    school, client = a_campus(), Client()
    of_the_mission(client, school)
    someone(school)
    someone(school, "Noé Roux", left="2026-01-01")
    assert "1 personne figure" in client.get("/mines/mission/personnes/").content.decode()
