"""What is done with the directory of help."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from portevoix.campus.care import rules
from portevoix.campus.care.models import Check, Service
from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail

SERVICES = Path(__file__).parent / "data" / "services.csv"


@transaction.atomic
def load_services() -> list[Service]:
    """Put the national services into the directory, in the order of the file. May run again: a later check is kept."""
    return [_put(rank, line) for rank, line in enumerate(_lines(), start=1)]


def _lines() -> list[dict[str, str]]:
    with SERVICES.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _put(rank: int, line: dict[str, str]) -> Service:
    service, _ = Service.objects.get_or_create(school=None, name=line["name"])
    checked = date.fromisoformat(line["checked_on"]) if line["checked_on"] else None
    if service.checked_on and (checked is None or checked < service.checked_on):
        return service
    service.checked_on, service.rank = checked, rank
    for field in ("phone", "web", "hours", "audience", "languages", "source"):
        setattr(service, field, line[field])
    for field in ("free", "emergency", "deaf_access"):
        setattr(service, field, line[field] == "yes")
    service.save()
    return service


@transaction.atomic
def check(service: Service, source: str, by: Office) -> Check:
    """The school made sure today, against this source, that a service answers as it is shown."""
    rules.must_be_shown_at(by.school, service)
    checked, _ = Check.objects.update_or_create(
        school=by.school, service=service, defaults={"day": timezone.localdate(), "source": source.strip()}
    )
    trail.deed("service checked", by, service)
    return checked


@transaction.atomic
def add(by: Office, source: str, **known: Any) -> Service:
    """Add a service of the school itself, checked today."""
    service = Service.objects.create(school=by.school, **known)
    trail.deed("service added", by, service)
    check(service, source, by)
    return service


@transaction.atomic
def change(service: Service, by: Office, **known: Any) -> Service:
    """Correct a service of the school itself."""
    rules.must_be_of(by.school, service)
    for field, value in known.items():
        setattr(service, field, value)
    service.save(update_fields=list(known))
    trail.deed("service changed", by, service)
    return service


@transaction.atomic
def show(service: Service, by: Office, *, shown: bool) -> Service:
    """Show a service of the school itself to people, or no longer."""
    rules.must_be_of(by.school, service)
    service.is_hidden = not shown
    service.save(update_fields=["is_hidden"])
    trail.deed("service shown" if shown else "service hidden", by, service)
    return service
