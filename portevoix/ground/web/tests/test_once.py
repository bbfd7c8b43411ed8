"""A secret that is made once, whoever asks first."""

import os
import threading
from pathlib import Path

from portevoix.ground.web.once import kept


def test_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "a.key"
    made = kept(path, lambda: os.urandom(32))
    assert kept(path, lambda: os.urandom(32)) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["a.key"]


def test_everybody_who_asks_at_once_gets_the_same(tmp_path: Path) -> None:
    together, got = threading.Barrier(8), []

    def ask() -> None:
        together.wait()
        got.append(kept(tmp_path / "a.key", lambda: os.urandom(32)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1
    assert len(got) == 8
