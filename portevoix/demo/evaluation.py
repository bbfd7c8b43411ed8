"""What a training has changed at the made-up school, and a film seen last week, about which Lou may still answer."""

import random
from datetime import datetime, timedelta

from portevoix.campus.attendance import acts as attendance
from portevoix.campus.attendance.models import Presence
from portevoix.campus.evaluation import acts as evaluation
from portevoix.campus.evaluation import rules
from portevoix.campus.evaluation.models import Asked, Moment, Question
from portevoix.campus.sittings import acts as sittings
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.demo.accounts import STUDENT
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock

KNOWN = {Moment.BEFORE: 0.45, Moment.AFTER: 0.86, Moment.LATER: 0.75}
"""How many, out of one, answer rightly."""
WORDS = [
    "Plus de temps pour les mises en situation.",
    "J’aurais aimé un document à emporter.",
    "Très clair sur la loi. La pause était trop courte.",
    "Refaire un point dans un an.",
    "Que les responsables de service viennent aussi.",
    "Rien, merci.",
]


def show(school: School, now: datetime) -> None:
    """Twenty of the staff answer before, just after and three months later; a sitting takes place right now."""
    office = Office.objects.for_school(school).current()[0]
    trainings = Training.objects.for_school(school)
    chance = random.Random(6)  # noqa: S311  the same school each time
    for kind in (Training.Kind.TRAINING, Training.Kind.FILM):
        evaluation.take_first_set(trainings.filter(kind=kind).in_order()[0], office)
    staff = trainings.filter(kind=Training.Kind.TRAINING).in_order()[0]
    for sitting in Sitting.objects.for_school(school).past_on(now).of_training(staff)[:2]:
        _answered(sitting, chance)
    film = trainings.filter(kind=Training.Kind.FILM).in_order()[0]
    students = [Individual.objects.for_school(school).get(email=STUDENT.email)]
    students += Individual.objects.for_school(school).with_status("student").by_name()[:11]
    last_week = _sitting(film, now.replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=6))
    for one in students:
        attendance.note_presence(last_week, one, Presence.Means.CODE)
    evaluation.ask(last_week, Moment.AFTER, now)
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    right_now = _sitting(film, quarter + timedelta(minutes=15))
    with clock.telling(now):  # the quarter may strike while this school is being told
        for one in students:
            sittings.register(right_now, one)


def _answered(sitting: Sitting, chance: random.Random) -> None:
    """Those who came to it answer at each moment; fewer and fewer of them."""
    questions = list(Question.objects.about(sitting.training).asked_now())
    before = sitting.begins - timedelta(days=1)
    for presence in Presence.objects.at(sitting):
        with clock.telling(sitting.begins - timedelta(days=9)):
            sittings.register(sitting, presence.individual)
    for moment, now in {
        Moment.BEFORE: before,
        Moment.AFTER: sitting.ends + timedelta(hours=3),
        Moment.LATER: sitting.ends + rules.LATER + timedelta(days=2),
    }.items():
        evaluation.ask(sitting, moment, now)
        for asked in Asked.objects.at(sitting, moment).waiting():
            if moment != Moment.LATER or chance.random() < 0.7:
                evaluation.answer(asked, _answers(questions, moment, chance), now)


def _answers(questions: list[Question], moment: Moment, chance: random.Random) -> evaluation.Answers:
    said: dict[Question, int | str] = {}
    for question in questions:
        if moment != Moment.AFTER and question.topic != Question.Topic.QUIZ:
            continue
        if question.kind == Question.Kind.WORDS:
            if chance.random() < 0.5:
                said[question] = chance.choice(WORDS)
        elif question.kind == Question.Kind.SCALE:
            said[question] = min(4, chance.randint(1, 3) + (moment != Moment.BEFORE))
        else:
            knows = question.right is not None and chance.random() < KNOWN[moment]
            others = [place for place in range(question.places) if place != question.right]
            said[question] = question.right if knows and question.right is not None else chance.choice(others)
    return said


def _sitting(film: Training, begins: datetime) -> Sitting:
    """An hour and a half of it."""
    campus = film.programme.school.campuses.first()
    here = {"place": "Salle immersive", "facilitators": "Mission égalité", "psychologist": "Sofia Marchetti"}
    ends = begins + timedelta(minutes=90)
    return Sitting.objects.create(training=film, campus=campus, begins=begins, ends=ends, is_open=True, **here)
