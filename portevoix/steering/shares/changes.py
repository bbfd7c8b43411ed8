"""What taking in a table would change: figures that are new, changed, the same; and the lines that cannot be taken."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import Campus, School
from portevoix.steering.shares.lines import Key, Options, Said, Understood, right
from portevoix.steering.shares.models import Programme, Share
from portevoix.steering.shares.rules import what_is_wrong

FIELDS = ("women", "everyone", "percent", "source", "published")


@dataclass
class Change:
    """One figure as the table wants it; `share` holds the new values, and is not saved."""

    said: Said
    share: Share
    is_new: bool
    fields: list[str] = field(default_factory=list)


@dataclass
class Changes:
    """What the table would change in this school. Nothing is written here."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    wrong: dict[int, str] = field(default_factory=dict)
    programmes: dict[tuple[str, str], Programme] = field(default_factory=dict)
    """To be made: by name and campus as folded."""

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]

    def counts(self) -> dict[str, int]:
        """For the page, and for the trail."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "wrong": len(self.wrong),
        }


class Known:
    """The school's figures as they are now."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.campuses: dict[str, Campus] = {campus.name.casefold(): campus for campus in school.campuses.all()}
        self.programmes = {
            (one.name.casefold(), one.campus.name.casefold() if one.campus else ""): one
            for one in Programme.objects.for_school(school)
        }
        self.shares: dict[Key, Share] = {}
        places = {one.pk: place for place, one in self.programmes.items()}
        for share in Share.objects.for_school(school):
            self.shares[(*places[share.programme_id], share.stage, share.year)] = share


def changes(school: School, understood: Understood, options: Options) -> Changes:
    """Compare what a table says with what the school knows now."""
    known, found = Known(school), Changes(wrong=dict(understood.wrong))
    settled = [said for said in understood.figures if not _is_wrong(said, known, options, found)]
    settled = right(settled, found.wrong)
    for said in sorted(settled, key=lambda one: (one.programme, one.campus)):
        _programme(said, known, found)
    for said in settled:
        _add(found, _change(said, known, found, options))
    found.wrong = dict(sorted(found.wrong.items()))
    return found


def _is_wrong(said: Said, known: Known, options: Options, found: Changes) -> bool:
    """A campus nobody knows, a programme that is not to be made, or a figure that contradicts the one there is."""
    sentence = ""
    if said.campus and said.campus.casefold() not in known.campuses:
        sentence = _("“%(name)s” is no campus of this school.") % {"name": said.campus}
    elif not options.make and said.key[:2] not in known.programmes:
        sentence = _("“%(name)s” is not known here yet.") % {"name": said.programme}
    elif (share := known.shares.get(said.key)) is not None:
        sentence = _contradicts(said, share)
    if sentence:
        found.wrong |= dict.fromkeys(said.lines, sentence)
    return bool(sentence)


def _contradicts(said: Said, share: Share) -> str:
    """A table that tells the counts alone, or the per cent alone, is held against what is kept of the other."""
    told = (
        share.women if said.women is None else said.women,
        share.everyone if said.everyone is None else said.everyone,
        share.percent if said.percent is None else said.percent,
    )
    wrong = what_is_wrong(*told)
    return wrong and _("With what is kept here already: %(sentence)s") % {"sentence": wrong}


def _programme(said: Said, known: Known, found: Changes) -> Programme:
    place = said.key[:2]
    one = known.programmes.get(place) or found.programmes.get(place)
    if one is None:
        one = Programme(school=known.school, name=said.programme, campus=known.campuses.get(place[1]))
        one.rank = len(known.programmes) + len(found.programmes) + 1
        found.programmes[place] = one
    return one


def _change(said: Said, known: Known, found: Changes, options: Options) -> Change:
    share = known.shares.get(said.key)
    if share is None:
        share = Share(programme=_programme(said, known, found), stage=said.stage, year=said.year)
    change = Change(said, share, share.pk is None)
    wanted = {name: getattr(said, name) for name in ("women", "everyone", "percent", "source")}
    for name, value in wanted.items():
        if value not in (None, "") and _is_news(getattr(share, name), value):
            setattr(share, name, value)
            change.fields.append(name)
    if options.publish and not share.published:
        share.published = True
        change.fields.append("published")
    return change


def _is_news(kept: object, told: object) -> bool:
    """Another value, or the same per cent with more decimals: a spreadsheet that says 27 for 27.00 changes nothing."""
    if isinstance(kept, Decimal) and isinstance(told, Decimal) and kept == told:
        return int(told.as_tuple().exponent) < int(kept.as_tuple().exponent)
    return kept != told


def _add(found: Changes, change: Change) -> None:
    if change.is_new or change.fields:
        found.changes.append(change)
    else:
        found.unchanged += 1
