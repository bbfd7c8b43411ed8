"""Two plans side by side: what continued, what is new, what was left, and what each aims at."""

from collections.abc import Iterator
from dataclasses import dataclass

from portevoix.steering.plan.models import Action, Gauge, Plan


@dataclass(frozen=True)
class Pair:
    """An action of the former plan and what it became in the latter; one of the two may be missing."""

    former: Action | None
    latter: Action | None


@dataclass(frozen=True)
class Aims:
    """One indicator: where it stood and what was aimed at, then and now; empty where nothing was."""

    name: str
    former: str
    reached: str
    latter: str


@dataclass(frozen=True)
class Comparison:
    """What a page shows."""

    continued: list[Pair]
    new: list[Action]
    left: list[Action]
    aims: list[Aims]


def of(former: Plan, latter: Plan) -> Comparison:
    """Actions are matched by what they continue, however they are called now."""
    before = list(Action.objects.of(former).in_order())
    after = list(Action.objects.of(latter).in_order())
    heirs = {one.continues_id: one for one in after if one.continues_id}
    known = {one.pk for one in before}
    return Comparison(
        continued=[Pair(one, heirs[one.pk]) for one in before if one.pk in heirs],
        new=[one for one in after if one.continues_id not in known],
        left=[one for one in before if one.pk not in heirs],
        aims=list(_aims(former, latter)),
    )


def _aims(former: Plan, latter: Plan) -> Iterator[Aims]:
    after = list(Gauge.objects.of(latter).with_values().in_order())
    heirs = {one.continues_id: one for one in after if one.continues_id}
    before = list(Gauge.objects.of(former).with_values().in_order())
    for one in before:
        heir = heirs.get(one.pk)
        yield Aims(one.name, _aim(one), _last(one), _aim(heir) if heir is not None else "")
    known = {one.pk for one in before}
    for one in after:
        if one.continues_id not in known:
            yield Aims(one.name, "", "", _aim(one))


def _aim(gauge: Gauge) -> str:
    """« 40 (2024) »."""
    return _dated(gauge.in_words(gauge.target), gauge.target_year) if gauge.target is not None else ""


def _last(gauge: Gauge) -> str:
    known = [one for one in gauge.overall().values() if one.number is not None]
    last = max(known, key=lambda one: one.year, default=None)
    return _dated(str(last), last.year) if last is not None else ""


def _dated(said: str, year: int | None) -> str:
    return f"{said} ({year})" if year else said
