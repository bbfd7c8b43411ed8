"""A survey, who may ask for a ticket, and what was answered; nothing leads from one to the other.

Rows are told apart by random keys, are put into another order again and again (`acts.shuffle`), and have no time.
See docs/decisions/survey.md.
"""

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


def random_key() -> int:
    """A key that says nothing of the order in which rows were made: 63 random bits."""
    return secrets.randbits(63) or 1


def nobodys_request() -> bytes:
    """As long as what a ticket keeps of a request, so that a row which is changed stays where it lies."""
    return secrets.token_bytes(32)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-opens", "-pk")

    def at(self, slug: str) -> "Survey | None":
        return self.filter(slug=slug).first()

    def named(self, ident: str) -> "Survey | None":
        return self.filter(ident=ident).first()

    def published(self) -> Self:
        """Those that have a public page."""
        return self.exclude(state=Survey.State.DRAFT)

    def open_now(self) -> Self:
        return self.filter(state=Survey.State.OPEN)

    def closed(self) -> Self:
        return self.filter(state=Survey.State.CLOSED)

    def not_counted(self) -> Self:
        return self.filter(outcome__isnull=True)

    def that_should_close(self, today: date) -> Self:
        return self.open_now().filter(closes__lt=today)

    def held(self) -> Self:
        """Nobody opens, closes, shuffles it or gives its tickets meanwhile; answers still come in."""
        return self.select_for_update(of=("self",), no_key=True)


class Survey(models.Model):
    """The questions of one year, asked to everybody on the school's lists."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        OPEN = "open", _("Open for answers")
        CLOSED = "closed", _("Closed")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="surveys")
    slug = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    opens = models.DateField()
    closes = models.DateField(help_text="The last day on which one may answer.")
    modules = models.JSONField(default=list, help_text="Keys of the modules that are asked; empty: all.")
    version = models.CharField(max_length=16, help_text="Of the instrument.")
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    public_key = models.CharField(max_length=64, blank=True, help_text="Of its tickets, as hex: the same for everyone.")
    papers = models.PositiveIntegerField(default=0, help_text="How many tickets were printed.")
    asked = models.JSONField(default=dict, help_text="Once closed: how many were on the lists, by status.")
    given = models.JSONField(default=dict, help_text="Once closed: how many asked for a ticket, by status.")
    answered = models.PositiveIntegerField(default=0, help_text="Once closed: how many answers had come.")
    shuffled = models.PositiveIntegerField(default=0, help_text="How much there was when rows last changed places.")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_survey_each_address")]

    def __str__(self) -> str:
        return self.title


class TicketQuerySet(models.QuerySet["Ticket"]):
    def to(self, survey: Survey) -> Self:
        return self.filter(survey=survey)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def given_out(self) -> Self:
        return self.filter(given=True)

    def by_status(self) -> dict[str, int]:
        rows = self.order_by().values_list("individual__status").annotate(number=models.Count("pk"))
        return dict(rows)


class Ticket(models.Model):
    """Somebody may ask for one ticket, and has or has not. Made for everybody at once, when the survey opens.

    `request` is the hash of what was evaluated for them, so that the same asked again is answered again: it was
    blinded, and says nothing of the ticket. Before, it holds random bytes.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tickets")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="tickets")
    given = models.BooleanField(default=False)
    request = models.BinaryField(max_length=32, default=nobodys_request)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "individual"], name="one_ticket_each")]


class SpentQuerySet(models.QuerySet["Spent"]):
    def in_survey(self, survey: Survey) -> Self:
        return self.filter(survey=survey)


class Spent(models.Model):
    """A ticket that has served; nobody knows whose. Its key is made from the ticket: there is one row for each."""

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="spent")

    objects = SpentQuerySet.as_manager()


class AnswerQuerySet(models.QuerySet["Answer"]):
    def in_survey(self, survey: Survey) -> Self:
        return self.filter(survey=survey)


class Answer(models.Model):
    """What somebody answered: `{"module.item": "choice"}`. JSON because answers are counted, never looked for."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    body = models.JSONField()

    objects = AnswerQuerySet.as_manager()


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def of(self, survey: Survey) -> "Outcome | None":
        return self.filter(survey=survey).first()

    def for_school(self, school: School) -> Self:
        """With their surveys, the newest first."""
        return self.filter(survey__school=school).select_related("survey__school").order_by("-survey__closes", "-pk")

    def closed_between(self, first: date, last: date) -> Self:
        return self.filter(survey__closes__range=(first, last))

    def before(self, survey: Survey) -> "Outcome | None":
        """The one this survey is compared with."""
        return self.for_school(survey.school).filter(survey__closes__lt=survey.closes).first()


class Outcome(models.Model):
    """What a closed survey says, counted once; the answers themselves are gone. See docs/decisions/masking.md."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="outcome")
    figures = models.JSONField(help_text="Name of each count → number, or null when it is too small to be kept.")
    received = models.PositiveIntegerField(
        null=True, help_text="Testimonies of the reference period; null: unknown, or too few to be told."
    )
    shown = models.JSONField(default=list, help_text="What the mission publishes: keys of modules, or « silence ».")

    objects = OutcomeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.survey)
