"""What was made of a year: done, gap, correction, action by action. `models.py` gives it to the others."""

from typing import Self

from django.db import models
from django.http import Http404

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id
from portevoix.steering.plan.models import Action, Plan


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_school(self, school: School) -> Self:
        return self.filter(plan__school=school).select_related("plan__school")

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(plan=plan)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def published(self) -> Self:
        """Closed, shown to everyone, and of a plan that is."""
        return self.filter(is_published=True, closed__isnull=False, plan__is_published=True)

    def latest_first(self) -> Self:
        return self.order_by("-year", "-pk")

    def held_fast(self) -> Self:
        """Nobody else changes these until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("plan__school")

    def at(self, slug: str, year: int) -> "Review":
        """The one of this plan and year. Raises Http404."""
        for review in self.filter(plan__slug=slug, year=year):
            return review
        raise Http404

    def named(self, ident: str) -> "Review":
        """Raises Http404."""
        for review in self.filter(ident=ident).select_related("plan__school"):
            return review
        raise Http404


class Review(models.Model):
    """The review of one year of a plan: written, then closed; from there on it stays as it is."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True, help_text="Markdown.")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    closed = models.DateTimeField(null=True, blank=True)
    is_published = models.BooleanField(default=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="one_review_a_year")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed is not None


class ReviewLineQuerySet(models.QuerySet["ReviewLine"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def in_order(self) -> Self:
        return self.order_by("rank", "pk").select_related("action")


class ReviewLine(models.Model):
    """One action in a review, as it was called and stood then; it stays when the action goes."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="lines")
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)
    axis = models.CharField(max_length=240)
    title = models.CharField(max_length=240, help_text="With its number.")
    state = models.CharField(max_length=10, choices=Action.State)
    is_late = models.BooleanField(default=False)
    is_published = models.BooleanField(default=True, help_text="As the action was.")
    done = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    correction = models.TextField(blank=True)

    objects = ReviewLineQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
