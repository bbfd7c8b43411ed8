"""When trainings take place, and who has asked to come."""

import hashlib
import hmac
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web import clock
from portevoix.ground.web.models import public_id


class CycleQuerySet(models.QuerySet["Cycle"]):
    def for_school(self, school: School) -> Self:
        return self.filter(training__programme__school=school).select_related("training").order_by("-begins", "name")

    def of_training(self, training: Training) -> Self:
        return self.filter(training=training).order_by("-begins", "name")

    def named_so(self, name: str, *, but: "Cycle") -> bool:
        return self.filter(name__iexact=name).exclude(pk=but.pk).exists()

    def named(self, ident: str) -> "Cycle | None":
        return self.filter(ident=ident).first()


class Cycle(models.Model):
    """A round of sittings of one training: « the first cycle, forty staff »."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=120)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "name"], name="one_cycle_each")]

    def __str__(self) -> str:
        return self.name


class SittingQuerySet(models.QuerySet["Sitting"]):
    def for_school(self, school: School) -> Self:
        return self.filter(training__programme__school=school).select_related(
            "training__programme__school", "training__partner", "campus", "cycle"
        )

    def held(self) -> Self:
        """Nobody else gives or takes a place at these until the transaction ends."""
        return self.select_for_update(of=("self",))

    def public(self) -> Self:
        """Those that anyone may read of: opened, of a published training; with whom it is for."""
        public = self.filter(is_open=True, training__is_published=True)
        return public.prefetch_related("training__audiences__campus", "training__audiences__group")

    def without_audiences(self) -> Self:
        """For whoever says nothing of whom it is for."""
        return self.prefetch_related(None)

    def coming_on(self, now: datetime) -> Self:
        return self.filter(ends__gt=now, cancelled__isnull=True).order_by("begins")

    def coming(self) -> Self:
        """Those to come that anyone may read of, for the page of a training."""
        return self.public().coming_on(clock.rounded()).select_related("campus").with_places()

    def past_on(self, now: datetime) -> Self:
        return self.filter(ends__lte=now, cancelled__isnull=True).order_by("-begins")

    def between(self, first: datetime, last: datetime) -> Self:
        return self.filter(begins__gte=first, begins__lt=last).order_by("begins")

    def on_campus(self, name: str) -> Self:
        return self.filter(campus__name=name)

    def of_kind(self, kind: str) -> Self:
        return self.filter(training__kind=kind)

    def of_training(self, training: Training) -> Self:
        return self.filter(training=training)

    def of_cycle(self, cycle: Cycle) -> Self:
        return self.filter(cycle=cycle).order_by("begins")

    def without_psychologist(self) -> Self:
        return self.filter(psychologist="")

    def with_places(self) -> Self:
        """With `taken` and `waiting`: how many have a place, how many wait for one."""
        return self.annotate(taken=_count(Registration.State.PLACE), waiting=_count(Registration.State.WAITING))

    def attended_by(self, individual: Individual, day: date) -> Self:
        """Those where they were, as far as it still counts that day. The presences themselves are of a floor above."""
        still = models.Q(presences__valid_until=None) | models.Q(presences__valid_until__gte=day)
        return self.filter(still, presences__individual=individual)

    def named(self, ident: str) -> "Sitting | None":
        return self.filter(ident=ident).first()


def _count(state: str) -> Coalesce:
    some = Registration.objects.filter(sitting=models.OuterRef("pk"), state=state).order_by().values("sitting")
    return Coalesce(models.Subquery(some.annotate(n=models.Count("pk")).values("n")), 0)


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
    is_open = models.BooleanField(default=False, help_text="In the agenda, and open to registration.")
    sequence = models.PositiveSmallIntegerField(default=0, help_text="How often its time or place changed: RFC 5545.")
    changed = models.DateTimeField(default=clock.rounded)
    cancelled = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    objects = SittingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.training} · {self.begins:%Y-%m-%d %H:%M}"

    @property
    def school(self) -> School:
        return self.training.programme.school

    @property
    def has_begun(self) -> bool:
        return self.begins <= clock.rounded()

    @property
    def is_past(self) -> bool:
        return self.ends <= clock.rounded()

    @property
    def registration_ends(self) -> datetime:
        """Until when people may ask for a place."""
        return min(self.registration_until or self.begins, self.begins)

    @property
    def registration_is_over(self) -> bool:
        return self.registration_ends <= clock.rounded()

    @property
    def is_online(self) -> bool:
        return bool(self.link) and not self.place

    @property
    def places_left(self) -> int | None:
        """How many more may come; None for as many as wish. Of a sitting read `with_places`."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)  # type: ignore[attr-defined]  # counted by `with_places`

    @property
    def is_full(self) -> bool:
        """Whether whoever asks now waits. Of a sitting read `with_places`."""
        return self.places_left == 0


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual).select_related("sitting__training", "sitting__campus")

    def at(self, sitting: Sitting) -> Self:
        return self.filter(sitting=sitting)

    def to(self, training: Training) -> Self:
        return self.filter(sitting__training=training)

    def at_sittings_to_come(self, now: datetime) -> Self:
        """Of sittings that have not begun."""
        return self.filter(sitting__begins__gt=now)

    def not_over_on(self, now: datetime) -> Self:
        return self.filter(sitting__ends__gt=now)

    def over_on(self, now: datetime) -> Self:
        return self.filter(sitting__ends__lte=now)

    def elsewhere_than(self, sitting: Sitting) -> Self:
        return self.exclude(sitting=sitting)

    def between(self, first: datetime, last: datetime) -> Self:
        """Of sittings that begin then and take place."""
        return self.filter(sitting__begins__gte=first, sitting__begins__lt=last, sitting__cancelled=None)

    def not_reminded(self) -> Self:
        return self.filter(reminded=False)

    def of_those_who_left(self) -> Self:
        return self.filter(individual__left__isnull=False)

    def with_a_place(self) -> Self:
        return self.filter(state=Registration.State.PLACE)

    def waiting(self) -> Self:
        """In the order in which they asked."""
        return self.filter(state=Registration.State.WAITING).order_by("turn")

    def ahead_of(self, registration: "Registration") -> Self:
        """Those who wait and asked before."""
        return self.waiting().filter(sitting=registration.sitting_id, turn__lt=registration.turn)

    def with_people(self) -> Self:
        return self.select_related("individual__campus", "sitting")

    def in_turn(self) -> Self:
        return self.order_by("turn")

    def by_date(self) -> Self:
        return self.order_by("sitting__begins")

    def latest_first(self) -> Self:
        return self.order_by("-sitting__begins")

    def latest_turn(self) -> int:
        """The turn of whoever asked last; 0 before anyone has."""
        return self.aggregate(latest=models.Max("turn"))["latest"] or 0

    def named(self, ident: str) -> "Registration | None":
        return self.select_related("sitting__training__programme__school", "individual").filter(ident=ident).first()


class Registration(models.Model):
    """Someone has asked to come. Whoever cancels leaves nothing behind, and asks again from the end of the list."""

    class State(models.TextChoices):
        PLACE = "place", _("Place kept")
        WAITING = "waiting", _("Waiting list")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="registrations")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=State)
    asked = models.DateTimeField()
    turn = models.PositiveIntegerField(help_text="The order in which people asked for this sitting.")
    reminded = models.BooleanField(default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "individual"], name="one_registration_each"),
            models.UniqueConstraint(fields=["sitting", "turn"], name="one_turn_each"),
        ]

    def as_row(self) -> list[str]:
        """For a sheet: who it is, and whether they have a place or wait."""
        one = self.individual
        known = [one.family_name, one.given_name, one.email, one.get_status_display(), str(one.campus or "")]
        return [*known, self.get_state_display()]

    @property
    def has_place(self) -> bool:
        return self.state == Registration.State.PLACE

    @property
    def rank(self) -> int:
        """Of someone who waits: 1 for whoever is next."""
        return Registration.objects.ahead_of(self).count() + 1


class OptOutQuerySet(models.QuerySet["OptOut"]):
    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def to(self, training: Training) -> Self:
        return self.filter(training=training)


class OptOut(models.Model):
    """Someone does not want to come to this training, and need not say why. They are not written to about it again."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="opt_outs")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="opt_outs")

    objects = OptOutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "individual"], name="one_opt_out_each")]


class FeedQuerySet(models.QuerySet["Feed"]):
    def for_school(self, school: School) -> Self:
        return self.filter(individual__school=school)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def at(self, token: str) -> "Feed | None":
        """The feed of this secret address, of someone who is still there."""
        ident = token[:32]
        feed = self.select_related("individual__school").filter(ident=ident, individual__left=None).first()
        return feed if feed is not None and hmac.compare_digest(feed.token, token) else None


class Feed(models.Model):
    """Someone's own calendar, at an address that only they know. A new `ident` makes the old address lead nowhere."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    individual = models.OneToOneField(Individual, on_delete=models.CASCADE, related_name="feed")

    objects = FeedQuerySet.as_manager()

    @property
    def token(self) -> str:
        """The end of its address: made again from the instance's secret key, so that no table holds it."""
        message = f"portevoix feed {self.ident}".encode()
        return self.ident + hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:32]
