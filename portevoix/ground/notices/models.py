"""Bells: one for each person, so that nobody is written to more than once an hour."""

from django.db import models

from portevoix.ground.people.models import Person


class Bell(models.Model):
    """When a person was last written to, and whether a message is on its way."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="bell")
    rung_at = models.DateTimeField(null=True, blank=True)
    waiting = models.BooleanField(default=False)
