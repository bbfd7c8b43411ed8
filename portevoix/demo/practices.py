"""What the made-up school tells others, and what a neighbour that does not exist has told it."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.steering.practices import acts, following, words
from portevoix.steering.practices.models import Received, Sheet, Subscription

TOLD = Path(__file__).parent / "practices.toml"


def show(school: School, now: datetime) -> None:
    """Three sheets, published one after the other; two that came from elsewhere."""
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    office = Office.objects.for_school(school).current()[0]
    for number, one in enumerate(told["sheet"]):
        _gives(office, one, told["credit"], clock.rounded() - timedelta(days=40 - 12 * number))
    _hears(school, told["neighbour"])


def _gives(office: Office, told: dict[str, Any], credit: str, day: datetime) -> None:
    tags = words.joined([*told.pop("networks"), *told.pop("subjects")])
    said = {name: text.strip() for name, text in told.items()}
    sheet = acts.publish(acts.keep_sheet(Sheet(school=office.school), office, tags=tags, credit=credit, **said), office)
    sheet.published = sheet.changed = day
    sheet.save(update_fields=["published", "changed"])


def _hears(school: School, told: dict[str, Any]) -> None:
    """Nobody is ever asked for it: its address leads nowhere, on purpose."""
    came = clock.rounded() - timedelta(days=5)
    one = Subscription.objects.create(
        school=school, address=told["address"], title=told["title"], asked=came, answered=came
    )
    for number, said in enumerate(told["sheet"]):
        kept = {name: text.strip() for name, text in said.items()}
        sheet = Received(subscription=one, uid=f"urn:example:{number}", language="fr", read=came, **kept)
        sheet.folded = following.searched(sheet)
        sheet.save()
