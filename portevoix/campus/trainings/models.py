"""What a school teaches to prevent, and who gives it."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population.models import Group, Individual, IndividualQuerySet
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id

CONSENT_LAW = date(2025, 11, 6)
"""Loi n° 2025-1057: sexual assault and rape are acts without consent. A content reviewed before is out of date."""


ALARM = timedelta(days=60)
"""How long before the end of a convention the mission is told."""


class PartnerQuerySet(models.QuerySet["Partner"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).order_by("name")

    def with_trainings(self) -> Self:
        return self.prefetch_related("trainings")

    def named_so(self, name: str) -> bool:
        return self.filter(name__iexact=name).exists()

    def shown(self) -> Self:
        """Those whom the public pages name."""
        return self.filter(is_public=True)

    def to_renew_on(self, day: date) -> Self:
        """Those whose convention ends soon, or has ended."""
        return self.filter(convention_until__lt=day + ALARM)

    def named(self, ident: str) -> "Partner | None":
        return self.filter(ident=ident).first()


class Partner(models.Model):
    """Someone from outside who gives trainings: an association, a company of actors, a person."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=120)
    presents = models.TextField(blank=True, help_text="What people read of them.")
    web = models.URLField(blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    convention_until = models.DateField(null=True, blank=True, help_text="Until when the convention holds.")
    price = models.CharField(max_length=120, blank=True, help_text="As agreed, in words.")
    notes = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_partner_each")]

    def __str__(self) -> str:
        return self.name

    @property
    def convention_has_ended(self) -> bool:
        return self.convention_until is not None and self.convention_until < timezone.localdate()

    @property
    def convention_ends_soon(self) -> bool:
        """Within two months: time enough to sign another."""
        until = self.convention_until
        return until is not None and timezone.localdate() <= until < timezone.localdate() + ALARM


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).order_by("rank", "name")

    def with_trainings(self) -> Self:
        return self.prefetch_related(models.Prefetch("trainings", Training.objects.in_order()))

    def named_so(self, name: str) -> bool:
        return self.filter(name__iexact=name).exists()

    def named(self, ident: str) -> "Programme | None":
        return self.filter(ident=ident).first()


class Programme(models.Model):
    """What a school wants people to know and to be able to do, over some years; trainings serve it."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="programmes")
    name = models.CharField(max_length=120)
    aims = models.TextField(blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_programme_each")]

    def __str__(self) -> str:
        return self.name


class TrainingQuerySet(models.QuerySet["Training"]):
    def for_school(self, school: School) -> Self:
        return self.filter(programme__school=school).select_related("programme__school", "partner")

    def published(self) -> Self:
        return self.filter(is_published=True)

    def out_of_date(self) -> Self:
        """Those whose content nobody has reviewed since the law on consent changed."""
        return self.filter(models.Q(legal_review=None) | models.Q(legal_review__lt=CONSENT_LAW))

    def addressed(self, slug: str) -> "Training | None":
        return self.filter(slug=slug).first()

    def named(self, ident: str) -> "Training | None":
        return self.filter(ident=ident).first()

    def at_slugs_like(self, slug: str) -> set[str]:
        """The addresses taken already that begin so."""
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))

    def in_order(self) -> Self:
        return self.order_by("programme__rank", "programme__name", "rank", "name")


class Training(models.Model):
    """One thing to learn or to live: a training, a talk, a film with a workshop."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        TALK = "talk", _("Talk")
        FILM = "film", _("360° film and workshop")
        THEATRE = "theatre", _("Theatre-forum")
        SELF_DEFENCE = "self-defence", _("Feminist self-defence")
        ONLINE = "online", _("Online module")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="trainings")
    slug = models.SlugField(max_length=60, help_text="The end of its public address; unique in the school.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    summary = models.CharField(max_length=300, blank=True)
    aims = models.TextField(blank=True, help_text="Markdown: what people know and are able to do afterwards.")
    content = models.TextField(blank=True, help_text="Markdown.")
    warning = models.CharField(max_length=300, blank=True, help_text="What may be hard to see or hear.")
    legal_review = models.DateField(null=True, blank=True, help_text="When somebody last checked the law in it.")
    reviewed_by = models.CharField(max_length=120, blank=True)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="opens")
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="trainings")
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="How long it lasts.")
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: for good.")
    is_compulsory = models.BooleanField(default=False)
    instead = models.TextField(blank=True, help_text="Markdown: what else there is for whoever prefers not to come.")
    may_be_named = models.BooleanField(default=False, help_text="In letters and in people's own calendars.")
    is_published = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=100)

    objects = TrainingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def lasts(self) -> str:
        """How long, in hours and minutes; empty when nobody has said."""
        hours, minutes = divmod(self.minutes or 0, 60)
        if not hours:
            return f"{minutes} min" if minutes else ""
        return f"{hours} h {minutes:02}" if minutes else f"{hours} h"

    @property
    def discreet_name(self) -> str:
        """What letters and people's own calendars call it: its name only where somebody said that they may."""
        return self.name if self.may_be_named else gettext("Date of the school")

    @property
    def is_out_of_date(self) -> bool:
        """Whether its content was last reviewed before the law on consent changed, or never."""
        return self.legal_review is None or self.legal_review < CONSENT_LAW

    def target(self) -> IndividualQuerySet:
        """Everyone it is for, among those who are at the school now."""
        everyone = Individual.objects.for_school(self.programme.school).present()
        parts = [audience.among(everyone) for audience in self.audiences.select_related("campus", "group")]
        return reduce(or_, parts) if parts else everyone


class Audience(models.Model):
    """Whom a training is for: everyone of this status, on this campus, in this group, in office, as far as given.

    A training with several lines is for whoever is in one of them; without any, for everyone of the school.
    """

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="audiences")
    status = models.CharField(max_length=10, choices=Individual.Status, blank=True)
    campus = models.ForeignKey(Campus, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    in_office = models.BooleanField(default=False)

    def __str__(self) -> str:
        status = self.get_status_display() if self.status else ""
        office = gettext("in office in an association") if self.in_office else ""
        return ", ".join(str(part) for part in (status, self.campus, self.group, office) if part)

    def among(self, people: IndividualQuerySet) -> IndividualQuerySet:
        """Those of `people` whom this line is for."""
        return people.matching(status=self.status, campus=self.campus, group=self.group, in_office=self.in_office)
