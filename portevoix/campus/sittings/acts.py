"""Places given, waited for and given up; dates set, changed and called off. One transaction each.

What the mission does leaves a line in the trail. What someone does about themselves leaves none: it is theirs.
Whoever gives a place holds the sitting, so that the last one goes to one person, and the others wait in order.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from portevoix.campus.sittings import rules
from portevoix.campus.sittings.models import Cycle, Feed, OptOut, Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.models import public_id

FROM_EIGHT = 8
"""The hour, in the school's time, from which reminders leave."""
REMEMBERED = timedelta(days=365)
"""How long a date is remembered by those who asked for it. Who came is another matter: attendance keeps it."""


@transaction.atomic
def register(sitting: Sitting, individual: Individual) -> Registration:
    """Ask for a place: it is there at once, or as soon as one is free. Asking twice is asking once."""
    _hold_person(individual)
    held = _hold(sitting)
    known = Registration.objects.at(held).of(individual).first()
    if known is not None:
        return known
    rules.must_be_allowed_to_register(held, individual, clock.rounded())
    registration = Registration.objects.create(
        sitting=held,
        individual=individual,
        state=Registration.State.WAITING,
        asked=clock.rounded(),
        turn=Registration.objects.at(held).latest_turn() + 1,
    )
    _tell("place", [one for one in _give_places(held) if one != registration])
    registration.refresh_from_db()
    return registration


@transaction.atomic
def cancel_registration(registration: Registration) -> Sitting:
    """Give the place up, or leave the waiting list. Nothing is left of it; whoever is next has the place."""
    held = _hold(registration.sitting)
    rules.must_be_allowed_to_cancel(registration, clock.rounded())
    return _let_go(held, registration)


def _let_go(held: Sitting, registration: Registration) -> Sitting:
    Registration.objects.at(held).filter(pk=registration.pk).delete()
    _tell("place", _give_places(held))
    return held


@transaction.atomic
def opt_out(training: Training, individual: Individual) -> OptOut:
    """They prefer not to come, and need not say why: their registrations go, and no letter about it leaves any more."""
    _hold_person(individual)
    opted_out, _made = OptOut.objects.get_or_create(training=training, individual=individual)
    coming = Registration.objects.to(training).of(individual).at_sittings_to_come(clock.rounded())
    for registration in coming.order_by("sitting"):
        _let_go(_hold(registration.sitting), registration)
    return opted_out


@transaction.atomic
def take_back_opt_out(training: Training, individual: Individual) -> None:
    """They may come after all."""
    OptOut.objects.to(training).of(individual).delete()


@transaction.atomic
def keep_cycle(cycle: Cycle, by: Office) -> Cycle:
    """Write a round of sittings down, new or changed."""
    cycle.save()
    trail.deed("cycle kept", by, cycle)
    return cycle


@transaction.atomic
def keep_sitting(sitting: Sitting, by: Office) -> Sitting:
    """Write a date down, new or changed. When or where it takes place has changed: those who come are told."""
    rules.must_be_from_to(sitting.begins, sitting.ends)
    before = Sitting.objects.held().filter(pk=sitting.pk).first()
    moved = before is not None and _when_and_where(before) != _when_and_where(sitting)
    if before is not None:
        taken = Registration.objects.at(sitting).with_a_place().count()
        rules.must_be_allowed_to_have_capacity(sitting.capacity, taken)
        sitting.is_open, sitting.cancelled = before.is_open, before.cancelled
        sitting.sequence = before.sequence + moved
    if sitting.is_open:
        rules.must_be_allowed_to_stay_open(sitting)
    sitting.changed = clock.rounded()
    sitting.save()
    trail.deed("sitting kept", by, sitting)
    _tell("place", _give_places(sitting))
    if moved:
        with_a_place = Registration.objects.at(sitting).with_a_place()
        with_a_place.update(reminded=False)
        _tell("changed", with_a_place)
    return sitting


def _when_and_where(sitting: Sitting) -> tuple[datetime, datetime, str, str]:
    return sitting.begins, sitting.ends, sitting.place, sitting.link


@transaction.atomic
def open_registration(sitting: Sitting, by: Office) -> Sitting:
    """Put it into the agenda, and let people ask for a place."""
    held = _hold(sitting)
    rules.must_be_allowed_to_open(held, clock.rounded())
    held.is_open, held.changed = True, clock.rounded()
    held.save(update_fields=["is_open", "changed"])
    trail.deed("sitting opened", by, held)
    return held


@transaction.atomic
def repeat(sitting: Sitting, begins: Sequence[datetime], by: Office) -> list[Sitting]:
    """The same again on other dates, closed until somebody has checked who comes and who is on call."""
    copies = [_copy(sitting, begin) for begin in begins]
    Sitting.objects.bulk_create(copies)
    trail.deed("sitting repeated", by, sitting, *(copy.ident for copy in copies))
    return copies


def _copy(sitting: Sitting, begins: datetime) -> Sitting:
    later = begins - sitting.begins
    until = sitting.registration_until and sitting.registration_until + later
    kept = ("training", "cycle", "campus", "place", "link", "capacity", "facilitators", "psychologist")
    known = {name: getattr(sitting, name) for name in (*kept, "psychologist_contact", "cost")}
    return Sitting(begins=begins, ends=sitting.ends + later, registration_until=until, **known)


@transaction.atomic
def call_off(sitting: Sitting, because: str, by: Office) -> Sitting:
    """It will not take place: everyone who asked is told."""
    held = _hold(sitting)
    rules.must_be_allowed_to_call_off(held, clock.rounded())
    held.cancelled, held.cancelled_because = clock.rounded(), because
    held.sequence, held.changed = held.sequence + 1, clock.rounded()
    held.save(update_fields=["cancelled", "cancelled_because", "sequence", "changed"])
    trail.deed("sitting called off", by, held)
    _tell("called_off", Registration.objects.at(held))
    return held


@transaction.atomic
def discard(sitting: Sitting, by: Office) -> None:
    """Throw away a date that was set by mistake and never opened."""
    held = _hold(sitting)
    rules.must_be_allowed_to_discard(held, Registration.objects.at(held).count())
    trail.deed("sitting discarded", by, held)
    held.delete()


@transaction.atomic
def remind(now: datetime) -> int:
    """Write to those who have a place tomorrow, once; how many. For the timetable. Nobody who waits is written to."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if timezone.localtime(now).hour < FROM_EIGHT:
        return 0
    tomorrow = Registration.objects.with_a_place().between(_days(today, 1), _days(today, 2)).not_reminded()
    due = list(tomorrow.select_for_update(of=("self",)))
    Registration.objects.filter(pk__in=[one.pk for one in due]).update(reminded=True)
    _tell("reminder", due)
    return len(due)


def _days(midnight: datetime, count: int) -> datetime:
    """That many days later at midnight on the clocks of the school, also when they change in between."""
    return timezone.make_aware(timezone.make_naive(midnight) + timedelta(days=count))


@transaction.atomic
def free_places(now: datetime) -> int:
    """Give on the places of those who have left the school; how many. For the timetable."""
    gone = list(Registration.objects.of_those_who_left().at_sittings_to_come(now).order_by("sitting"))
    for registration in gone:
        _let_go(_hold(registration.sitting), registration)
    return len(gone)


@transaction.atomic
def forget(now: datetime) -> int:
    """A year after a date, nobody needs to know any more who had asked for it; how many. For the timetable."""
    forgotten, _by_model = Registration.objects.over_on(now - REMEMBERED).delete()
    return forgotten


@transaction.atomic
def renew_feed(individual: Individual) -> Feed:
    """A secret address for someone's own calendar; an older one leads nowhere from now on."""
    feed, _made = Feed.objects.update_or_create(individual=individual, defaults={"ident": public_id()})
    return feed


def _hold(sitting: Sitting) -> Sitting:
    return Sitting.objects.held().select_related("training__programme__school").get(pk=sitting.pk)


def _hold_person(individual: Individual) -> None:
    """They do one thing at a time: nobody asks for a place in one tab while they opt out in another."""
    Individual.objects.select_for_update().get(pk=individual.pk)


def _give_places(held: Sitting) -> list[Registration]:
    """To those who wait, in their order, as long as there are places and it has not begun; who got one."""
    if held.cancelled or held.begins <= clock.rounded():
        return []
    waiting = Registration.objects.at(held).waiting()
    if held.capacity is not None:
        free = held.capacity - Registration.objects.at(held).with_a_place().count()
        waiting = waiting[: max(0, free)]
    lucky = list(waiting)
    Registration.objects.filter(pk__in=[one.pk for one in lucky]).update(state=Registration.State.PLACE)
    return lucky


def _tell(kind: str, registrations: Iterable[Registration]) -> None:
    """Have the worker write to each. Only identifiers are stored."""
    write = import_string("portevoix.campus.sittings.tasks.write")
    for registration in registrations:
        write.enqueue(kind, registration.ident)
