"""Camille takes everything away: nothing of it stays, but the fact that someone withdrew."""

import secrets
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portevoix.ground.seal.fields import b64
from portevoix.ground.trail.models import Line
from portevoix.sealed.streams.models import Item, SealedFile, Stream
from portevoix.sealed.testimonies.models import Testimony
from tests.cast import Camille, Scene, a_school


def on_disk() -> set[Path]:
    """Every part on the disk."""
    return set((settings.DATA / "parts").glob("*/*"))


@pytest.mark.django_db(transaction=True)
def test_rows_files_and_what_the_trail_could_tell_are_gone() -> None:
    camille = Camille(a_school())
    before = on_disk()
    photo = camille.attaches(b"\xff\xd8photo")
    camille.speaks(said=[photo])
    camille.writes("Encore.")
    assert len(on_disk() - before) == 1
    assert camille.withdraws().status_code == 204
    assert on_disk() == before
    assert not any(model.objects.exists() for model in (Testimony, Stream, Item, SealedFile))
    assert not Line.objects.filter(kind__in={"deposit", "reporter wrote"}).exists()
    told = Line.objects.filter(kind="")
    assert len(told) == 2
    assert {(bytes(line.salt), bytes(line.event), line.subject, line.cell) for line in told} == {(b"", b"", "", "")}
    assert all(line.minute % (24 * 60) == 0 for line in told), "of when, the day alone"
    assert Line.objects.filter(kind="withdrawn", subject="").count() == 1
    assert camille.post("revenir", camille.auth).status_code == 404
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert camille.case.hex() not in str(row), model


def test_a_wrong_secret_takes_nothing_away(mines: Scene, camille: Camille) -> None:
    body = {**camille.auth, "withdraw": b64(secrets.token_bytes(32))}
    assert camille.post("revenir/retirer", body).status_code == 404
    assert Testimony.objects.exists()


def test_the_testimony_of_another_stays(mines: Scene, camille: Camille) -> None:
    other = Camille(mines)
    other.speaks()
    camille.withdraws()
    other.opens().must_be_sound()
