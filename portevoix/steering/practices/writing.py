"""The school's own sheets as feeds that any reader reads: Atom (RFC 4287) and JSON Feed 1.1.

Identifiers are made from those of the sheets, never from an address: they stay the same wherever the school moves. What
was taken back is named, so that those who follow know (RFC 6721; `withdrawn` in the JSON).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID
from xml.etree import ElementTree

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.models import Instance
from portevoix.steering.practices.atom import ATOM, TOMBSTONES
from portevoix.steering.practices.models import Licence, Sheet
from portevoix.steering.practices.reading import EXTENSION, MOST, TEXTS, VERSION
from portevoix.steering.practices.words import writable

ATOM_TYPE: Final = "application/atom+xml; charset=utf-8"
JSON_TYPE: Final = "application/feed+json; charset=utf-8"


@dataclass(frozen=True)
class Given:
    """What a school gives: its sheets, and those it has taken back."""

    school: School
    sheets: list[Sheet]
    withdrawn: list[Sheet]

    @classmethod
    def by(cls, school: School) -> "Given":
        sheets = Sheet.objects.for_school(school)
        shown = list(sheets.shown()[:MOST])
        for sheet in shown:
            sheet.school = school
        return cls(school, shown, list(sheets.taken_back()[:MOST]))

    @property
    def title(self) -> str:
        return _("Good practice of %(school)s") % {"school": self.school}

    @property
    def updated(self) -> datetime:
        """When something last changed; before anything is given, the day on which this house was opened."""
        moments = [sheet.changed for sheet in self.sheets] + [_withdrawn(sheet) for sheet in self.withdrawn]
        return max(moments, default=Instance.objects.get().created)


def urn(ident: str) -> str:
    """A public identifier as an address that leads nowhere and is nobody else's."""
    return UUID(ident).urn


def whole(name: str, *args: str) -> str:
    """The address of a page, from anywhere."""
    return settings.ORIGIN + reverse(f"practices:{name}", args=args)


def tag_of(data: bytes) -> str:
    """Weak, as the same feed also leaves compressed."""
    return f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _withdrawn(sheet: Sheet) -> datetime:
    return sheet.withdrawn or sheet.changed


def _markup(sheet: Sheet) -> str:
    """The text as any reader shows it."""
    return writable(render_to_string("practices/_sheet.html", {"sheet": sheet, "is_borrowed": False})).strip()


def as_json(given: Given) -> bytes:
    """JSON Feed 1.1; see `docs/formats.md` for what the extension holds."""
    home = whole("all", given.school.slug)
    gone = [{"id": urn(sheet.ident), "when": _stamp(_withdrawn(sheet))} for sheet in given.withdrawn]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": given.title,
        "home_page_url": home,
        "feed_url": whole("json", given.school.slug),
        "language": "fr",
        "authors": [{"name": given.school.name, "url": home}],
        EXTENSION: {"version": VERSION, "id": urn(given.school.ident), "withdrawn": gone},
        "items": [_item(given.school, sheet) for sheet in given.sheets],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(school: School, sheet: Sheet) -> dict[str, Any]:
    own = {name: writable(getattr(sheet, name)) for name in (*TEXTS, "audience", "partner", "period")}
    own |= {"licence": sheet.licence, "licence_url": sheet.licence_address, "credit": writable(sheet.credited)}
    return {
        "id": urn(sheet.ident),
        "url": whole("sheet", school.slug, sheet.slug),
        "title": writable(sheet.title),
        "content_html": _markup(sheet),
        "date_published": _stamp(sheet.published or sheet.changed),
        "date_modified": _stamp(sheet.changed),
        "tags": [writable(tag) for tag in sheet.tag_list],
        EXTENSION: {"version": VERSION, **own},
    }


def as_atom(given: Given) -> bytes:
    """Atom, with a tombstone for each sheet that was taken back."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xmlns:at": TOMBSTONES, "xml:lang": "fr"})
    _put(feed, "id", urn(given.school.ident))
    _put(feed, "title", given.title)
    _put(feed, "updated", _stamp(given.updated))
    _put(feed, "link", rel="self", href=whole("atom", given.school.slug), type="application/atom+xml")
    _put(feed, "link", rel="alternate", href=whole("all", given.school.slug), type="text/html")
    _put(_put(feed, "author"), "name", given.school.name)
    _put(feed, "generator", "Portevoix")
    for sheet in given.sheets:
        _put_entry(_put(feed, "entry"), given.school, sheet)
    for sheet in given.withdrawn:
        _put(feed, "at:deleted-entry", ref=urn(sheet.ident), when=_stamp(_withdrawn(sheet)))
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _put_entry(entry: ElementTree.Element, school: School, sheet: Sheet) -> None:
    _put(entry, "id", urn(sheet.ident))
    _put(entry, "title", sheet.title)
    _put(entry, "updated", _stamp(sheet.changed))
    _put(entry, "published", _stamp(sheet.published or sheet.changed))
    _put(entry, "link", rel="alternate", href=whole("sheet", school.slug, sheet.slug), type="text/html")
    _put(entry, "link", rel="license", href=sheet.licence_address)
    for tag in sheet.tag_list:
        _put(entry, "category", term=tag)
    _put(entry, "rights", f"{sheet.credited} · {Licence(sheet.licence).label}")
    _put(entry, "content", _markup(sheet), type="html")


def _put(above: ElementTree.Element, name: str, text: str = "", **given: str) -> ElementTree.Element:
    put = ElementTree.SubElement(above, name, {key: writable(value) for key, value in given.items()})
    if text:
        put.text = writable(text)
    return put
