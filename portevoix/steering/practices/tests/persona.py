"""Sheets, and the feeds by which they come."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.ground.web import outside
from portevoix.steering.practices import acts, following
from portevoix.steering.practices.models import Received, Sheet, Subscription

ADDRESS = "https://ponts.example/ponts/pratiques.json"
THEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORDS = {
    "title": "Un film à 360°, puis un atelier",
    "problem": "Le consentement se dit mal en amphi.",
    "done": "Dix minutes de **film**, puis un échange avec la psychologue.",
    "cost": "Huit casques.",
    "again": "Commencer par un petit groupe.",
    "audience": "Élèves",
    "partner": "Consentis",
    "period": "2021-2022",
    "tags": "IMT,consentement",
}


def the_officer(school: School) -> Office:
    return Office.objects.for_school(school).current().first() or an_office(school)


def a_sheet(school: School, *, published: bool = True, **known: Any) -> Sheet:
    """One that says enough, shown unless said otherwise."""
    office = the_officer(school)
    sheet = acts.keep_sheet(Sheet(school=school), office, **WORDS | known)
    return acts.publish(sheet, office) if published else sheet


def a_subscription(school: School, address: str = ADDRESS, **known: Any) -> Subscription:
    usual = {"title": "Bonnes pratiques de Ponts", "asked": THEN, "answered": THEN, "next_ask": THEN}
    return Subscription.objects.get_or_create(school=school, address=address, defaults=usual | known)[0]


def a_received_sheet(school: School, uid: str = "urn:uuid:1", **known: Any) -> Received:
    """One that came from Ponts."""
    usual: dict[str, Any] = {"read": THEN, "author": "École des ponts", "licence": "CC-BY-4.0"} | WORDS
    one = Received(subscription=a_subscription(school), uid=uid, **usual | known)
    one.folded = following.searched(one)
    one.save()
    return one


def a_feed(*items: dict[str, Any], **known: Any) -> dict[str, Any]:
    """A JSON Feed as another Portevoix gives it."""
    usual = {"version": "https://jsonfeed.org/version/1.1", "title": "Bonnes pratiques de Ponts", "language": "fr"}
    return usual | {"_portevoix": {"version": 1, "withdrawn": []}, "items": list(items)} | known


def an_item(uid: str = "urn:uuid:1", title: str = "Un film", **own: Any) -> dict[str, Any]:
    """One sheet of it."""
    fields = {"version": 1, "problem": "Un problème.", "done": "Ce qui a été fait.", "licence": "CC-BY-4.0"} | own
    return {"id": uid, "title": title, "url": "https://ponts.example/ponts/pratiques/un-film/", "_portevoix": fields}


def answers(monkeypatch: pytest.MonkeyPatch, said: Any, status: int = 200, **headers: str) -> list[dict[str, str]]:
    """In the place of the other site; the list grows with the headers of each question."""
    asked: list[dict[str, str]] = []
    body = said if isinstance(said, bytes) else json.dumps(said).encode()

    def hear(_address: str, *, headers: dict[str, str], heaviest: int) -> outside.Answer:
        asked.append(headers)
        return outside.Answer(status, given, body)

    given = {name.replace("_", "-"): value for name, value in headers.items()}
    monkeypatch.setattr(outside, "hear", hear)
    return asked
