"""What a school wants to reach, and by when."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Group, Individual, IndividualQuerySet
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id


class TargetQuerySet(models.QuerySet["Target"]):
    def for_school(self, school: School) -> Self:
        known = self.filter(training__programme__school=school)
        return known.select_related("training__programme__school", "campus", "group")

    def of(self, training: Training) -> Self:
        return self.filter(training=training).order_by("by")

    def still_to_come(self, today: date) -> Self:
        return self.filter(by__gte=today).order_by("by")

    def named(self, ident: str) -> "Target | None":
        return self.filter(ident=ident).first()


class Target(models.Model):
    """« All heads of association trained before the integration weekend »: a share of some people, by a day."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="targets")
    status = models.CharField(max_length=10, choices=Individual.Status, blank=True)
    campus = models.ForeignKey(Campus, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    in_office = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    by = models.DateField()
    occasion = models.CharField(max_length=120, blank=True, help_text="What comes then: « integration weekend ».")

    objects = TargetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.training} · {self.percent} %"

    def who(self) -> str:
        """The people it speaks of, in words."""
        said = [_("those who hold an office in an association")] if self.in_office else []
        said += [self.get_status_display()] if self.status else []
        said += [str(place) for place in (self.group, self.campus) if place is not None]
        return " · ".join(said) or _("everyone it is for")

    def among(self, people: IndividualQuerySet) -> IndividualQuerySet:
        """Those of `people` whom it speaks of."""
        return people.matching(status=self.status, campus=self.campus, group=self.group, in_office=self.in_office)
