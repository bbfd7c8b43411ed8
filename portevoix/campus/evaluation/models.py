"""What is asked about a training, who was asked, and what was answered: never who answered what.

Nobody's answers are a row. They are added to what everybody said to the same question at the same moment, so that no
order of rows, no time and no name is kept that could be matched with anything. See docs/decisions/evaluation.md.
"""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id

SCALE = 5
"""From 1, not at all, to 5, quite."""


class Moment(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("Just after")
    LATER = "later", _("Three months later")


class QuestionQuerySet(models.QuerySet["Question"]):
    def about(self, training: Training) -> Self:
        return self.filter(training=training).order_by("topic", "rank", "pk")

    def about_each(self, trainings: Iterable[Training]) -> Self:
        return self.filter(training__in=trainings).order_by("topic", "rank", "pk")

    def of_school(self, school: School) -> Self:
        return self.filter(training__programme__school=school).select_related("training__programme")

    def asked_now(self) -> Self:
        return self.filter(withdrawn=False)

    def at(self, moment: str) -> Self:
        """The quiz is asked three times, satisfaction just after."""
        return self if moment == Moment.AFTER else self.filter(topic=Question.Topic.QUIZ)

    def named(self, ident: str) -> "Question | None":
        return self.filter(ident=ident).first()

    def last_rank(self) -> int:
        return self.aggregate(last=models.Max("rank"))["last"] or 0


class Question(models.Model):
    """One question about a training, as the mission has written it."""

    class Topic(models.TextChoices):
        QUIZ = "quiz", _("Quiz: before, just after and three months later")
        SATISFACTION = "satisfaction", _("Satisfaction: just after")

    class Kind(models.TextChoices):
        CHOICE = "choice", _("One answer out of several")
        SCALE = "scale", _("From 1 (not at all) to 5 (quite)")
        WORDS = "words", _("In one’s own words")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="questions")
    topic = models.CharField(max_length=12, choices=Topic)
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.CharField(max_length=300)
    choices = models.JSONField(default=list, blank=True, help_text="The answers to choose from, as a list of texts.")
    right = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Which of them is right; empty: none.")
    rank = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False, help_text="Asked no more; what was answered stays.")

    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text

    @property
    def places(self) -> int:
        """How many answers there are to count."""
        return {"choice": len(self.choices), "scale": SCALE}.get(self.kind, 0)


class TallyQuerySet(models.QuerySet["Tally"]):
    def held(self) -> Self:
        """Nobody else changes these until the transaction ends; always in the same order."""
        return self.select_for_update(of=("self",)).order_by("pk")

    def about_each(self, trainings: Iterable[Training]) -> Self:
        return self.filter(question__training__in=trainings)

    def to(self, question: Question) -> Self:
        return self.filter(question=question)

    def answered(self) -> Self:
        return self.filter(answers__gt=0)


class Tally(models.Model):
    """What everybody together said to one question at one moment; and of it, what the mission is shown.

    What is shown moves on by five answers at least, so that looking before and after somebody answered tells nothing.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="tallies")
    moment = models.CharField(max_length=6, choices=Moment)
    answers = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=list, help_text="How many gave each answer.")
    texts = models.JSONField(default=list, help_text="What was written, put into another order each time.")
    shown_answers = models.PositiveIntegerField(default=0)
    shown_counts = models.JSONField(default=list)
    shown_texts = models.JSONField(default=list)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "moment"], name="one_tally_each")]

    def __str__(self) -> str:
        return f"{self.question} · {self.moment}"


class AskedQuerySet(models.QuerySet["Asked"]):
    def held(self) -> Self:
        return self.select_for_update(of=("self",))

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual).select_related("sitting__training__programme__school")

    def at(self, sitting: Sitting, moment: str) -> Self:
        return self.filter(sitting=sitting, moment=moment)

    def waiting(self) -> Self:
        return self.filter(answered=False).order_by("-sitting__begins")

    def named(self, ident: str) -> "Asked | None":
        known = self.select_related("sitting__training__programme__school", "individual__school")
        return known.filter(ident=ident).first()


class Asked(models.Model):
    """Someone was asked, for one sitting at one moment; made for everybody at once, before anybody answers.

    `answered` keeps people from answering twice, and from being asked again. It says that they did, not what, not when.
    """

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="asked")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="asked")
    moment = models.CharField(max_length=6, choices=Moment)
    answered = models.BooleanField(default=False)

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "individual", "moment"], name="asked_once")]
