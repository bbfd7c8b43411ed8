"""Who steers a plan: the committee, its meetings, what was said and decided, and what was made of each year."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.ground.web.models import public_id
from portevoix.steering.committee.reviewed import Review as Review
from portevoix.steering.committee.reviewed import ReviewLine as ReviewLine
from portevoix.steering.plan.models import Action, Plan


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def for_school(self, school: School) -> Self:
        return self.filter(plan__school=school).select_related("plan__school")

    def latest_first(self) -> Self:
        return self.order_by("-plan__first_year", "-pk")

    def of_plan(self, plan: Plan) -> "Committee | None":
        return self.filter(plan=plan).select_related("plan__school").first()


class Committee(models.Model):
    """Those who steer one plan."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="committee")

    objects = CommitteeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.plan)

    @property
    def school(self) -> School:
        return self.plan.school


class SeatQuerySet(models.QuerySet["Seat"]):
    def for_school(self, school: School) -> Self:
        return self.filter(committee__plan__school=school).select_related("committee__plan__school")

    def in_order(self) -> Self:
        return self.order_by("name", "pk").select_related("individual", "office__person")

    def sitting_on(self, day: date) -> Self:
        """Those who are members that day."""
        return self.filter(models.Q(left=None) | models.Q(left__gt=day), since__lte=day)

    def not_left(self, day: date) -> Self:
        """Members, those who will be one included."""
        return self.filter(models.Q(left=None) | models.Q(left__gt=day))

    def former(self, day: date) -> Self:
        return self.filter(left__lte=day)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def named(self, ident: str) -> "Seat":
        """Raises Http404."""
        for seat in self.filter(ident=ident).select_related("committee__plan__school", "individual", "office__person"):
            return seat
        raise Http404


class Seat(models.Model):
    """Somebody's place in the committee, and what they are there for. One of `individual`, `office`, or an outsider."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, help_text="Of an outsider; the others’ is where their name is.")
    individual = models.ForeignKey(Individual, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateField()
    left = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where letters go; empty when there is nowhere, or they have left the school."""
        if self.office is not None:
            return self.office.person.email if self.office.left is None else ""
        if self.individual is not None:
            return self.individual.email if self.individual.left is None else ""
        return self.email

    @property
    def has_pages(self) -> bool:
        """Whether they can sign in here and read; somebody from outside is given the papers."""
        return bool(self.office_id or self.individual_id)

    @property
    def comes_from(self) -> str:
        """In a word, how they come in."""
        if self.office_id:
            return str(_("of the mission"))
        return str(_("on the school’s lists")) if self.individual_id else str(_("from outside"))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def for_school(self, school: School) -> Self:
        return self.filter(committee__plan__school=school).select_related("committee__plan__school")

    def of(self, committee: Committee) -> Self:
        return self.filter(committee=committee)

    def open_to(self, individual: Individual, day: date) -> Self:
        """Those of the committees in which somebody sits, once the members have been called."""
        seats = Seat.objects.of(individual).sitting_on(day)
        called = models.Q(called__isnull=False) | models.Q(state__in=[Meeting.State.HELD, Meeting.State.MINUTED])
        return self.filter(called, committee__in=seats.values("committee"))

    def to_come(self) -> Self:
        return self.filter(state=Meeting.State.PREPARED).order_by("at")

    def unfinished(self) -> Self:
        """To be held, or whose minutes are not approved; of plans that are not closed."""
        waiting = [Meeting.State.PREPARED, Meeting.State.HELD]
        return self.filter(state__in=waiting, committee__plan__closed=None).order_by("at")

    def took_place(self) -> Self:
        """The latest first."""
        return self.filter(state__in=[Meeting.State.HELD, Meeting.State.MINUTED]).order_by("-at")

    def between(self, first: datetime, after: datetime) -> Self:
        return self.filter(at__gte=first, at__lt=after)

    def before(self, meeting: "Meeting") -> Self:
        return self.filter(committee=meeting.committee, at__lt=meeting.at).exclude(pk=meeting.pk)

    def held_fast(self) -> Self:
        """Nobody else changes these until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("committee__plan__school")

    def named(self, ident: str) -> "Meeting":
        """Raises Http404."""
        for meeting in self.filter(ident=ident).select_related("committee__plan__school"):
            return meeting
        raise Http404


class Meeting(models.Model):
    """The committee meets: prepared, held, then minuted; from there on nothing of it changes."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        HELD = "held", _("Held, minutes being written")
        MINUTED = "minuted", _("Minutes approved")
        CALLED_OFF = "called off", _("Called off")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="meetings")
    at = models.DateTimeField()
    length = models.PositiveSmallIntegerField(default=120, help_text="In minutes.")
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    called = models.DateTimeField(null=True, blank=True, help_text="When the members were written to.")
    proof = models.DateTimeField(null=True, blank=True, help_text="Since when members may read the draft minutes.")
    sequence = models.PositiveSmallIntegerField(default=0, help_text="How often its time or place changed: RFC 5545.")
    changed = models.DateTimeField(default=clock.rounded)

    objects = MeetingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"

    @property
    def school(self) -> School:
        return self.committee.plan.school

    @property
    def ends(self) -> datetime:
        return self.at + timedelta(minutes=self.length)

    @property
    def is_prepared(self) -> bool:
        return self.state == self.State.PREPARED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_minuted(self) -> bool:
        return self.state == self.State.MINUTED

    @property
    def is_called_off(self) -> bool:
        return self.state == self.State.CALLED_OFF


class PointQuerySet(models.QuerySet["Point"]):
    def in_order(self) -> Self:
        return self.order_by("rank", "pk")

    def about(self) -> set[tuple[str, int | None]]:
        """Kind and action of each: what is there already."""
        return set(self.values_list("kind", "action"))

    def last_rank(self) -> int:
        return self.aggregate(last=models.Max("rank"))["last"] or 0

    def named(self, ident: str) -> "Point":
        """Raises Http404."""
        for point in self.filter(ident=ident).select_related("meeting__committee__plan__school", "action"):
            return point
        raise Http404


class Point(models.Model):
    """One point of the agenda, and what was said about it."""

    class Kind(models.TextChoices):
        FOLLOW = "follow", _("What became of what was decided")
        LATE = "late", _("Late")
        CHANGED = "changed", _("Since the last meeting")
        PROPOSED = "proposed", _("Proposals to answer")
        RENEWAL = "renewal", _("The plan comes to its end")
        HAND = "hand", _("Point added by hand")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HAND)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="What one should know before. Markdown.")
    said = models.TextField(blank=True, help_text="What was said. Markdown.")
    rank = models.PositiveSmallIntegerField(default=0)
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PointQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member was there."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="one_attendance_each")]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def for_school(self, school: School) -> Self:
        return self.filter(point__meeting__committee__plan__school=school).select_related(
            "point__meeting__committee__plan__school", "point__action", "action__axis"
        )

    def of_meeting(self, meeting: Meeting) -> Self:
        return self.filter(point__meeting=meeting).select_related("point", "action__axis").order_by("point__rank", "pk")

    def of_committee(self, committee: Committee) -> Self:
        return self.filter(point__meeting__committee=committee).order_by("point__meeting__at", "pk")

    def taken_before(self, meeting: Meeting) -> Self:
        return self.filter(point__meeting__in=Meeting.objects.before(meeting)).order_by("point__meeting__at", "pk")

    def of_meetings(self, meetings: MeetingQuerySet) -> Self:
        return self.filter(point__meeting__in=meetings)

    def followed(self) -> Self:
        """Done, or in the plan."""
        return self.exclude(settled=None, carried=None)

    def due_before(self, day: date) -> Self:
        return self.filter(until__lt=day)

    def waiting(self) -> Self:
        """Neither done, nor in the plan."""
        return self.filter(settled=None, carried=None)

    def named(self, ident: str) -> "Decision":
        """Raises Http404."""
        for decision in self.filter(ident=ident):
            return decision
        raise Http404


class Decision(models.Model):
    """What was decided, by whom it is done, for when; and what became of it."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=500)
    who = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    effect = models.CharField(max_length=400, blank=True, help_text="What it changed in the plan, in a sentence.")
    carried = models.DateTimeField(null=True, blank=True, help_text="When it went into the plan.")
    settled = models.DateField(null=True, blank=True, help_text="When it was done, for what is not in the plan.")

    objects = DecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text

    @property
    def is_waiting(self) -> bool:
        return self.settled is None and self.carried is None


class Standing(models.Model):
    """Where an action stood when the committee met: the next agenda says what has changed since."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="standings")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=Action.State)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "action"], name="one_standing_each")]


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of a document as it is written once, in hex."""
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


class Minutes(models.Model):
    """Minutes as they were approved, whole. The document is one value, as it is read and printed, never asked about."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="approved")
    body = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document; the trail holds it too.")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"

    @property
    def is_whole(self) -> bool:
        """Whether this is still, to the letter, what was approved."""
        return digest_of(self.body) == self.digest


class Correction(models.Model):
    """What is put right in approved minutes: it stands under them, and they stay as they were."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    by = models.CharField(max_length=120, help_text="Whose word it is.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
