"""Looking back on a year, action by action, and going on with the next plan. One transaction each, one trail line."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.days import in_words
from portevoix.steering.committee import acts, rules
from portevoix.steering.committee.agenda import why_late
from portevoix.steering.committee.models import Review, ReviewLine
from portevoix.steering.plan import acts as plans
from portevoix.steering.plan.models import Action, Gauge, Plan
from portevoix.steering.plan.rules import may_become

WORDS = ("done", "gap", "correction")


@transaction.atomic
def open_review(plan: Plan, year: int, by: Office) -> Review:
    """Begin to look back on a year; what the house knows of each action is written already."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    today = localdate(clock.rounded())
    rules.must_be_allowed_to_be_reviewed(held, year, held.reviews.values_list("year", flat=True), today)
    review = Review.objects.create(plan=held, year=year, office=by)
    day = min(today, date(year, 12, 31))
    actions = Action.objects.of(held).in_order().prefetch_related("gauges__values", "steps")
    with override(settings.LANGUAGE_CODE):
        ReviewLine.objects.bulk_create(_line(review, rank, action, day) for rank, action in enumerate(actions, 1))
    trail.deed("review opened", by, review, year)
    return review


def _line(review: Review, rank: int, action: Action, day: date) -> ReviewLine:
    late = action.is_late(day)
    return ReviewLine(
        review=review,
        action=action,
        rank=rank,
        axis=f"{action.axis.label} · {action.axis.title}"[:240],
        title=f"{action.reference} {action.title}"[:240],
        state=action.state,
        is_late=late,
        is_published=action.published,
        done="\n".join(_done(action, review.year)),
        gap="\n".join([*(why_late(action, day)[1:2] if late else []), *_short(action, review.year)]),
    )


def _done(action: Action, year: int) -> Iterator[str]:
    """What became of it that year, and what was measured."""
    for step in action.steps.all():
        at = localdate(step.at)
        if at.year == year:
            words = {"state": step.get_state_display(), "day": in_words(at), "why": step.sentence}
            yield (_("%(state)s on %(day)s: %(why)s") if step.sentence else _("%(state)s on %(day)s.")) % words
    for gauge in action.gauges.all():
        value = gauge.overall().get(year)
        if value is not None and value.number is not None:
            yield f"{gauge.name} : {value}."


def _short(action: Action, year: int) -> Iterator[str]:
    """Aims that were not met, and what nobody has measured."""
    for gauge in action.gauges.all():
        value = gauge.overall().get(year)
        if value is None or (value.number is None and not value.is_masked):
            yield _("Not measured: %(gauge)s.") % {"gauge": gauge.name}
        elif gauge.is_reached_by(value.number) is False and _is_for(gauge, year):
            words = {"gauge": gauge.name, "target": gauge.in_words(gauge.target)}
            yield _("%(gauge)s: the aim was %(target)s.") % words


def _is_for(gauge: Gauge, year: int) -> bool:
    """Whether the aim was for this year or before."""
    return gauge.target_year is None or gauge.target_year <= year


def _hold(review: Review) -> Review:
    return Review.objects.held_fast().get(pk=review.pk)


@transaction.atomic
def write(review: Review, by: Office, *, summary: str, lines: Mapping[ReviewLine, Mapping[str, str]]) -> Review:
    """Write the review, all at once."""
    held = _hold(review)
    rules.must_be_allowed_to_write(held)
    held.summary = summary
    held.save(update_fields=["summary"])
    for line, words in lines.items():
        for name in WORDS:
            setattr(line, name, words.get(name, "").strip())
    ReviewLine.objects.bulk_update(lines, WORDS)
    trail.deed("review written", by, held)
    return held


@transaction.atomic
def close(review: Review, by: Office) -> Review:
    """Freeze it, each action as it is called and stands now."""
    held = _hold(review)
    rules.must_be_allowed_to_write(held)
    today = localdate(clock.rounded())
    lines = [line for line in held.lines.all().in_order() if line.action is not None]
    for line in lines:
        assert line.action is not None
        line.title = f"{line.action.reference} {line.action.title}"[:240]
        line.state, line.is_published = line.action.state, line.action.published
        line.is_late = line.action.is_late(min(today, date(held.year, 12, 31)))
    ReviewLine.objects.bulk_update(lines, ["title", "state", "is_published", "is_late"])
    held.closed = clock.rounded()
    held.save(update_fields=["closed"])
    trail.deed("review closed", by, held)
    return held


@transaction.atomic
def publish(review: Review, by: Office, *, shown: bool) -> Review:
    """Let everyone read a closed review, or take it off the public pages."""
    held = _hold(review)
    rules.must_be_allowed_to_publish(held)
    held.is_published = shown
    held.save(update_fields=["is_published"])
    trail.deed("review published" if shown else "review kept back", by, held)
    return held


CHOICES = (Action.State.CONTINUED, Action.State.DONE, Action.State.DROPPED)
"""What becomes of an action when its plan ends."""


def fates(action: Action) -> list[str]:
    """What may become of it when its plan ends."""
    return [state for state in CHOICES if state == Action.State.CONTINUED or may_become(action, state)]


def likely(action: Action) -> str:
    """What it will probably become: what is done or given up stays so, the others go on."""
    return action.state if action.state in CHOICES else Action.State.CONTINUED


@transaction.atomic
def go_on(plan: Plan, by: Office, *, title: str, first_year: int, last_year: int, fate: Mapping[Action, str]) -> Plan:
    """The next plan: what continues is taken over, what is done or given up says so; the committee goes on sitting."""
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    rules.must_be_allowed_to_be_followed(held)
    for action, state in fate.items():
        if state != Action.State.CONTINUED and state != action.state:
            plans.change_action(action, by, state=state)
    going_on = [action for action, state in fate.items() if state == Action.State.CONTINUED]
    following = plans.clone_plan(held, first_year, last_year, by, title=title, keeping=going_on)
    acts.set_up(following, by)
    return following
