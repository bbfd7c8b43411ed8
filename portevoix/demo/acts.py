"""The made-up school, told day by day."""

import secrets
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portevoix.campus.care import acts as care
from portevoix.demo import (
    associations,
    campus,
    committee,
    evaluation,
    plan,
    practices,
    prevention,
    report,
    shares,
    survey,
    tickets,
    works,
)
from portevoix.demo.accounts import ACCOUNTS, RECEIPTS
from portevoix.demo.actors import Listener, Speaker, inst
from portevoix.ground.schools import acts as schools
from portevoix.ground.schools.models import School
from portevoix.ground.seal.receipt import Keys, Receipt
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.sealed.cases import acts as cases
from portevoix.sealed.testimonies.models import Testimony

STORIES = Path(__file__).parent / "stories.toml"
OPENED = timedelta(days=90)
Event = tuple[datetime, Callable[[], None]]


@transaction.atomic
def show() -> School:
    """Make the school once; it stays as visitors leave it."""
    if not settings.DEMO:
        raise Refused("PORTEVOIX_DEMO is off: this installation has no made-up school.")
    return School.objects.at("demo").first() or _tell()


def _tell() -> School:
    now = datetime.now(UTC)
    begun = now - OPENED
    with clock.telling(begun):
        school = _found()
        cell = {account.key: Listener.joins(school.cell, account) for account in ACCOUNTS}
        cell["marc"].signs(list(cell.values()))
    stories = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
    events = [event for story in stories for event in _events(school, cell, story, now)]
    today = begun.date()
    for moment, happens in sorted(events, key=lambda event: event[0]):
        today = _nights(today, moment.date())
        with clock.telling(moment):
            happens()
    _nights(today, now.date())
    campus.show(school, now)
    prevention.show(school, now)
    evaluation.show(school, now)
    works.show(school, now)
    associations.show(school, now)
    shares.show(school, now)
    survey.show(school, now)
    tickets.show(school, now)
    plan.show(school, now)
    committee.show(school, now)
    practices.show(school, now)
    report.show(school, now)
    return school


def _nights(today: date, until: date) -> date:
    """Let the days go by, the trail closed at the end of each."""
    while today < until:
        trail.close_day(today)
        today += timedelta(days=1)
    return until


def _found() -> School:
    care.load_services()
    school = schools.found(
        "École d’ingénieurs de Portevoix", "demo", ["Campus du Lac", "Campus de la Gare"], cell="Cellule d’écoute"
    )
    school.answer_source = "Délai que l’école s’est fixé ; décret n° 2022-1284 pris comme repère."
    school.legal_basis = (
        "Décision de la directrice, exemple inventé pour la démonstration (CGFP, art. R. 135-1 et suivants)."
    )
    school.save(update_fields=["answer_source", "legal_basis"])
    return school


def _events(school: School, cell: dict[str, Listener], story: dict[str, Any], now: datetime) -> Iterator[Event]:
    """What happened in one story, each with its moment."""
    number = story.get("words")
    speaker = Speaker(school, Receipt.from_words(RECEIPTS[number]).keys(inst()) if number else _nobody_keeps())
    begun = now - timedelta(days=story["days"])
    yield begun, lambda: _speaks(speaker, cell, story)
    for event in story.get("then", []):
        yield min(begun + timedelta(hours=event["after"]), now), partial(_happens, speaker, cell, event)


def _speaks(speaker: Speaker, cell: dict[str, Listener], story: dict[str, Any]) -> None:
    body = {key: story[key] for key in ("voice", "text", "answers")} | {"sealed_by": story.get("sealed_by", "browser")}
    speaker.speaks(
        [("title", {"text": story["title"]}), ("testimony", body)],
        excluded=[cell[key] for key in story.get("excluded", [])],
        transmit=not story.get("kept"),
        file=story.get("file"),
    )


def _nobody_keeps() -> Keys:
    """What nine words would give, where nobody keeps the words: stretching them would be for nothing."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32))


def _happens(speaker: Speaker, cell: dict[str, Listener], event: dict[str, Any]) -> None:
    testimony = Testimony.objects.with_threads().get(ident=speaker.case.hex())
    if event["who"] == "reporter":
        speaker.says(testimony, event["says"])
        return
    listener = cell[event["who"]]
    listener.reads(testimony)
    if "says" in event:
        listener.says(testimony, event["says"])
    elif "notes" in event:
        listener.notes(testimony, event["notes"])
    elif event["does"] == "take_up":
        cases.take_up(testimony, listener.membership)
    elif event["does"] == "pass_on":
        cases.pass_on(testimony, listener.membership, cell[event["to"]].membership)
    else:
        cases.close(testimony, listener.membership)
