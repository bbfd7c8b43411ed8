"""What associations propose, what the mission answers, what somebody has seen. One transaction each.

What the mission does leaves a line in the trail. What an association does is in the steps of its event.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from portevoix.campus.associations import checklist, rules
from portevoix.campus.associations.models import (
    Association,
    Event,
    Line,
    Sight,
    Standard,
    Step,
    officers_of,
)
from portevoix.campus.sittings import acts as sittings
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.notices import acts as notices
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock

BEFORE = timedelta(days=7)
Who = Individual | Office


@transaction.atomic
def association_of(group: Group) -> Association:
    """The association of this group; its page begins empty and unseen."""
    known = Association.objects.of(group)
    if known is not None:
        return known
    return Association.objects.create(school=group.school, group=group, slug=_free_slug(group))


def _free_slug(group: Group) -> str:
    slug = slugify(group.name)[:50] or "association"
    taken = Association.objects.for_school(group.school).at_slugs_like(slug)
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if one not in taken)


@transaction.atomic
def describe(association: Association, **known: Any) -> Association:
    """What the association says of itself, and whether people see it."""
    for field, value in known.items():
        setattr(association, field, value)
    association.save(update_fields=list(known))
    return association


@transaction.atomic
def propose(association: Association, by: Individual, **known: Any) -> Event:
    """An association wants to do something; the mission is told that something waits."""
    set_up(association.school)
    event = Event.objects.create(association=association, **known)
    _step(event, Event.State.PROPOSED, "", by)
    _tell_the_mission(association.school)
    return event


@transaction.atomic
def revise(event: Event, by: Individual, sentence: str = "", **known: Any) -> Event:
    """Change what was proposed: it is proposed again, and what somebody had seen must be seen again elsewhere."""
    held = Event.objects.held().get(pk=event.pk)
    rules.must_be_allowed_to_become(held, Event.State.PROPOSED, clock.rounded())
    before = (held.begins, held.place)
    for field, value in known.items():
        setattr(held, field, value)
    held.state, held.is_reminded = Event.State.PROPOSED, False
    held.save()
    if before != (held.begins, held.place):
        held.sights.all().delete()
    _step(held, Event.State.PROPOSED, sentence, by)
    _tell_the_mission(held.association.school)
    return held


@transaction.atomic
def call_off(event: Event, by: Individual, sentence: str = "") -> Event:
    """It will not take place."""
    held = _become(event, Event.State.CALLED_OFF)
    _step(held, held.state, sentence, by)
    _tell_the_mission(held.association.school)
    return held


@transaction.atomic
def answer(event: Event, by: Office, state: str, sentence: str) -> Event:
    """Accept, ask for changes, or decline; whoever holds an office in the association is told that an answer waits."""
    rules.must_be_an_answer(state, sentence)
    held = _become(event, state)
    _step(held, state, sentence, by)
    trail.deed(f"event {state}", by, held)
    _write_to_officers("answered", held)
    return held


def _become(event: Event, state: str) -> Event:
    held = Event.objects.held().get(pk=event.pk)
    rules.must_be_allowed_to_become(held, state, clock.rounded())
    held.state = state
    held.save(update_fields=["state"])
    return held


def _step(event: Event, state: str, sentence: str, by: Who) -> Step:
    individual, office = _as_pair(by)
    return Step.objects.create(
        event=event,
        state=state,
        sentence=sentence.strip(),
        individual=individual,
        office=office,
        is_of_the_mission=office is not None,
        at=clock.rounded(),
    )


def _as_pair(by: Who) -> tuple[Individual | None, Office | None]:
    return (by, None) if isinstance(by, Individual) else (None, by)


@transaction.atomic
def show(event: Event, *, shown: bool) -> Event:
    """Put an accepted event on the association's page, or take it away."""
    held = Event.objects.held().get(pk=event.pk)
    if shown:
        rules.must_have_a_page(held)
    held.is_public = shown
    held.save(update_fields=["is_public"])
    return held


@transaction.atomic
def name_referents(event: Event, people: Iterable[Individual]) -> Event:
    """Say who of the association will be there for whoever needs somebody."""
    event.referents.set(people)
    return event


@transaction.atomic
def tick(event: Event, line: Line | None, by: Who) -> Sight:
    """Somebody has seen that this line holds."""
    seen = rules.must_be_allowed_to_tick(event, line, clock.rounded())
    individual, office = _as_pair(by)
    saw = {"individual": individual, "office": office, "at": clock.rounded()}
    sight, _made = Sight.objects.get_or_create(event=event, line=seen, defaults=saw)
    return sight


@transaction.atomic
def untick(event: Event, line: Line | None) -> None:
    """It does not hold after all."""
    seen = rules.must_be_allowed_to_tick(event, line, clock.rounded())
    Sight.objects.filter(event=event, line=seen).delete()


@transaction.atomic
def make_sitting(event: Event, training: Training, by: Office) -> Sitting:
    """An accepted talk or workshop becomes a date of a training, closed until somebody has checked it."""
    held = Event.objects.held().get(pk=event.pk)
    rules.must_be_allowed_to_become_a_sitting(held)
    sitting = sittings.keep_sitting(
        Sitting(
            training=training,
            begins=held.begins,
            ends=held.ends,
            place=held.place,
            capacity=held.expected,
            facilitators=held.partner or str(held.association),
        ),
        by,
    )
    held.sitting = sitting
    held.save(update_fields=["sitting"])
    return sitting


@transaction.atomic
def record_charter(association: Association, by: Office, signed: date | None, began: date | None) -> Association:
    """Write down when the charter was signed, and when the present mandate began."""
    association.charter_signed, association.mandate_began = signed, began
    association.save(update_fields=["charter_signed", "mandate_began"])
    trail.deed("charter recorded", by, association.group)
    return association


@transaction.atomic
def set_standard(school: School, by: Office, at_least: int, trainings: Iterable[Training]) -> Standard:
    """Say how many trained referents a party needs, and which trainings make one."""
    standard = Standard.objects.of(school)
    standard.at_least = at_least
    standard.save()
    standard.trainings.set(trainings)
    trail.deed("standard set", by, school)
    return standard


@transaction.atomic
def set_up(school: School) -> None:
    """Put in the usual lines, where there are none yet, in the language of the house."""
    if Line.objects.for_school(school).exists():
        return
    with override(settings.LANGUAGE_CODE):
        usual = _usual()
    Line.objects.bulk_create(
        Line(school=school, measure=measure, name=name, hint=hint, rank=rank)
        for rank, (measure, name, hint) in enumerate(usual, start=1)
    )


def _usual() -> list[tuple[str, str, str]]:
    seen = Line.Measure.SEEN
    return [
        (Line.Measure.REFERENTS, _("Trained referents there until the end"), _("Those whom the association names.")),
        (Line.Measure.CHARTER, _("Charter signed for this mandate"), ""),
        (seen, _("A quiet and safe place, and somebody in it"), _("With light, water, a way out, and turns.")),
        (seen, _("Water for free, in sight, all night"), ""),
        (
            seen,
            _("Alcohol: spoken of with the whole team"),
            _("How much there is, what else there is to drink at no higher price, and nobody is pushed to drink."),
        ),
        (seen, _("The way home: known before the evening"), _("Shuttle, shared cars, walking together.")),
        (seen, _("Emergency numbers on the walls"), _("112, 17, 15, 114 by text message, and the school’s page.")),
        (
            seen,
            _("Who does what when somebody asks for help: written down"),
            _("Listen, put in a safe place, call; nobody decides for the person."),
        ),
    ]


@transaction.atomic
def add_line(school: School, by: Office, name: str, hint: str) -> Line:
    """Ask for one more thing, at every party to come."""
    set_up(school)
    line = Line.objects.create(school=school, name=name.strip(), hint=hint.strip())
    trail.deed("line added", by, line)
    return line


@transaction.atomic
def ask_for_line(line: Line, by: Office, *, asked: bool) -> Line:
    """Ask for a line at parties, or no longer; what was seen of it stays written."""
    line.is_asked = asked
    line.save(update_fields=["is_asked"])
    trail.deed("line asked for" if asked else "line dropped", by, line)
    return line


@transaction.atomic
def remind(now: datetime) -> int:
    """A week before, write to those who hold an office about what is still red; how many parties. For the timetable."""
    due = Event.objects.held().accepted().parties().between(now, now + BEFORE).not_reminded()
    missing = [event for event in due if not checklist.of(event).is_ready]
    for event in missing:
        _write_to_officers("reminder", event)
        event.is_reminded = True
        event.save(update_fields=["is_reminded"])
    return len(missing)


def _write_to_officers(kind: str, event: Event) -> None:
    """Have the worker write to each. Only identifiers are stored."""
    write = import_string("portevoix.campus.associations.tasks.write")
    for officer in officers_of(event.association.group):
        write.enqueue(kind, event.ident, officer.ident)


def _tell_the_mission(school: School) -> None:
    offices = Office.objects.for_school(school).current().with_people()
    notices.ring([office.person for office in offices])
