"""What taking in a list would change: who is new, changed, unchanged, missing; and the lines that cannot be taken."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portevoix.ground.population.lines import Options, Place, Said, Understood
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.schools.models import School

ONE_AT_A_TIME = {Group.Kind.PROGRAMME, Group.Kind.PROMOTION, Group.Kind.DEPARTMENT}
"""Kinds of group that a list replaces: whoever goes to the next promotion leaves the one before. Others are added."""
PLAIN = ("number", "email", "given_name", "family_name", "status")
FIELDS = (*PLAIN, "campus", "left")


@dataclass
class Change:
    """One person as the list wants them."""

    said: Said
    individual: Individual
    is_new: bool
    campus: str = ""
    """Of this name, when the list says one that is another than theirs."""
    fields: list[str] = field(default_factory=list)
    """What changes of somebody known."""
    joins: dict[Place, str] = field(default_factory=dict)
    """Groups by kind and name as folded, with the office: new ones, and those whose office changes."""
    leaves: list[int] = field(default_factory=list)
    """Keys of belongings."""

    @property
    def is_something(self) -> bool:
        return bool(self.is_new or self.fields or self.joins or self.leaves)


@dataclass
class Plan:
    """What the list would change in this school. Nothing is written here."""

    known: "Known"
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Individual] = field(default_factory=list)
    """Of the group the list is of, or of the statuses it speaks of; nobody while a line is wrong."""
    wrong: dict[int, str] = field(default_factory=dict)
    groups: dict[Place, str] = field(default_factory=dict)
    """To be made: by kind and folded name, as they will be spelt."""
    campuses: dict[str, str] = field(default_factory=dict)
    """To be made: by folded name, as they will be spelt."""

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
            "left": len(self.missing),
        }


def plan(school: School, understood: Understood, options: Options) -> Plan:
    """Compare what a list says with what the school's lists say now."""
    known = Known(school)
    known.moving = known.who_may_move(understood.people)
    while True:
        found, settled, fresh = _sorted_out(known, understood, options)
        still = known.moving & settled.keys()
        if still == known.moving:
            break
        known.moving = still  # an address is not free when the line that frees it is wrong
    for pk, said in settled.items():
        _add(found, known.change(said, known.individuals[pk]))
    for said in fresh:
        _add(found, known.change(said, Individual(school=school)))
    found.changes.sort(key=lambda change: change.said.lines)
    found.wrong = dict(sorted(found.wrong.items()))
    if not found.wrong:
        found.missing = known.missing(set(settled), found.changes, options)
    return found


def _sorted_out(known: "Known", understood: Understood, options: Options) -> tuple[Plan, dict[int, Said], list[Said]]:
    """Whom each line is about: by key in the table, or somebody new; and what is wrong."""
    found = Plan(known, wrong=dict(understood.wrong))
    meant: defaultdict[int, list[Said]] = defaultdict(list)
    fresh: list[Said] = []
    for said in understood.people:
        individual, sentence = known.whom(said)
        if sentence or (sentence := _lacks(said, individual)):
            _wrong(found, [said], sentence)
        elif individual:
            meant[individual.pk].append(said)
        else:
            fresh.append(said)
    for several in [several for several in meant.values() if len(several) > 1]:
        _wrong(found, several, _("Several lines of this list speak of %(name)s.") % {"name": several[0].name})
    _names_to_make(found, options, [*(said for one in meant.values() for said in one), *fresh])
    settled = {pk: one[0] for pk, one in meant.items() if not found.wrong.keys() & set(one[0].lines)}
    return found, settled, [said for said in fresh if not found.wrong.keys() & set(said.lines)]


def _wrong(found: Plan, several: Iterable[Said], sentence: str) -> None:
    for said in several:
        found.wrong |= dict.fromkeys(said.lines, sentence)


def _add(found: Plan, change: Change) -> None:
    if change.is_something:
        found.changes.append(change)
    else:
        found.unchanged += 1


def _lacks(said: Said, individual: Individual | None) -> str:
    """What somebody new needs, and the list does not say."""
    if individual is None and not said.email:
        return _("Nobody has the number %(number)s here yet: add their e-mail address.") % {"number": said.number}
    if individual is None and not (said.given_name and said.family_name):
        return _("%(email)s is not on the lists yet: give a first name and a family name.") % {"email": said.email}
    if individual is None and not said.status:
        return _("%(name)s is not on the lists yet: say whether this is a student or staff.") % {"name": said.name}
    return ""


def _names_to_make(found: Plan, options: Options, people: list[Said]) -> None:
    """Groups and campuses nobody knows: spelt alike whatever the order of the lines; or a fault of those lines."""
    groups: defaultdict[Place, list[tuple[str, Said]]] = defaultdict(list)
    campuses: defaultdict[str, list[tuple[str, Said]]] = defaultdict(list)
    for said in people:
        for kind, name in said.groups:
            if (place := (kind, name.casefold())) not in found.known.groups:
                groups[place].append((name, said))
        if said.campus and (folded := said.campus.casefold()) not in found.known.campuses:
            campuses[folded].append((said.campus, said))
    if options.make:
        found.groups = {place: min(name for name, _said in told) for place, told in sorted(groups.items())}
        found.campuses = {folded: min(name for name, _said in told) for folded, told in sorted(campuses.items())}
        return
    for told in [*groups.values(), *campuses.values()]:
        for name, said in told:
            _wrong(found, [said], _("“%(name)s” is not known here yet.") % {"name": name})


class Known:
    """The school's lists as they are now."""

    def __init__(self, school: School) -> None:
        self.individuals = {one.pk: one for one in Individual.objects.for_school(school)}
        self.by_number = {one.number: one for one in self.individuals.values() if one.number}
        self.by_email = {one.email.lower(): one for one in self.individuals.values()}
        self.campuses = {campus.name.casefold(): campus for campus in school.campuses.all()}
        self.groups = {(group.kind, group.name.casefold()): group for group in Group.objects.for_school(school)}
        self.places = {group.pk: place for place, group in self.groups.items()}
        self.moving: set[int] = set()
        """Whose address becomes free, by this very list."""
        self.belongings: defaultdict[int, dict[Place, tuple[int, str]]] = defaultdict(dict)
        for pk, individual, group, title in Belonging.objects.in_school(school).as_rows():
            self.belongings[individual][self.places[group]] = (pk, title)

    def who_may_move(self, people: Iterable[Said]) -> set[int]:
        """Those whose number the list gives with another address: theirs may become somebody else's."""
        named = ((self.by_number.get(said.number), said.email) for said in people if said.number and said.email)
        return {one.pk for one, email in named if one and one.email.lower() != email}

    def whom(self, said: Said) -> tuple[Individual | None, str]:
        """Whom a list means, by their number, else by their address; or why that cannot be told."""
        numbered = self.by_number.get(said.number) if said.number else None
        addressed = self.by_email.get(said.email) if said.email else None
        if addressed and addressed is not numbered and said.number and addressed.pk in self.moving:
            addressed = None
        if numbered and addressed and numbered is not addressed:
            return None, _("The number %(number)s is that of %(one)s, and the address that of %(other)s.") % {
                "number": said.number,
                "one": numbered,
                "other": addressed,
            }
        if addressed and not numbered and said.number and addressed.number:
            return None, _("The address %(email)s is that of %(name)s, whose number is %(number)s.") % {
                "email": said.email,
                "name": addressed,
                "number": addressed.number,
            }
        return numbered or addressed, ""

    def change(self, said: Said, individual: Individual) -> Change:
        """What a list wants of one person; `individual` is given the new values, and not saved."""
        change = Change(said, individual, individual.pk is None)
        for name in PLAIN:
            value = getattr(said, name)
            if value and value != getattr(individual, name):
                setattr(individual, name, value)
                change.fields.append(name)
        if individual.left != said.left:
            individual.left = said.left
            change.fields.append("left")
        if said.campus and (folded := said.campus.casefold()):
            campus = self.campuses.get(folded)
            if campus is None or campus.pk != individual.campus_id:
                change.campus = folded
                change.fields.append("campus")
        self._move(change, said, self.belongings.get(individual.pk, {}))
        return change

    def _move(self, change: Change, said: Said, now: dict[Place, tuple[int, str]]) -> None:
        wanted = {(kind, name.casefold()): "" for kind, name in said.groups}
        for (kind, name), title in sorted(said.groups.items()):
            wanted[kind, name.casefold()] = wanted[kind, name.casefold()] or title
        for place, title in wanted.items():
            if place not in now or (title and title != now[place][1]):
                change.joins[place] = title
        replaced = {kind for kind, _name in wanted} & ONE_AT_A_TIME
        change.leaves = [pk for place, (pk, _title) in now.items() if place[0] in replaced and place not in wanted]

    def missing(self, named: set[int], changes: list[Change], options: Options) -> list[Individual]:
        """Who is there, might have been in the list, and is not."""
        absent = [one for pk, one in self.individuals.items() if pk not in named and one.left is None]
        if options.group[1]:
            place = (options.group[0], options.group[1].casefold())
            return [one for one in absent if place in self.belongings.get(one.pk, {})]
        statuses = {self.individuals[pk].status for pk in named} | {change.individual.status for change in changes}
        return [one for one in absent if one.status in statuses]
