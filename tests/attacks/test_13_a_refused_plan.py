"""Attack 13, in the plan: whatever form is sent half or wrong, what is refused leaves nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from tests.attacks.world import snapshot
from tests.house.doors.plan import PLAN, a_whole_plan

pytestmark = pytest.mark.django_db
OPENS = ("axis", "change", "action", "change_action", "change_gauge", "gauge", "my_proposal", "new", "new_action")
FORMS = (*OPENS, "new_axis", "new_gauge", "proposal", "propose", "accept", "refuse", "count", "count_one")
JUNK = ["", "-1", "0", "1e9", "9" * 20, "2026", "x" * 4001, "٣", "NaN", "on", "done", "📅"]
FIELDS = (
    *("title", "first_year", "last_year", "number", "axis", "state", "begins", "ends", "planned", "spent", "sevens"),
    *("contributors", "name", "unit", "frequency", "way", "target", "baseline_year", "year", "numerator", "file"),
    *("denominator", "source", "taken", "link", "text", "answer", "group", "voted", "published", "lead_office"),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(FORMS), st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(JUNK), max_size=12))
def test_what_is_refused_leaves_nothing(scene: dict[str, object], name: str, sent: dict[str, str]) -> None:
    client = scene["hers" if name in {"propose", "my_proposal"} else "office"]
    assert isinstance(client, Client)
    before = snapshot()
    answer = client.post(str(scene[name]), sent)
    assert answer.status_code in {200, 302, 404, 409, 422}
    if answer.status_code != 302:
        assert snapshot() == before


@pytest.fixture
def scene() -> dict[str, object]:
    school, office = a_campus(), Client()
    of_the_mission(office, school)
    lou = someone(school)
    words = a_whole_plan(school, lou.email)
    addresses: dict[str, object] = {}
    for name in FORMS:
        door = PLAN[f"plan:{name}"].words
        addresses[name] = reverse(
            f"plan:{name}", kwargs={word: words.get(value, value) for word, value in door.items()}
        )
    return addresses | {"office": office, "hers": comes_in(Client(), lou)}
