"""What is done about questions and answers. One transaction each; what the mission does leaves a line in the trail.

Answering leaves none: that somebody answered is theirs, and can be erased.
"""

import secrets
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.module_loading import import_string

from portevoix.campus.attendance.models import Presence
from portevoix.campus.evaluation import rules
from portevoix.campus.evaluation.models import Asked, Moment, Question, Tally
from portevoix.campus.sittings.models import OptOut, Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual, IndividualQuerySet
from portevoix.ground.trail import acts as trail

FIRST_SET = Path(__file__).parent / "data" / "questions.toml"
Answers = Mapping[Question, int | str]
"""To a choice or a scale, which one, from 0; to a question in one's own words, the words."""


@transaction.atomic
def keep_question(question: Question, office: Office) -> Question:
    """Write a question down, new or changed."""
    if question.pk:
        rules.must_be_allowed_to_change(question)
    else:
        question.rank = Question.objects.about(question.training).last_rank() + 1
    question.save()
    trail.deed("question kept", office, question, question.training.ident)
    return question


@transaction.atomic
def withdraw_question(question: Question, office: Office) -> Training:
    """It is asked no more. What was answered stays; a question nobody answered goes."""
    trail.deed("question withdrawn", office, question, question.training.ident)
    if rules.may_change(question):
        question.delete()
    else:
        question.withdrawn = True
        question.save(update_fields=["withdrawn"])
    return question.training


@transaction.atomic
def take_first_set(training: Training, office: Office) -> list[Question]:
    """Begin with the questions that come with the house; those that are there already are not doubled."""
    known = set(Question.objects.about(training).asked_now().values_list("text", flat=True))
    rank = Question.objects.about(training).last_rank()
    told = tomllib.loads(FIRST_SET.read_text(encoding="utf-8"))["question"]
    rows = [Question(training=training, **one) for one in told if one["text"] not in known]
    for row in rows:
        rank += 1
        row.rank = rank
    Question.objects.bulk_create(rows)
    if rows:
        trail.deed("questions taken", office, training, len(rows))
    return rows


@transaction.atomic
def ask(sitting: Sitting, moment: str, now: datetime) -> int:
    """Ask everybody concerned, once each; how many were not asked before. For the timetable."""
    questions = Question.objects.about(sitting.training).asked_now().at(moment)
    if not rules.is_time_to_ask(sitting, moment, now) or not questions.exists():
        return 0
    asked = [Asked(sitting=sitting, individual=one, moment=moment) for one in _concerned(sitting, moment)]
    Asked.objects.bulk_create(asked, ignore_conflicts=True, batch_size=500)
    Tally.objects.bulk_create([_empty(question, moment) for question in questions], ignore_conflicts=True)
    write = import_string("portevoix.campus.evaluation.tasks.write")
    for one in asked:
        write.enqueue(one.ident)
    return len(asked)


def _concerned(sitting: Sitting, moment: str) -> IndividualQuerySet:
    """Before: who has a place; afterwards: who came. Not those who opted out, nor who was asked already."""
    if moment == Moment.BEFORE:
        people = Individual.objects.filter(pk__in=Registration.objects.at(sitting).with_a_place().values("individual"))
    else:
        people = Individual.objects.filter(pk__in=Presence.objects.at(sitting).values("individual"))
    people = people.exclude(pk__in=OptOut.objects.to(sitting.training).values("individual"))
    return people.present().exclude(pk__in=Asked.objects.at(sitting, moment).values("individual"))


@transaction.atomic
def answer(asked: Asked, answers: Answers, now: datetime) -> None:
    """Add what somebody says to what everybody said, and mark that they have answered."""
    held = Asked.objects.held().select_related("sitting").get(pk=asked.pk)
    rules.must_be_allowed_to_answer(held, now)
    Tally.objects.bulk_create([_empty(question, held.moment) for question in answers], ignore_conflicts=True)
    said = {question.pk: given for question, given in answers.items()}
    for tally in Tally.objects.held().filter(question__in=said, moment=held.moment).select_related("question"):
        _add(tally, said[tally.question_id])
    held.answered = True
    held.save(update_fields=["answered"])


def _empty(question: Question, moment: str) -> Tally:
    return Tally(question=question, moment=moment, counts=[0] * question.places)


def _add(tally: Tally, given: int | str) -> None:
    """One more; what the mission is shown moves on when five at least have answered since."""
    tally.answers += 1
    if isinstance(given, int):
        tally.counts[given] += 1
    else:
        tally.texts.append(given)
        secrets.SystemRandom().shuffle(tally.texts)
    if tally.answers - tally.shown_answers >= LEAST:
        tally.shown_answers, tally.shown_counts, tally.shown_texts = tally.answers, tally.counts, tally.texts
    tally.save()


@transaction.atomic
def forget(now: datetime) -> int:
    """Forget who was asked, half a year after; how many. What was answered has no names. For the timetable."""
    return Asked.objects.filter(sitting__ends__lt=now - rules.KEPT).delete()[0]
