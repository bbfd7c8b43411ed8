"""What the committee should talk about: made from the plan itself, from what was decided, and from what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portevoix.ground.web.days import in_words
from portevoix.steering.committee.models import Decision, Meeting, Point
from portevoix.steering.plan import alarms
from portevoix.steering.plan.models import Action, Gauge, Plan, Proposal


@dataclass(frozen=True)
class Item:
    """A point that the house proposes, in the language that is set; `text` is Markdown."""

    kind: str
    title: str
    text: str
    action: Action | None = None


def proposed(meeting: Meeting, now: datetime) -> list[Item]:
    """In the order in which they are best taken."""
    plan, today = meeting.committee.plan, localdate(now)
    last = Meeting.objects.before(meeting).took_place().first()
    return [
        *_followed(meeting),
        *_late(plan, today),
        *_changed(plan, last),
        *_asked_for(plan),
        *_renewed(plan, today),
    ]


def _followed(meeting: Meeting) -> Iterator[Item]:
    waiting = list(Decision.objects.taken_before(meeting).waiting())
    if waiting:
        lines = [_plain(f"{one.text} {_for_whom(one)}") for one in waiting]
        yield Item(Point.Kind.FOLLOW, _("What became of our decisions"), _list(lines))


def _for_whom(decision: Decision) -> str:
    said = [decision.who] if decision.who else []
    if decision.until:
        said.append(_("before %(day)s") % {"day": in_words(decision.until)})
    return f"({', '.join(said)})" if said else ""


def _late(plan: Plan, today: date) -> Iterator[Item]:
    for action in Action.objects.of(plan).late_on(today).in_order():
        title = _("Late: %(action)s") % {"action": f"{action.reference} {action.title}"}
        yield Item(Point.Kind.LATE, title[:200], _list(why_late(action, today)), action)


def why_late(action: Action, today: date) -> list[str]:
    """What is known of it, in sentences."""
    said = [_("State: %(state)s.") % {"state": action.get_state_display()}]
    if action.ends and action.ends < today:
        said.append(_("It should have ended on %(day)s.") % {"day": in_words(action.ends)})
    elif action.begins:
        said.append(_("It should have begun on %(day)s.") % {"day": in_words(action.begins)})
    lead = _plain(action.led_by)
    return [*said, _("Led by: %(name)s.") % {"name": lead} if lead else _("Nobody leads it.")]


def _changed(plan: Plan, last: Meeting | None) -> Iterator[Item]:
    if last is None:
        return
    lines = [*_moved(plan, last), *_measured(plan, localdate(last.at))]
    if lines:
        since = _("Since the meeting of %(day)s") % {"day": in_words(localdate(last.at))}
        yield Item(Point.Kind.CHANGED, since, _list(lines))


def _moved(plan: Plan, last: Meeting) -> Iterator[str]:
    """What actions have become since that meeting."""
    stood = {one.action_id: one for one in last.standings.all()}
    for action in Action.objects.of(plan).in_order():
        name = _plain(f"{action.reference} {action.title}")
        before = stood.get(action.pk)
        if before is None:
            yield _("New action: %(action)s.") % {"action": name}
            continue
        if before.state != action.state:
            words = {"action": name, "before": Action.State(before.state).label, "now": action.get_state_display()}
            yield _("%(action)s: %(before)s → %(now)s.") % words
        if before.ends != action.ends:
            words = {"action": name, "before": _day(before.ends), "now": _day(action.ends)}
            yield _("%(action)s: its end moves from %(before)s to %(now)s.") % words


def _day(day: date | None) -> str:
    return in_words(day) if day else _("no date")


def _measured(plan: Plan, since: date) -> Iterator[str]:
    """What indicators of the whole school say that was not known then."""
    for gauge in Gauge.objects.of(plan).with_values().in_order():
        value = gauge.latest()
        if value is not None and value.taken > since and value.number is not None:
            words = {"gauge": _plain(gauge.name), "year": value.year, "number": str(value)}
            yield _("%(gauge)s, %(year)s: %(number)s.") % words


def _asked_for(plan: Plan) -> Iterator[Item]:
    waiting = list(Proposal.objects.for_school(plan.school).waiting().latest_first())
    if waiting:
        yield Item(Point.Kind.PROPOSED, _("Proposals to answer"), _list([_plain(one.title) for one in waiting]))


def _renewed(plan: Plan, today: date) -> Iterator[Item]:
    if today >= alarms.months_before(plan.ends, alarms.PREPARE) and not plan.followers.exists():
        text = _("The plan ends on %(day)s. What continues, what stops, what is done?")
        if today > plan.ends:
            text = _("The plan ended on %(day)s, and nothing follows it. What continues, what stops, what is done?")
        yield Item(Point.Kind.RENEWAL, _("Prepare the next plan"), text % {"day": in_words(plan.ends)})


def _plain(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
