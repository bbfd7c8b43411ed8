"""Programmes, their shares of women as published, and what the school wants to reach."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id


class AsWritten(models.Field[Any, Any]):
    """A per cent with the decimals it was published with: 27.00 is kept as 27.00, and 23.5 as 23.5."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 9, **kwargs})

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *_more: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            said = Decimal(str(value))
        except InvalidOperation:
            raise ValidationError(_("This is no per cent.")) from None
        if not said.is_finite() or not 0 <= said <= 100 or len(f"{said:f}") > 9:
            raise ValidationError(_("A per cent is between 0 and 100."))
        return said

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else f"{Decimal(value):f}"


class Stage(models.TextChoices):
    """Where a share is taken: from those who apply to those who leave with a degree."""

    APPLIED = "candidature", _("Applications")
    ADMITTED = "admission", _("Admissions")
    ENROLLED = "effectif", _("Students")
    GRADUATED = "diplome", _("Graduates")


class Family(models.TextChoices):
    """Schools that national figures are given for."""

    ENGINEERS = "engineers", _("engineering schools")
    MANAGEMENT = "management", _("management schools")
    OTHERS = "others", _("other schools")


class ProgrammeOfSharesQuerySet(models.QuerySet["Programme"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).select_related("campus")

    def in_order(self) -> Self:
        return self.order_by("rank", "name", "pk")

    def but(self, programme: "Programme") -> Self:
        return self.exclude(pk=programme.pk)

    def called(self, name: str, campus: Campus | None) -> "Programme | None":
        """The one of this name on this campus, however it is capitalised."""
        folded = " ".join(name.split()).casefold()
        return next((one for one in self.filter(campus=campus) if one.name.casefold() == folded), None)

    def named(self, ident: str) -> "Programme | None":
        return self.filter(ident=ident).first()


class Programme(models.Model):
    """A course of study whose shares of women are followed, on one campus or on all."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="programmes_of_shares")
    name = models.CharField(max_length=120)
    campus = models.ForeignKey(Campus, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0, help_text="Its place on the page.")
    years = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(10)], help_text="From intake to degree."
    )
    family = models.CharField(max_length=12, choices=Family, blank=True, help_text="Compared with these schools.")
    is_whole = models.BooleanField(default=False, help_text="It is the sum of the others.")
    note = models.TextField(blank=True, help_text="Shown on the public page, under its name.")

    objects = ProgrammeOfSharesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "name", "campus"], name="one_programme_of_shares_each"),
            models.UniqueConstraint(
                fields=["school", "name"], condition=models.Q(campus=None), name="one_programme_of_all_campuses_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.campus}" if self.campus else self.name


class SharesQuerySet(models.QuerySet["Share"]):
    def for_school(self, school: School) -> Self:
        return self.filter(programme__school=school).select_related("programme__campus")

    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def in_order(self) -> Self:
        return self.order_by("programme__rank", "programme__name", "programme", "year", "pk")

    def in_public(self) -> Self:
        return self.filter(published=True)

    def named(self, ident: str) -> "Share | None":
        return self.filter(ident=ident).first()

    def at(self, programme: Programme, stage: str, year: int) -> "Share | None":
        """The one figure there is of this programme, stage and year."""
        return self.filter(programme=programme, stage=stage, year=year).first()


class Share(models.Model):
    """What is known of one programme at one stage in one year: counts, a per cent as published, or both that agree."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="shares")
    stage = models.CharField(max_length=12, choices=Stage)
    year = models.PositiveSmallIntegerField()
    women = models.PositiveIntegerField(null=True, blank=True)
    everyone = models.PositiveIntegerField(null=True, blank=True)
    percent = AsWritten(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    published = models.BooleanField(default=False)

    objects = SharesQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "stage", "year"], name="one_share_each")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.get_stage_display()} · {self.year}"


class ShareTargetQuerySet(models.QuerySet["ShareTarget"]):
    def for_school(self, school: School) -> Self:
        return self.filter(programme__school=school).select_related("programme__campus")

    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def in_order(self) -> Self:
        return self.order_by("programme__rank", "programme__name", "programme", "year", "pk")

    def in_public(self) -> Self:
        return self.filter(published=True)

    def named(self, ident: str) -> "ShareTarget | None":
        return self.filter(ident=ident).first()


class ShareTarget(models.Model):
    """« 30 % of women among those admitted in 2027 »."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    stage = models.CharField(max_length=12, choices=Stage)
    year = models.PositiveSmallIntegerField()
    percent = AsWritten()
    published = models.BooleanField(default=False)

    objects = ShareTargetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "stage", "year"], name="one_target_of_share_each")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.get_stage_display()} · {self.year}"


class SharesImportQuerySet(models.QuerySet["Import"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def named(self, ident: str) -> "Import | None":
        return self.filter(ident=ident).first()

    def held(self, ident: str) -> "Import | None":
        """The same, that nobody else changes until the transaction ends."""
        return self.select_for_update().filter(ident=ident).first()

    def received_before(self, then: datetime) -> Self:
        return self.filter(received__lt=then)


class Import(models.Model):
    """A table of figures that somebody of the mission has sent: looked at, then taken in, then forgotten."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, help_text="Of the file.")
    data = models.BinaryField(help_text="The file; empty as soon as it has been taken in.")
    options = models.JSONField(default=dict, help_text="How to read it.")
    counts = models.JSONField(default=dict, help_text="How many were new, changed, unchanged, wrong.")
    received = models.DateTimeField()

    objects = SharesImportQuerySet.as_manager()

    @property
    def is_done(self) -> bool:
        return not self.data
