"""Bells: one for each person, so that nobody is written to more than once an hour."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models

from portevoix.ground.people.models import Person


class BellQuerySet(models.QuerySet["Bell"]):
    def held(self) -> Self:
        """Nobody else changes these until the transaction ends."""
        return self.select_for_update(of=("self",))

    def of(self, people: Iterable[Person]) -> Self:
        """Always in the same order, so that two who ring at once never wait for each other."""
        return self.filter(person__in=people).select_related("person").order_by("person")

    def waiting(self) -> Self:
        return self.filter(waiting=True)

    def due_before(self, then: datetime) -> Self:
        """Those whose letter should have left before then."""
        return self.waiting().filter(due__lt=then)


class Bell(models.Model):
    """When a person was last written to, and whether a letter is on its way."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="bell")
    rung_at = models.DateTimeField(null=True, blank=True)
    waiting = models.BooleanField(default=False)
    due = models.DateTimeField(null=True, blank=True, help_text="when the letter that is waiting may leave")

    objects = BellQuerySet.as_manager()
