"""Parts of files: whole and lasting, or absent; the same twice is one; nobody else's."""

import hashlib
import os
import secrets
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import PART
from portevoix.sealed.streams import parts, tasks
from portevoix.sealed.streams.models import Part, SealedFile
from tests.cast import Camille, a_school


@pytest.fixture
def camille(db: None) -> Camille:
    return Camille(a_school())


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """Each story its own disk."""
    settings.DATA = tmp_path


def on_disk() -> list[Path]:
    return [path for path in (settings.DATA / "parts").rglob("*") if path.is_file()]


FILE = bytes(16)


def test_a_part_is_on_disk_once_it_was_answered(camille: Camille) -> None:
    assert camille.puts_part(FILE, 0, b"sealed").status_code == 204
    (path,) = on_disk()
    assert path.read_bytes() == b"sealed"
    assert path.stat().st_mtime == 0
    assert oct(path.parent.stat().st_mode)[-3:] == "700"
    assert FILE.hex() not in str(path)


def test_the_same_part_sent_again_is_one_part(camille: Camille) -> None:
    assert [camille.puts_part(FILE, 0, b"sealed").status_code for _ in range(3)] == [204] * 3
    assert len(on_disk()) == Part.objects.count() == 1


def test_another_content_under_the_same_number_is_refused(camille: Camille) -> None:
    camille.puts_part(FILE, 0, b"sealed")
    assert camille.puts_part(FILE, 0, b"other").status_code == 409
    assert [path.read_bytes() for path in on_disk()] == [b"sealed"]


def test_a_part_that_changed_on_the_way_is_absent(camille: Camille) -> None:
    answer = camille.puts_part(FILE, 0, b"sealed", **{"X-Sha256": hashlib.sha256(b"other").hexdigest()})
    assert answer.status_code == 422
    assert not on_disk()
    assert not SealedFile.objects.exists()


@pytest.mark.parametrize("header", ["X-Upload", "X-Case"])
def test_nobody_else_adds_to_it(camille: Camille, header: str) -> None:
    camille.puts_part(FILE, 0, b"sealed")
    other = {"X-Upload": b64(secrets.token_bytes(32)), "X-Case": secrets.token_hex(16)}[header]
    assert camille.puts_part(FILE, 1, b"more", **{header: other}).status_code == 404
    assert len(on_disk()) == 1


def test_her_browser_asks_what_is_left_to_send(camille: Camille) -> None:
    for number in (0, 2):
        camille.puts_part(FILE, number, b"sealed")
    path = f"{camille.api}fichiers/{FILE.hex()}"
    answer = camille.client.get(path, headers={"X-Upload": b64(camille.upload)})
    assert answer.json() == {"parts": [0, 2]}
    assert camille.client.get(path, headers={"X-Upload": b64(bytes(32))}).status_code == 404


def test_too_large_or_empty_or_too_many_is_absent(camille: Camille) -> None:
    assert camille.puts_part(FILE, 0, bytes(PART + 1)).status_code == 413
    assert camille.puts_part(FILE, 0, bytes(parts.LARGEST_BODY + 1)).status_code == 413
    assert camille.puts_part(FILE, 0, b"").status_code == 422
    assert camille.puts_part(FILE, parts.MOST_PARTS, b"x").status_code == 422
    assert not on_disk()
    assert not SealedFile.objects.exists()


def test_a_disk_that_is_nearly_full_takes_no_file(camille: Camille, monkeypatch: pytest.MonkeyPatch) -> None:
    Room = namedtuple("Room", "f_bavail f_frsize")
    monkeypatch.setattr(os, "statvfs", lambda _path: Room(10, 4096))
    assert camille.puts_part(FILE, 0, b"sealed").status_code == 507
    assert not on_disk()


def test_a_disk_that_fails_leaves_nothing(camille: Camille, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    assert camille.puts_part(FILE, 0, b"sealed").status_code == 500
    assert not on_disk()
    assert not Part.objects.exists()


def test_a_part_is_never_whole_in_memory(camille: Camille) -> None:
    class Slowly(BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.largest = max(self.largest, size or 0)
            assert size is not None
            assert size > 0
            return super().read(size)

    body = Slowly(bytes(3_000_000))
    parts.write(body, hashlib.sha256(bytes(3_000_000)).hexdigest())
    assert body.largest <= 1 << 20


def test_what_is_claimed_takes_no_more_parts(camille: Camille) -> None:
    camille.speaks(said=[camille.attaches(b"photo")])
    (file, _count) = camille.files[0]
    assert camille.puts_part(file, 1, b"more").status_code == 409


def test_a_file_with_a_short_part_in_the_middle_is_not_whole(camille: Camille) -> None:
    for number in (0, 1):
        camille.puts_part(FILE, number, b"short")
    camille.files = [(FILE, 2)]
    assert camille.sends(camille.deposit()).status_code == 409


def test_the_file_of_another_case_cannot_be_claimed(camille: Camille) -> None:
    other = Camille(camille.scene)
    other.attaches(b"photo")
    camille.files = other.files
    assert camille.sends(camille.deposit()).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_after_a_day_the_clock_forgets_what_nobody_claimed_and_nothing_else() -> None:
    camille: Any = Camille(a_school())
    camille.speaks(said=[camille.attaches(b"kept")])
    camille.puts_part(FILE, 0, b"abandoned")
    left_by_a_crash = settings.DATA / "parts" / "zz"
    left_by_a_crash.mkdir()
    for name in ("zz" + "0" * 30, "zz1.part"):
        (left_by_a_crash / name).write_bytes(b"x")
    tasks.forget()
    assert len(on_disk()) == 4, "not before a day"
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25), tick=False):
        tasks.forget()
    assert [path.stat().st_size for path in on_disk()] == [SealedFile.objects.get().received.get().size]
