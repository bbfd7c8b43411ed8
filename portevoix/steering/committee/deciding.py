"""What a decision does: it becomes an action of the plan, changes one, or is simply done.

One transaction each, one line in the trail beside that of the plan.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.days import in_words
from portevoix.steering.committee import rules
from portevoix.steering.committee.models import Decision
from portevoix.steering.plan import acts as plans
from portevoix.steering.plan.models import Action, Axis


def _waiting(decision: Decision) -> Decision:
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    rules.must_be_allowed_to_be_carried(held)
    return held


@transaction.atomic
def make_action(decision: Decision, by: Office, axis: Axis, title: str) -> Action:
    """The decision becomes an action of the plan, with who and when."""
    held = _waiting(decision)
    action = plans.make_action(axis, by, title=title, lead=held.who, ends=held.until, state=Action.State.PLANNED)
    _carried(held, by, action, _("New action %(action)s.") % {"action": f"{action.reference} « {action.title} »"})
    return action


@transaction.atomic
def change_action(decision: Decision, by: Office, action: Action, **known: Any) -> Action:
    """The decision changes an action: its state, its dates."""
    held = _waiting(decision)
    said = [f"{action.reference} « {action.title} »", *changes(action, known)]
    plans.change_action(action, by, sentence=held.text, **known)
    _carried(held, by, action, " · ".join(said)[:400])
    return action


def changes(action: Action, known: Mapping[str, Any]) -> list[str]:
    """What will be different, in a few words each."""
    said = []
    if known.get("state", action.state) != action.state:
        words = {"before": action.get_state_display(), "now": Action.State(known["state"]).label}
        said.append(_("state: %(before)s → %(now)s") % words)
    for name, what in (("begins", _("beginning")), ("ends", _("end"))):
        before, now = getattr(action, name), known.get(name, getattr(action, name))
        if before != now:
            days = {"what": what, "before": _day(before), "now": _day(now)}
            said.append(_("%(what)s: %(before)s → %(now)s") % days)
    return said


def _day(day: date | None) -> str:
    return in_words(day, "SHORT_DATE_FORMAT") if day else _("no date")


def _carried(decision: Decision, by: Office, action: Action, effect: str) -> None:
    decision.action, decision.effect, decision.carried = action, effect, clock.rounded()
    decision.save(update_fields=["action", "effect", "carried"])
    trail.deed("decision carried", by, decision, action.ident)


@transaction.atomic
def settle(decision: Decision, by: Office) -> Decision:
    """It is done, without anything in the plan."""
    held = _waiting(decision)
    held.settled = localdate(clock.rounded())
    held.save(update_fields=["settled"])
    trail.deed("decision done", by, held)
    return held
