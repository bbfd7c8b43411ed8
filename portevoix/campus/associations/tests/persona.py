"""Associations and what they propose, for every room's stories."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portevoix.campus.associations import acts
from portevoix.campus.associations.models import Event
from portevoix.campus.attendance.models import Presence
from portevoix.campus.sittings.tests.persona import a_sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.web import clock


def a_party(by: Individual, group: Group, begins: datetime | None = None, **known: Any) -> Event:
    """Proposed by somebody who holds an office, for a fortnight from now."""
    begins = begins or clock.rounded() + timedelta(days=14)
    usual = {"kind": Event.Kind.PARTY, "name": "Gala", "ends": begins + timedelta(hours=6), "place": "Foyer"}
    return acts.propose(acts.association_of(group), by, **(usual | {"begins": begins} | known))


def came(individual: Individual, training: Training, **known: Any) -> Presence:
    """They were at a date of this training, last month."""
    sitting = a_sitting(training, clock.rounded() - timedelta(days=30))
    noted = {"means": Presence.Means.LIST, "noted": sitting.ends}
    return Presence.objects.create(sitting=sitting, individual=individual, **(noted | known))
