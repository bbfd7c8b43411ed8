"""What is asked, and what is an answer: someone answers, leaves out, changes their mind, or sends something else."""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.population.tests.persona import a_campus
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.rules import Refused
from portevoix.steering.survey import instrument
from portevoix.steering.survey.instrument import UNSAID

pytestmark = pytest.mark.django_db


@dataclass
class Asked:
    """A survey, as far as its questions go."""

    school: School
    version: str = "1"
    modules: list[str] = field(default_factory=list)


@pytest.fixture
def survey() -> Asked:
    school = a_campus()
    for name in ("Saint-Étienne", "Gardanne"):
        Campus.objects.create(school=school, name=name)
    return Asked(school)


def test_nothing_has_to_be_answered(survey: Asked) -> None:
    assert instrument.check(survey, {}) == {}
    assert instrument.check(survey, {"you.gender": ""}) == {}
    assert all(item.choices[-1].key == UNSAID for item in instrument.of(survey).items)


def test_the_survey_takes_ten_minutes_at_most(survey: Asked) -> None:
    items = list(instrument.of(survey).items)
    assert 40 <= len(items) <= 60
    assert sum(not item.show_if for item in items) <= 48


def test_every_word_is_there_in_both_languages_and_hard_words_are_not_the_question(survey: Asked) -> None:
    asked = instrument.of(survey)
    for module in asked.modules:
        texts = [module.title, module.closing]
        texts += [item.text for item in module.items] + [one.text for item in module.items for one in item.choices]
        assert all(text.fr and text.en for text in texts), module.key
        told = " ".join(f"{text.fr} {text.en}" for text in [*texts, module.intro, module.warning])
        assert not re.search(r"\b(viols?|violées?|rapes?|raped|victimes?|victims?)\b", told, re.IGNORECASE)
        assert "'" not in told
    assert all(module.warning for module in asked.modules if module.key in {"attention", "contact", "online"})


def test_campuses_are_those_of_the_school_and_one_campus_is_not_asked(survey: Asked) -> None:
    campus = instrument.of(survey).item("you.campus")
    assert campus
    assert [choice.key for choice in campus.choices] == ["gardanne", "saint-etienne", UNSAID]
    Campus.objects.filter(name="Gardanne").delete()
    assert instrument.of(survey).item("you.campus") is None


def test_a_school_leaves_out_what_is_not_core(survey: Asked) -> None:
    survey.modules = ["learnt"]
    keys = [module.key for module in instrument.of(survey).modules]
    assert "learnt" in keys
    assert "contact" in keys
    assert "where" not in keys
    assert {module.key for module in instrument.optional_modules()} == {"where", "after", "learnt"}


def test_where_it_happened_is_only_asked_of_those_who_said_something_happened(survey: Asked) -> None:
    told = {"where.places": "party class", "contact.kissed": "once"}
    assert instrument.check(survey, told) == {"contact.kissed": "once", "where.places": "class party"}
    assert instrument.check(survey, told | {"contact.kissed": "never"}) == {"contact.kissed": "never"}


def test_a_chain_of_conditions_breaks_at_its_first_link(survey: Asked) -> None:
    """Why the cell was not told is not asked of someone to whom nothing happened, whatever a page sent."""
    assert instrument.check(survey, {"told.cell": "no", "told.why_not": "useless"}) == {}


def test_who_prefers_not_to_answer_has_not_answered(survey: Asked) -> None:
    told = {"sexist.jokes": "once", "told.whom": f"friends {UNSAID}", "where.alcohol": "none me"}
    kept = instrument.check(survey, told)
    assert kept["told.whom"] == UNSAID
    assert kept["where.alcohol"] == "me"


@pytest.mark.parametrize(
    "sent",
    [
        {"you.name": "Paul"},
        {"you.gender": "women"},
        {"you.gender": "woman man"},
        {"you.gender": ["woman"]},
        {"sexist.jokes": "once", "told.whom": "friends friends"},
        {"sexist.jokes": "once", "told.whom": "friends  police"},
        {"you.gender": "woman\n"},
        ["you.gender"],
        None,
        {1: "woman"},
    ],
)
def test_what_is_not_an_answer_is_refused(survey: Asked, sent: object) -> None:
    with pytest.raises(Refused):
        instrument.check(survey, sent)


KEYS_OF_VERSION_1 = """
you.status you.campus you.gender you.since
climate.safe climate.parties climate.respect climate.heard climate.fair climate.trouble
witness.remarks witness.insisting witness.unable witness.reacted
sexist.jokes sexist.doubted sexist.tasks sexist.silenced sexist.looks sexist.identity sexist.rite
attention.insisted attention.intimate_talk attention.gestures attention.exposed attention.followed attention.bargain
contact.pressed contact.kissed contact.touched contact.attempted contact.act contact.went_on contact.drugged
online.received online.demanded online.shared online.talked_of
where.places where.from where.alcohol where.induction where.effects
told.whom told.cell told.why_not
after.listened after.informed after.choices after.protected after.harmed
scheme.known scheme.reach scheme.nameless scheme.would_use
learnt.attended learnt.useful learnt.silence learnt.able
"""


TYPED = st.text(max_size=12) | st.sampled_from(["yes", "once", "no", "woman", "class", "unsaid", "none me", ""])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS_OF_VERSION_1.split()) | st.text(max_size=12), TYPED, max_size=3))
def test_nobodys_own_words_are_ever_kept(survey: Asked, told: dict[str, str]) -> None:
    try:
        kept = instrument.check(survey, told)
    except Refused:
        return
    known = {item.name: {choice.key for choice in item.choices} for item in instrument.of(survey).items}
    assert all(set(answer.split(" ")) <= known[name] for name, answer in kept.items())
    assert instrument.check(survey, kept) == kept


def test_a_key_that_was_asked_once_stays(survey: Asked) -> None:
    """Years are compared by these: a key is added with `since`, ended with `until`, never renamed."""
    assert [item.name for item in instrument.of(survey).items] == KEYS_OF_VERSION_1.split()
