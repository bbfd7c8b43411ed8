"""Who speaks for an association, and what may become of an event."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portevoix.campus.associations.models import Event, Line, offices_of
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

LONGEST, FURTHEST = timedelta(days=3), timedelta(days=731)
State = Event.State
NEXT: dict[str, set[str]] = {
    State.PROPOSED: {State.ASKED, State.ACCEPTED, State.DECLINED, State.PROPOSED, State.CALLED_OFF},
    State.ASKED: {State.PROPOSED, State.CALLED_OFF, State.ACCEPTED, State.DECLINED},
    State.ACCEPTED: {State.ASKED, State.DECLINED, State.PROPOSED, State.CALLED_OFF},
    State.DECLINED: {State.ACCEPTED, State.ASKED},
    State.CALLED_OFF: set(),
}
"""What may come after what. An accepted event that is changed is proposed again."""
ANSWERS = {State.ASKED, State.ACCEPTED, State.DECLINED}
NEED_A_SENTENCE = {State.ASKED, State.DECLINED}


def may_speak_for(individual: Individual, group: Group | None) -> bool:
    """Whoever holds an office in the association."""
    return group is not None and any(held.group_id == group.pk for held in offices_of(individual))


def must_speak_for(individual: Individual, group: Group | None) -> Group:
    """The association; one of another school, and one in which they hold no office, do not exist for them."""
    if group is None or not may_speak_for(individual, group):
        sentence = _("This page is for those who hold an office in the association.")
        raise Refused(sentence, code="association", status=404)
    return group


def must_be_an_event_of(individual: Individual, event: Event | None) -> Event:
    """An event of an association in which they hold an office."""
    must_speak_for(individual, event.association.group if event else None)
    assert event is not None
    return event


def must_be_of_the_school(school: School, event: Event | None) -> Event:
    if event is None or event.association.school_id != school.pk:
        raise Refused(_("There is no such event."), code="event", status=404)
    return event


def must_be_an_association_of(school: School, group: Group | None) -> Group:
    if group is None or group.school_id != school.pk or group.kind != Group.Kind.ASSOCIATION:
        raise Refused(_("There is no such association."), code="association", status=404)
    return group


def may_become(event: Event, state: str) -> bool:
    return state in NEXT[event.state]


def must_be_allowed_to_become(event: Event, state: str, now: datetime) -> None:
    if not may_become(event, state):
        raise Refused(_("This can no longer be changed."), code="state", status=409)
    if event.ends <= now:
        raise Refused(_("This event is over."), code="over", status=409)


def must_be_an_answer(state: str, sentence: str) -> None:
    """Whoever is told no, or asked for something, is told why."""
    if state not in ANSWERS:
        raise Refused(_("Choose an answer."), code="answer", status=409)
    if state in NEED_A_SENTENCE and not sentence.strip():
        raise Refused(_("Write a sentence: they must know why, or what to change."), code="sentence", status=409)


def may_be_ticked(event: Event, line: Line | None) -> bool:
    """A line that somebody looks at, of a party that is not over, not declined and not called off."""
    if line is None or line.school_id != event.association.school_id or line.measure != Line.Measure.SEEN:
        return False
    return event.is_party and line.is_asked and event.state not in {State.DECLINED, State.CALLED_OFF}


def must_be_allowed_to_tick(event: Event, line: Line | None, now: datetime) -> Line:
    if line is None or not may_be_ticked(event, line):
        raise Refused(_("This line cannot be ticked."), code="line", status=404)
    if event.ends <= now:
        raise Refused(_("This event is over."), code="over", status=409)
    return line


def must_have_a_page(event: Event) -> None:
    """Only what the mission has accepted is shown."""
    if event.state != State.ACCEPTED:
        raise Refused(_("It can be shown once the mission has accepted it."), code="state", status=409)


def may_become_a_sitting(event: Event) -> bool:
    return event.state == State.ACCEPTED and not event.is_party and event.sitting_id is None


def must_be_allowed_to_become_a_sitting(event: Event) -> None:
    if not may_become_a_sitting(event):
        sentence = _("An accepted talk or workshop becomes a date of a training, once.")
        raise Refused(sentence, code="sitting", status=409)


def must_be_a_line_of(school: School, line: Line | None) -> Line:
    if line is None or line.school_id != school.pk:
        raise Refused(_("There is no such line."), code="line", status=404)
    return line
