"""The mission writes questions, and reads what a training has changed."""

import tomllib
from collections.abc import Sequence

import pytest
from django.test import Client

from portevoix.campus.attendance.tests.persona import ELEVEN, NINE, a_date, has_a_place
from portevoix.campus.evaluation import acts, results
from portevoix.campus.evaluation.forms import Written
from portevoix.campus.evaluation.models import Asked, Moment, Question, Tally
from portevoix.campus.evaluation.tests.persona import LAW, SURE, WORDS, a_question, answers_with, came
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.sheets import reading
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: None) -> School:
    return a_campus()


@pytest.fixture
def sitting(school: School) -> Sitting:
    return a_date(school)


def group_answers(sitting: Sitting, moment: Moment, said: Sequence[acts.Answers]) -> None:
    """So many people, each with these answers."""
    now = NINE if moment == Moment.BEFORE else ELEVEN
    for number, answers in enumerate(said):
        one = someone(sitting.school, f"{moment} {number}")
        has_a_place(one, sitting) if moment == Moment.BEFORE else came(one, sitting)
        begun = now.replace(hour=now.hour - 1) if moment == Moment.BEFORE else now
        acts.ask(sitting, moment, begun)
        answers_with(Asked.objects.get(individual=one), answers, begun)


def test_the_gain_is_in_points_of_right_answers(sitting: Sitting) -> None:
    law, other = a_question(sitting.training, LAW, right=1), a_question(sitting.training, LAW, text="Et si ?", right=0)
    sure = a_question(sitting.training, SURE)
    group_answers(sitting, Moment.BEFORE, [{law: 0, other: 1, sure: 1}] * 3 + [{law: 1, other: 0, sure: 2}] * 2)
    group_answers(sitting, Moment.AFTER, [{law: 1, other: 0, sure: 4}] * 4 + [{law: 1, other: 2, sure: 3}])
    found = results.of(sitting.training)
    assert [(score.percent, score.answers) for score in found.scores] == [(40, 5), (90, 5), (None, 0)]
    assert (found.gain, found.lasting_gain) == (50, None)
    shares = [[percent for _moment, percent in line.shares] for line in found.lines[0].lines]
    assert shares == [[60, 0, None], [40, 100, None], [0, 0, None]]
    assert [said.mean for said in found.lines[2].said] == [2.4, 4.8, None]


def test_four_answers_say_nothing(sitting: Sitting, school: School) -> None:
    law = a_question(sitting.training, LAW, right=1)
    group_answers(sitting, Moment.AFTER, [{law: 1}] * 4)
    found = results.of(sitting.training)
    assert found.scores[1].percent is None
    client = Client()
    of_the_mission(client, school)
    for page in ("", f"formations/{sitting.training.slug}/"):
        shown = client.get(f"/mines/mission/evaluation/{page}").content.decode()
        assert "trop peu de réponses" in shown
        assert "100" not in shown.replace("1000", "")


def test_the_pages_show_the_gain_and_the_words(sitting: Sitting, school: School) -> None:
    law, words = a_question(sitting.training, LAW, right=1), a_question(sitting.training, WORDS)
    group_answers(sitting, Moment.BEFORE, [{law: 0}] * 5)
    group_answers(sitting, Moment.AFTER, [{law: 1, words: f"<b>plus de temps {n}</b>"} for n in range(5)])
    client = Client()
    of_the_mission(client, school)
    slug = sitting.training.slug
    assert "+100" in client.get("/mines/mission/evaluation/").content.decode()
    page = client.get(f"/mines/mission/evaluation/formations/{slug}/").content.decode()
    assert "&lt;b&gt;plus de temps 3&lt;/b&gt;" in page
    table = reading.read("x.csv", client.get(f"/mines/mission/evaluation/formations/{slug}/resultats.csv").content)
    assert [LAW["text"], "Non", "0", "100", "", "5", "5", ""] in table.rows
    assert len(table.rows) == 3 + 5


def test_helene_begins_with_our_questions_and_adds_one(sitting: Sitting, school: School) -> None:
    client = Client()
    office = of_the_mission(client, school)
    here = f"/mines/mission/evaluation/formations/{sitting.training.slug}/"
    for _twice in "ab":
        assert client.post(f"{here}depart/", follow=True).content.decode().count("Ne plus la poser") == 11
    told = {"text": "Combien ?", "topic": "quiz", "kind": "choice", "choices": "un\n* deux\n\ntrois"}
    client.post(f"{here}question/", told)
    question = Question.objects.get(text="Combien ?")
    assert (question.choices, question.right, question.rank) == (["un", "deux", "trois"], 1, 12)
    again = {**Written.of(question), "choices": "* un\ndeux"}
    client.post(f"/mines/mission/evaluation/questions/{question.ident}/", again)
    question.refresh_from_db()
    assert (question.choices, question.right) == (["un", "deux"], 0)
    kinds = Line.objects.filter(actor=office.ident).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["questions taken", "question kept", "question kept"]


def test_our_questions_are_whole() -> None:
    told = tomllib.loads(acts.FIRST_SET.read_text(encoding="utf-8"))["question"]
    for one in told:
        assert len(one["text"]) <= 300
        assert "'" not in str(one.get("choices", "")).replace("', '", "").strip("[]'") + one["text"]
        form = Written(Written.of(Question(**one)))
        assert form.is_valid(), form.errors
        assert form.right == one.get("right")


@pytest.mark.parametrize("choices", ["", "une seule", "deux\ndeux", "* un\n* deux", "*\nb", "\n".join("abcdefghi")])
def test_a_choice_that_is_none_is_refused(choices: str) -> None:
    form = Written({"text": "?", "topic": "quiz", "kind": "choice", "choices": choices})
    assert not form.is_valid()


def test_what_was_answered_is_not_rewritten(sitting: Sitting, school: School) -> None:
    """Otherwise answers to one question would be read as answers to another."""
    law = a_question(sitting.training, LAW, right=1)
    group_answers(sitting, Moment.AFTER, [{law: 1}])
    client = Client()
    office = of_the_mission(client, school)
    address = f"/mines/mission/evaluation/questions/{law.ident}/"
    assert client.post(address, Written.of(law) | {"text": "Le contraire ?"}).status_code == 409
    with pytest.raises(Refused):
        acts.keep_question(law, office)
    client.post(f"{address}retirer/")
    law.refresh_from_db()
    assert law.withdrawn
    assert Tally.objects.get().answers == 1
    assert not Question.objects.about(sitting.training).asked_now().exists()


def test_a_question_that_nobody_answered_goes(sitting: Sitting, school: School) -> None:
    law = a_question(sitting.training, LAW)
    client = Client()
    of_the_mission(client, school)
    client.post(f"/mines/mission/evaluation/questions/{law.ident}/retirer/")
    assert not Question.objects.exists()


def test_another_schools_questions_are_not_there(school: School) -> None:
    theirs = a_date(a_campus("ponts"))
    law = a_question(theirs.training, LAW)
    client = Client()
    of_the_mission(client, school)
    for address in (f"questions/{law.ident}/", f"formations/{theirs.training.slug}x/"):
        assert client.get(f"/mines/mission/evaluation/{address}").status_code == 404
    assert client.post(f"/mines/mission/evaluation/questions/{law.ident}/retirer/").status_code == 404
    assert Question.objects.exists()
