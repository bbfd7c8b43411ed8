"""The throttle: enough for a lecture hall, not enough to drown the house, and no address kept."""

import threading
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from portevoix.ground.web import throttle
from portevoix.ground.web.models import Bucket


def key(address: str, purpose: str = "", **headers: str) -> str:
    return throttle.address_key(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers), purpose)


@pytest.mark.django_db
def test_a_bucket_empties_and_fills_again() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert [throttle.take("k", capacity=3, per_second=0.5) for _ in range(5)] == [True, True, True, False, False]
        clock.shift(1)
        assert not throttle.take("k", capacity=3, per_second=0.5)
        clock.shift(1)
        assert throttle.take("k", capacity=3, per_second=0.5)
        assert not throttle.take("k", capacity=3, per_second=0.5)
        clock.shift(3600)
        assert [throttle.take("k", capacity=3, per_second=0.5) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_a_refusal_writes_nothing() -> None:
    assert throttle.take("k", capacity=1, per_second=0.001)
    before = Bucket.objects.values().get()
    assert not throttle.take("k", capacity=1, per_second=0.001)
    assert Bucket.objects.values().get() == before


@pytest.mark.django_db
def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    with time_machine.travel(1_800_000_000, tick=False):
        assert throttle.take("k", capacity=1, per_second=0.01)
    with time_machine.travel(1_800_000_000 - 86_400, tick=False):
        assert throttle.take("k", capacity=1, per_second=0.01)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_cannot_share_the_last_tokens() -> None:
    start, taken = threading.Barrier(50), []

    def grab() -> None:
        start.wait()
        try:
            taken.append(throttle.take("k", capacity=7, per_second=0.0001))
        finally:
            connection.close()

    threads = [threading.Thread(target=grab) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 50
    assert sum(taken) == 7


@pytest.mark.django_db
def test_one_address_that_exhausts_its_bucket_leaves_the_others_alone() -> None:
    school, home = key("192.0.2.10"), key("192.0.2.11")
    while throttle.take(school, capacity=5, per_second=0.001):
        pass
    assert throttle.take(home, capacity=5, per_second=0.001)


def test_a_header_typed_by_the_visitor_changes_nothing() -> None:
    spoofed: dict[str, Any] = {
        "x-forwarded-for": "198.51.100.7",
        "forwarded": "for=198.51.100.7",
        "x-real-ip": "1.1.1.1",
    }
    assert key("192.0.2.10", **spoofed) == key("192.0.2.10")
    assert key("192.0.2.10") != key("198.51.100.7")


def test_an_address_in_ipv6_is_the_line_not_the_device() -> None:
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff:ffff:ffff:ffff")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")
    assert key("::ffff:192.0.2.10") == key("192.0.2.10")


def test_the_key_of_an_address_is_not_that_of_the_day_before() -> None:
    with time_machine.travel("2026-11-20 12:00:00Z"):
        friday = key("192.0.2.10")
    with time_machine.travel("2026-11-21 12:00:00Z"):
        saturday = key("192.0.2.10")
        assert key("192.0.2.10", "deposit") not in {friday, saturday}
    assert friday != saturday


def test_who_has_the_disk_and_every_secret_on_it_cannot_try_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    here = key("192.0.2.10")
    monkeypatch.setattr(throttle, "_keys", {})  # the same house, its memory gone
    assert key("192.0.2.10") != here


@pytest.mark.parametrize("odd", ["", "unix:", "not an address", "::1%lo", "é" * 3000])
def test_an_odd_address_still_has_a_bucket(odd: str) -> None:
    assert len(key(odd)) == 64


@pytest.mark.django_db
def test_full_buckets_are_forgotten() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        throttle.take("soon", capacity=10, per_second=1)
        throttle.take("later", capacity=1000, per_second=1)
        clock.shift(11)
        assert throttle.forget() == 1
        assert set(Bucket.objects.values_list("key", flat=True)) == {"later"}
