"""Who is trained: distinct people whose training still counts on a day, out of those it is for, by every cut."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import TypeVar

from django.utils.translation import gettext as _

from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention.models import Target
from portevoix.campus.prevention.rules import Share, cover_small
from portevoix.campus.sittings.models import OptOut
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Belonging, Group, Individual, IndividualQuerySet

Place = TypeVar("Place")


@dataclass(frozen=True)
class Cut:
    """One way to look at the same people: by status, by campus, by promotion…"""

    name: str
    shares: list[Share]
    is_of_groups: bool = False
    """People are in several, and nobody adds them up: a page need not line up the small ones."""

    @property
    def told(self) -> list[Share]:
        """Those that a page shows, line by line."""
        return [share for share in self.shares if not (self.is_of_groups and share.is_small)]

    @property
    def untold(self) -> int:
        """How many it only counts."""
        return len(self.shares) - len(self.told)


def trained_at(training: Training, day: date) -> frozenset[int]:
    """Everyone whose presence at this training still counts on that day. Read once, whatever is asked of them."""
    return frozenset(Presence.objects.counting(training, day).values_list("individual", flat=True))


def overall(training: Training, day: date) -> Share:
    """Everyone it is for."""
    return share_of(training.name, training.target(), trained_at(training, day))


@dataclass(frozen=True)
class Reached:
    """A target, and where it stands."""

    target: Target
    share: Share

    @property
    def missing(self) -> int:
        """How many more people it takes."""
        return self.share.missing(self.target.percent)


def with_shares(targets: Iterable[Target], day: date) -> list[Reached]:
    """Each target with those it speaks of, among those its training is for."""
    trained = cache(partial(trained_at, day=day))
    return [Reached(target, _of_target(target, trained(target.training))) for target in targets]


def _of_target(target: Target, trained: frozenset[int]) -> Share:
    return share_of(target.who(), target.among(target.training.target()), trained)


def by_every_cut(training: Training, day: date) -> list[Cut]:
    """By status, campus, office in an association, then by each kind of group; only cuts that somebody is in."""
    people, trained = training.target(), trained_at(training, day)
    office = share_of(_("Holds an office"), people.in_office(), trained)
    cuts = [
        Cut(_("By status"), cover_small(_by_status(people, trained))),
        Cut(_("By campus"), _by_campus(training, trained)),
        Cut(_("Offices in associations"), [office] if office.population else []),
        *_by_group(people, trained),
    ]
    return [cut for cut in cuts if cut.shares]


def by_campus(training: Training, trained: frozenset[int]) -> tuple[Share, list[Share]]:
    """Everyone it is for, then each campus of the school; those whose campus is not known come under no name."""
    people = training.target()
    counted = _counted(((name or "", one) for name, one in people.values_list("campus__name", "pk")), trained)
    names = [*training.programme.school.campuses.order_by("name").values_list("name", flat=True), ""]
    parts = [Share(name, *counted.get(name, (0, 0))) for name in names]
    whole = Share(training.name, sum(part.trained for part in parts), sum(part.population for part in parts))
    return whole, cover_small(parts)


def opted_out(training: Training) -> int:
    """How many of those it is for prefer not to come. They stay in the population, and are not written to."""
    return OptOut.objects.filter(training=training, individual__in=training.target()).count()


def share_of(label: str, people: IndividualQuerySet, trained: frozenset[int]) -> Share:
    """Of these people, how many are trained."""
    there = set(people.values_list("pk", flat=True))
    return Share(label, len(there & trained), len(there))


def _by_status(people: IndividualQuerySet, trained: frozenset[int]) -> list[Share]:
    labels, counted = dict(Individual.Status.choices), _counted(people.values_list("status", "pk"), trained)
    return [Share(str(labels[status]), *counted[status]) for status in sorted(counted)]


def _by_campus(training: Training, trained: frozenset[int]) -> list[Share]:
    _whole, campuses = by_campus(training, trained)
    return [replace(share, label=share.label or _("campus not known")) for share in campuses if share.population]


def _by_group(people: IndividualQuerySet, trained: frozenset[int]) -> list[Cut]:
    belonging = Belonging.objects.filter(individual__in=people.values("pk"))
    counted = _counted(belonging.values_list("group", "individual"), trained)
    groups = Group.objects.filter(pk__in=list(counted)).by_kind()
    return [
        Cut(str(kind.label), [Share(group.name, *counted[group.pk]) for group in groups if group.kind == kind], True)
        for kind in Group.Kind
    ]


def _counted(rows: Iterable[tuple[Place, int]], trained: frozenset[int]) -> dict[Place, tuple[int, int]]:
    """By place, how many of its people are trained, and how many there are."""
    people: dict[Place, list[int]] = defaultdict(list)
    for place, individual in rows:
        people[place].append(individual)
    return {place: (len(trained.intersection(those)), len(those)) for place, those in people.items()}
