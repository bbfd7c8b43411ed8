"""Associations of students, what they propose, and what a party must have before the doors open."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Belonging, Group, Individual, IndividualQuerySet
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


def offices_of(individual: Individual) -> models.QuerySet[Belonging]:
    """The associations in which someone holds an office."""
    held = individual.belongings.filter(group__kind=Group.Kind.ASSOCIATION).exclude(title="")
    return held.select_related("group__school").order_by("group__name")


def officers_of(group: Group) -> IndividualQuerySet:
    """Those who hold an office in an association now."""
    held = Belonging.objects.filter(group=group).exclude(title="")
    return Individual.objects.present().filter(pk__in=held.values("individual")).by_name()


class AssociationQuerySet(models.QuerySet["Association"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).select_related("group").order_by("group__name")

    def published(self) -> Self:
        return self.filter(is_published=True)

    def addressed(self, slug: str) -> "Association | None":
        return self.filter(slug=slug).first()

    def of(self, group: Group) -> "Association | None":
        return self.filter(group=group).select_related("group", "school").first()

    def at_slugs_like(self, slug: str) -> set[str]:
        """The addresses taken already that begin so."""
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))


class Association(models.Model):
    """What an association says of itself, and whether it has signed the charter for its present mandate."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="associations")
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="association")
    slug = models.SlugField(max_length=60)
    presents = models.TextField(blank=True, help_text="Markdown.")
    contact = models.CharField(max_length=200, blank=True)
    web = models.URLField(blank=True)
    is_published = models.BooleanField(default=False)
    mandate_began = models.DateField(null=True, blank=True)
    charter_signed = models.DateField(null=True, blank=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_association_each_address")]

    def __str__(self) -> str:
        return self.group.name

    @property
    def has_signed(self) -> bool:
        """Whether the charter was signed for this mandate: a signature of those before counts no more."""
        if self.charter_signed is None:
            return False
        return self.mandate_began is None or self.charter_signed >= self.mandate_began


class StandardQuerySet(models.QuerySet["Standard"]):
    def of(self, school: School) -> "Standard":
        """What this school asks of parties; the usual, where nobody has said otherwise."""
        return self.filter(school=school).first() or Standard(school=school)


class Standard(models.Model):
    """How many trained referents a party needs, and which trainings make one."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="+")
    at_least = models.PositiveSmallIntegerField(default=2)
    trainings = models.ManyToManyField(Training, blank=True, related_name="+")

    objects = StandardQuerySet.as_manager()

    @property
    def names_a_training(self) -> bool:
        """Whether anybody can be a trained referent here."""
        return not self._state.adding and self.trainings.exists()

    def trained_among(self, people: IndividualQuerySet, day: date) -> IndividualQuerySet:
        """Those who came to one of these trainings, and for whom it still counts on that day."""
        if self._state.adding:
            return people.none()
        came = Presence.objects.filter(sitting__training__in=self.trainings.all())
        holds = came.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=day))
        return people.filter(pk__in=holds.values("individual"))


class EventQuerySet(models.QuerySet["Event"]):
    def for_school(self, school: School) -> Self:
        return self.filter(association__school=school).select_related("association__group", "association__school")

    def of(self, association: Association) -> Self:
        return self.filter(association=association)

    def named(self, ident: str) -> "Event | None":
        return self.select_related("association__group", "association__school", "sitting").filter(ident=ident).first()

    def waiting(self) -> Self:
        """Those that the mission has not answered."""
        return self.filter(state=Event.State.PROPOSED).order_by("begins")

    def coming_on(self, now: datetime) -> Self:
        return self.filter(ends__gt=now).order_by("begins")

    def latest_first(self) -> Self:
        return self.order_by("-begins", "-pk")

    def accepted(self) -> Self:
        return self.filter(state=Event.State.ACCEPTED)

    def public(self) -> Self:
        """Those that the mission has accepted and the association shows."""
        return self.accepted().filter(is_public=True)

    def parties(self) -> Self:
        return self.filter(kind=Event.Kind.PARTY)

    def between(self, first: datetime, last: datetime) -> Self:
        return self.filter(begins__gt=first, begins__lte=last)

    def not_reminded(self) -> Self:
        return self.filter(is_reminded=False)

    def held(self) -> Self:
        """Held until the end of the transaction, so that two answers come one after the other."""
        return self.select_for_update(of=("self",)).select_related("association__group", "association__school")


class Event(models.Model):
    """Something an association wants to do. The mission answers; a party has a check-list besides."""

    class Kind(models.TextChoices):
        PARTY = "party", _("Party")
        TALK = "talk", _("Talk")
        WORKSHOP = "workshop", _("Workshop")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ASKED = "asked", _("Changes asked for")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        CALLED_OFF = "called off", _("Will not take place")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True, help_text="Markdown.")
    begins = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()
    place = models.CharField(max_length=200)
    expected = models.PositiveIntegerField(null=True, blank=True)
    partner = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    is_public = models.BooleanField(default=False)
    is_reminded = models.BooleanField(default=False)
    sitting = models.OneToOneField(Sitting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    referents = models.ManyToManyField(Individual, blank=True, related_name="+")

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def as_row(self, missing: int | str) -> list[Any]:
        """As a line of a sheet; `missing` is how many lines of a party's list are red."""
        return [
            self.association.group.name,
            self.name,
            self.get_kind_display(),
            self.get_state_display(),
            timezone.localtime(self.begins).replace(tzinfo=None),
            timezone.localtime(self.ends).replace(tzinfo=None),
            self.place,
            self.expected if self.expected is not None else "",
            self.partner,
            missing,
        ]

    @property
    def is_party(self) -> bool:
        return self.kind == Event.Kind.PARTY


class Step(models.Model):
    """What became of an event: who said what, and when. One of `individual` and `office`, while they are there."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Event.State)
    sentence = models.TextField(blank=True)
    individual = models.ForeignKey(Individual, on_delete=models.SET_NULL, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    is_of_the_mission = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    @property
    def who(self) -> str:
        """Whose word it is; empty once they are gone."""
        if self.office is not None:
            return self.office.person.name
        return str(self.individual) if self.individual is not None else ""


class ListLineQuerySet(models.QuerySet["Line"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).order_by("rank", "pk")

    def asked(self) -> Self:
        return self.filter(is_asked=True)

    def named(self, ident: str) -> "Line | None":
        return self.filter(ident=ident).first()


class Line(models.Model):
    """One thing that a party must have. Two are counted by the house; somebody looks at each of the others."""

    class Measure(models.TextChoices):
        SEEN = "seen", _("Somebody sees it")
        REFERENTS = "referents", _("Trained referents, by their attendance")
        CHARTER = "charter", _("Charter signed for this mandate")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.SEEN)
    name = models.CharField(max_length=160)
    hint = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    is_asked = models.BooleanField(default=True)

    objects = ListLineQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Sight(models.Model):
    """Somebody has seen that a line holds for one party."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sights")
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+")
    individual = models.ForeignKey(Individual, on_delete=models.SET_NULL, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "line"], name="one_sight_each_line")]

    @property
    def who(self) -> str:
        """Who saw it; empty once they are gone."""
        if self.office is not None:
            return self.office.person.name
        return str(self.individual) if self.individual is not None else ""
