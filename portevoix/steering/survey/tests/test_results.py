"""The mission reads what a survey says, and does not read more than it says."""

from math import isclose

import pytest
from django.test import Client
from scipy.stats import binomtest

from portevoix.ground.counts.indicators import DECLARED, Period
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import Campus, School
from portevoix.steering.survey import results
from portevoix.steering.survey.intervals import Change, Share
from portevoix.steering.survey.tests.answers import already_counted

pytestmark = pytest.mark.django_db
FIGURES = {
    **{"n": 100, "n|status|student": 90, "n|status|staff": None},
    **{"climate.safe": 100, "climate.safe|yes": 60, "climate.safe|no": 40, "climate.safe|=full": 25},
    **{"lived.any": 96, "lived.any|yes": 48, "lived.any|no": 48},
}


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.mark.parametrize(("count", "of"), [(0, 12), (5, 12), (150, 300), (299, 300)])
def test_the_interval_is_wilsons(count: int, of: int) -> None:
    told = binomtest(count, of).proportion_ci(method="wilson")
    low, high = Share(count, of).interval or (0, 0)
    assert isclose(low, 100 * told.low, abs_tol=1e-9)
    assert isclose(high, 100 * told.high, abs_tol=1e-9)


def test_the_more_people_answered_the_less_is_left_to_chance() -> None:
    widths = [high - low for low, high in (Share(40, 100, part).interval or (0, 0) for part in (0, 0.5, 0.9, 1))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0


def test_what_is_masked_or_of_nobody_has_no_share() -> None:
    assert Share(None, 40).percent is None
    assert Share(0, 0).percent is None
    assert Share(5, None).interval is None


def test_a_difference_that_may_be_chance_is_not_said_to_be_one() -> None:
    assert not Change(Share(30, 100), Share(34, 100)).is_more_than_chance
    change = Change(Share(30, 100), Share(60, 100))
    assert change.is_more_than_chance
    low, high = change.distance or (0, 0)
    assert 15 < low < 30 < high < 45
    assert Change(Share(None, 100), Share(60, 100)).points is None


def test_the_silence_rate_prints_both_numbers(school: School, client: Client) -> None:
    outcome = already_counted(school, FIGURES)
    outcome.received = 6
    outcome.save()
    (any_, sexual) = results.of(outcome).silence
    assert any_.people_for_one == 8
    assert sexual.people_for_one is None
    of_the_mission(client, school)
    page = client.get("/mines/mission/barometre/2025/resultats/").content.decode()
    assert "48 sur 96" in page
    assert "8,0" in page


@pytest.mark.parametrize("received", [None, 0])
def test_the_silence_rate_is_unknown_when_what_reached_the_cell_is(school: School, received: int | None) -> None:
    outcome = already_counted(school, FIGURES)
    outcome.received = received
    assert results.of(outcome).silence[0].people_for_one is None


def test_one_year_is_set_beside_the_year_before(school: School) -> None:
    already_counted(school, FIGURES | {"climate.safe|yes": 30, "climate.safe|no": 70}, 2024)
    told = results.of(already_counted(school, FIGURES))
    safe = next(result for part in told.parts for result in part.results if result.name == "climate.safe")
    assert safe.change
    assert round(safe.change.points or 0) == 30
    assert told.earlier
    assert results.of(told.earlier).earlier is None


def test_nobody_reads_results_while_answers_still_come(school: School, client: Client) -> None:
    outcome = already_counted(school, FIGURES)
    survey = outcome.survey
    outcome.delete()
    of_the_mission(client, school)
    page = client.get("/mines/mission/barometre/2025/resultats/")
    assert page.status_code == 200
    assert client.get("/mines/mission/barometre/2025/resultats/climate/").status_code == 404
    assert client.get("/mines/mission/barometre/2025/resultats.csv").status_code == 404
    assert survey.title in page.content.decode()


def test_everyone_reads_what_is_published_and_no_more(school: School, client: Client) -> None:
    already_counted(school, FIGURES)
    assert Client().get("/mines/barometre/2025/resultats/").status_code == 404
    of_the_mission(client, school)
    client.post("/mines/mission/barometre/2025/resultats/publier/", {"shown": ["climate"]})
    page = Client().get("/mines/barometre/2025/resultats/").content.decode()
    assert "Je me sens en sécurité" in page
    assert "Taux de silence" not in page
    assert "cellule d’écoute ?" not in page
    assert "/mines/barometre/2025/resultats/" in Client().get("/mines/barometre/2025/").content.decode()
    client.post("/mines/mission/barometre/2025/resultats/publier/", {})
    assert Client().get("/mines/barometre/2025/resultats/").status_code == 404


def test_a_module_that_is_none_is_not_published(school: School, client: Client) -> None:
    outcome = already_counted(school, FIGURES)
    of_the_mission(client, school)
    client.post("/mines/mission/barometre/2025/resultats/publier/", {"shown": ["you"]})
    outcome.refresh_from_db()
    assert outcome.shown == []


def test_another_school_reads_nothing(school: School, client: Client) -> None:
    already_counted(school, FIGURES)
    of_the_mission(client, a_campus("ailleurs"))
    assert client.get("/mines/mission/barometre/2025/resultats/").status_code in {302, 403, 404}
    assert client.get("/ailleurs/mission/barometre/2025/resultats/").status_code == 404


def test_the_plan_may_read_the_survey_of_its_year(school: School) -> None:
    Campus.objects.create(school=school, name="Gardanne")
    outcome = already_counted(school, FIGURES)
    outcome.received = 6
    outcome.save()
    answered, lived, silence = (DECLARED[f"survey.{key}"] for key in ("answered", "lived", "silence"))
    (whole,) = answered.read(school, Period.year(2025), "")
    assert (whole.numerator, whole.denominator) == (100, 260)
    assert lived.read(school, Period.year(2025), "any")[0].percent == 50
    assert lived.read(school, Period.year(2025), "contact")[0].is_masked
    assert str(silence.read(school, Period.year(2025), "any")[0].numerator) == "8.0"
    assert answered.read(school, Period.year(2024), "") == []
    assert dict(lived.options(school)).keys() == {"any", "sexist", "sexual", "contact"}
