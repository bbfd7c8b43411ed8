"""A closed survey is counted, once: what is too small is masked, and the answers are deleted with the same stroke.

Counts have names: « n » those who took part, « n|status|staff » those of them in one group; « climate.safe » those
who answered an item, « …|=full » one choice of it, « …|yes » and « …|no » the item in one number, and the same for
one group, « …|yes|gender|woman ». « lived.any » and its like are made of several items. See docs/decisions/masking.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import permutations

from django.db import transaction

from portevoix.ground.counts.indicators import DECLARED, Period
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.counts.tables import CROSSING, Count, Sum, mask
from portevoix.steering.survey import instrument
from portevoix.steering.survey.instrument import UNSAID, Instrument, Item, Lived
from portevoix.steering.survey.models import Answer, Outcome, Survey

Answers = Mapping[str, str]
RECEIVED = "testimonies.received"
TOLD = "status"
"""The only cut of which it is told how many answered: the lists say how many there are."""
CROSSED = 50
"""With fewer answers there are no crossings: all but a few would be masked."""


def count_up(survey: Survey) -> Outcome | None:
    """Count a closed survey; None when it is not closed, or has been counted."""
    if survey.state != Survey.State.CLOSED or Outcome.objects.of(survey):
        return None
    bodies = list(Answer.objects.in_survey(survey).values_list("body", flat=True))
    figures = figures_of(instrument.of(survey), bodies)
    with transaction.atomic():
        locked = Survey.objects.held().get(pk=survey.pk)
        if Outcome.objects.of(locked):
            return None
        outcome = Outcome.objects.create(survey=locked, figures=figures, received=_received(locked))
        Answer.objects.in_survey(locked).delete()
        return outcome


def reference(survey: Survey) -> Period:
    """The twelve months the survey asks about: those that end on its last day."""
    last = survey.closes
    first = last.replace(year=last.year - 1, day=min(last.day, 28) if last.month == 2 else last.day)
    return Period(first + timedelta(days=1), last)


def _received(survey: Survey) -> int | None:
    """None as well when this house has nothing that counts testimonies."""
    declared = DECLARED.get(RECEIVED)
    readings = declared.read(survey.school, reference(survey), "") if declared else []
    whole = readings[0].numerator if readings else None
    return None if whole is None else int(whole)


def figures_of(asked: Instrument, bodies: Iterable[Answers]) -> dict[str, int | None]:
    """Every count that may be kept, or None where it is masked."""
    tables = Tables(asked, list(bodies))
    return {name: number.value for name, number in mask(tables.counts, tables.sums).items()}


class Tables:
    """Every count of a survey and every sum that links them, before anything is masked."""

    def __init__(self, asked: Instrument, bodies: Sequence[Answers]) -> None:
        self.bodies = bodies
        self.counts: dict[str, Count] = {"n": Count(len(bodies), rank=-1)}
        self.sums: list[Sum] = []
        self.groups: dict[str, list[Answers]] = {}
        """Who is in which group, by the end of its name, « |gender|woman »; « |gender|- » those who did not say."""
        self.cuts = [self._cut(cut) for cut in asked.cuts]
        items = [item for item in asked.items if not item.is_cut]
        for item in items:
            if not item.show_if:
                self._add(item, "n")
        for lived in asked.lived:
            self._add_lived(lived, [item for item in items if item.name.partition(".")[0] in lived.modules])
        for outer, inner in permutations(asked.lived, 2):
            if set(inner.modules) < set(outer.modules):
                self._link_part(f"lived.{outer.key}", f"lived.{inner.key}", ("", *self.groups))
        for item in items:
            if item.show_if:
                self._add(item, _asked_of(asked, item))

    def _cut(self, cut: Item) -> list[str]:
        groups: dict[str, list[Answers]] = {key: [] for key in (*(choice.key for choice in cut.said()), "-")}
        for body in self.bodies:
            groups[_said(body, cut.name) or "-"].append(body)
        named = {f"|{cut.key}|{key}": people for key, people in groups.items()}
        for name, people in named.items():
            is_told = cut.key == TOLD and not name.endswith("|-")
            self.counts[f"n{name}"] = Count(len(people), LEAST if is_told else None, LEAST if is_told else 0, 1)
        self.sums.append(Sum("n", tuple(f"n{name}" for name in named)))
        if len(self.bodies) < CROSSED:
            return []
        self.groups |= named
        return list(named)

    def _add(self, item: Item, whole: str) -> None:
        """One item, asked of those whom `whole` counts."""
        chosen = Counter(choice for body in self.bodies for choice in _said(body, item.name).split())
        cells = {choice.key: f"{item.name}|={choice.key}" for choice in item.said()}
        self.counts |= {cell: Count(chosen[key], rank=2) for key, cell in cells.items()}
        if item.is_many:
            self.counts[item.name] = Count(sum(bool(_said(body, item.name)) for body in self.bodies))
            self._rest(whole, [item.name], f"{item.name}|out")
            for cell in cells.values():
                self._rest(item.name, [cell], f"{cell}|not")
            return
        self._add_verdicts(item.name, lambda body: _verdict(item, body), is_cut=item.is_crossed)
        for verdict, keys in (("yes", item.yes), ("no", item.no)):
            self.sums.append(Sum(f"{item.name}|{verdict}", tuple(cells[key] for key in keys)))
        aside = [cell for key, cell in cells.items() if key not in {*item.yes, *item.no}]
        self._rest(whole, [item.name, *aside], f"{item.name}|out")

    def _add_lived(self, lived: Lived, acts: list[Item]) -> None:
        name = f"lived.{lived.key}"
        self._add_verdicts(name, lambda body: _verdict_of_all(acts, body), is_cut=True)
        self._rest("n", [name], f"{name}|out")
        for act in acts:
            self._link_part(name, act.name, ("",))
        self._at_least([f"{act.name}|yes" for act in acts], f"{name}|yes")

    def _add_verdicts(self, name: str, verdict: Callable[[Answers], str], *, is_cut: bool) -> None:
        """How many say yes and no, altogether and in each group."""
        self._add_pair(name, "", Counter(map(verdict, self.bodies)), LEAST, LEAST, 1)
        if not is_cut:
            return
        for group, people in self.groups.items():
            is_column = len(people) >= CROSSING and not group.endswith("|-")
            least, width = (CROSSING, LEAST) if is_column else (None, _width(group, len(people)))
            self._add_pair(name, group, Counter(map(verdict, people)), least, width, 3)
            self._rest(f"n{group}", [f"{name}{group}"], f"{name}|out{group}")
        for cut in filter(None, self.cuts):
            self.sums += [Sum(f"{name}|{row}", tuple(f"{name}|{row}{group}" for group in cut)) for row in ("yes", "no")]

    def _add_pair(self, name: str, group: str, said: Counter[str], least: int | None, width: int, rank: int) -> None:
        """The total goes first in a group, where it is least missed, and last in the whole school."""
        yes, no, both = f"{name}|yes{group}", f"{name}|no{group}", f"{name}{group}"
        self.counts[yes] = Count(said["yes"], least, width, rank)
        self.counts[no] = Count(said["no"], least, width, rank)
        self.counts[both] = Count(said["yes"] + said["no"], least, width if least else 0, rank + 1 if group else 0)
        self.sums.append(Sum(both, (yes, no)))

    def _link_part(self, whole: str, part: str, groups: Iterable[str]) -> None:
        """Who says yes to the part says yes to the whole."""
        for group in groups:
            self._rest(f"{whole}|yes{group}", [f"{part}|yes{group}"], f"{whole}>{part}|yes{group}")

    def _at_least(self, parts: list[str], whole: str) -> None:
        """Together, the parts are the whole or more."""
        together = f"{whole}|together"
        self.counts[together] = Count(sum(self.counts[part].value for part in parts), None, width=0)
        self.sums.append(Sum(together, tuple(parts)))
        self._rest(together, [whole], f"{whole}|again")

    def _rest(self, whole: str, parts: list[str], name: str) -> None:
        """What is left of a whole: published nowhere, and no secret of its own."""
        known = sum(self.counts[part].value for part in parts)
        self.counts[name] = Count(self.counts[whole].value - known, None, width=0)
        self.sums.append(Sum(whole, (*parts, name)))


def _width(group: str, people: int) -> int:
    """A group too small to be shown: half of it at least stay in doubt. Who did not say what they are is no group."""
    return 0 if group.endswith("|-") else min(LEAST, (people + 1) // 2)


def _asked_of(asked: Instrument, item: Item) -> str:
    """The count of those to whom it was put, as closely as the counts tell."""
    if len(item.show_if) == 1 and len(item.show_if[0].choices) == 1:
        return f"{item.show_if[0].item}|={item.show_if[0].choices[0]}"
    lived = set(asked.lived[0].modules) | {"told"}
    return "lived.any|yes" if all(one.item.partition(".")[0] in lived for one in item.show_if) else "n"


def _said(body: Answers, name: str) -> str:
    answer = body.get(name, "")
    return "" if answer == UNSAID else answer


def _verdict(item: Item, body: Answers) -> str:
    said = _said(body, item.name)
    return "yes" if said in item.yes else "no" if said in item.no else ""


def _verdict_of_all(acts: list[Item], body: Answers) -> str:
    """Yes to one is yes; who said no, and no only, to half of them at least is told as no."""
    said = [verdict for act in acts if (verdict := _verdict(act, body))]
    return "yes" if "yes" in said else "no" if 2 * len(said) >= len(acts) else ""
