"""What a party must have, line by line: what is seen, by whom, and what is not.

No line turns green by itself: referents are counted from who came to a training, the charter from the day it was
signed, and every other line from somebody's word. The whole is green when every line is.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.campus.associations.models import Event, Line, Sight, Standard
from portevoix.ground.population.models import Individual


@dataclass(frozen=True)
class Seen:
    """One line: whether it holds, why, who saw it and when."""

    line: Line
    holds: bool
    why: str
    who: str = ""
    at: datetime | None = None

    @property
    def is_by_hand(self) -> bool:
        return self.line.measure == Line.Measure.SEEN


@dataclass(frozen=True)
class CheckList:
    """Every line of one party."""

    lines: list[Seen]

    @property
    def is_ready(self) -> bool:
        return bool(self.lines) and all(seen.holds for seen in self.lines)

    @property
    def missing(self) -> int:
        return sum(not seen.holds for seen in self.lines)


def of(event: Event) -> CheckList:
    """The lines that this school asks for, as they stand now."""
    sights = {one.line_id: one for one in event.sights.select_related("individual", "office__person")}
    asked = Line.objects.for_school(event.association.school).asked()
    return CheckList([_seen(event, line, sights.get(line.pk)) for line in asked])


def _seen(event: Event, line: Line, sight: Sight | None) -> Seen:
    if line.measure == Line.Measure.REFERENTS:
        return _referents(event, line)
    if line.measure == Line.Measure.CHARTER:
        return _charter(event, line)
    return Seen(line, True, "", sight.who, sight.at) if sight else Seen(line, False, "")


def _referents(event: Event, line: Line) -> Seen:
    standard = Standard.objects.of(event.association.school)
    named = Individual.objects.present().filter(pk__in=event.referents.all())
    trained = standard.trained_among(named, timezone.localdate(event.begins)).count()
    why = ngettext("%(trained)d of %(least)d trained", "%(trained)d of %(least)d trained", trained)
    if not standard.names_a_training:
        return Seen(line, False, _("The mission has not yet said which training counts."))
    return Seen(line, trained >= standard.at_least, why % {"trained": trained, "least": standard.at_least})


def _charter(event: Event, line: Line) -> Seen:
    signed = event.association.charter_signed
    if event.association.has_signed and signed is not None:
        return Seen(line, True, _("Signed on %(day)s") % {"day": f"{signed:%d/%m/%Y}"})
    return Seen(line, False, _("Signed for a former mandate.") if signed else _("Not signed yet."))
