"""A survey closes: it is counted once, what is small is masked, and what people answered is gone."""

import tomllib
from random import Random

import pytest

from portevoix.demo.survey import drawn
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.counts.tables import CROSSING
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, an_office
from portevoix.ground.schools.models import School
from portevoix.steering.survey import acts, counting, instrument, tasks
from portevoix.steering.survey.models import Answer, Outcome, Survey
from portevoix.steering.survey.tests.answers import a_class, closed, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    """A school that asks a few of the questions only: the whole survey is counted in the made-up school."""
    told = tomllib.loads(instrument.FILE.read_text("utf-8"))
    few = {"you": 4, "climate": 2, "contact": 3, "told": 3}
    modules = [one | {"item": one["item"][: few[one["key"]]]} for one in told["module"] if one["key"] in few]
    modules[-1]["show_if"] = ["contact.*=once,several"]
    lived = [{"key": key, "modules": ["contact"], "fr": key, "en": key} for key in ("any", "contact")]
    monkeypatch.setattr(instrument, "_told", lambda: told | {"module": modules, "lived": lived})
    return a_campus()


def test_answers_are_gone_once_they_are_counted(school: School) -> None:
    survey = closed(school, a_class())
    tasks.count.func(survey.ident)
    outcome = Outcome.objects.get(survey=survey)
    assert outcome.figures["n"] == 70
    assert not Answer.objects.in_survey(survey).exists()
    assert counting.count_up(survey) is None


def test_an_open_survey_is_not_counted(school: School) -> None:
    survey = closed(school, a_class(2, 2))
    survey.state = Survey.State.OPEN
    survey.save()
    assert counting.count_up(survey) is None
    assert Answer.objects.in_survey(survey).exists()


def test_what_is_small_is_not_kept_at_all(school: School) -> None:
    """Four of the thirty women were touched: nobody finds them in what is kept, nor next to it."""
    figures = counted(school, a_class(touched=4)).figures
    assert figures["n"] == 70
    hidden = ["contact.touched|yes", "contact.touched|=once", "lived.contact|yes", "lived.any|yes|gender|woman"]
    assert [figures[name] for name in hidden] == [None] * 4
    assert figures["contact.touched|no"] is None


def test_twelve_women_are_counted_and_the_men_of_whom_there_is_none_are_not(school: School) -> None:
    figures = counted(school, a_class(touched=12)).figures
    assert figures["lived.contact|yes"] == 12
    assert figures["lived.contact|yes|gender|man"] is None
    assert figures["lived.contact|yes|gender|woman"] is None, "twelve and none: the total would betray the men"


def test_two_answers_are_not_a_survey(school: School) -> None:
    assert set(counted(school, a_class(1, 1)).figures.values()) == {None}


def test_a_survey_nobody_answered_is_counted_too(school: School) -> None:
    assert set(counted(school, []).figures.values()) == {None}


def test_publishing_leaves_a_line_and_changes_no_figure(school: School) -> None:
    outcome = Outcome.objects.create(survey=closed(school, []), figures={"n": 40})
    office: Office = an_office(school)
    acts.publish_results(outcome, ["climate"], office)
    again = Outcome.objects.get(pk=outcome.pk)
    assert again.shown == ["climate"]
    assert again.figures == {"n": 40}


@pytest.mark.parametrize("seed", [3])
def test_nobody_finds_a_masked_number_of_a_whole_survey_again(school: School, seed: int) -> None:
    """Solved with another solver than the one that masked it (linear programming over fractions, twice per number)."""
    from scipy.optimize import linprog

    survey = closed(school, [])
    people = Random(seed).randint(60, 120)
    bodies = [instrument.check(survey, told) for told in drawn(instrument.of(survey), people, seed)]
    asked = instrument.of(survey)
    tables = counting.Tables(asked, bodies)
    kept = counting.figures_of(asked, bodies)
    for name, value in kept.items():
        assert value is None or value == tables.counts[name].value
        least = CROSSING if name.count("|") > 2 or (name.count("|") == 2 and not name.startswith("n|")) else LEAST
        assert value is None or value >= least, name
    names = [name for name in tables.counts if kept.get(name) is None]
    place = {name: number for number, name in enumerate(names)}
    rows, known = [], []
    for one in tables.sums:
        row, total = [0.0] * len(names), 0
        for name, sign in [(one.total, 1), *((part, -1) for part in one.parts)]:
            if name in place:
                row[place[name]] += sign
            else:
                total -= sign * tables.counts[name].value
        rows.append(row)
        known.append(total)
    small = [name for name in names if tables.counts[name].is_small]
    small += [name for name in names if tables.counts[name].least is None and tables.counts[name].width]
    for name in Random(seed).sample(small, min(len(small), 40)):
        aim = [0.0] * len(names)
        aim[place[name]] = 1
        ends = [
            linprog([sign * x for x in aim], A_eq=rows, b_eq=known, bounds=(0, 10 * people)).fun for sign in (1, -1)
        ]
        low, high = ends[0], -ends[1]
        assert high - low >= tables.counts[name].width - 1e-6, name
