"""The mission brings a table: looked at first, taken in whole or not at all, never doubled."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import activate, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import read
from portevoix.ground.sheets.writing import KINDS
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.shares import columns, imports
from portevoix.steering.shares.changes import changes
from portevoix.steering.shares.lines import Options, understand
from portevoix.steering.shares.models import Import, Programme, Share
from portevoix.steering.shares.tests.persona import a_programme, a_share, told_at

pytestmark = pytest.mark.django_db
HEADER = "Programme;Étape;Année;Femmes;Total;% femmes;Source"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences as the code holds them."""
    with override("en"):
        yield


@pytest.fixture
def mines() -> School:
    return a_campus()


def sends(school: School, *lines: str, header: str = HEADER, **said: Any) -> dict[int, str]:
    """What is wrong with each line; the right ones are taken in when nothing is."""
    sheet = read("x.csv", "\n".join([header, *lines]).encode())
    options = Options(columns=tuple(columns.guess(sheet.header)), **said)
    told = understand(sheet, options)
    try:
        return imports.take_in(school, told, options).wrong
    except Refused:
        return changes(school, told, options).wrong


def known(school: School) -> list[tuple[Any, ...]]:
    """Every figure there is, as it is written."""
    return sorted(
        (
            str(share.programme),
            share.stage,
            share.year,
            share.women,
            share.everyone,
            None if share.percent is None else str(share.percent),
            share.source,
            share.published,
        )
        for share in Share.objects.for_school(school)
    )


def test_counts_and_per_cents_come_in_as_they_are(mines: School) -> None:
    assert not sends(
        mines, "ICM;effectif;2024;;;27,00;site", "ICM;diplômes;2024;12;48;;", "ICM;admis;2024;13;48;27,08;"
    )
    assert known(mines) == [
        ("ICM", "admission", 2024, 13, 48, "27.08", "", False),
        ("ICM", "diplome", 2024, 12, 48, None, "", False),
        ("ICM", "effectif", 2024, None, None, "27.00", "site", False),
    ]


def test_the_table_of_a_web_site_has_a_column_for_each_stage(mines: School) -> None:
    header = "Année|Candidature|Admission|Effectifs étudiants|Diplômées".replace("|", ";")
    assert not sends(mines, "2021;24,38;28,34;27,00;27,75", "2022;23,43;–;25,85;nd", header=header, programme="ICM")
    assert [(stage, year, percent) for _p, stage, year, _w, _e, percent, *_ in known(mines)] == [
        ("admission", 2021, "28.34"),
        ("candidature", 2021, "24.38"),
        ("candidature", 2022, "23.43"),
        ("diplome", 2021, "27.75"),
        ("effectif", 2021, "27.00"),
        ("effectif", 2022, "25.85"),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ICM;effectif;2024;12;48;27,00;", "12 women out of 48 make 25.00 %, not 27.00 %: one of them is wrong."),
        ("ICM;effectif;2024;49;48;;", "49 women out of 48: there cannot be more women than people."),
        ("ICM;effectif;2024;0;0;0;", "Out of nobody there is no per cent: leave 0 % out."),
        ("ICM;effectif;2024;12;;;", "Give the total as well as the number of women."),
        ("ICM;effectif;2024;;12;27,00;", "No number of women out of 12 makes 27.00 %: one of them is wrong."),
        ("ICM;effectif;2024;;12;;", "Give a per cent, or the number of women and the total."),
        ("ICM;effectif;2024;;;104;", "“104” is not a per cent: write it between 0 and 100."),
        ("ICM;effectif;2024;;;0,2438;", "“0,2438” is less than one per cent. Write 24.38 if it is a part of one"),
        ("ICM;effectif;2024;douze;48;;", "“douze” is not a number of people."),
        ("ICM;effectif;2023-2024;;;24;", "“2023-2024” is not a year."),
        ("ICM;partout;2024;;;24;", "“partout” is no known stage"),
        (";effectif;2024;;;24;", "This line does not say which programme it is about."),
        ("ICM;effectif;2024;;;;site", "This line holds no figure."),
    ],
)
def test_a_line_that_is_wrong_is_told_by_its_number_and_nothing_comes_in(
    mines: School, line: str, sentence: str
) -> None:
    assert sends(mines, "ICM;diplômes;2024;;;24;", line)[3].startswith(sentence)
    assert known(mines) == []
    assert not Programme.objects.exists()


def test_the_right_lines_alone_come_in_when_that_is_asked(mines: School) -> None:
    assert set(sends(mines, "ICM;diplômes;2024;;;24;", "ICM;effectif;2024;12;48;27;", anyway=True)) == {3}
    assert [row[1] for row in known(mines)] == ["diplome"]


def test_lines_that_contradict_each_other_are_all_wrong(mines: School) -> None:
    wrong = sends(mines, "ICM;effectif;2024;;;24;", "icm;Effectifs;2024;;;25;")
    assert set(wrong) == {2, 3}
    assert "Per cent of women" in wrong[2]


def test_women_men_and_everyone_must_add_up(mines: School) -> None:
    header = "Programme;Étape;Année;Femmes;Hommes;Total"
    assert "12 women and 30 men make 42, not 48" in sends(mines, "ICM;effectif;2024;12;30;48", header=header)[2]
    assert not sends(mines, "ICM;effectif;2024;;36;48", header=header)
    assert known(mines)[0][3:5] == (12, 48)


def test_a_table_sent_again_brings_up_to_date(mines: School) -> None:
    sends(mines, "ICM;effectif;2024;;;27,00;site")
    sends(mines, "ICM;effectif;2024;;;27;")
    assert known(mines)[0][5] == "27.00", "a spreadsheet that shows 27 for 27.00 changes nothing"
    sends(mines, "ICM;effectif;2024;27;100;;")
    sends(mines, "ICM;effectif;2024;28;100;28,0;nouveau", publish=True)
    assert known(mines) == [("ICM", "effectif", 2024, 28, 100, "28.0", "nouveau", True)]


def test_counts_that_contradict_the_per_cent_kept_here_are_told(mines: School) -> None:
    sends(mines, "ICM;effectif;2024;;;27,00;")
    assert "With what is kept here already" in sends(mines, "ICM;effectif;2024;12;48;;")[2]


def test_the_same_programme_on_another_campus_is_another_one(mines: School) -> None:
    mines.campuses.create(name="Gardanne")
    header = "Programme;Campus;Étape;Année;% femmes"
    assert not sends(mines, "ICM;;effectif;2024;24", "ICM;gardanne;effectif;2024;30", header=header)
    assert {row[0] for row in known(mines)} == {"ICM", "ICM · Gardanne"}
    assert "no campus" in sends(mines, "ICM;Ailleurs;effectif;2024;30", header=header)[2]


FIGURE = st.tuples(
    st.sampled_from(["ICM", "icm", "ISMIN"]),
    st.sampled_from(["effectif", "Effectifs", "diplômé·es"]),
    st.integers(2021, 2023),
    st.sampled_from(["12;48;", "12;48;25,00", ";;25", ";;25,0", ";;24,4", "3;12;", "5;4;", "nd;;"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(FIGURE, max_size=7), st.integers(0, 2**16))
def test_neither_order_nor_repetition_changes_what_comes_in(
    mines: School, told: list[tuple[str, str, int, str]], seed: int
) -> None:
    lines = [f"{programme};{stage};{year};{figure};" for programme, stage, year, figure in told]
    luck = random.Random(seed)
    shuffled = luck.sample([*lines, *luck.choices(lines, k=3 if lines else 0)], k=len(lines) + (3 if lines else 0))
    found = []
    for table in ([*lines], [*shuffled]):
        with transaction.atomic():
            sends(mines, *table, anyway=True) if table else None
            once = known(mines)
            sends(mines, *table, anyway=True) if table else None
            assert known(mines) == once
            found.append([(row[0].casefold(), *row[1:]) for row in once])
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_helene_sees_what_a_table_changes_before_it_does(mines: School, client: Client) -> None:
    activate("fr")
    of_the_mission(client, mines)
    told = f"{HEADER}\nICM;effectif;2024;12;48;;\nICM;diplômes;2024;12;48;27,00;\n".encode()
    sent = client.post(reverse("shares:import", args=["mines"]), {"file": SimpleUploadedFile("chiffres.csv", told)})
    where = sent.headers["Location"]
    page = told_at(client, where)
    assert "Ligne 3" in page
    assert "12 femmes sur 48 font 25,00 %, et non 27,00 %" in page
    assert not Share.objects.exists()
    fields = {f"column_{at}": meaning for at, meaning in enumerate(Import.objects.get().options["columns"])}
    refused = client.post(where, fields | {"make": "on", "import": ""})
    assert refused.status_code == 422
    assert not Share.objects.exists()
    client.post(where, fields | {"make": "on", "anyway": "on", "publish": "on", "import": ""})
    assert Share.objects.get().published
    assert bytes(Import.objects.get().data) == b""
    assert Line.objects.filter(kind="shares imported").count() == 1
    assert "1 ligne fausse" in told_at(client, where)


def test_a_table_that_left_comes_back_unchanged(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    a_share(a_programme(mines), percent="27.00", source="site")
    a_share(Programme.objects.get(), "admission", women=13, everyone=48, percent="27.08")
    a_share(Programme.objects.get(), "diplome", women=12, everyone=48)
    before = known(mines)
    for kind in KINDS:
        data = client.get(reverse("shares:export_all", args=["mines", kind])).content
        sheet = read("x", data)
        options = Options(columns=tuple(columns.guess(sheet.header)))
        found = imports.take_in(mines, understand(sheet, options), options)
        assert found.counts() == {"new": 0, "changed": 0, "unchanged": 3, "wrong": 0}
    assert known(mines) == before
    assert before[2][5] == str(Decimal("27.00"))
