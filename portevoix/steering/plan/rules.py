"""What a plan may be, how an action goes on, what a value may say, who answers a proposal. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.campus.associations.models import offices_of
from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import marks
from portevoix.steering.plan.models import Action, Axis, Gauge, Plan, Proposal

Thing = TypeVar("Thing", bound=models.Model)
State = Action.State
NEXT: dict[str, set[str]] = {
    State.IDEA: {State.PLANNED, State.STARTED, State.DROPPED, State.CONTINUED},
    State.PLANNED: {State.IDEA, State.STARTED, State.DONE, State.DROPPED, State.CONTINUED},
    State.STARTED: {State.PLANNED, State.DONE, State.DROPPED, State.CONTINUED},
    State.DONE: {State.STARTED, State.CONTINUED},
    State.DROPPED: {State.IDEA, State.PLANNED},
    State.CONTINUED: {State.PLANNED, State.STARTED, State.DONE},
}
"""What may come after what. Nothing is done before it was planned; what was given up may be taken up again."""
TERM = 3
"""Years: CGFP, art. L. 132-1, for the plan for professional equality of the State and its establishments."""
LONGEST, FIRST_YEAR, LAST_YEAR = 10, 2000, 2100
BEFORE, AFTER = 10, 5
"""Years: how far before its plan begins, and after it ends, an indicator may speak."""
MOST_OPEN = 10
"""Proposals of one person that wait at the same time."""
MOST_SAID = 100
"""Messages under one proposal."""
LARGEST = 3 * 1024 * 1024
"""Bytes of a piece: a form takes four megabytes whole."""


def must_be_there(thing: Thing | None) -> Thing:
    """The thing, when the school has it."""
    if thing is None:
        raise Refused(_("There is no such thing in the plans of this school."), code="unknown", status=404)
    return thing


def may_have_years(first_year: int, last_year: int) -> bool:
    return FIRST_YEAR <= first_year <= last_year < min(first_year + LONGEST, LAST_YEAR)


def must_have_years(first_year: int, last_year: int) -> None:
    if first_year > last_year:
        raise Refused(_("A plan ends after it has begun."), code="last_year", status=422)
    if not may_have_years(first_year, last_year):
        sentence = _("A plan lasts ten years at most, between 2000 and 2100.")
        raise Refused(sentence, code="last_year", status=422)


def is_longer_than_the_law_says(plan: Plan) -> bool:
    """Whether it lasts more than a plan for professional equality may. That is said, not refused."""
    return len(plan.years) > TERM


def must_be_of(plan: Plan, axis: Axis) -> Axis:
    """An axis of this very plan."""
    if axis.plan_id != plan.pk:
        raise Refused(_("This measure is not of this plan."), code="axis", status=422)
    return axis


def may_be_taken_away(axis: Axis) -> bool:
    """A measure in which nothing is written any more."""
    return not axis.actions.exists() and not axis.gauges.exists()


def must_be_allowed_to_be_taken_away(axis: Axis) -> None:
    if not may_be_taken_away(axis):
        sentence = _("This measure still has actions or indicators: move them or take them away first.")
        raise Refused(sentence, code="axis", status=409)


def may_become(action: Action, state: str) -> bool:
    return state == action.state or state in NEXT[action.state]


def must_be_allowed_to_become(action: Action, state: str) -> None:
    if not may_become(action, state):
        words = {"before": action.get_state_display(), "after": State(state).label}
        sentence = _("An action does not go from “%(before)s” to “%(after)s”.") % words
        raise Refused(sentence, code="state", status=409)


def next_states(action: Action) -> list[tuple[str, str]]:
    """What it may become, and what it is, in the order of its life."""
    return [(state.value, str(state.label)) for state in State if may_become(action, state)]


def must_be_a_sound_action(action: Action) -> None:
    """It ends after it has begun; nothing costs less than nothing."""
    if action.begins and action.ends and action.ends < action.begins:
        raise Refused(_("An action ends after it has begun."), code="ends", status=422)
    for name in ("planned", "spent"):
        amount = getattr(action, name)
        if amount is not None and amount < 0:
            raise Refused(_("An amount is nought or more."), code=name, status=422)


def must_be_known_marks(given: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    chosen = set(given)
    if not all(marks.is_known(scheme, code) for scheme, code in chosen):
        raise Refused(_("This mark is not one of those offered."), code="marks", status=422)
    return chosen


def must_be_one_piece(*, has_file: bool, has_link: bool) -> None:
    """A file or an address, not both and not neither."""
    if has_file == has_link:
        raise Refused(_("Give a file or an address: one of the two."), code="file", status=422)


def must_fit(size: int) -> None:
    if not 0 < size <= LARGEST:
        raise Refused(_("This file is empty, or larger than 3 MB."), code="file", status=413)


def must_be_a_sound_gauge(gauge: Gauge) -> None:
    """Of one measure; asked of a room that counts it, about something it knows; a share within 0 and 100."""
    if gauge.action is not None and gauge.action.axis_id != gauge.axis_id:
        raise Refused(_("This action is not of this measure."), code="action", status=422)
    for name in ("baseline", "target"):
        number = getattr(gauge, name)
        if number is not None and number < 0:
            raise Refused(_("A value is nought or more."), code=name, status=422)
        if number is not None and gauge.is_share and number > 100:
            raise Refused(_("A share is between 0 and 100 per cent."), code=name, status=422)
    if gauge.feeds:
        _must_be_asked_well(gauge)


def _must_be_asked_well(gauge: Gauge) -> None:
    indicator = DECLARED.get(gauge.feeds)
    if indicator is None:
        raise Refused(_("Nothing here counts this."), code="feeds", status=422)
    if str(gauge.unit) != str(indicator.unit):
        raise Refused(_("What counts this gives another unit."), code="unit", status=422)
    options = {value for value, _name in indicator.options(gauge.axis.plan.school)}
    if gauge.option not in (options if indicator.needs_an_option else {""}):
        raise Refused(_("Say what it is to be counted for: choose in the list."), code="option", status=422)


def may_speak_of(plan: Plan, year: int) -> bool:
    """From some years before the plan, for the start, to some years after it, for what lasts."""
    return plan.first_year - BEFORE <= year <= plan.last_year + AFTER


def must_be_a_sound_value(
    gauge: Gauge, year: int, numerator: Decimal | None, denominator: int | None, number: Decimal | None
) -> None:
    """A value that can be true. Refuses in a sentence what cannot: the code is the field to look at."""
    plan = gauge.axis.plan
    if not may_speak_of(plan, year):
        words = {"first": plan.first_year - BEFORE, "last": plan.last_year + AFTER}
        raise Refused(_("The year is between %(first)d and %(last)d.") % words, code="year", status=422)
    for name, given in (("numerator", numerator), ("denominator", denominator), ("number", number)):
        if given is not None and given < 0:
            raise Refused(_("A value is nought or more."), code=name, status=422)
    if gauge.is_share:
        _must_be_a_sound_share(numerator, denominator, number)


def _must_be_a_sound_share(numerator: Decimal | None, denominator: int | None, number: Decimal | None) -> None:
    if number is not None and number > 100:
        raise Refused(_("A share is between 0 and 100 per cent."), code="number", status=422)
    if numerator is not None and denominator and numerator > denominator:
        raise Refused(_("The part is larger than the whole."), code="numerator", status=422)
    counted = percent(numerator, denominator)
    if number is not None and counted is not None and abs(number - counted) > Decimal("0.05"):
        words = {"counted": number_format(counted, 2), "number": number_format(number, 2)}
        sentence = _("The counts give %(counted)s %%, not %(number)s %%: correct one of them, or leave one empty.")
        raise Refused(sentence % words, code="number", status=422)


def percent(numerator: Decimal | int | None, denominator: int | None) -> Decimal | None:
    """With two decimals; None when one of them is unknown, or the denominator is nought."""
    if numerator is None or not denominator:
        return None
    return (100 * Decimal(numerator) / denominator).quantize(Decimal("0.01"))


FROM_TO = {Gauge.Frequency.YEAR: 12, Gauge.Frequency.HALF: 6, Gauge.Frequency.QUARTER: 3}
PATIENCE = timedelta(days=31)


def is_due(gauge: Gauge, last_taken: date | None, today: date) -> bool:
    """Whether somebody should type a value: by hand only, while the plan runs, a month after its time has passed."""
    plan = gauge.axis.plan
    if gauge.feeds or plan.closed or not plan.begins <= today <= plan.ends + timedelta(days=365):
        return False
    if last_taken is None:
        return today > plan.begins + PATIENCE
    months = FROM_TO.get(Gauge.Frequency(gauge.frequency))
    return months is not None and today > last_taken + timedelta(days=round(months * 30.44)) + PATIENCE


def may_speak_for(individual: Individual, group: Group | None) -> bool:
    """For oneself, or for an association in which one holds an office."""
    return group is None or any(held.group_id == group.pk for held in offices_of(individual))


def must_be_allowed_to_propose(individual: Individual, group: Group | None, waiting: int) -> None:
    if not may_speak_for(individual, group):
        raise Refused(_("You hold no office in this association."), code="group")
    if waiting >= MOST_OPEN:
        sentence = _("Ten of your proposals are waiting for an answer: more can come when some are answered.")
        raise Refused(sentence, code="many", status=409)


def must_leave_room(said: int) -> None:
    if said >= MOST_SAID:
        raise Refused(_("A hundred messages are enough here: meet, and talk."), code="text", status=409)


def must_be_theirs(individual: Individual, proposal: Proposal | None) -> Proposal:
    """A proposal of this person; those of others do not exist for them."""
    if proposal is None or proposal.individual_id != individual.pk:
        raise Refused(_("There is no such proposal."), code="unknown", status=404)
    return proposal


def must_be_proposed_to(school: School, proposal: Proposal | None) -> Proposal:
    if proposal is None or proposal.school_id != school.pk:
        raise Refused(_("There is no such proposal."), code="unknown", status=404)
    return proposal


def must_be_waiting(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise Refused(_("This proposal has been answered already."), code="answered", status=409)


def must_say_why(reason: str) -> str:
    """Whoever is told no is told why."""
    if not reason.strip():
        raise Refused(_("Write why: whoever proposed it reads your answer."), code="answer", status=422)
    return reason.strip()


def must_say_something(text: str) -> str:
    if not text.strip():
        raise Refused(_("Write something first."), code="text", status=422)
    return text.strip()
