"""What is done about who came. One transaction each; what the mission does leaves a line in the trail.

Whoever scans leaves none: that they came is theirs, and can be erased.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from portevoix.campus.attendance import rules
from portevoix.campus.attendance.models import Pass, Presence, hash_of
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.models import public_id


@transaction.atomic
def note_presence(sitting: Sitting, individual: Individual, means: str) -> Presence:
    """Note that somebody came, registered or not. Noted once, however often and from wherever it is asked."""
    rules.must_be_allowed_to_count(sitting, individual)
    presence, _new = Presence.objects.get_or_create(
        sitting=sitting, individual=individual, defaults=_noted(sitting, means)
    )
    return presence


@transaction.atomic
def note_by_hand(sitting: Sitting, individuals: Iterable[Individual], means: str, office: Office) -> int:
    """Note those whom the mission has ticked or sent in a sheet; how many were not noted before."""
    people = {individual.pk: individual for individual in individuals}
    for individual in people.values():
        rules.must_be_allowed_to_count(sitting, individual)
    there = set(Presence.objects.at(sitting).values_list("individual", flat=True))
    rows = [Presence(sitting=sitting, individual=people[pk], **_noted(sitting, means)) for pk in people.keys() - there]
    Presence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        trail.deed("presences noted", office, sitting, means, len(rows))
    return len(rows)


@transaction.atomic
def take_back(presence: Presence, office: Office) -> Sitting:
    """Somebody was noted by mistake."""
    sitting = presence.sitting
    presence.delete()
    trail.deed("presence taken back", office, sitting)
    return sitting


@transaction.atomic
def give_pass(sitting: Sitting, office: Office) -> Pass:
    """A link for somebody from outside who leads this sitting."""
    given = Pass(ident=public_id(), sitting=sitting, made=clock.rounded())
    given.code_hash = hash_of(given.code)
    given.save()
    trail.deed("door link given", office, sitting, given.ident)
    return given


@transaction.atomic
def withdraw_pass(given: Pass, office: Office) -> Sitting:
    """The link opens nothing any more."""
    sitting = given.sitting
    trail.deed("door link withdrawn", office, sitting, given.ident)
    given.delete()
    return sitting


def _noted(sitting: Sitting, means: str) -> dict[str, object]:
    day = localdate(sitting.begins)
    return {"means": means, "noted": clock.rounded(), "valid_until": rules.valid_until(sitting.training, day)}
