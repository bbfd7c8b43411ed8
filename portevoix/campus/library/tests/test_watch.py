"""Somebody looks at what is open to them, and at nothing else; players ask for parts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.campus.library import ranges
from portevoix.campus.library.models import Captions, Work
from portevoix.campus.library.tests.persona import a_film, a_picture, a_work, kept
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School

pytestmark = pytest.mark.django_db
PLACE = "/mines/mediatheque/"
FILM = f"{PLACE}consentement/film"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def mines() -> School:
    return a_campus()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_camille_reads_the_warning_before_the_film_and_may_skip_it(client: Client, mines: School) -> None:
    a_work(mines, warning="Une scène de pression.", transcript="Inès dit **non**.", minutes=7)
    page = client.get(f"{PLACE}consentement/").content.decode()
    assert page.index("Une scène de pression.") < page.index("<video")
    assert page.index('href="#after"') < page.index("<video")
    assert "<strong>non</strong>" in page
    assert 'preload="metadata"' in page
    assert "autoplay" not in page
    assert '<track kind="captions" src="/mines/mediatheque/consentement/sous-titres/fr.vtt" srclang="fr"' in page


def test_captions_come_as_captions(client: Client, mines: School) -> None:
    work = a_work(mines)
    Captions.objects.create(work=work, language="en", text="WEBVTT\n\n00:00.000 --> 00:01.000\nA yes can be heard.\n")
    answer = client.get(f"{PLACE}consentement/sous-titres/en.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "A yes can be heard." in answer.content.decode()
    assert client.get(f"{PLACE}consentement/sous-titres/de.vtt").status_code == 404


def test_a_player_gets_the_part_it_asks_for(client: Client, mines: School) -> None:
    a_work(mines)
    film = a_film()
    whole = client.get(FILM)
    assert (whole.status_code, whole["Accept-Ranges"], whole["Content-Type"]) == (200, "bytes", "video/mp4")
    assert body(whole) == film
    for asked, first, last in (("0-99", 0, 99), ("100-", 100, len(film) - 1), ("-50", len(film) - 50, len(film) - 1)):
        part = client.get(FILM, headers={"range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part["Content-Range"] == f"bytes {first}-{last}/{len(film)}"
        assert part["Content-Length"] == str(last - first + 1)
        assert body(part) == film[first : last + 1]
    outside = client.get(FILM, headers={"range": f"bytes={len(film)}-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, f"bytes */{len(film)}")
    assert body(client.get(FILM, headers={"range": "bytes=0-1,5-6"})) == film, "several at once: the whole"


def test_it_compares_the_tag_before_it_joins_two_parts(client: Client, mines: School) -> None:
    a_work(mines)
    first = client.get(FILM)
    assert body(first)
    tag = first["ETag"]
    assert client.get(FILM, headers={"if-none-match": f"W/{tag}"}).status_code == 304
    same = client.get(FILM, headers={"range": "bytes=0-9", "if-range": tag})
    other = client.get(FILM, headers={"range": "bytes=0-9", "if-range": '"another"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert (len(body(same)), body(other)) == (10, a_film())
    head = client.head(FILM, headers={"range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], body(head)) == (206, "10", b"")
    assert tag not in str(client.get(PLACE).headers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.integers(1, 500), st.text("0123456789-, =bytes", max_size=20))
def test_whatever_range_is_asked_lies_inside_the_file(size: int, header: str) -> None:
    for asked in (header, f"bytes={header}"):
        try:
            part = ranges.asked(asked, size)
        except ValueError:
            continue
        if part is not None:
            first, length = part
            assert 0 <= first < size
            assert 0 < length <= size - first


@pytest.mark.parametrize("access", [Work.Access.HIDDEN, Work.Access.RESERVED, Work.Access.SCHOOL])
def test_what_is_not_open_answers_as_if_it_were_not_there(client: Client, mines: School, access: str) -> None:
    a_work(mines, "Sans voix", access=access, cover=kept(mines, a_picture(), "image/jpeg", "picture"))
    for last in ("", "film", "fichier", "image", "sous-titres/fr.vtt"):
        theirs = client.get(f"{PLACE}consentement/{last}")
        never = client.get(f"{PLACE}jamais-ecrite/{last}")
        assert theirs.status_code == never.status_code == 404
        assert theirs.content.replace(b"consentement", b"jamais-ecrite") == never.content
        assert dict(theirs.headers) | {"Content-Length": ""} == dict(never.headers) | {"Content-Length": ""}
    assert "Sans voix" not in client.get(PLACE).content.decode()


def test_what_was_reserved_opens_by_itself_at_its_minute(client: Client, mines: School) -> None:
    a_work(mines, "Sans voix", access=Work.Access.RESERVED, opens=NOW)
    with time_machine.travel(NOW - timedelta(seconds=1), tick=False):
        assert client.get(FILM).status_code == 404
        assert "Sans voix" not in client.get(PLACE).content.decode()
    with time_machine.travel(NOW, tick=False):
        assert body(client.get(FILM)) == a_film()
        assert "Sans voix" in client.get(PLACE).content.decode()


def test_lou_sees_what_is_for_the_school_and_nora_of_another_does_not(client: Client, mines: School) -> None:
    a_work(mines, access=Work.Access.SCHOOL)
    mine = FILM.replace("/mediatheque/", "/moi/mediatheque/")
    assert client.get(mine).status_code == 302
    lou = comes_in(Client(), someone(mines))
    assert body(lou.get(mine)) == a_film()
    assert "Le consentement" in lou.get("/mines/moi/mediatheque/").content.decode()
    assert lou.get("/mines/moi/mediatheque/consentement/").status_code == 200
    nora = comes_in(Client(), someone(a_campus("arts"), "Nora Petit"))
    assert nora.get(mine).status_code == 302
    assert nora.get(mine.replace("mines", "arts")).status_code == 404


def test_the_mission_alone_sees_what_is_hidden(client: Client, mines: School) -> None:
    a_work(mines, access=Work.Access.HIDDEN)
    ours = FILM.replace("/mediatheque/", "/mission/mediatheque/")
    lou = comes_in(Client(), someone(mines))
    assert lou.get(FILM.replace("/mediatheque/", "/moi/mediatheque/")).status_code == 404
    assert client.get(ours).status_code in {302, 403}
    of_the_mission(client, mines)
    assert body(client.get(ours)) == a_film()
    assert "<video" in client.get("/mines/mission/mediatheque/consentement/apercu/").content.decode()


def test_a_360_film_may_follow_the_head_and_no_other_page_may(client: Client, mines: School) -> None:
    a_work(mines)
    a_work(mines, "Autour", slug="autour", kind=Work.Kind.SPHERE)
    flat, around = client.get(f"{PLACE}consentement/"), client.get(f"{PLACE}autour/")
    assert "xr-spatial-tracking=(self)" in around["Permissions-Policy"]
    assert "xr-spatial-tracking=()" in flat["Permissions-Policy"]
    assert "<pv-sphere>" in around.content.decode()
    assert "media-src 'self'" in flat["Content-Security-Policy"]
    assert "media-src" not in client.get(PLACE)["Content-Security-Policy"]


def test_a_kit_is_taken_away_under_the_name_of_the_work(client: Client, mines: School) -> None:
    paper = kept(mines, b"%PDF-1.4\n%%EOF", "application/pdf", "paper")
    a_work(mines, kind=Work.Kind.KIT, file=paper, captions="")
    answer = client.get(f"{PLACE}consentement/fichier")
    assert answer["Content-Disposition"] == 'attachment; filename="consentement.pdf"'
    assert body(answer)
