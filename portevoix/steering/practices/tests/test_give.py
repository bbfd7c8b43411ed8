"""The mission writes a sheet; everyone reads it, and any reader of feeds."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts as plan
from portevoix.steering.plan.tests.persona import a_plan, an_action, an_axis
from portevoix.steering.practices import acts, reading
from portevoix.steering.practices.atom import ATOM, TOMBSTONES
from portevoix.steering.practices.models import Sheet
from portevoix.steering.practices.tests.persona import WORDS, a_sheet, the_officer

pytestmark = pytest.mark.django_db
A = f"{{{ATOM}}}"


@pytest.fixture
def mines() -> School:
    return a_campus()


def the_json(**headers: str) -> Any:
    return json.loads(Client().get("/mines/pratiques.json", headers=headers).content)


def the_atom() -> ElementTree.Element:
    return ElementTree.fromstring(Client().get("/mines/pratiques.atom").content)


def test_the_mission_writes_publishes_and_takes_back(mines: School) -> None:
    client = Client()
    of_the_mission(client, mines)
    said = WORDS | {"licence": "CC-BY-4.0", "networks": ["IMT", "CGE"], "subjects": "consentement , Consentement"}
    answer = client.post("/mines/mission/pratiques/nouvelle/", said)
    sheet = Sheet.objects.get()
    assert answer["Location"] == f"/mines/mission/pratiques/{sheet.ident}/"
    assert sheet.tag_list == ["IMT", "CGE", "consentement"]
    assert Client().get(f"/mines/pratiques/{sheet.slug}/").status_code == 404
    client.post(f"/mines/mission/pratiques/{sheet.ident}/publier/")
    page = Client().get(f"/mines/pratiques/{sheet.slug}/").content.decode()
    assert "On ne le sait pas" in page, "nobody wrote what it changed"
    assert "<strong>film</strong>" in page
    client.post(f"/mines/mission/pratiques/{sheet.ident}/retirer/")
    gone = Client().get(f"/mines/pratiques/{sheet.slug}/")
    assert gone.status_code == 410
    assert "Huit casques" not in gone.content.decode()
    assert list(Line.objects.filter(subject=sheet.ident).order_by("pk").values_list("kind", flat=True)) == [
        "practice sheet kept",
        "practice sheet published",
        "practice sheet withdrawn",
    ]


def test_a_sheet_that_says_nothing_is_not_published(mines: School) -> None:
    sheet = a_sheet(mines, published=False, done="  ")
    with pytest.raises(Refused, match="Une autre école"):
        acts.publish(sheet, the_officer(mines))
    shown = a_sheet(mines)
    with pytest.raises(Refused, match="Une autre école"):
        acts.keep_sheet(shown, the_officer(mines), problem="")


def test_what_others_have_read_is_not_erased(mines: School) -> None:
    sheet, office = a_sheet(mines), the_officer(mines)
    for state in (sheet, acts.withdraw(sheet, office)):
        with pytest.raises(Refused):
            acts.remove(state, office)
    acts.remove(a_sheet(mines, published=False), office)
    assert Sheet.objects.count() == 1


def test_two_sheets_of_one_title_have_two_addresses(mines: School) -> None:
    assert [a_sheet(mines).slug, a_sheet(mines).slug] == [
        "un-film-a-360-puis-un-atelier",
        "un-film-a-360-puis-un-atelier-2",
    ]


def test_the_json_says_every_field_and_any_reader_reads_the_text(mines: School) -> None:
    sheet = a_sheet(mines, credit="Camille Durand")
    a_sheet(mines, published=False)
    feed = the_json()
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "Bonnes pratiques · École mines")
    [item] = feed["items"]
    assert item["url"].endswith(f"/mines/pratiques/{sheet.slug}/")
    assert item["tags"] == ["IMT", "consentement"]
    assert item["id"].startswith("urn:uuid:")
    assert item["date_modified"].endswith("Z")
    own = item["_portevoix"]
    assert {name: own[name] for name in ("problem", "done", "cost", "again", "audience", "partner", "period")} == {
        name: WORDS[name] for name in ("problem", "done", "cost", "again", "audience", "partner", "period")
    }
    assert (own["credit"], own["licence"], own["effect"]) == ("Camille Durand", "etalab-2.0", "")
    for words in ("Le problème", "<strong>film</strong>", "Huit casques", "Consentis", "On ne le sait pas"):
        assert words in item["content_html"]


def test_the_atom_is_what_the_rfc_asks_for(mines: School) -> None:
    sheet = a_sheet(mines)
    feed = the_atom()
    for above in (feed, *feed.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert len(above.findall(f"{A}{name}")) == 1, name
    assert feed.findtext(f"{A}author/{A}name") == "École mines"
    assert {link.get("rel") for link in feed.findall(f"{A}link")} == {"self", "alternate"}
    [entry] = feed.findall(f"{A}entry")
    content = entry.find(f"{A}content")
    assert content is not None
    assert content.get("type") == "html"
    assert "<strong>film</strong>" in (content.text or "")
    assert [one.get("term") for one in entry.findall(f"{A}category")] == ["IMT", "consentement"]
    assert [one.get("href") for one in entry.findall(f"{A}link") if one.get("rel") == "license"] == [
        sheet.licence_address
    ]


def test_an_empty_feed_is_a_feed(mines: School) -> None:
    assert the_json()["items"] == []
    assert the_atom().findtext(f"{A}updated")


def test_what_xml_cannot_hold_breaks_no_feed(mines: School) -> None:
    a_sheet(mines, title="Un\x0bdeux\x01", done="trois\x08 ]]> <b> &amp; \ufffe")
    assert the_atom().findtext(f"{A}entry/{A}title") == "Undeux"
    assert the_json()["items"][0]["title"] == "Undeux"


def test_a_sheet_keeps_its_name_through_every_change(mines: School, time_machine: TimeMachineFixture) -> None:
    """Also when it is taken back, said so in both feeds, and given again."""
    time_machine.move_to(datetime(2026, 3, 1, 10, tzinfo=UTC), tick=False)
    sheet, office = a_sheet(mines), the_officer(mines)
    name = the_json()["items"][0]["id"]
    time_machine.move_to(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False)
    acts.keep_sheet(sheet, office, title="Autre chose")
    [item] = the_json()["items"]
    assert (item["id"], item["title"], item["date_modified"]) == (name, "Autre chose", "2026-03-02T10:00:00Z")
    assert item["date_published"] == "2026-03-01T10:00:00Z"
    time_machine.move_to(datetime(2026, 3, 3, 10, tzinfo=UTC), tick=False)
    acts.withdraw(sheet, office)
    gone, atom = the_json(), the_atom()
    assert (gone["items"], gone["_portevoix"]["withdrawn"]) == ([], [{"id": name, "when": "2026-03-03T10:00:00Z"}])
    [tombstone] = atom.findall(f"{{{TOMBSTONES}}}deleted-entry")
    assert (tombstone.get("ref"), tombstone.get("when")) == (name, "2026-03-03T10:00:00Z")
    assert atom.findtext(f"{A}updated") == "2026-03-03T10:00:00Z"
    acts.publish(sheet, office)
    back = the_json()
    assert (back["items"][0]["id"], back["_portevoix"]["withdrawn"]) == (name, [])


@pytest.mark.parametrize("path", ["/mines/pratiques.json", "/mines/pratiques.atom"])
def test_who_has_it_already_is_told_that_nothing_is_new(path: str, mines: School) -> None:
    sheet = a_sheet(mines)
    tag = Client().get(path)["ETag"]
    again = Client().get(path, headers={"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status_code, again.content) == (304, b"")
    acts.keep_sheet(sheet, the_officer(mines), title="Autre chose")
    assert Client().get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_leaves_is_what_another_house_reads(mines: School) -> None:
    sheet = a_sheet(mines, effect="Non mesuré.", credit="Camille Durand")
    every = ("title", "problem", "done", "cost", "effect", "again", "partner", "credit")
    for path, fields in (("json", every), ("atom", ("title",))):
        answer = Client().get(f"/mines/pratiques.{path}")
        feed = reading.read(answer.content, f"https://mines.example/mines/pratiques.{path}", datetime.now(UTC))
        [told] = feed.told
        for name in fields:
            assert getattr(told, name) == getattr(sheet, name), name
        assert told.tags == sheet.tags
        assert "Huit casques" in (told.told or told.cost)


def test_a_sheet_begins_from_an_action_of_the_plan(mines: School) -> None:
    client = Client()
    of_the_mission(client, mines)
    facts = {"text": "Deux cycles.", "audience": "Personnel", "spent": Decimal(1200), "begins": "2021-09-01"}
    action = an_action(an_axis(a_plan(mines, networks="IMT, CGE")), "Former", **facts)
    plan.change_action(action, the_officer(mines), contributors=["Consentis", "Face Loire"])
    page = client.get(f"/mines/mission/pratiques/nouvelle/?action={action.ident}").content.decode()
    page = page.replace("\u202f", " ").replace("\xa0", " ")
    for said in ("Deux cycles.", "Personnel", "Dépensé : 1 200 €.", "Consentis, Face Loire", "depuis septembre 2021"):
        assert said in page
    words = {"title": "Former", "problem": "x", "done": "y", "licence": "etalab-2.0"}
    client.post(f"/mines/mission/pratiques/nouvelle/?action={action.ident}", words)
    assert Sheet.objects.get().action == action
    other = an_action(an_axis(a_plan(a_campus("ponts"))))
    assert client.get(f"/mines/mission/pratiques/nouvelle/?action={other.ident}").status_code == 404
