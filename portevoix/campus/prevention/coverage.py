"""Who is trained: distinct people whose training still counts on a day, out of those it is for, by every cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention.models import Target
from portevoix.campus.prevention.rules import Share
from portevoix.campus.sittings.models import OptOut
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Belonging, Group, Individual, IndividualQuerySet


@dataclass(frozen=True)
class Cut:
    """One way to look at the same people: by status, by campus, by promotion…"""

    name: str
    shares: list[Share]


def trained_at(training: Training, day: date) -> IndividualQuerySet:
    """Everyone whose presence at this training still counts on that day."""
    return Individual.objects.filter(pk__in=Presence.objects.counting(training, day).values("individual"))


def overall(training: Training, day: date) -> Share:
    """Everyone it is for."""
    return _share(training.name, training.target(), trained_at(training, day))


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
    return [Reached(target, _of_target(target, day)) for target in targets]


def _of_target(target: Target, day: date) -> Share:
    people = target.among(target.training.target())
    return _share(target.who(), people, trained_at(target.training, day))


def by_every_cut(training: Training, day: date) -> list[Cut]:
    """By status, campus, office in an association, then by each kind of group; only cuts that somebody is in."""
    people, trained = training.target(), trained_at(training, day)
    cuts = [
        Cut(_("By status"), _by_status(people, trained)),
        Cut(_("By campus"), _by_campus(people, trained)),
        Cut(_("Offices in associations"), _in_office(people, trained)),
        *_by_group(people, trained),
    ]
    return [cut for cut in cuts if cut.shares]


def opted_out(training: Training) -> int:
    """How many of those it is for prefer not to come. They stay in the population, and are not written to."""
    return OptOut.objects.filter(training=training, individual__in=training.target()).count()


def _share(label: str, people: IndividualQuerySet, trained: IndividualQuerySet) -> Share:
    counted = people.aggregate(population=Count("pk"), trained=Count("pk", filter=Q(pk__in=trained.values("pk"))))
    return Share(label, counted["trained"], counted["population"])


def _by_status(people: IndividualQuerySet, trained: IndividualQuerySet) -> list[Share]:
    labels = dict(Individual.Status.choices)
    rows = people.values("status").annotate(
        population=Count("pk"), trained=Count("pk", filter=Q(pk__in=trained.values("pk")))
    )
    return [Share(str(labels[row["status"]]), row["trained"], row["population"]) for row in rows.order_by("status")]


def _by_campus(people: IndividualQuerySet, trained: IndividualQuerySet) -> list[Share]:
    rows = people.values(label=F("campus__name")).annotate(
        population=Count("pk"), trained=Count("pk", filter=Q(pk__in=trained.values("pk")))
    )
    return [
        Share(row["label"] or _("campus not known"), row["trained"], row["population"])
        for row in rows.order_by("label")
    ]


def _in_office(people: IndividualQuerySet, trained: IndividualQuerySet) -> list[Share]:
    share = _share(_("Holds an office"), people.in_office(), trained)
    return [share] if share.population else []


def _by_group(people: IndividualQuerySet, trained: IndividualQuerySet) -> list[Cut]:
    rows = (
        Belonging.objects.filter(individual__in=people.values("pk"))
        .values(kind=F("group__kind"), label=F("group__name"))
        .annotate(population=Count("pk"), trained=Count("pk", filter=Q(individual__in=trained.values("pk"))))
        .order_by("group__kind", "group__name")
    )
    shares: dict[str, list[Share]] = {}
    for row in rows:
        shares.setdefault(row["kind"], []).append(Share(row["label"], row["trained"], row["population"]))
    return [Cut(str(kind.label), shares.get(kind.value, [])) for kind in Group.Kind]
