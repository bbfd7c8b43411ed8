"""What is done with the directory of help."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from portevoix.campus.care.models import Service

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
