"""The mission adds a work: its words, its file in parts, its captions; then says who may see it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from portevoix.campus.library import acts, store, tasks
from portevoix.campus.library.models import File, Work
from portevoix.campus.library.tests.persona import VTT, a_film, a_paper, a_picture, a_work, an_archive, kept
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line

pytestmark = pytest.mark.django_db
OURS = "/mines/mission/mediatheque/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(client: Client, mines: School) -> Client:
    of_the_mission(client, mines)
    return client


def sends(client: Client, place: str, data: bytes, use: str = "file", name: str = "film.mp4", part: int = 3000) -> Any:
    """As the browser does: announce, send in parts, finish. The last answer."""
    ask = f"?pour={use}"
    announced = json.dumps({"name": name, "size": len(data)})
    answer: Any = client.post(f"{place}{ask}", announced, content_type="application/json")
    if answer.status_code != 201:
        return answer
    file = answer.json()["file"]
    for offset in range(0, len(data), part):
        piece = data[offset : offset + part]
        answer = client.put(f"{place}{file}/{offset}{ask}", piece, content_type="application/octet-stream")
        if answer.status_code != 200:
            return answer
        assert answer.json() == {"received": offset + len(piece)}
    return client.post(f"{place}{file}/{ask}", "{}", content_type="application/json")


def on_disk() -> set[str]:
    return store.idents()


def a_new(client: Client, kind: str = "film", title: str = "Un oui, ça s’entend") -> Work:
    answer = client.post(f"{OURS}nouvelle/", {"kind": kind, "title": title, "language": "fr"})
    assert answer.status_code == 302
    return Work.objects.latest("pk")


def test_helene_publishes_a_film(helene: Client, django_capture_on_commit_callbacks: Any) -> None:
    work = a_new(helene)
    assert work.slug == "un-oui-ca-sentend"
    place = f"{OURS}{work.slug}/"
    answer = sends(helene, f"{place}envoi/", a_film())
    assert answer.json() == {"next": place}
    too_early = helene.post(f"{place}acces/", {"access": "everyone"})
    assert "Un film ne se montre qu’avec ses sous-titres" in too_early.content.decode()
    assert Client().get(f"/mines/mediatheque/{work.slug}/").status_code == 404
    captions = SimpleUploadedFile("film.vtt", VTT.encode())
    assert helene.post(f"{place}sous-titres/", {"language": "fr", "file": captions}).status_code == 302
    assert helene.post(f"{place}acces/", {"access": "everyone"}).status_code == 302
    assert Client().get(f"/mines/mediatheque/{work.slug}/").status_code == 200
    kinds = list(Line.objects.filter(subject=work.ident).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["work made", "work file put", "work captioned", "work opened"]
    last = helene.post(f"{place}sous-titres/fr/retirer/")
    assert "garde ses sous-titres" in last.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        helene.post(f"{place}retirer/")
    assert not File.objects.exists()
    assert work.file_id is None or not on_disk()


def test_captions_that_are_wrong_are_refused_with_their_line(helene: Client, mines: School) -> None:
    a_work(mines, captions="")
    captions = SimpleUploadedFile("film.vtt", b"WEBVTT\n\n00:05.000 --> 00:02.000\nOui\n")
    answer = helene.post(f"{OURS}consentement/sous-titres/", {"language": "fr", "file": captions})
    assert "Ligne 3\xa0: ce sous-titre finit avant de commencer." in answer.content.decode()
    assert not Work.objects.get().captions.exists()


def test_reserved_for_now_until_a_day_that_is_to_come(helene: Client, mines: School) -> None:
    a_work(mines, access=Work.Access.HIDDEN)
    place = f"{OURS}consentement/acces/"
    past = helene.post(place, {"access": "reserved", "opens": "2020-01-01T10:00"})
    assert "Ce moment est passé" in past.content.decode()
    assert helene.post(place, {"access": "reserved", "opens": "2099-01-01T10:00"}).status_code == 302
    work = Work.objects.get()
    assert work.opens is not None
    assert (work.access, work.opens.isoformat()) == ("reserved", "2099-01-01T09:00:00+00:00")
    assert "Réservée pour le moment" in helene.get(OURS).content.decode()


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("film", b"MZ\x90\0" + bytes(4000), "pas un film"),
        ("film", a_film()[:-500], "tronqué"),
        ("film", a_film().replace(b"vide", b"soun"), "tronqué"),
        ("film", a_film().replace(b"vide" + bytes(12), b"vide" + b"hvc1" + bytes(8)), "H.264"),
        ("film", b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + bytes(9000), "tronqué"),
        ("film", b"<html><script>alert(1)</script>" + a_film(), "pas un film"),
        ("film", a_picture(), "pas un film"),
        ("poster", a_film(), "ni une image"),
        ("poster", a_picture()[:300], "ne se lit pas"),
        ("poster", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>" + bytes(100), "ni une image"),
        ("document", b"%PDF-1.4" + bytes(5000), "tronqué"),
        ("kit", an_archive({"../../etc/passwd": b"x"}), "tronqué"),
        ("kit", an_archive({"/etc/passwd": b"x"}), "tronqué"),
        ("kit", b"PK\x03\x04" + bytes(4000), "tronqué"),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(
    kind: str, data: bytes, sentence: str, helene: Client, django_capture_on_commit_callbacks: Any
) -> None:
    work = a_new(helene, kind)
    before = on_disk()
    with django_capture_on_commit_callbacks(execute=True):
        answer = sends(helene, f"{OURS}{work.slug}/envoi/", data)
    assert answer.status_code == 422
    assert sentence in answer.json()["sentence"]
    assert not File.objects.exists()
    assert on_disk() == before
    assert Work.objects.get().file is None


def test_a_photograph_loses_where_it_was_taken(helene: Client) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Camille"
    exif.get_ifd(0x8825)[1] = "N"
    data = a_picture(exif=exif.tobytes(), comment=b"Chez Camille")
    assert b"Appareil de Camille" in data
    work = a_new(helene, "poster")
    assert sends(helene, f"{OURS}{work.slug}/envoi/", data, name="affiche.jpg").status_code == 200
    file = File.objects.get()
    stored = store.path_of(file.ident).read_bytes()
    assert b"Camille" not in stored
    with Image.open(store.path_of(file.ident)) as picture:
        assert not picture.getexif()
    assert file.size == len(stored)
    assert store.path_of(file.ident).stat().st_mode & 0o777 == 0o600


def test_a_photograph_of_a_large_telephone_is_read_at_half_its_size(mines: School) -> None:
    file = kept(mines, a_picture(7000, 6000), "image/jpeg", "picture")
    store.draw_again(file.ident)
    with Image.open(store.path_of(file.ident)) as picture:
        assert picture.size == (3500, 3000)


def test_a_picture_of_a_hundred_million_points_is_not_drawn(helene: Client) -> None:
    data = bytearray(a_picture(kind="PNG"))
    data[16:24] = (12_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    work = a_new(helene, "poster")
    answer = sends(helene, f"{OURS}{work.slug}/envoi/", bytes(data))
    assert answer.status_code == 422


def test_what_is_too_large_is_refused_before_it_comes(helene: Client) -> None:
    work = a_new(helene)
    place = f"{OURS}{work.slug}/envoi/?pour=file"
    for size in (0, -5, 1 << 40):
        answer = helene.post(place, json.dumps({"name": "x", "size": size}), content_type="application/json")
        assert answer.status_code == 413
    for wrong in (b"", b"[]", b"{}", b'{"name": 3, "size": "x"}', b"\xff"):
        assert helene.post(place, wrong, content_type="application/json").status_code == 422
    assert not File.objects.exists()


def test_what_comes_beyond_what_was_announced_is_cut(helene: Client) -> None:
    work = a_new(helene)
    place = f"{OURS}{work.slug}/envoi/"
    begun = helene.post(f"{place}?pour=file", json.dumps({"name": "x", "size": 10}), content_type="application/json")
    ident = begun.json()["file"]
    answer = helene.put(f"{place}{ident}/0?pour=file", a_film(), content_type="application/octet-stream")
    assert answer.status_code == 413
    assert store.path_of(ident).stat().st_size <= 10


def test_a_film_cut_off_on_the_way_goes_on_from_where_it_stopped(helene: Client) -> None:
    work = a_new(helene)
    place = f"{OURS}{work.slug}/envoi/"
    film = a_film()
    begun = helene.post(
        f"{place}?pour=file", json.dumps({"name": "x", "size": len(film)}), content_type="application/json"
    )
    ident = begun.json()["file"]
    helene.put(f"{place}{ident}/0?pour=file", film[:1000], content_type="application/octet-stream")
    again = helene.put(f"{place}{ident}/0?pour=file", film[:1000], content_type="application/octet-stream")
    assert (again.status_code, again.json()["received"]) == (409, 1000)
    early = helene.post(f"{place}{ident}/?pour=file", "{}", content_type="application/json")
    assert early.status_code == 409
    helene.put(f"{place}{ident}/1000?pour=file", film[1000:], content_type="application/octet-stream")
    assert helene.post(f"{place}{ident}/?pour=file", "{}", content_type="application/json").status_code == 200
    assert store.path_of(ident).read_bytes() == film


def test_nobody_goes_on_with_the_file_of_somebody_else(helene: Client, mines: School) -> None:
    work = a_new(helene)
    file = acts.begin(mines, "f" * 32, "x", 100, {File.Kind.FILM})
    for ident in (file.ident, "0" * 32):
        place = f"{OURS}{work.slug}/envoi/{ident}/"
        assert helene.put(f"{place}0?pour=file", b"x", content_type="application/octet-stream").status_code == 404
        assert helene.post(f"{place}?pour=file", "{}", content_type="application/json").status_code == 404


def test_nobody_fills_the_disk_with_films_they_never_finish(
    mines: School, django_capture_on_commit_callbacks: Any
) -> None:
    shown = kept(mines, a_film())
    File.objects.update(sender="f" * 32)
    work = a_work(mines, file=shown)
    begun = []
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            begun.append(acts.begin(mines, "f" * 32, "x", 100, {File.Kind.FILM}).ident)
            store.make(begun[-1])
    assert [file.ident for file in File.objects.order_by("pk")] == [shown.ident, *begun[-3:]]
    assert not set(begun[:2]) & on_disk()
    assert Work.objects.get().file == work.file


def test_what_nobody_finished_is_forgotten_after_a_day(mines: School, django_capture_on_commit_callbacks: Any) -> None:
    a_work(mines)
    for age in (timedelta(hours=25), timedelta(hours=1)):
        file = acts.begin(mines, "f" * 32, "x", 100, {File.Kind.FILM})
        store.make(file.ident)
        File.objects.filter(pk=file.pk).update(begun=file.begun - age)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.forget()
    assert File.objects.count() == 2
    assert {file.ident for file in File.objects.all()} <= on_disk()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        'a"; filename="b.exe',
        "deux\r\nlignes.mp4",
        "photo\u202egnp.exe",
        "nul\0.pdf",
        "." * 40,
        " ",
        "é" * 4096 + ".png",
        "CON:|<>?*.png",
    ],
)
def test_a_name_stays_on_its_line_and_of_its_kind(name: str) -> None:
    safe = store.safe_name(name)
    assert 0 < len(safe) <= 100
    assert not set(safe) & set('/\\:*?"<>|\r\n\0\u202e')
    assert not safe.startswith(".")


def test_a_work_keeps_its_address_and_no_two_have_the_same(helene: Client) -> None:
    first, second = a_new(helene), a_new(helene)
    assert second.slug == "un-oui-ca-sentend-2"
    third = a_new(helene, title="Nouvelle")
    assert third.slug != "nouvelle"
    assert a_new(helene, title="无声").slug == "oeuvre"
    helene.post(f"{OURS}{first.slug}/", {"kind": "film", "title": "Autre", "language": "fr", "licence": "by"})
    first.refresh_from_db()
    assert (first.title, first.slug, first.licence) == ("Autre", "un-oui-ca-sentend", "by")


def test_a_film_does_not_become_a_kit_with_its_film_inside(helene: Client, mines: School) -> None:
    a_work(mines)
    words = {"kind": "kit", "title": "x", "language": "fr", "licence": "by"}
    assert "d’une autre sorte" in helene.post(f"{OURS}consentement/", words).content.decode()
    assert Work.objects.get().kind == "film"


def test_two_works_may_share_a_file_which_goes_with_the_last(
    mines: School, django_capture_on_commit_callbacks: Any
) -> None:
    file = kept(mines, a_paper(), "application/pdf", "paper")
    works = [a_work(mines, slug=slug, kind="kit", file=file, captions="") for slug in ("un", "deux")]
    office = of_the_mission(Client(), mines)
    for work, there in zip(works, (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            acts.remove(work, office)
        assert (file.ident in on_disk()) is there


def test_the_folder_is_for_its_owner_only(mines: School) -> None:
    file = kept(mines, a_paper())
    folder = Path(settings.DATA) / "library" / file.ident[:2]
    for one in (folder, folder.parent):
        assert one.stat().st_mode & 0o077 == 0
