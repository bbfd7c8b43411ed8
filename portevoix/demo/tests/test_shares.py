"""A visitor reads the real figures of two schools, and of all of them, exactly as they were published."""

import csv
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from portevoix.demo.shares import PUBLISHED
from portevoix.ground.counts.indicators import DECLARED, Period
from portevoix.ground.schools.models import School
from portevoix.steering.shares.columns import stage_of
from portevoix.steering.shares.indicators import option
from portevoix.steering.shares.models import Programme

with PUBLISHED.open(encoding="utf-8", newline="") as file:
    FIGURES = list(csv.DictReader(file))
PAGE = "/demo/plan/part-des-femmes"
FAMILIES = {"écoles d'ingénieurs": "engineers", "écoles de management": "management"}
STAGES = {"candidature": "Candidatures", "admission": "Admissions", "effectif": "Effectifs", "diplôme": "Diplômes"}


def name_of(figure: dict[str, str]) -> str:
    """What the programme is called here."""
    if figure["institution"] == "CGE":
        return f"CGE, {figure['programme'].replace(chr(39), '’')}"
    return f"{figure['programme']} ({figure['institution']})"


def test_the_file_holds_every_figure_that_was_published() -> None:
    assert len(FIGURES) == 29
    assert {figure["percent_women"] for figure in FIGURES} >= {"27.00", "23.5", "24", "33.3"}


@pytest.mark.usefixtures("told")
def test_every_figure_is_on_the_page_as_published(client: Client) -> None:
    page = re.sub(r"\s+", " ", client.get(f"{PAGE}/").content.decode())
    for figure in FIGURES:
        percent = figure["percent_women"].replace(".", ",")
        if figure["institution"] == "CGE":
            column = list(FAMILIES).index(figure["programme"])
            year = rf'<th scope="row">{figure["year"]}<br>(?:(?!</th>).)*</th>'
            row = rf"{year}(?:<td [^>]*>(?:(?!</td>).)*</td>){{{column}}}<td [^>]*><strong [^>]*>"
        else:
            caption = f"<caption>{re.escape(name_of(figure))} : part des femmes, année par année</caption>"
            year = rf'(?:(?!</table>).)*<th scope="row">{figure["year"]}</th>'
            cell = rf'(?:(?!</tr>).)*<td data-label="{STAGES[figure["stage"]]}"> ?<strong [^>]*>'
            row = caption + year + cell
        assert re.search(rf"{row}{percent} %<", page), figure


@pytest.mark.usefixtures("told")
def test_every_figure_is_in_each_file_as_published(client: Client) -> None:
    wanted = {(name_of(one), STAGES[one["stage"]], one["year"]): one["percent_women"] for one in FIGURES}
    sheet = client.get(f"{PAGE}.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))[1:]
    told = {(row[0], row[2], row[3]): row[7].replace(",", ".") for row in rows}
    assert told.items() >= wanted.items()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").content)).active
    for cells in book.iter_rows(min_row=2):
        shown = wanted.get((cells[0].value, cells[2].value, str(cells[3].value)))
        if shown is not None:
            places = len(shown.partition(".")[2])
            assert f"{cells[7].value:.{places}f}" == shown
            assert cells[7].number_format == ("0." + "0" * places if places else "General")
    content = zipfile.ZipFile(io.BytesIO(client.get(f"{PAGE}.ods").content)).read("content.xml").decode()
    for percent in wanted.values():
        assert f'office:value="{percent}"' in content


def test_every_figure_comes_through_the_indicator_as_published(told: School) -> None:
    programmes = {str(one): one for one in Programme.objects.for_school(told)}
    for figure in FIGURES:
        if figure["institution"] == "CGE":
            key, asked = "shares.national", FAMILIES[figure["programme"]]
        else:
            key, asked = "shares.women", option(programmes[name_of(figure)], stage_of(figure["stage"]))
        (reading,) = DECLARED[key].read(told, Period.year(int(figure["year"])), asked)
        assert str(reading.percent) == figure["percent_women"]
        assert (reading.numerator, reading.denominator, reading.is_masked) == (None, None, False)


@pytest.mark.usefixtures("told")
def test_the_page_says_whose_figures_these_are_and_what_is_to_come(client: Client) -> None:
    page = re.sub(r"\s+", " ", client.get(f"{PAGE}/").content.decode())
    assert "Chiffres réels, publiés par Mines Saint-Étienne" in page
    assert "Chiffres réels, publiés par Mines Paris" in page
    assert "de 27,00 % en 2021 à 22,68 % en 2024" in page
    assert "4,32 points de moins" in page
    assert "La baisse des effectifs se verra dans les diplômes d’ici 3 ans." in page
    assert "à venir en 2027" in page
    assert "mines-stetienne.fr ODD5" in page
    assert Decimal("30.10") - Decimal("28.34") == Decimal("1.76")
    assert "1,76 point de plus" in page
