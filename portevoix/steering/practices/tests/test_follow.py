"""Another school is followed: what it gives comes, changes, goes; what it does not say any more is kept and marked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web import clock, outside
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan.models import Action
from portevoix.steering.plan.tests.persona import a_plan, an_axis
from portevoix.steering.practices import acts, following, rules
from portevoix.steering.practices.models import Received, Subscription, Trouble
from portevoix.steering.practices.tests.persona import (
    ADDRESS,
    THEN,
    a_feed,
    a_received_sheet,
    a_subscription,
    an_item,
    answers,
    the_officer,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(mines: School) -> Client:
    client = Client()
    of_the_mission(client, mines)
    return client


def asked_again(one: Subscription, later: timedelta = timedelta(hours=7)) -> Subscription:
    """The clock comes by, so much later."""
    one.refresh_from_db()
    following.ask(one, (one.asked or THEN) + later)
    one.refresh_from_db()
    return one


def test_helene_follows_ponts_and_reads(mines: School, helene: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, a_feed(an_item(title="Un film", effect=""), an_item("urn:uuid:2", "Une soirée")))
    page = helene.post("/mines/mission/pratiques/abonnements/", {"address": f" {ADDRESS} "}, follow=True)
    assert "Bonnes pratiques de Ponts" in page.content.decode()
    assert "2 fiches reçues" in page.content.decode()
    one = Received.objects.get(uid="urn:uuid:1")
    read = helene.get(f"/mines/mission/pratiques/recues/{one.ident}/").content.decode()
    for said in ("ponts.example", "Un problème.", "On ne le sait pas", "CC BY 4.0", "Personne ici ne l’a vérifié"):
        assert said in read
    assert Line.objects.filter(subject=one.subscription.ident).count() == 1


@pytest.mark.parametrize("written", ["", "ponts.example", "http://ponts.example/f", "https://", "javascript:alert(1)"])
def test_an_address_that_is_none_is_refused(written: str, helene: Client) -> None:
    answer = helene.post("/mines/mission/pratiques/abonnements/", {"address": written})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_the_page_of_the_sheets_is_taken_for_its_feed() -> None:
    assert following.feed_at("https://Ponts.example/ponts/pratiques/") == ADDRESS
    assert following.feed_at("https://ponts.example/ponts/pratiques") == ADDRESS
    assert following.feed_at("https://ponts.example/blog/feed?x=1") == "https://ponts.example/blog/feed?x=1"


def test_nobody_is_followed_twice_nor_too_many(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, a_feed())
    office = the_officer(mines)
    acts.subscribe(mines, ADDRESS, office)
    with pytest.raises(Refused, match="déjà"):
        acts.subscribe(mines, ADDRESS, office)
    Subscription.objects.bulk_create(Subscription(school=mines, address=f"https://a.example/{n}") for n in range(49))
    with pytest.raises(Refused, match="50"):
        acts.subscribe(mines, "https://b.example/f", office)


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "Il n’y a rien à cette adresse."), (410, "disparu"), (302, "autre adresse"), (500, "chez lui")],
)
def test_helene_is_told_what_is_wrong_with_a_new_address(
    status: int, said: str, helene: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, b"", status)
    page = helene.post("/mines/mission/pratiques/abonnements/", {"address": ADDRESS})
    assert page.status_code == 422
    assert said in page.content.decode()


def test_nobody_knocks_at_many_doors_with_our_server(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, b"", 404)
    for number in range(30):
        with pytest.raises(Refused):
            acts.subscribe(mines, f"https://door{number}.example/", the_officer(mines))
    assert len(asked) == acts.TRIES


def test_two_who_follow_the_same_feed_at_once_follow_it_once(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, a_feed(an_item()))
    hear = following.hear

    def meanwhile(one: Subscription) -> following.Heard:
        a_subscription(mines)
        return hear(one)

    monkeypatch.setattr(following, "hear", meanwhile)
    with pytest.raises(Refused, match="déjà"):
        acts.subscribe(mines, ADDRESS, the_officer(mines))
    assert Subscription.objects.count() == 1


def test_it_is_asked_with_what_it_said_and_may_say_nothing_new(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, a_feed(an_item()), etag='W/"a"', last_modified="Mon, 02 Mar 2026 10:00:00 GMT")
    one = acts.subscribe(mines, ADDRESS, the_officer(mines))
    [asked] = [answers(monkeypatch, b"", 304)]
    asked_again(one)
    assert asked[0]["If-None-Match"] == 'W/"a"'
    assert asked[0]["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    assert (one.trouble, one.etag, Received.objects.get().changed) == ("", 'W/"a"', None)


def test_an_answer_of_nothing_new_to_who_has_nothing_is_a_trouble(
    mines: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, b"", 304)
    with pytest.raises(Refused):
        acts.subscribe(mines, ADDRESS, the_officer(mines))


def test_a_site_is_asked_when_its_turn_comes_and_not_more_than_once_an_hour(
    mines: School, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(THEN, tick=False)
    asked = answers(monkeypatch, a_feed(an_item()))
    one = acts.subscribe(mines, ADDRESS, the_officer(mines))
    assert following.ask_those_due(THEN + 5 * HOUR) == 0
    with pytest.raises(Refused, match="une heure"):
        acts.look_now(one)
    assert following.ask_those_due(THEN + 6 * HOUR) == 1
    assert following.ask_those_due(THEN + 6 * HOUR) == 0
    assert not following.ask(one, THEN + 6 * HOUR), "somebody else has asked since"
    assert len(asked) == 2
    time_machine.move_to(THEN + 7 * HOUR, tick=False)
    one.refresh_from_db()
    acts.look_now(one)
    assert len(asked) == 3


def test_many_silent_sites_do_not_hold_the_clock(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, b"", 500)
    for number in range(8):
        a_subscription(mines, f"https://a{number}.example/f")
    assert following.ask_those_due(THEN + HOUR) == len(asked) == following.AT_A_TIME


def test_a_site_that_fails_is_asked_less_and_less_and_keeps_what_it_gave(
    mines: School, helene: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_received_sheet(mines).subscription

    def silent(*_: object, **__: object) -> outside.Answer:
        raise outside.NoAnswer("", "silent")

    monkeypatch.setattr(outside, "hear", silent)
    waits = []
    for _time in range(7):
        asked_again(one, HOUR * 30)
        assert one.next_ask is not None
        assert one.asked is not None
        waits.append((one.next_ask - one.asked) // HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert (one.failures, one.trouble, one.failing_since) == (7, Trouble.SILENT, THEN + HOUR * 30)
    for path in ("", "abonnements/", f"recues/{Received.objects.get().ident}/"):
        assert "Ce site ne répond plus. C’est ainsi depuis le 3 mars 2026, après 7 essais." in helene.get(
            f"/mines/mission/pratiques/{path}"
        ).content.decode().replace("\xa0", " ")
    answers(monkeypatch, a_feed(an_item()))
    asked_again(one)
    assert (one.failures, one.failing_since, one.trouble) == (0, None, "")


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(301, "moved"), (308, "moved"), (401, "refuses"), (404, "not_there"), (410, "closed"), (500, "refuses")],
)
def test_what_a_site_answers_is_said_in_plain_words(
    status: int, trouble: str, mines: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_subscription(mines)
    answers(monkeypatch, b"", status, location="https://127.0.0.1/")
    asked_again(one)
    assert one.trouble == trouble
    assert (one.next_ask is None) == (status == 410), "gone for good: not asked any more"


def test_a_sheet_that_changes_says_so_and_keeps_what_it_said(
    mines: School, helene: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, a_feed(an_item(done="Dix minutes.")))
    one = acts.subscribe(mines, ADDRESS, the_officer(mines))
    asked_again(one)
    assert Received.objects.get().changed is None, "nothing has changed"
    answers(monkeypatch, a_feed(an_item(done="Une heure.", licence="etalab-2.0")))
    asked_again(one)
    sheet = Received.objects.get()
    assert sheet.changed is not None
    assert sheet.done == "Une heure."
    page = helene.get(f"/mines/mission/pratiques/recues/{sheet.ident}/").content.decode()
    assert "Cette fiche a changé depuis son arrivée" in page
    assert "Dix minutes." in page


def test_what_is_taken_back_stays_and_says_so(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [an_item(f"urn:uuid:{n}") for n in range(3)]
    answers(monkeypatch, a_feed(*items))
    one = acts.subscribe(mines, ADDRESS, the_officer(mines))
    answers(monkeypatch, a_feed(items[0], _portevoix={"version": 1, "withdrawn": [{"id": "urn:uuid:1"}]}))
    asked_again(one)
    assert dict(Received.objects.values_list("uid", "gone_how")) == {
        "urn:uuid:0": "",
        "urn:uuid:1": "withdrawn",
        "urn:uuid:2": "absent",
    }
    answers(monkeypatch, a_feed(*items))
    asked_again(one)
    assert not Received.objects.exclude(gone=None).exists(), "they are given again"


def test_of_a_feed_that_holds_only_the_latest_nothing_is_gone(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = {"version": "https://jsonfeed.org/version/1", "title": "Blog", "items": [{"id": "1", "content_text": "a"}]}
    answers(monkeypatch, blog)
    one = acts.subscribe(mines, "https://blog.example/feed.json", the_officer(mines))
    answers(monkeypatch, blog | {"items": [{"id": "2", "content_html": "<p>b</p>"}]})
    asked_again(one)
    assert set(Received.objects.values_list("uid", "gone")) == {("1", None), ("2", None)}


def test_of_one_feed_only_so_much_is_kept_and_never_less_than_was_taken_up(
    mines: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "KEPT", 4)
    answers(monkeypatch, a_feed(*(an_item(f"old{n}") for n in range(3))))
    one = acts.subscribe(mines, ADDRESS, the_officer(mines))
    taken = Received.objects.get(uid="old1")
    acts.adopt(taken, an_axis(a_plan(mines)), the_officer(mines), title="x", text="")
    answers(monkeypatch, a_feed(*(an_item(f"new{n}") for n in range(3))))
    asked_again(one)
    assert set(Received.objects.values_list("uid", flat=True)) == {"new0", "new1", "new2", "old1"}


def test_helene_looks_for_a_sheet_without_accents(mines: School, helene: Client) -> None:
    a_received_sheet(mines, "1", title="Théâtre-forum", tags="IMT")
    a_received_sheet(mines, "2", title="Film", done="Une séance", tags="CGE,IMTS")
    a_received_sheet(a_campus("arts"), "3", title="Théâtre ailleurs", tags="IMT")

    def found(asked: str) -> set[str]:
        page = helene.get(f"/mines/mission/pratiques/recues/?{asked}").context["page"]
        return {sheet.title for sheet in page}

    assert found("") == found("reseau=nulle-part") == {"Théâtre-forum", "Film"}
    assert found("q=THEATRE+forum") == {"Théâtre-forum"}
    assert found("q=seance") == {"Film"}
    assert found("q=ailleurs") == set()
    assert found("reseau=IMT") == {"Théâtre-forum"}
    assert found(f"de={Subscription.objects.for_school(mines)[0].ident}") == {"Théâtre-forum", "Film"}


def test_helene_takes_a_sheet_up_in_the_plan_with_credit(mines: School, helene: Client) -> None:
    axis = an_axis(a_plan(mines, 2025, clock.rounded().year + 1))
    sheet = a_received_sheet(mines, credit="Camille Durand, École des ponts")
    address = f"/mines/mission/pratiques/recues/{sheet.ident}/adopter/"
    page = helene.get(address).content.decode()
    assert "Camille Durand, École des ponts (ponts.example), CC BY 4.0" in page
    assert "## Ce qui a été fait" in page
    said = {"axis": axis.ident, "title": "Un film chez nous", "text": "Avec nos mots."}
    assert helene.post(address, said).status_code == 302
    action = Action.objects.get()
    assert (action.title, action.state, action.audience) == ("Un film chez nous", "idea", "Élèves")
    assert action.adopted_from == "Camille Durand, École des ponts (ponts.example), CC BY 4.0"
    assert "Un film chez nous" in helene.get(address.removesuffix("adopter/")).content.decode()
    helene.post(f"/mines/mission/pratiques/abonnements/{sheet.subscription.ident}/arreter/")
    assert not Received.objects.exists()
    assert Action.objects.get().adopted_from, "what was taken up stays, with its credit"


def test_a_sheet_goes_only_into_a_plan_of_ones_own(mines: School, helene: Client) -> None:
    ponts = a_campus("ponts")
    sheet, theirs = a_received_sheet(mines), an_axis(a_plan(ponts))
    address = f"/mines/mission/pratiques/recues/{sheet.ident}/adopter/"
    assert "pas encore de plan" in helene.get(address).content.decode()
    a_plan(mines, 2025, clock.rounded().year + 1)
    assert helene.post(address, {"axis": theirs.ident, "title": "x"}).status_code == 422
    with pytest.raises(Refused):
        acts.adopt(sheet, theirs, the_officer(mines), title="x", text="")
    with pytest.raises(Refused):
        acts.adopt(sheet, theirs, the_officer(ponts), title="x", text="")
    assert not Action.objects.exists()


def test_the_credit_never_loses_the_site_it_came_from(mines: School) -> None:
    sheet = a_received_sheet(mines, credit="x" * 300)
    credit = acts.credit_of(sheet)
    assert len(credit) == 300
    assert credit.endswith(" (ponts.example), CC BY 4.0")


def test_a_feed_that_nobody_follows_any_more_brings_nothing(mines: School, monkeypatch: pytest.MonkeyPatch) -> None:
    one = a_subscription(mines)

    def meanwhile(*_: object, **__: object) -> outside.Answer:
        Subscription.objects.all().delete()
        raise outside.NoAnswer("", "silent")

    monkeypatch.setattr(outside, "hear", meanwhile)
    following.ask(one, datetime.now(UTC))
    assert not Subscription.objects.exists()


def test_waits_never_grow_beyond_a_day() -> None:
    assert rules.next_wait(10_000) == timedelta(days=1)
