"""Lou and her friends enter a film, with the agreement of everyone in it; they keep the last word on who sees it."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portevoix.campus.contests import acts
from portevoix.campus.contests.models import Consent, Contest, Entry
from portevoix.campus.contests.tests.persona import a_contest, an_entry
from portevoix.campus.library import store, tasks
from portevoix.campus.library.models import File, Work
from portevoix.campus.library.tests.persona import VTT, a_film, a_paper, a_picture
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
PLACE = "/mines/moi/concours/action/"
WORDS = {"title": "Sans voix", "authors": "Lou Martin, Noé Roux", "has_rights": "on", "stays_reserved": "on"}


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin")


@pytest.fixture
def client(lou: Individual) -> Client:
    return comes_in(Client(), lou)


def sends(client: Client, data: bytes, use: str, **words: str) -> Any:
    """Announce, send, finish; the last answer."""
    announced = json.dumps({"name": f"{use}.bin", "size": len(data)})
    begun: Any = client.post(f"{PLACE}envoi/?pour={use}", announced, content_type="application/json")
    if begun.status_code != 201:
        return begun
    place = f"{PLACE}envoi/{begun.json()['file']}/"
    came = client.put(f"{place}0?pour={use}", data, content_type="application/octet-stream")
    if came.status_code != 200:
        return came
    return client.post(f"{place}?pour={use}", json.dumps(words), content_type="application/json")


def test_lou_enters_a_film(client: Client, mines: School) -> None:
    a_contest(mines)
    before = Line.objects.count()
    captions = SimpleUploadedFile("film.vtt", VTT.encode())
    assert client.post(PLACE, WORDS | {"words": captions}).status_code == 302
    assert "Le film n’a pas été envoyé." in client.get(PLACE).content.decode()
    assert sends(client, a_film(), "film").json() == {"next": PLACE}
    assert sends(client, a_paper(), "accord", name=" Inès Haddad ").status_code == 200
    assert sends(client, a_picture(), "accord", name="Paul Renaud").status_code == 200
    assert client.post(f"{PLACE}deposer/").status_code == 302
    entry = Entry.objects.get()
    assert entry.submitted
    assert entry.captions == VTT
    assert [one.name for one in entry.consents.order_by("pk")] == ["Inès Haddad", "Paul Renaud"]
    assert "Déposé le" in client.get(PLACE).content.decode()
    film: Any = client.get(f"{PLACE}film", headers={"range": "bytes=0-3"})
    assert b"".join(film.streaming_content) == a_film()[:4]
    assert Line.objects.count() == before, "what is theirs leaves no line"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("film", "n’a pas été envoyé"), ("rights", "droits sur les images"), ("consents", "accord signé")],
)
def test_it_is_not_handed_in_while_something_is_missing(
    missing: str, sentence: str, client: Client, mines: School, lou: Individual
) -> None:
    entry = an_entry(a_contest(mines), lou, submitted=None)
    changes: dict[str, dict[str, Any]] = {"film": {"film": None}, "rights": {"has_rights": False}, "consents": {}}
    Entry.objects.update(**changes[missing] or {"shows_nobody": False})
    if missing == "consents":
        entry.consents.all().delete()
    answer = client.post(f"{PLACE}deposer/")
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert Entry.objects.get().submitted is None


def test_what_was_handed_in_does_not_change_under_the_eyes_of_the_jury(
    client: Client, mines: School, lou: Individual
) -> None:
    entry = an_entry(a_contest(mines), lou)
    assert "Reprenez-le" in client.post(PLACE, WORDS).content.decode()
    assert sends(client, a_film(), "film").status_code == 409
    consent = entry.consents.get()
    assert client.post(f"{PLACE}accords/{consent.ident}/retirer/").status_code == 409
    assert client.post(f"{PLACE}reprendre/").status_code == 302
    assert client.post(PLACE, WORDS | {"title": "Avec voix"}).status_code == 302
    assert Entry.objects.get().title == "Avec voix"


def test_nothing_is_entered_before_or_after(client: Client, mines: School, lou: Individual) -> None:
    contest = a_contest(mines, over=True)
    assert "ne reçoit pas" in client.post(PLACE, WORDS).content.decode()
    assert not Entry.objects.exists()
    an_entry(contest, lou, submitted=None)
    assert client.post(f"{PLACE}deposer/").status_code == 409
    Contest.objects.update(is_published=False)
    assert client.get(PLACE).status_code == 404


@pytest.mark.parametrize(
    ("use", "data", "sentence"),
    [
        ("film", a_paper(), "pas un film"),
        ("film", b"<script>" + bytes(500), "pas un film"),
        ("accord", a_film(), "ni une image"),
        ("accord", b"%PDF-1.4" + bytes(3000), "tronqué"),
    ],
)
def test_what_is_not_what_it_says_leaves_nothing(
    use: str,
    data: bytes,
    sentence: str,
    client: Client,
    mines: School,
    lou: Individual,
    django_capture_on_commit_callbacks: Any,
) -> None:
    an_entry(a_contest(mines), lou, submitted=None)
    before = File.objects.count(), Consent.objects.count(), store.idents()
    with django_capture_on_commit_callbacks(execute=True):
        answer = sends(client, data, use, name="Inès")
    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    assert (File.objects.count(), Consent.objects.count(), store.idents()) == before


def test_an_agreement_has_a_name(client: Client, mines: School, lou: Individual) -> None:
    an_entry(a_contest(mines), lou, submitted=None)
    assert sends(client, a_paper(), "accord", name="  ").status_code == 422
    assert Consent.objects.count() == 1


def test_noe_reads_nothing_of_the_entry_of_lou(mines: School, lou: Individual) -> None:
    entry = an_entry(a_contest(mines), lou)
    noe = comes_in(Client(), someone(mines, "Noé Roux"))
    assert "Sans voix" not in noe.get(PLACE).content.decode()
    for path in ("film", "retirer/", "reprendre/", f"accords/{entry.consents.get().ident}/retirer/"):
        method = noe.get if path == "film" else noe.post
        assert method(PLACE + path).status_code == 404
    assert Entry.objects.get() == entry


def test_lou_takes_everything_away(
    client: Client, mines: School, lou: Individual, django_capture_on_commit_callbacks: Any
) -> None:
    entry = an_entry(a_contest(mines, over=True), lou, captions=VTT)
    work = acts.show(entry, of_the_mission(Client(), mines))
    assert Client().get(f"/mines/mediatheque/{work.slug}/").status_code == 200
    paper = entry.consents.get().file.ident
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{PLACE}retirer/").status_code == 302
    assert not Entry.objects.exists()
    assert paper not in store.idents()
    assert Client().get(f"/mines/mediatheque/{work.slug}/").status_code == 404
    assert Client().get(f"/mines/mediatheque/{work.slug}/film").status_code == 404


def test_sans_voix_stays_reserved_until_its_authors_agree(client: Client, mines: School, lou: Individual) -> None:
    contest = a_contest(mines, over=True)
    entry = an_entry(contest, lou, captions=VTT, stays_reserved=True)
    helene = Client()
    office = of_the_mission(helene, mines)
    acts.award(entry, "Premier prix", 1, office)
    acts.announce(contest, office)
    page = f"/mines/mission/concours/action/oeuvres/{entry.ident}/"
    assert helene.post(f"{page}montrer/").status_code == 302
    work = Work.objects.get()
    assert (work.access, work.opens, work.credits) == ("reserved", None, "Lou Martin")
    everyone = Client().get("/mines/concours/action/").content.decode()
    assert "Premier prix" in everyone
    assert "Réservé pour le moment" in everyone
    assert "/mines/mediatheque/sans-voix/" not in everyone
    access = f"/mines/mission/mediatheque/{work.slug}/acces/"
    for choice in ({"access": "everyone"}, {"access": "school"}, {"access": "reserved", "opens": "2099-01-01T10:00"}):
        assert "leur accord" in helene.post(access, choice).content.decode()
    assert client.post(f"{PLACE}accepter/").status_code == 302
    assert helene.post(access, {"access": "everyone"}).status_code == 302
    assert "/mines/mediatheque/sans-voix/" in Client().get("/mines/concours/action/").content.decode()


def test_a_film_without_captions_enters_the_library_unseen(mines: School, lou: Individual) -> None:
    entry = an_entry(a_contest(mines, over=True), lou)
    work = acts.show(entry, of_the_mission(Client(), mines))
    assert work.access == Work.Access.HIDDEN
    with pytest.raises(Refused):
        acts.show(entry, of_the_mission(Client(), mines))


def test_the_films_and_papers_of_someone_who_was_erased_go_too(
    mines: School, lou: Individual, django_capture_on_commit_callbacks: Any
) -> None:
    entry = an_entry(a_contest(mines), lou)
    kept = {an_entry(entry.contest, someone(mines)).film.ident}  # type: ignore[union-attr]  # it has one
    File.objects.update(begun="2020-01-01T00:00:00Z")
    lou.delete()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.forget()
    assert File.objects.count() == 2
    assert kept <= store.idents()
    assert entry.film is not None
    assert entry.film.ident not in store.idents()
