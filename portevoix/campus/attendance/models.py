"""Who came to what."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.web.models import public_id


class PresenceQuerySet(models.QuerySet["Presence"]):
    def at(self, sitting: Sitting) -> Self:
        return self.filter(sitting=sitting)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual).select_related("sitting__training__programme")

    def to(self, training: Training) -> Self:
        return self.filter(sitting__training=training)

    def before(self, then: datetime) -> Self:
        return self.filter(sitting__ends__lte=then)


class Presence(models.Model):
    """Someone was there. `valid_until` is the last day on which it counts; empty: for good."""

    class Means(models.TextChoices):
        CODE = "code", _("Code at the door")
        LIST = "list", _("List")
        IMPORT = "import", _("Import")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="presences")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="presences")
    means = models.CharField(max_length=10, choices=Means)
    noted = models.DateTimeField()
    valid_until = models.DateField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "individual"], name="one_presence_each")]
        indexes = [models.Index(fields=["individual", "valid_until"])]
