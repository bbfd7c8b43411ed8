"""Attack 10: another school's feed, or one that says it is, holds markup in every field; our pages stay ours."""

from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest
from django.test import Client

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.steering.plan.models import Action
from portevoix.steering.plan.tests.persona import a_plan, an_axis
from portevoix.steering.practices import acts, following
from portevoix.steering.practices.models import Received
from portevoix.steering.practices.tests.persona import THEN, a_feed, a_sheet, an_item, answers, the_officer
from tests.attacks.test_09_text_that_is_markup import HOSTILE
from tests.attacks.test_10_markup_in_what_the_mission_writes import MARKDOWN, Shown

HERE = "https://ponts.example/ponts/pratiques.json"
OURS = ("title", "problem", "done", "cost", "effect", "again", "audience", "partner", "period", "credit")
LINKS = [
    "[x](/mines/mission/equipe/)",
    "[x](https:mission/equipe/)",
    "[x](//elsewhere.example/)",
    "[x](mailto:a@b.example)",
]
TEXTS = [text for text in [*HOSTILE, *MARKDOWN, *LINKS] if len(text) < 2_000]


class Borrowed(Shown):
    """Also fails on a link that is neither of our own templates nor to another site in full."""

    inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
        if (given.get("rel") or "").startswith("noreferrer nofollow") and "href" in given:
            leads = urlsplit(given["href"] or "")
            assert (leads.scheme, bool(leads.netloc)) == ("https", True)


def the_pages(client: Client, *paths: str) -> None:
    for path in paths:
        answer = client.get(f"/mines/{path}")
        assert answer.status_code == 200, path
        shown = Borrowed()
        shown.feed(answer.content.decode())
        shown.close()


def json_feed(text: str) -> Any:
    item = an_item(text, text, **dict.fromkeys((*OURS[1:], "licence"), text))
    item |= {"url": text, "tags": [text, text], "authors": [{"name": text, "url": text}], "language": text}
    return a_feed(item, title=text)


def other_json(text: str) -> Any:
    return {"version": "https://jsonfeed.org/version/1", "title": text, "items": [{"id": text, "content_text": text}]}


def with_html(text: str) -> Any:
    return {"version": "https://jsonfeed.org/version/1", "title": text, "items": [{"id": "1", "content_html": text}]}


def atom(text: str) -> bytes:
    said = escape("".join(sign for sign in text if sign in "\t\n" or " " <= sign <= "\ud7ff"), {'"': "&quot;"})
    inside = f"<title>{said}</title><author><name>{said}</name></author>"
    entry = f'<id>1</id><link href="{said}"/><category term="{said}"/><rights>{said}</rights>'
    feed = f'{inside}<entry>{entry}{inside}<content type="html">{said}</content></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}</feed>'.encode()


@pytest.mark.django_db
@pytest.mark.parametrize("write", [json_feed, other_json, with_html, atom])
def test_no_word_of_a_feed_becomes_markup(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "TRIES", 1_000)
    mines, client = a_campus(), Client()
    of_the_mission(client, mines)
    axis, office = an_axis(a_plan(mines, 2025, 2030)), the_officer(mines)
    for number, text in enumerate(TEXTS):
        answers(monkeypatch, write(text))
        one = acts.subscribe(mines, f"{HERE}?{number}", office)
        answers(monkeypatch, write(f"{text} "))
        following.ask(one, THEN)
        for sheet in Received.objects.of(one):
            sheet.former = sheet.text
            sheet.save()
            acts.adopt(sheet, axis, office, title=sheet.title[:200], text=sheet.text)
            at = f"mission/pratiques/recues/{sheet.ident}/"
            the_pages(client, at, *([] if number % 5 else [f"{at}adopter/"]))
    assert Action.objects.exists()
    the_pages(client, "mission/pratiques/", "mission/pratiques/abonnements/", "mission/pratiques/recues/")


@pytest.mark.django_db
def test_no_word_of_ours_becomes_markup_on_our_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    mines, client = a_campus(), Client()
    of_the_mission(client, mines)
    for text in TEXTS:
        if "\0" in text:
            continue
        words: dict[str, Any] = dict.fromkeys(OURS, text[:100]) | {"tags": text.replace(",", "")[:100]}
        sheet = a_sheet(mines, **words)
        shown = Shown()
        for path in (f"mission/pratiques/{sheet.ident}/", f"mission/pratiques/{sheet.ident}/modifier/"):
            shown.feed(client.get(f"/mines/{path}").content.decode())
        shown.feed(Client().get(f"/mines/pratiques/{sheet.slug}/").content.decode())
        shown.close()
    shown.feed(Client().get("/mines/pratiques/").content.decode())
