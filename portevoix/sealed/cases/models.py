"""A testimony as the cell handles it."""

from django.db import models

from portevoix.ground.people.models import Membership
from portevoix.sealed.streams.models import Stream
from portevoix.sealed.testimonies.models import Testimony


class Case(models.Model):
    """Who of the cell looks after a testimony. Made when someone takes it up."""

    testimony = models.OneToOneField(Testimony, on_delete=models.CASCADE, related_name="handling")
    holder = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="cases")
    internal = models.OneToOneField(Stream, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_up = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
