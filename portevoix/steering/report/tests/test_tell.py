"""Hélène tells a year: every number leads to what it counts, and stays once the report is closed."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.report import acts, chapters
from portevoix.steering.report.models import Report, Topic, Version

pytestmark = pytest.mark.django_db
OURS = "/mines/mission/bilan/"


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def client_of_the_mission(client: Client, school: School) -> Client:
    of_the_mission(client, school)
    return client


@pytest.fixture
def helene(client_of_the_mission: Client, school: School) -> Office:
    return Office.objects.for_school(school).get()


def held_in(school: School, year: int, times: int = 6) -> None:
    training = a_training(school)
    for day in range(1, times + 1):
        sitting = a_sitting(training)
        begins = datetime(year, 3, day, 9, tzinfo=UTC)
        Sitting.objects.filter(pk=sitting.pk).update(begins=begins, ends=begins)


def of_2025(by: Office, version: str = Version.PUBLIC, *topics: str) -> Report:
    return acts.tell(by, 2025, version, list(topics or Topic.values))


def said(report: Report, key: str) -> list[str]:
    """Every number of this kind in the report."""
    tables = [table for chapter in chapters.body(report).chapters for table in chapter.tables]
    return [figure.said for table in tables for row in table.rows for figure in row if figure.key == key]


def test_one_page_of_choices_and_the_year_is_told(client_of_the_mission: Client, school: School) -> None:
    held_in(school, 2025)
    asked = {"year": 2025, "version": "public", "topics": ["cell", "prevention"], "foreword": "Une **année** dense."}
    answer = client_of_the_mission.post(f"{OURS}nouveau/", asked, follow=True)
    page = answer.content.decode()
    assert "<strong>année</strong>" in page
    assert re.search(r'href="#def-sittings\.held">6<', page)
    assert Line.objects.filter(kind="report made").count() == 1


def test_every_number_leads_to_its_definition(client_of_the_mission: Client, school: School, helene: Office) -> None:
    held_in(school, 2025)
    report = of_2025(helene)
    acts.add(report, helene, topic="cell", name="Saisines", said="3", definition="Au sens de…", source="DRH")
    page = client_of_the_mission.get(f"{OURS}{report.ident}/").content.decode()
    led = set(re.findall(r'href="#(def-[^"]+)"', page))
    assert {"def-sittings.held", "def-testimonies.received"} < led
    assert any(one.startswith("def-added.") for one in led)
    assert led <= set(re.findall(r'id="(def-[^"]+)"', page))
    assert chapters.body(report).untraced() == set()


@pytest.mark.parametrize(
    "asked",
    [
        {"year": 2025, "version": "public", "topics": []},
        {"year": 2025, "version": "nobody", "topics": ["cell"]},
        {"year": 2025, "version": "public", "topics": ["secrets"]},
        {"year": 1492, "version": "public", "topics": ["cell"]},
        {"year": 2090, "version": "public", "topics": ["cell"]},
        {"year": "l’an passé", "version": "public", "topics": ["cell"]},
    ],
)
def test_a_choice_that_makes_no_sense_is_said_and_makes_nothing(
    client_of_the_mission: Client, asked: dict[str, Any]
) -> None:
    assert client_of_the_mission.post(f"{OURS}nouveau/", asked).status_code == 422
    assert not Report.objects.exists()


def test_few_testimonies_are_not_counted_out(helene: Office) -> None:
    assert said(of_2025(helene, Version.BOARD, "cell"), "testimonies.received") == ["trop peu pour être montré"] * 2


def test_the_public_reads_nothing_of_money_and_the_board_does(school: School, helene: Office) -> None:
    held_in(school, 2025)
    Sitting.objects.update(cost=250)
    assert said(of_2025(helene, Version.PUBLIC), "sittings.spent") == []
    spent = said(of_2025(helene, Version.BOARD), "sittings.spent")
    assert [one.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") for one in spent] == [
        "inconnu",
        "1 500 €",
    ]


def test_the_social_data_base_speaks_of_staff(school: School, helene: Office) -> None:
    held_in(school, 2025)
    report = of_2025(helene, Version.SOCIAL)
    assert said(report, "sittings.held") == []
    assert said(report, "prevention.coverage") == []
    assert said(report, "prevention.staff") != []


def test_a_year_that_is_not_over_cannot_be_closed(school: School, helene: Office) -> None:
    with time_machine.travel(date(2025, 12, 31), tick=False):
        report = of_2025(helene)
        with pytest.raises(Refused):
            acts.close(report, helene)
    with time_machine.travel(date(2026, 1, 1), tick=False):
        assert acts.close(report, helene).closed == date(2026, 1, 1)


def test_a_closed_report_keeps_its_numbers(client_of_the_mission: Client, school: School, helene: Office) -> None:
    held_in(school, 2025)
    report = acts.close(of_2025(helene), helene)
    Sitting.objects.all().delete()
    page = client_of_the_mission.get(f"{OURS}{report.ident}/").content.decode()
    assert re.search(r'href="#def-sittings\.held">6<', page)
    for change in (
        lambda: acts.change(report, helene, ["cell"], ""),
        lambda: acts.add(report, helene, topic="cell", name="n", said="1", definition="d", source="s"),
        lambda: acts.discard(report, helene),
        lambda: acts.close(report, helene),
    ):
        with pytest.raises(Refused):
            change()


def test_everyone_reads_what_was_published_and_nothing_else(
    client_of_the_mission: Client, school: School, helene: Office
) -> None:
    report = of_2025(helene)
    for act in (acts.publish, acts.withdraw):
        with pytest.raises(Refused):
            act(report, helene)
    board = acts.close(of_2025(helene, Version.BOARD), helene)
    with pytest.raises(Refused):
        acts.publish(board, helene)
    assert Client().get("/mines/bilan/2025/").status_code == 404
    acts.publish(acts.close(report, helene), helene)
    assert "2025" in Client().get("/mines/bilan/").content.decode()
    assert Client().get("/mines/bilan/2025/").status_code == 200
    acts.withdraw(report, helene)
    assert Client().get("/mines/bilan/2025/").status_code == 404


def test_it_is_printed_and_saved_with_what_each_number_counts(
    client_of_the_mission: Client, school: School, helene: Office
) -> None:
    held_in(school, 2025)
    report = of_2025(helene)
    paper = client_of_the_mission.get(f"{OURS}{report.ident}/bilan.pdf")
    assert paper.content.startswith(b"%PDF-")
    lines = client_of_the_mission.get(f"{OURS}{report.ident}/chiffres.csv").content.decode("utf-8-sig").splitlines()
    held = [line for line in lines if "2025" in line and "Séances tenues" in line]
    assert held
    assert all("annulées" in line for line in held)


def test_the_report_of_another_school_is_not_there(helene: Office) -> None:
    report, client = of_2025(helene), Client()
    of_the_mission(client, a_campus("ponts"))
    assert client.get(f"/ponts/mission/bilan/{report.ident}/").status_code == 404
    assert client.post(f"/ponts/mission/bilan/{report.ident}/clore/").status_code == 404
    assert Report.objects.get().closed is None


def test_whatever_a_room_counts_has_its_chapter() -> None:
    told = {one.key for topic in Topic.values for one in chapters.indicators(topic, Version.BOARD)}
    assert told == set(DECLARED)
