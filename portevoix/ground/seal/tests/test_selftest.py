"""A server that cannot seal does not start, and says what to do."""

from __future__ import annotations

import pytest

from portevoix.ground.seal import envelope, identity, selftest


def test_this_machine_can_seal() -> None:
    selftest.check()


def test_a_library_without_the_hybrid_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise AttributeError("MLKEM768_X25519")

    monkeypatch.setattr(identity.Identity, "__init__", missing)
    with pytest.raises(selftest.Unusable, match=r"requirements/base\.txt.*start again"):
        selftest.check()


def test_a_library_that_makes_other_keys_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_XWING", "00")
    with pytest.raises(selftest.Unusable, match="another key"):
        selftest.check()


def test_a_library_that_opens_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "open_", lambda *_: b"something else")
    with pytest.raises(selftest.Unusable, match="does not open"):
        selftest.check()
