"""A contest: its call, what is entered, who judges and how, what wins."""

import hashlib
from datetime import datetime
from typing import Self

from django.db import models
from django.http import Http404

from portevoix.campus.library.models import File, Work
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


class ContestQuerySet(models.QuerySet["Contest"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def published(self) -> Self:
        return self.filter(is_published=True)

    def latest_first(self) -> Self:
        return self.order_by("-closes", "-pk")

    def addressed(self, slug: str) -> "Contest":
        """The contest of this address, among these. Raises Http404."""
        for contest in self.filter(slug=slug):
            return contest
        raise Http404

    def slugs_like(self, slug: str) -> set[str]:
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))


class Contest(models.Model):
    """A call for films: what about, by which rules, between which moments."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="contests")
    slug = models.SlugField(max_length=60, help_text="The end of its address; it never changes.")
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=400, blank=True)
    rules = models.TextField(blank=True, help_text="Markdown.")
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    is_published = models.BooleanField(default=False)
    announced = models.DateTimeField(null=True, blank=True, help_text="When the prizes were made known.")

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_contest_an_address")]

    def __str__(self) -> str:
        return self.title

    def is_open(self, now: datetime) -> bool:
        """Whether one may enter at this moment."""
        return self.is_published and self.opens <= now < self.closes

    def is_over(self, now: datetime) -> bool:
        """Whether it is the jury's turn."""
        return self.closes <= now


class Criterion(models.Model):
    """One thing that is judged, on so many points."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=120)
    most = models.PositiveSmallIntegerField(default=5)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.name


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def submitted(self) -> Self:
        return self.filter(submitted__isnull=False).order_by("submitted", "pk")

    def awarded(self) -> Self:
        return self.submitted().exclude(award="").order_by("rank", "submitted")

    def to_be_forgotten(self, handed_in: datetime, left: datetime) -> Self:
        """Not shown in the library, of contests closed before: `left` for what was never handed in."""
        holds = models.Q(film__isnull=False) | models.Q(consents__isnull=False)
        late = models.Q(contest__closes__lt=handed_in) & holds
        late |= models.Q(contest__closes__lt=left, submitted__isnull=True)
        return self.filter(late, work__isnull=True).distinct()

    def named(self, ident: str) -> "Entry":
        """Raises Http404."""
        for entry in self.filter(ident=ident).select_related("contest", "film", "work"):
            return entry
        raise Http404


class Entry(models.Model):
    """A film that somebody enters, for all its authors."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="entries")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    authors = models.CharField(max_length=300)
    summary = models.CharField(max_length=400, blank=True)
    warning = models.CharField(max_length=300, blank=True)
    captions = models.TextField(blank=True)
    film = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    has_rights = models.BooleanField(default=False)
    shows_nobody = models.BooleanField(default=False)
    stays_reserved = models.BooleanField(default=False)
    submitted = models.DateTimeField(null=True, blank=True)
    award = models.CharField(max_length=80, blank=True)
    rank = models.PositiveSmallIntegerField(default=0, help_text="Order of the prizes.")
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "individual"], name="one_entry_each")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.title


class ConsentQuerySet(models.QuerySet["Consent"]):
    def named(self, ident: str) -> "Consent":
        """Raises Http404."""
        for consent in self.filter(ident=ident).select_related("file"):
            return consent
        raise Http404


class Consent(models.Model):
    """Somebody seen or heard in a film has agreed, on paper."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="consents")
    name = models.CharField(max_length=120)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


def hash_of(token: str) -> str:
    """What is kept of a juror's link."""
    return hashlib.sha256(token.encode()).hexdigest()


class JurorQuerySet(models.QuerySet["Juror"]):
    def by_link(self, token: str) -> "Juror":
        """Whoever was given this link. Raises Http404."""
        for juror in self.filter(token_hash=hash_of(token)).select_related("contest__school"):
            return juror
        raise Http404

    def who_is(self, individual: Individual) -> "Juror":
        """The seat of somebody of the school. Raises Http404."""
        for juror in self.filter(individual=individual).select_related("contest__school"):
            return juror
        raise Http404

    def sits(self, individual: Individual) -> bool:
        return self.filter(individual=individual).exists()

    def named(self, ident: str) -> "Juror":
        """Raises Http404."""
        for juror in self.filter(ident=ident):
            return juror
        raise Http404


class Juror(models.Model):
    """Somebody who judges: someone of the school, or someone from outside who was given a link."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="jury")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, blank=True, help_text="of the link; empty for someone of the school")

    objects = JurorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "individual"], name="one_place_each_in_the_jury")]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A juror is too near to an entry to judge it. No reason is asked."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="conflicts")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conflicts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="one_conflict_each")]


class ScoreQuerySet(models.QuerySet["Score"]):
    def of_contest(self, contest: Contest) -> Self:
        return self.filter(entry__contest=contest).select_related("criterion")

    def given(self, juror: Juror, entry: Entry) -> dict[int, int]:
        """Points by criterion."""
        return dict(self.filter(juror=juror, entry=entry).values_list("criterion", "points"))


class Score(models.Model):
    """What a juror gives an entry for one criterion."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="scores")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    points = models.PositiveSmallIntegerField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry", "criterion"], name="one_score_each")]
