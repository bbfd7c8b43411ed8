"""Lou is asked, answers once, and nothing that is kept says what she answered."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.test import Client

from portevoix.campus.attendance import acts as attendance
from portevoix.campus.attendance.models import Presence
from portevoix.campus.attendance.tests.persona import ELEVEN, NINE, a_date, has_a_place
from portevoix.campus.evaluation import acts, results, rules, tasks
from portevoix.campus.evaluation.models import Asked, Moment, Question, Tally
from portevoix.campus.evaluation.tests.persona import LAW, WORDS, a_question, answers_with, came
from portevoix.campus.sittings.models import OptOut, Sitting
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from tests.attacks.world import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school(db: None) -> School:
    return a_campus()


@pytest.fixture
def sitting(school: School) -> Sitting:
    return a_date(school)


@pytest.fixture
def law(sitting: Sitting) -> Question:
    return a_question(sitting.training, LAW, right=1)


@pytest.fixture
def words(sitting: Sitting) -> Question:
    return a_question(sitting.training, WORDS)


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The sitting has just ended."""
    with time_machine.travel(ELEVEN, tick=False) as told:
        yield told


def test_everybody_concerned_is_asked_once_at_each_moment(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, lou: Individual
) -> None:
    noe, away, gone = (someone(sitting.school, name) for name in ("Noé Roux", "Zoé Blanc", "Max Vert"))
    for one in (lou, away, gone):
        has_a_place(one, sitting)
    OptOut.objects.create(training=sitting.training, individual=away)
    Individual.objects.filter(pk=gone.pk).update(left=NINE)
    clock.move_to(NINE - 2 * DAY + timedelta(minutes=1))
    tasks.ask_in_time()
    tasks.ask_in_time()
    assert list(Asked.objects.values_list("individual", "moment")) == [(lou.pk, "before")]
    came(noe, sitting)
    clock.move_to(ELEVEN)
    tasks.ask_in_time()
    came(lou, sitting)
    clock.shift(DAY)
    tasks.ask_in_time()
    tasks.ask_in_time()
    assert sorted(Asked.objects.filter(moment="after").values_list("individual", flat=True)) == sorted([lou.pk, noe.pk])
    clock.move_to(ELEVEN + rules.LATER)
    tasks.ask_in_time()
    assert Asked.objects.filter(moment="later").count() == 2


def test_nobody_is_written_to_at_night(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, lou: Individual
) -> None:
    came(lou, sitting)
    clock.move_to(ELEVEN + timedelta(hours=9))
    tasks.ask_in_time()
    assert not Asked.objects.exists()
    clock.move_to(NINE + DAY)
    tasks.ask_in_time()
    assert Asked.objects.exists()


def test_nobody_is_asked_about_what_was_called_off_or_asks_nothing(
    clock: time_machine.Traveller, sitting: Sitting, lou: Individual
) -> None:
    came(lou, sitting)
    assert acts.ask(sitting, Moment.AFTER, ELEVEN) == 0
    a_question(sitting.training, LAW)
    sitting.cancelled = NINE
    assert acts.ask(sitting, Moment.AFTER, ELEVEN) == 0


def test_satisfaction_is_asked_just_after_only(sitting: Sitting, words: Question, lou: Individual) -> None:
    has_a_place(lou, sitting)
    came(lou, sitting)
    assert acts.ask(sitting, Moment.BEFORE, NINE - DAY) == 0
    assert acts.ask(sitting, Moment.AFTER, ELEVEN) == 1
    assert acts.ask(sitting, Moment.LATER, ELEVEN + rules.LATER) == 0


def test_the_letter_leads_to_the_questions_and_says_nothing_of_what_about(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, lou: Individual
) -> None:
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    asked = Asked.objects.get()
    tasks.write.func(asked.ident)
    (letter,) = mail.outbox
    assert letter.to == [lou.email]
    assert f"/mines/moi/questions/{asked.ident}/" in letter.body
    said = f"{letter.subject} {letter.body}".replace("/mines/moi/", "")
    assert not any(word in said.lower() for word in ("violence", "sexis", "consent", sitting.training.name.lower()))
    answers_with(asked, {law: 0}, ELEVEN)
    tasks.write.func(asked.ident)
    assert len(mail.outbox) == 1


def test_lou_answers_on_the_page_and_cannot_twice(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, words: Question, lou: Individual
) -> None:
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    asked = Asked.objects.get()
    client, address = comes_in(Client(), lou), f"/mines/moi/questions/{asked.ident}/"
    assert 'href="/mines/moi/questions/"' in client.get("/mines/moi/").content.decode()
    assert address in client.get("/mines/moi/questions/").content.decode()
    assert law.text in client.get(address).content.decode()
    assert "Répondez à une question au moins" in client.post(address).content.decode()
    for wrong in ({law.ident: "7"}, {law.ident: "x"}, {words.ident: "x" * 1001}):
        assert client.post(address, wrong).status_code == 200
    assert not Tally.objects.answered().exists()
    answer = client.post(address, {law.ident: "1", words.ident: "Plus de temps"}, follow=True)
    assert "Merci" in answer.content.decode()
    assert client.post(address, {law.ident: "1"}).status_code == 409
    told = Tally.objects.get(question=law)
    assert (told.answers, told.counts, told.shown_answers) == (1, [0, 1, 0], 0)
    assert Tally.objects.get(question=words).texts == ["Plus de temps"]
    assert "Aucune question" in client.get("/mines/moi/questions/").content.decode()
    assert "/mines/moi/questions/" not in client.get("/mines/moi/").content.decode()


def test_nobody_answers_for_lou(clock: object, sitting: Sitting, law: Question, lou: Individual) -> None:
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    noe = comes_in(Client(), someone(sitting.school, "Noé Roux"))
    answer = noe.post(f"/mines/moi/questions/{Asked.objects.get().ident}/", {law.ident: "1"})
    assert answer["Location"] == "/mines/moi/questions/"
    assert not Tally.objects.answered().exists()


def test_three_weeks_later_it_is_too_late(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, lou: Individual
) -> None:
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    clock.shift(21 * DAY)
    client = comes_in(Client(), lou)
    assert client.post(f"/mines/moi/questions/{Asked.objects.get().ident}/", {law.ident: "1"}).status_code == 409


def test_answering_changes_no_row_but_the_sum_and_the_mark(
    sitting: Sitting, law: Question, words: Question, lou: Individual
) -> None:
    """No row is added for an answer: what there is, in which order, says nothing of who came when."""
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)

    def rows() -> dict[str, Any]:
        return {model._meta.label: list(model._default_manager.values()) for model in apps.get_models()}

    before = rows()
    answers_with(Asked.objects.get(), {law: 2, words: "ZEPHYR"}, ELEVEN)
    after = rows()
    assert {label for label in before if before[label] != after[label]} == {"evaluation.Asked", "evaluation.Tally"}
    (mark,) = after["evaluation.Asked"]
    assert {name for name in mark if mark[name] != before["evaluation.Asked"][0][name]} == {"answered"}
    columns = {field.name for field in Tally._meta.concrete_fields}
    assert not columns & {"individual", "asked", "at", "created", "day", "sitting"}
    assert not any(field.is_relation and field.name != "question" for field in Tally._meta.concrete_fields)


def test_texts_are_in_no_order_that_tells_who_wrote_first(sitting: Sitting, words: Question) -> None:
    firsts = Counter[str]()
    for _round in range(12):
        Tally.objects.all().delete()
        tally = Tally(question=words, moment="after")
        for number in range(6):
            acts._add(tally, str(number))
        assert sorted(tally.texts) == list("012345")
        firsts[tally.texts[0]] += 1
    assert len(firsts) > 1


def test_what_the_mission_sees_moves_on_by_five(sitting: Sitting, law: Question, words: Question) -> None:
    seen = []
    for number in range(12):
        one = someone(sitting.school, f"Lou {number}")
        came(one, sitting)
        acts.ask(sitting, Moment.AFTER, ELEVEN)
        answers_with(Asked.objects.get(individual=one), {law: number % 3, words: f"mot {number}"}, ELEVEN)
        shown = results.of(sitting.training)
        seen.append((shown.lines[0].said[1].answers, len(shown.lines[1].texts)))
    assert seen == [(0, 0)] * 4 + [(5, 5)] * 5 + [(10, 10)] * 3


def test_a_skipped_question_is_counted_for_itself(sitting: Sitting, law: Question, words: Question) -> None:
    """Five came back, one of them wrote: her words are not shown."""
    for number in range(5):
        one = someone(sitting.school, f"Lou {number}")
        came(one, sitting)
        acts.ask(sitting, Moment.AFTER, ELEVEN)
        said: acts.Answers = {law: 1} if number else {law: 1, words: "seule"}
        answers_with(Asked.objects.get(individual=one), said, ELEVEN)
    shown = results.of(sitting.training)
    assert (shown.lines[0].said[1].answers, shown.lines[1].texts) == (5, [])


def test_twenty_answer_at_once_and_none_is_lost(transactional_db: None) -> None:
    sitting = a_date(a_campus())
    law, words = a_question(sitting.training, LAW), a_question(sitting.training, WORDS)
    people = [someone(sitting.school, f"Lou {number}") for number in range(20)]
    for one in people:
        came(one, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    attempts = [
        partial(_tries, asked, {law: number % 3, words: str(number)})
        for number, asked in enumerate(Asked.objects.all())
        for _twice in "ab"
    ]
    random.shuffle(attempts)
    assert Counter(at_once(attempts)) == {True: 20, False: 20}
    told = Tally.objects.get(question=law)
    assert (told.answers, sum(told.counts)) == (20, 20)
    assert sorted(Tally.objects.get(question=words).texts, key=int) == [str(number) for number in range(20)]


def _tries(asked: Asked, said: acts.Answers) -> bool:
    try:
        answers_with(asked, said, ELEVEN)
    except Refused:
        return False
    return True


def test_half_a_year_after_nothing_says_who_was_asked(
    clock: time_machine.Traveller, sitting: Sitting, law: Question, lou: Individual
) -> None:
    came(lou, sitting)
    acts.ask(sitting, Moment.AFTER, ELEVEN)
    answers_with(Asked.objects.get(), {law: 1}, ELEVEN)
    clock.shift(179 * DAY)
    tasks.forget()
    assert Asked.objects.exists()
    clock.shift(2 * DAY)
    tasks.forget()
    assert not Asked.objects.exists()
    assert Tally.objects.get(question=law).answers == 1
    tasks.ask_in_time()
    assert not Asked.objects.exists()


def test_noting_by_list_late_still_asks(sitting: Sitting, law: Question, lou: Individual) -> None:
    attendance.note_presence(sitting, lou, Presence.Means.LIST)
    assert acts.ask(sitting, Moment.AFTER, ELEVEN + 20 * DAY) == 1
    assert acts.ask(sitting, Moment.AFTER, ELEVEN + 22 * DAY) == 0
