"""When trainings take place, and who has asked to come."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id


class Cycle(models.Model):
    """A round of sittings of one training: « the first cycle, forty staff »."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=120)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "name"], name="one_cycle_each")]

    def __str__(self) -> str:
        return self.name


class SittingQuerySet(models.QuerySet["Sitting"]):
    def for_school(self, school: School) -> Self:
        return self.filter(training__programme__school=school).select_related("training", "campus")

    def public(self) -> Self:
        """Those of published trainings."""
        return self.filter(training__is_published=True)

    def coming_on(self, now: datetime) -> Self:
        return self.filter(ends__gt=now, cancelled__isnull=True).order_by("begins")

    def past_on(self, now: datetime) -> Self:
        return self.filter(ends__lte=now, cancelled__isnull=True).order_by("-begins")

    def between(self, first: datetime, last: datetime) -> Self:
        return self.filter(begins__gte=first, begins__lt=last).order_by("begins")

    def named(self, ident: str) -> "Sitting | None":
        return self.filter(ident=ident).first()


class Sitting(models.Model):
    """One date of a training, somewhere or online."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="sittings")
    cycle = models.ForeignKey(Cycle, on_delete=models.SET_NULL, null=True, blank=True, related_name="sittings")
    campus = models.ForeignKey(Campus, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begins = models.DateTimeField(db_index=True)
    ends = models.DateTimeField(db_index=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True, help_text="For a sitting online; shown only to those who have a place.")
    capacity = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as come.")
    registration_until = models.DateTimeField(null=True, blank=True)
    facilitators = models.CharField(max_length=300, blank=True)
    psychologist = models.CharField(max_length=200, blank=True, help_text="On call during and after, by name.")
    psychologist_contact = models.CharField(max_length=200, blank=True)
    cost = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text="In euros.")
    cancelled = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    objects = SittingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.training} · {self.begins:%Y-%m-%d %H:%M}"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual).select_related("sitting__training", "sitting__campus")

    def at(self, sitting: Sitting) -> Self:
        return self.filter(sitting=sitting)

    def with_a_place(self) -> Self:
        return self.filter(state=Registration.State.PLACE)

    def waiting(self) -> Self:
        """In the order in which they asked."""
        return self.filter(state=Registration.State.WAITING).order_by("asked", "pk")


class Registration(models.Model):
    """Someone has asked to come. Whoever cancels and asks again goes to the end of the list."""

    class State(models.TextChoices):
        PLACE = "place", _("Place kept")
        WAITING = "waiting", _("Waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="registrations")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=State)
    asked = models.DateTimeField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "individual"], name="one_registration_each")]


class OptOut(models.Model):
    """Someone does not want to come to this training, and need not say why. They are not written to about it again."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="opt_outs")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="opt_outs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "individual"], name="one_opt_out_each")]
