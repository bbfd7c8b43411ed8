"""Testimonies: what the server keeps of someone who speaks, none of it readable."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School
from portevoix.sealed.streams.models import Stream


class Stage(models.TextChoices):
    """How far it has come, as the reporter is told."""

    KEPT = "kept", _("Kept for you alone")
    TRANSMITTED = "transmitted", _("Transmitted")
    TAKEN_UP = "taken_up", _("Taken up")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class TestimonyQuerySet(models.QuerySet["Testimony"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def for_cell(self, cell_id: int) -> Self:
        return self.filter(school__cell_id=cell_id)

    def transmitted(self) -> Self:
        return self.exclude(stage=Stage.KEPT)

    def readable_by(self, fpr: str) -> Self:
        return self.filter(conversation__readers__fpr=fpr)

    def of_streams(self, idents: list[str]) -> Self:
        return self.filter(conversation__ident__in=idents)

    def with_threads(self) -> Self:
        return self.select_related("school__cell", "private", "conversation")

    def named(self, ident: str) -> "Testimony | None":
        return self.filter(ident=ident).first()

    def known_by(self, auth_hash: str) -> "Testimony | None":
        """The one whose nine words give this."""
        return self.filter(auth_hash=auth_hash).first()

    def held(self) -> Self:
        """Nobody else changes them until the transaction ends."""
        return self.select_for_update(of=("self",))


class Testimony(models.Model):
    """A testimony. `ident` is the case's identifier in every format."""

    __test__ = False

    ident = models.CharField(max_length=32, unique=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="testimonies")
    stage = models.CharField(max_length=12, choices=Stage)
    xwing = models.BinaryField()
    ed25519 = models.BinaryField()
    fpr = models.CharField(max_length=64)
    auth_hash = models.CharField(max_length=64, unique=True)
    wrap = models.BinaryField()
    withdraw_hash = models.CharField(max_length=64)
    private = models.OneToOneField(Stream, on_delete=models.PROTECT, null=True, related_name="+")
    conversation = models.OneToOneField(Stream, on_delete=models.PROTECT, null=True, related_name="testimony")
    opened = models.DateTimeField(help_text="rounded to the minute")
    promise = models.TextField(help_text="JSON: commitment, salt, minute and signature given at the deposit")

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "testimonies"
        indexes = [models.Index(fields=["school", "stage", "-opened"], name="testimonies_by_stage")]


class Step(models.Model):
    """Something that happened to a testimony, shown to the reporter with its date."""

    class Kind(models.TextChoices):
        KEPT = "kept", _("You kept your testimony for yourself")
        TRANSMITTED = "transmitted", _("Your testimony was transmitted to the cell")
        TAKEN_UP = "taken_up", _("Someone of the cell takes care of it")
        PASSED_ON = "passed_on", _("It was passed on to a colleague of the cell")
        ANSWERED = "answered", _("The cell wrote to you")
        WORDS_CHANGED = "words_changed", _("You changed your nine words")
        CLOSED = "closed", _("The cell closed the case")
        REOPENED = "reopened", _("The cell opened the case again")

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    at = models.DateTimeField(help_text="rounded to the minute")

    class Meta:
        ordering = ["at", "id"]
