"""A feed as it comes from another site: read as if whoever wrote it meant harm. Nothing is kept here.

JSON Feed 1.1 with the fields of our sheets in `_portevoix`, any other JSON Feed, and Atom (RFC 4287) with its
tombstones (RFC 6721). Of a feed that is none of ours, the text alone is kept, without its markup.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.utils.dateparse import parse_datetime

from portevoix.steering.practices import atom, plain
from portevoix.steering.practices.models import Trouble
from portevoix.steering.practices.words import LONGEST, joined, said

HEAVIEST: Final = 2 * 1024 * 1024
"""Bytes of a feed: some three hundred sheets."""
MOST: Final = 300
"""Entries that are taken from one feed."""
LONGEST_UID: Final = 300
LONGEST_ADDRESS: Final = 400
EXTENSION: Final = "_portevoix"
VERSION: Final = 1
TEXTS: Final = ("problem", "done", "cost", "effect", "again")
LINES: Final = ("audience", "partner", "period", "credit", "licence")
_plain_address = re.compile(r"(https://|/(?!/))[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Nobody wrote a feed before."""
_language = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
Json = dict[str, Any]


class Unreadable(Exception):  # noqa: N818  it says what came
    """What came is no feed that can be used; `trouble` is one of Trouble."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Told:
    """One sheet, as a feed tells it: every text cut to its length, none of it trusted."""

    uid: str
    title: str
    address: str = ""
    author: str = ""
    problem: str = ""
    done: str = ""
    cost: str = ""
    effect: str = ""
    again: str = ""
    told: str = ""
    audience: str = ""
    partner: str = ""
    period: str = ""
    tags: str = ""
    licence: str = ""
    credit: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None

    def columns(self) -> Json:
        """By name of column, but what it is called."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "uid"}


@dataclass(frozen=True)
class Feed:
    """What a feed holds, each name once."""

    title: str
    told: list[Told]
    withdrawn: set[str] = field(default_factory=set)
    left_out: int = 0
    is_whole: bool = False
    """It holds all there is: what was there before and is not any more has gone."""


def read(data: bytes, address: str, now: datetime) -> Feed:
    """The feed in these bytes, that came from this address. Raises Unreadable."""
    try:
        text = data.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        raise Unreadable(Trouble.ENCODING) from None
    if text[:1] == "{":
        return _json(text, address, now)
    if re.match(r"<!doctype html|<html", text, re.I):
        raise Unreadable(Trouble.PAGE)
    if text[:1] == "<":
        return _atom(text, address, now)
    raise Unreadable(Trouble.NOT_A_FEED)


def _refused(_constant: str) -> None:
    raise ValueError("this number is none")


def _json(text: str, address: str, now: datetime) -> Feed:
    try:
        whole = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Unreadable(Trouble.NOT_A_FEED) from None
    version, items = whole.get("version"), whole.get("items")
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version or not isinstance(items, list):
        raise Unreadable(Trouble.NOT_A_FEED)
    ours = _ours(whole)
    usual = {"author": _authors(whole), "language": _spoken(whole.get("language"))}
    read = (_item(one, address, now, usual) for one in items if isinstance(one, dict))
    gone = ours.get("withdrawn")
    named = (one.get("id") for one in gone if isinstance(one, dict)) if isinstance(gone, list) else ()
    return _kept(said(whole.get("title"), LONGEST["title"], on_one_line=True), read, len(items), named, bool(ours))


def _ours(thing: Json) -> Json:
    """What the extension of this house says, when there is one that it can read."""
    found = thing.get(EXTENSION)
    return found if isinstance(found, dict) and str(found.get("version")) == str(VERSION) else {}


def _item(one: Json, address: str, now: datetime, usual: dict[str, str]) -> Told | None:
    ours, number = _ours(one), one.get("id")
    uid = _uid(str(number) if isinstance(number, int) and abs(number) < 10**18 else number)
    if not uid:
        return None
    texts = {name: said(ours.get(name), LONGEST[name]) for name in TEXTS}
    lines = {name: said(ours.get(name), LONGEST[name], on_one_line=True) for name in LINES}
    told = "" if any(texts.values()) else _whole_text(one)
    tags = one.get("tags")
    return Told(
        uid,
        _title(one.get("title"), told or texts["problem"]),
        address=_page(one.get("url"), address),
        author=_authors(one) or usual["author"],
        told=told,
        tags=joined([said(tag, 40, on_one_line=True) for tag in tags[:20]] if isinstance(tags, list) else []),
        language=_spoken(one.get("language")) or usual["language"],
        published=_past(one.get("date_published"), now),
        updated=_past(one.get("date_modified"), now),
        **texts,
        **lines,
    )


def _whole_text(one: Json) -> str:
    """Of a feed that is none of ours: its text, else what its markup says."""
    text, html = one.get("content_text"), one.get("content_html")
    if isinstance(text, str) and text.strip():
        return said(text, LONGEST["told"])
    return said(plain.text_of(html if isinstance(html, str) else ""), LONGEST["told"])


def _atom(text: str, address: str, now: datetime) -> Feed:
    try:
        whole = atom.parse(text, MOST)
    except ValueError:
        raise Unreadable(Trouble.NOT_A_FEED) from None
    read = (_entry(one, whole, address, now) for one in whole.entries)
    title = said(whole.title, LONGEST["title"], on_one_line=True)
    return _kept(title, read, whole.count, whole.withdrawn, is_whole=False)


def _entry(one: atom.Entry, whole: atom.Whole, address: str, now: datetime) -> Told | None:
    uid = _uid(one.id)
    if not uid:
        return None
    text = said(plain.text_of(one.text) if one.is_html else one.text, LONGEST["told"])
    return Told(
        uid,
        _title(one.title, text),
        address=_page(one.link, address),
        author=said(one.author or whole.author, LONGEST["author"], on_one_line=True),
        told=text,
        tags=joined([said(tag, 40, on_one_line=True) for tag in one.tags]),
        licence=said(one.rights, LONGEST["licence"], on_one_line=True),
        language=_spoken(one.language or whole.language),
        published=_past(one.published, now),
        updated=_past(one.updated, now),
    )


def _kept(title: str, read: Iterable[Told | None], count: int, withdrawn: Iterable[object], is_whole: bool) -> Feed:
    """Each name once, as it was told last; those taken back aside; no more than may be taken."""
    named: dict[str, Told] = {}
    for one in read:
        if one is None:
            continue
        before = named.get(one.uid)
        if before is None or (one.updated or FIRST) > (before.updated or FIRST):
            named[one.uid] = one
        if len(named) == MOST:
            break
    gone = {uid for uid in map(_uid, withdrawn) if uid}
    told = [one for one in named.values() if one.uid not in gone]
    left_out = max(0, count - len(named))
    return Feed(title, told, gone, left_out, is_whole=is_whole and not left_out)


def _uid(value: object) -> str:
    """What the feed calls it; empty when that is nothing, or too long to be kept whole."""
    uid = said(value, LONGEST_UID + 1, on_one_line=True)
    return uid if len(uid) <= LONGEST_UID else ""


def _title(value: object, text: str) -> str:
    """Its title, else how it begins."""
    return said(value, LONGEST["title"], on_one_line=True) or said(text, 80, on_one_line=True) or "—"


def _page(value: object, address: str) -> str:
    """Where it may be read on the site that it came from; empty when it leads anywhere else."""
    written = value.strip() if isinstance(value, str) else ""
    if not _plain_address.fullmatch(written) or len(written) > LONGEST_ADDRESS:
        return ""
    try:
        page = urljoin(address, written)
        there, here = urlsplit(page), urlsplit(address)
        same = (there.scheme, there.hostname, there.port) == ("https", here.hostname, here.port)
    except ValueError:
        return ""
    return page if same and there.username is None and len(page) <= LONGEST_ADDRESS else ""


def _authors(thing: Json) -> str:
    listed, one = thing.get("authors"), thing.get("author")
    people = listed[:5] if isinstance(listed, list) else [one]
    names = (said(who.get("name"), 100, on_one_line=True) for who in people if isinstance(who, dict))
    return said(", ".join(filter(None, names)), LONGEST["author"], on_one_line=True)


def _spoken(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= 12 and _language.fullmatch(value) else ""


def _past(value: object, now: datetime) -> datetime | None:
    """A moment that a feed may know of: one to come is none."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = parse_datetime(value.strip())
        if moment is None:
            return None
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if FIRST < moment <= now else None
