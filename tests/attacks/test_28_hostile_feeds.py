"""Attack 28: a feed that another school is said to give, written by somebody who means harm.

What it may say to a page is in `test_10_markup_in_a_feed.py`; whom the house may ask, in `test_28_asking_outside.py`.
"""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portevoix.ground.population.tests.persona import a_campus
from portevoix.ground.web import outside
from portevoix.ground.web.rules import Refused
from portevoix.steering.practices import acts, following, reading
from portevoix.steering.practices.models import Received, Subscription, Trouble
from portevoix.steering.practices.reading import Unreadable, read
from portevoix.steering.practices.tests.persona import (
    THEN,
    a_feed,
    a_received_sheet,
    a_sheet,
    a_subscription,
    an_item,
    answers,
    the_officer,
)
from portevoix.steering.practices.words import LONGEST
from tests.attacks.world import snapshot
from tests.elsewhere import Answer, drips, drops, says

HERE = "https://ponts.example/ponts/pratiques.json"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
ATOM = '<?xml version="1.0"?>{before}<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{inside}</feed>'
ENTRY = "<entry><id>{id}</id><title>{id}</title><updated>2026-01-01T00:00:00Z</updated><content>x</content></entry>"
LAUGHS = (
    '<!DOCTYPE feed [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def a_json(feed: Any) -> bytes:
    return json.dumps(feed).encode()


def an_atom(inside: str, before: str = "") -> bytes:
    return ATOM.format(before=before, inside=inside).encode()


NO_FEEDS = {
    "nothing": b"",
    "a word": b"hello",
    "a list": b"[]",
    "a null": b"null",
    "no version": a_json({"items": []}),
    "items that are a word": a_json({"version": "https://jsonfeed.org/version/1.1", "items": "x"}),
    "half of one": a_json(a_feed(an_item()))[:-9],
    "no number": b'{"version": "https://jsonfeed.org/version/1.1", "items": [NaN]}',
    "a number without end": b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"9" * 10_000 + b"]}",
    "depth": b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 200_000,
    "a bomb of entities": an_atom("<entry><title>&i;</title></entry>", LAUGHS),
    "a file of ours": an_atom("<title>&x;</title>", '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "an address inside": an_atom("<title>&x;</title>", '<!DOCTYPE feed [<!ENTITY x SYSTEM "http://127.0.0.1/">]>'),
    "a parameter entity": an_atom("", '<!DOCTYPE feed [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>'),
    "an outer document type": an_atom("", '<!DOCTYPE feed SYSTEM "http://127.0.0.1/x.dtd">'),
    "elements without end": an_atom("<a>" * 100_000),
    "an XML of something else": b"<rss version='2.0'><channel/></rss>",
    "half of an Atom": an_atom(ENTRY.format(id="1"))[:-9],
    "an Atom in another space": b"<feed><entry><id>1</id></entry></feed>",
    "attributes twice": b'<feed xmlns="http://www.w3.org/2005/Atom" a="1" a="2"/>',
}


@pytest.mark.parametrize("name", NO_FEEDS)
def test_what_is_no_feed_brings_nothing(name: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read(NO_FEEDS[name], HERE, NOW)
    assert refused.value.trouble == Trouble.NOT_A_FEED
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "data",
    [
        a_json(a_feed(an_item(title="é"))).replace(b"\\u00e9", b"\xe9"),
        ATOM.format(before="", inside="é").encode("utf-16"),
        b'<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>\xe9</title></feed>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_not_utf_8_is_said_so(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, HERE, NOW)
    assert refused.value.trouble == Trouble.ENCODING


def test_a_page_in_the_place_of_a_feed_is_said_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read(b"\n<!DOCTYPE html><html><script>x</script>", HERE, NOW)
    assert refused.value.trouble == Trouble.PAGE


def test_a_utf_8_that_says_it_is_something_else_is_read_as_what_it_is() -> None:
    feed = (
        '<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>é</title></feed>'
    )
    assert read(feed.encode(), HERE, NOW).title == "é"


def test_ten_thousand_entries_bring_what_may_be_taken_and_the_rest_is_counted() -> None:
    items = [{"id": str(n), "title": str(n)} for n in range(10_000)]
    entries = "".join(ENTRY.format(id=n) for n in range(10_000))
    for data in (a_json(a_feed(*items)), an_atom(entries)):
        begun = time.monotonic()
        feed = read(data, HERE, NOW)
        assert [told.uid for told in feed.told] == [str(n) for n in range(reading.MOST)]
        assert feed.left_out == 10_000 - reading.MOST
        assert not feed.is_whole, "else what was left out would be called gone"
        assert time.monotonic() - begun < 2


def test_one_name_twice_is_one_sheet_as_it_was_told_last() -> None:
    one, other = an_item("x", "Avant"), an_item("x", "Après") | {"date_modified": "2026-01-02T00:00:00Z"}
    for items in ((one, other), (other, one)):
        feed = read(a_json(a_feed(*items)), HERE, NOW)
        assert [told.title for told in feed.told] == ["Après"]
    [told] = read(an_atom(ENTRY.format(id="x") * 3), HERE, NOW).told
    assert told.uid == "x"


@pytest.mark.parametrize(
    "day", ["2099-01-01T00:00:00Z", "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00", "x", 5]
)
def test_a_date_to_come_is_no_date(day: Any) -> None:
    feed = a_feed(an_item() | {"date_published": day, "date_modified": day})
    [told] = read(a_json(feed), HERE, NOW).told
    assert (told.published, told.updated) == (None, None)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "http://ponts.example/x", "https://elsewhere.example/x",
        "https://ponts.example:8443/x", "https://ponts.example@elsewhere.example/", "https://user@ponts.example/x",
        "//elsewhere.example/x", "https:\\\\elsewhere.example", "https://ponts.example/\u202e", "https://[", 5, ["x"],
        "https://ponts.example/" + "x" * 500, "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_sheet_leads_nowhere_but_to_its_own_site(address: Any) -> None:
    [told] = read(a_json(a_feed(an_item() | {"url": address})), HERE, NOW).told
    assert told.address == ""


def test_a_page_of_its_own_site_is_kept() -> None:
    for written in ("/ponts/pratiques/x/", "https://ponts.example/ponts/pratiques/x/"):
        [told] = read(a_json(a_feed(an_item() | {"url": written})), HERE, NOW).told
        assert told.address == "https://ponts.example/ponts/pratiques/x/"


def test_signs_that_nobody_sees_are_gone_and_texts_are_cut() -> None:
    [told] = read(a_json(a_feed(an_item("a\u202eb\0", "x\u202e\u200by\ud800\x07", done="z" * 90_000))), HERE, NOW).told
    assert (told.uid, told.title) == ("ab", "xy")
    assert len(told.done) == LONGEST["done"]
    assert told.done.endswith("…")


def test_a_name_too_long_to_be_kept_whole_is_no_name() -> None:
    items: list[Any] = [an_item("x" * 301), an_item(""), an_item() | {"id": None}, {"title": "y"}, 5]
    feed = read(a_json(a_feed(*items)), HERE, NOW)
    assert (feed.told, feed.left_out) == ([], 5)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(
    [
        *("id", "title", "url", "tags", "authors", "author", "name", "version", "items", "_portevoix", "withdrawn"),
        *("problem", "done", "licence", "credit", "language", "date_modified", "date_published", "content_html"),
    ]
)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6))


@given(st.dictionaries(NAMES, JSON, max_size=8), st.lists(st.dictionaries(NAMES, JSON, max_size=8), max_size=4))
@example({"_portevoix": {"version": 1, "withdrawn": [{"id": {}}]}}, [{"id": "x", "_portevoix": {"version": True}}])
@settings(max_examples=80)
def test_whatever_a_feed_holds_fits_or_is_refused(around: dict[str, Any], items: list[dict[str, Any]]) -> None:
    feed = around | {"version": "https://jsonfeed.org/version/1.1", "items": items}
    try:
        found = read(json.dumps(feed, allow_nan=True).encode(), HERE, NOW)
    except Unreadable:
        return
    for told in found.told:
        assert 0 < len(told.uid) <= 300
        for name, value in told.columns().items():
            if isinstance(value, str):
                assert len(value) <= LONGEST.get(name, reading.LONGEST_ADDRESS), name
                assert "\0" not in value
                value.encode()


PIECES = [
    *("<entry>", "</entry>", "<id>", "</id>", "<title type='html'>", "</title>", "<author>", "<name>", "</name>"),
    *("</author>", "<content type='xhtml'>", "<content type='html'>", "</content>", "<summary>", "</summary>", "<b>"),
    *("</b>", "<link href='/x'/>", "<category term='a,b'/>", "&lt;script&gt;", "&amp;", "x", "1", "<![CDATA[<p>]]>"),
    *("<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='1' when='x'/>", "<?php x?>"),
    *("<updated>", "</updated>", "2026-01-01T00:00:00Z", "<a:entry xmlns:a='http://www.w3.org/2005/Atom'>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("<entry><id>1</id><content type='xhtml'><b>x</b>&lt;i&gt;</content></entry>")
@example("<entry><entry><id>1</id></entry></entry>")
@settings(max_examples=150)
def test_whatever_an_atom_holds_fits_or_is_refused(inside: str) -> None:
    try:
        found = read(an_atom(inside), HERE, NOW)
    except Unreadable:
        return
    for told in found.told:
        assert told.uid
        assert 0 < len(told.title) <= LONGEST["title"]


def test_markup_of_an_atom_is_read_as_its_words() -> None:
    inside = "<entry><id>1</id><title>t</title><content type='{}'>{}</content></entry>"
    for kind, content in (
        (
            "xhtml",
            "<div xmlns='http://www.w3.org/1999/xhtml'><p>Un <b>film</b> &lt;360&gt;</p><script>x</script></div>",
        ),
        ("html", "&lt;p&gt;Un &lt;b&gt;film&lt;/b&gt; &amp;lt;360&amp;gt;&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;"),
    ):
        [told] = read(an_atom(inside.format(kind, content)), HERE, NOW).told
        assert told.told == "Un film \\<360\\>"


WORST = {
    "open tags": "<p>" * 60_000,
    "open brackets": "<" * 200_000,
    "comments": "<!--" * 50_000,
    "entities": "&" * 200_000,
    "attributes": "<a " + "x=1 " * 50_000 + ">",
    "tables": "<table>" * 20_000,
    "formatting": "<b><p>" * 20_000,
    "data": "<![CDATA[" * 20_000,
}


@pytest.mark.parametrize("name", WORST)
def test_markup_that_is_hard_to_read_takes_no_time(name: str) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_html": WORST[name]}]}
    begun = time.monotonic()
    read(a_json(feed), HERE, NOW)
    read(an_atom(f'<entry><id>1</id><content type="html"><![CDATA[{WORST[name][:100]}]]></content></entry>'), HERE, NOW)
    assert time.monotonic() - begun < 2


# What reaches the rows, and what does not.


@pytest.mark.django_db
def test_a_feed_never_reaches_the_sheets_of_another_nor_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    mines = a_campus()
    ours, theirs = a_sheet(mines), a_received_sheet(mines, "urn:uuid:1", title="De Ponts")
    names = [f"urn:uuid:{ours.ident}", theirs.uid, theirs.ident]
    gone = {"version": 1, "withdrawn": [{"id": name} for name in names]}
    answers(monkeypatch, a_feed(*(an_item(name, "Volé") for name in names)))
    evil = acts.subscribe(mines, "https://evil.example/pratiques.json", the_officer(mines))
    answers(monkeypatch, a_feed(_portevoix=gone))
    following.ask(evil, NOW)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (theirs.title, theirs.gone, ours.is_shown) == ("De Ponts", None, True)
    assert {one.gone_how for one in Received.objects.of(evil)} == {"withdrawn"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a bomb of entities", "a list", "depth"])
def test_a_refused_feed_leaves_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mines = a_campus()
    office, before = the_officer(mines), None
    answers(monkeypatch, NO_FEEDS[name])
    before = snapshot()
    with pytest.raises(Refused):
        acts.subscribe(mines, HERE, office)
    assert snapshot() == before


@pytest.mark.django_db
def test_a_feed_that_turns_bad_loses_nothing_of_what_it_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = a_received_sheet(a_campus())
    answers(monkeypatch, NO_FEEDS["a bomb of entities"])
    following.ask(kept.subscription, NOW)
    assert Received.objects.get().done == kept.done
    assert Subscription.objects.get().trouble == Trouble.NOT_A_FEED


@pytest.mark.django_db
def test_a_feed_that_names_all_things_anew_each_time_fills_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    one = a_subscription(a_campus())
    for time_ in range(4):
        answers(monkeypatch, a_feed(*(an_item(f"{time_} {n}") for n in range(reading.MOST))))
        one.refresh_from_db()
        following.ask(one, NOW)
    assert Received.objects.count() == following.KEPT


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["a\r\nX-Injected: y", "é", "x" * 500, "\0"])
def test_what_a_site_wants_to_hear_again_is_no_header_of_ours(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, a_feed(), etag=tag, last_modified=tag)
    mines = a_campus()
    one = acts.subscribe(mines, HERE, the_officer(mines))
    assert (one.etag, one.modified) == ("", "")


@pytest.mark.django_db
def test_signs_that_no_database_holds_reach_none(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a\0b\ud800c\uffff"
    answers(monkeypatch, a_feed(an_item(text, text, **dict.fromkeys(("done", "credit", "licence"), text)), title=text))
    mines = a_campus()
    acts.subscribe(mines, HERE, the_officer(mines))
    assert Received.objects.get().title == "abc"


# On the network: the same words as for any site that is asked (`outside.py`).

ELSEWHERE: dict[str, tuple[Answer, str]] = {
    "drips": (drips, Trouble.SILENT),
    "hangs up": (drops, Trouble.SILENT),
    "huge": (says(b" " * (reading.HEAVIEST + 1)), Trouble.HEAVY),
    "leads inside": (says(b"", 302, Location="https://127.0.0.1/"), Trouble.MOVED),
    "a bomb of gzip": (says(gzip.compress(b" " * 10_000_000), content_encoding="gzip"), Trouble.ENCODING),
    "gone": (says(b"", 410), Trouble.CLOSED),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_site_that_misbehaves_is_said_so_in_time(
    name: str, elsewhere: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "WITHIN", 0.3 if name == "drips" else 5)
    answer, trouble = ELSEWHERE[name]
    one = a_subscription(a_campus(), elsewhere(answer))
    begun = time.monotonic()
    following.ask(one, NOW)
    one.refresh_from_db()
    assert one.trouble == trouble
    assert time.monotonic() - begun < 2


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://127.0.0.1/f", "https://[::ffff:10.0.0.1]/f", "https://localhost/f"])
def test_a_name_that_leads_inside_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.create_connection", lambda *_: pytest.fail("a connection was opened"))
    mines = a_campus()
    with pytest.raises(Refused):
        acts.subscribe(mines, address, the_officer(mines))
    one = a_subscription(mines, address)
    following.ask(one, NOW)
    one.refresh_from_db()
    assert one.trouble == Trouble.ADDRESS
    assert one.asked is not None
    assert one.asked > THEN
