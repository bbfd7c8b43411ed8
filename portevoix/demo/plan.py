"""The made-up school publishes a real plan: that of Mines Saint-Étienne, 2021–2024, as it was told in public."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from portevoix.campus.associations.models import offices_of
from portevoix.campus.trainings.models import Partner
from portevoix.demo.accounts import OFFICER, STUDENT
from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts
from portevoix.steering.plan.models import Action, Axis, Gauge, Plan, Step

TOLD = Path(__file__).parent / "plan_2021_2024.toml"
FRAMES = ("sevens", "areas", "cpas1option")


def show(school: School, now: datetime) -> None:
    """The plan, published; what Lou proposed. Comes after whatever its indicators read."""
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    helene = Office.objects.for_school(school).current().with_people().get(person__email=OFFICER.email)
    fields = {key: value for key, value in told.items() if key not in {"measure", "proposals"}}
    plan = acts.make_plan(school, helene, **fields)
    for one in told["measure"]:
        own = {key: one[key] for key in ("number", "title", "is_beside") if key in one}
        axis = acts.make_axis(plan, helene, **own)
        for gauge in one.get("gauge", []):
            _gauge(axis, None, gauge, helene, now)
        for action in one.get("action", []):
            _action(axis, action, helene, now)
    acts.publish(plan, helene)
    _proposals(plan, told["proposals"], helene)
    for gauge in Gauge.objects.of(plan).fed().filter(feeds__startswith="plan."):
        acts.feed(plan, now.year, only=gauge)


def _action(axis: Axis, told: dict[str, Any], by: Office, now: datetime) -> None:
    fields = {key: told[key] for key in ("title", "text", "state", "audience") if key in told}
    partners = {one.name: one for one in Partner.objects.for_school(axis.plan.school)}
    names = [(name, partners.get(name)) for name in told.get("contributors", [])]
    marks = [(frame, code) for frame in FRAMES for code in told.get(frame, [])]
    made = {"is_existing": axis.is_beside, "begins": told["since"]}
    action = acts.make_action(axis, by, contributors=names, marks=marks, **fields, **made)
    Step.objects.filter(action=action).update(at=_morning(told["since"]))
    for gauge in told.get("gauge", []):
        _gauge(axis, action, gauge, by, now)


def _gauge(axis: Axis, action: Action | None, told: dict[str, Any], by: Office, now: datetime) -> None:
    """An indicator; what feeds it is looked for by its name. One that nothing here counts is left to be typed."""
    fields = {key: value for key, value in told.items() if key not in {"about", "years", "values"}}
    if "feeds" in fields:
        fields = _fed(axis, fields.pop("feeds"), told.get("about", [str(axis.plan)])) | fields
    gauge = acts.make_gauge(axis, by, action=action, **fields)
    for value in told.get("values", []):
        acts.note_value(gauge, by=by, taken=date(value["year"], 7, 6), **value)
    for year in _years(told.get("years", [0]), now) if gauge.feeds else ():
        acts.feed(axis.plan, year, only=gauge)


def _fed(axis: Axis, key: str, about: Iterable[str]) -> dict[str, Any]:
    indicator = DECLARED.get(key)
    if indicator is None:
        return {"feeds": ""}
    options = [value for value, name in indicator.options(axis.plan.school) if all(part in name for part in about)]
    if indicator.needs_an_option and not options:
        return {"feeds": "", "unit": Gauge.Unit(str(indicator.unit.value))}
    words = {name: str(getattr(indicator, name)) for name in ("definition", "numerator", "denominator")}
    return words | {
        "feeds": key,
        "unit": Gauge.Unit(str(indicator.unit.value)),
        "option": options[0] if options else "",
    }


def _years(years: Iterable[int], now: datetime) -> list[int]:
    """Years of the calendar; nought is this one, one below nought the last."""
    return [year if year > 0 else now.year + year for year in years]


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _proposals(plan: Plan, told: dict[str, dict[str, str]], by: Office) -> None:
    lou = Individual.objects.for_school(plan.school).get(email=STUDENT.email)
    second = plan.axes.in_order()[1]
    held = offices_of(lou).first()
    made = {
        name: acts.propose(plan.school, lou, title=one["title"], text=one["text"], axis=second)
        for name, one in told.items()
        if name != "accepted"
    }
    calm = told["accepted"]
    group = held.group if held else None
    accepted = acts.propose(plan.school, lou, title=calm["title"], text=calm["text"], axis=second, group=group)
    acts.accept_proposal(
        accepted, second, by, calm["answer"], state=Action.State.IDEA, published=True, planned=Decimal(150)
    )
    acts.refuse_proposal(made["refused"], told["refused"]["answer"], by)
    acts.discuss(made["open"], told["open"]["asks"], by)
    acts.discuss(made["open"], told["open"]["says"], lou)
