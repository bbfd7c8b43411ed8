"""Hélène looks at who is trained: forty of the staff, out of how many; and what is missing before a week-end."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings.models import Cycle
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from tests.browser import Axe


def folk(school: School, count: int, status: str) -> list[Individual]:
    known = {"school": school, "given_name": "Lou", "status": status}
    return Individual.objects.bulk_create(
        Individual(family_name=f"{status}{n}", email=f"{status}{n}@mines.example", **known) for n in range(count)
    )


@pytest.fixture
def school(live: str) -> School:
    """Forty staff of seventy-two came, in two cycles; eight of twenty heads of association too."""
    school = a_campus()
    training = a_training(school, slug="reagir")
    staff, heads = folk(school, 72, "staff"), folk(school, 20, "student")
    groups = Group.objects.bulk_create(Group(school=school, kind="association", name=f"Asso {n}") for n in range(20))
    Belonging.objects.bulk_create(
        Belonging(individual=head, group=group, title="Présidente") for head, group in zip(heads, groups, strict=True)
    )
    came = {"Premier cycle": staff[:20] + heads[:8], "Deuxième cycle": staff[18:40]}
    for month, (name, people) in enumerate(came.items(), 2):
        cycle = Cycle.objects.create(training=training, name=name)
        sitting = a_sitting(training, datetime(2026, month, 12, 9, tzinfo=UTC), cycle=cycle)
        Presence.objects.bulk_create(
            Presence(sitting=sitting, individual=one, means="list", noted=sitting.ends) for one in people
        )
    return school


def test_helene_sees_who_is_trained_and_what_is_missing(page: Page, live: str, school: School, axe: Axe) -> None:
    mission = Client()
    of_the_mission(mission, school)
    host = urlsplit(live).hostname
    page.context.add_cookies(
        [{"name": name, "value": one.value, "domain": host, "path": "/"} for name, one in mission.cookies.items()]
    )
    page.goto("/mines/mission/")
    expect(page.get_by_role("row", name="Repérer et réagir")).to_contain_text("48 sur 92")
    axe(page)
    page.get_by_role("link", name="Repérer et réagir").click()
    expect(page.get_by_role("row", name="Personnel")).to_contain_text("55 % · 40 sur 72")
    expect(page.get_by_role("row", name="A un mandat")).to_contain_text("8 sur 20")
    expect(page.get_by_text("20 groupes de moins de cinq personnes")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Fixer un objectif").click()
    page.get_by_label("Qui", exact=True).select_option(label="Qui a un mandat dans une association")
    page.get_by_label("Quelle part").fill("0")
    page.get_by_label("Pour quand").fill("2035-09-05")
    page.get_by_label("Ce qui a lieu alors").fill("Week-end d’intégration")
    page.locator("form[method=post]").last.evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Fixer cet objectif").click()
    expect(page.get_by_role("alert")).to_contain_text("1")
    axe(page)
    page.get_by_label("Quelle part").fill("100")
    page.get_by_role("button", name="Fixer cet objectif").click()
    expect(page.get_by_text("encore 12 personnes à former")).to_be_visible()
    axe(page)

    with page.expect_download() as saved:
        page.get_by_role("link", name=".csv").click()
    told = saved.value.path().read_text("utf-8-sig")
    assert saved.value.suggested_filename == "Couverture-reagir.csv"
    assert f"Repérer et réagir;{date.today()};Par statut;Personnel;40;72;55" in told
    assert "Association;Asso 3;trop peu pour être montré;1;trop peu pour être montré" in told

    page.goto("/mines/mission/")
    missing = page.get_by_role("listitem").filter(has_text="Week-end d’intégration")
    expect(missing).to_contain_text("encore 12 personnes à former")
    missing.get_by_role("button", name="Abandonner").click()
    expect(page.get_by_text("Pas encore d’objectif")).to_be_visible()
