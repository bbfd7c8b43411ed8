"""Noting acts, closing days, proving, checking, erasing."""

import base64
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction
from django.test import Client

from portevoix.ground.seal.fields import lp, sha256, unb64
from portevoix.ground.trail import acts, check, log, tree
from portevoix.ground.trail.models import Batch, Leaf, Line, Node

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()
INES = "ab" * 32
CASE, OTHER_CASE = "01" * 16, "02" * 16
CELL = "0c" * 16


def noted(count: int = 1, **fields: Any) -> list[acts.Promise]:
    return [
        acts.note("case.read", [i], **{"actor": INES, "subject": CASE, "cell": CELL} | fields) for i in range(count)
    ]


def test_camille_computes_the_commitment_of_her_deposit_from_what_she_sent() -> None:
    record, item = b"\x01" * 32, b"\x02" * 32
    promise = acts.note("deposit", [record, item], subject=CASE, cell=CELL)
    event = lp("deposit", TODAY.isoformat(), record, item)
    assert sha256(lp("portevoix/1 cm", bytes.fromhex(promise.salt), event)).hex() == promise.commitment
    signed = lp("portevoix/1 promise", bytes.fromhex(promise.commitment), promise.minute)
    Ed25519PublicKey.from_public_bytes(log.public_key()).verify(unb64(promise.signature), signed)
    assert set(promise.as_dict()) == {"commitment", "salt", "minute", "signature"}


def test_the_promise_of_a_line_is_the_same_each_time() -> None:
    promise = acts.note("deposit", [b"x"])
    assert acts.promise_of(Line.objects.get()) == promise


def test_the_same_act_twice_gives_two_commitments_that_nobody_can_match() -> None:
    one, two = noted(2)
    assert one.commitment != two.commitment
    assert one.salt != two.salt


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_not_noted() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        acts.note("deposit", [])
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_line() -> None:
    with transaction.atomic():
        acts.note("deposit", [])
        transaction.set_rollback(True)
    assert not Line.objects.exists()


@pytest.mark.parametrize(("lines", "leaves"), [(0, 64), (1, 64), (64, 64), (65, 256), (257, 1024)])
def test_a_day_shows_no_more_of_its_volume_than_a_power_of_four(lines: int, leaves: int) -> None:
    noted(lines)
    batch = acts.close_day(TODAY)
    assert batch.size == leaves == Leaf.objects.count()
    assert list(check.problems()) == []


def test_leaves_are_not_in_the_order_of_the_day() -> None:
    promises = noted(64)
    acts.close_day(TODAY)
    assert [leaf.commitment for leaf in Leaf.objects.order_by("index")] != [one.commitment for one in promises]


def test_a_day_is_closed_once() -> None:
    noted(3)
    first = acts.close_day(TODAY)
    noted(1)
    assert acts.close_day(TODAY) == first
    assert Line.objects.waiting().count() == 1
    assert acts.close_day(TODAY + timedelta(days=1)).size == 128
    assert not Line.objects.waiting().exists()


def test_a_line_that_comes_while_the_day_is_closed_waits_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that went back, or an act that took long: it is not said to be under a checkpoint that leaves it out."""
    noted(2)
    padded = acts._padded
    monkeypatch.setattr(acts, "_padded", lambda count: (noted(1), padded(count))[1])
    acts.close_day(TODAY)
    monkeypatch.undo()
    assert list(check.problems()) == []
    assert Line.objects.waiting().count() == 1
    acts.close_day(TODAY + timedelta(days=1))
    assert list(check.problems()) == []
    assert not Line.objects.waiting().exists()


def test_a_line_of_the_next_day_waits_for_its_own_checkpoint() -> None:
    noted(1)
    acts.close_day(TODAY - timedelta(days=1))
    assert Line.objects.waiting().count() == 1


def read_proof(text: str) -> tuple[int, list[bytes], int, bytes]:
    """As C2SP states the file: first line, index, path, empty line, checkpoint."""
    head, _, note = text.partition("\n\n")
    version, index, *path = head.split("\n")
    assert version == "c2sp.org/tlog-proof@v1"
    name, size, root, empty, signature, end = note.split("\n")
    assert (name, empty, end) == (log.origin(), "", "")
    assert signature.startswith(f"— {name} ")
    Ed25519PublicKey.from_public_bytes(log.public_key()).verify(
        base64.b64decode(signature.rpartition(" ")[2])[4:], f"{name}\n{size}\n{root}\n".encode()
    )
    return int(index.removeprefix("index ")), [base64.b64decode(one) for one in path], int(size), base64.b64decode(root)


def test_camille_proves_that_her_line_was_there_that_day() -> None:
    promise = acts.note("deposit", [b"x"])
    noted(70)
    assert acts.proof_for(promise.commitment) is None
    acts.close_day(TODAY)
    before = acts.proof_for(promise.commitment)
    acts.close_day(TODAY + timedelta(days=1))
    proof = acts.proof_for(promise.commitment)
    assert proof == before
    assert proof is not None
    index, path, size, root = read_proof(proof)
    leaf = tree.leaf_hash(lp("portevoix/1 leaf", bytes.fromhex(promise.commitment)))
    assert tree.includes(leaf, index, size, path, root)


def test_anybody_checks_that_nothing_was_taken_away_between_two_checkpoints(client: Client) -> None:
    address = "/.well-known/portevoix-log/"
    assert client.get(address + "checkpoint").status_code == 404
    heads = []
    for days in range(3):
        noted(days)
        acts.close_day(TODAY + timedelta(days=days))
        text = client.get(address + "checkpoint").content.decode()
        _, size, root, *_rest = text.split("\n")
        heads.append((int(size), base64.b64decode(root)))
    for first, before in heads:
        for second, after in heads:
            answer = client.get(f"{address}consistency/{first}/{second}")
            if first > second:
                assert answer.status_code == 404
                continue
            proof = [base64.b64decode(line) for line in answer.content.decode().splitlines()]
            assert tree.is_consistent(first, second, before, after, proof)
    assert client.get(f"{address}consistency/1/64").status_code == 404
    name, key_id, key = client.get(address + "key").content.decode().strip().split("+", 2)
    assert name == log.origin()
    assert base64.b64decode(key) == b"\x01" + log.public_key()
    assert bytes.fromhex(key_id) == sha256(f"{name}\n".encode() + b"\x01" + log.public_key())[:4]


def test_erasing_what_a_line_says_keeps_the_tree_whole() -> None:
    [promise] = noted(1)
    noted(1, subject=OTHER_CASE)
    acts.close_day(TODAY)
    noted(1)
    assert acts.erase(CASE) == 2
    assert Line.objects.legible().count() == 1
    line = Line.objects.get(commitment=promise.commitment)
    assert (bytes(line.salt), bytes(line.event), line.actor, line.subject) == (b"", b"", "", "")
    assert acts.proof_for(promise.commitment) is not None
    acts.close_day(TODAY + timedelta(days=1))
    assert list(check.problems()) == []


def spoil_root(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(root="00" * 32)


def spoil_checkpoint(batch: Batch) -> None:
    Batch.objects.filter(pk=batch.pk).update(checkpoint=batch.checkpoint.replace("\n128\n", "\n129\n"))


def spoil_signature(batch: Batch) -> None:
    text, _, signature = batch.checkpoint.rpartition(" ")
    raw = bytearray(base64.b64decode(signature))
    raw[20] ^= 1
    Batch.objects.filter(pk=batch.pk).update(checkpoint=f"{text} {base64.b64encode(raw).decode()}\n")


def spoil_leaf(batch: Batch) -> None:
    Leaf.objects.filter(batch=batch, index=100).update(commitment="00" * 32)


def take_leaf_away(batch: Batch) -> None:
    Leaf.objects.filter(index=127).delete()


def add_leaf(batch: Batch) -> None:
    Leaf.objects.create(index=128, commitment="00" * 32, batch=batch)


def spoil_node(batch: Batch) -> None:
    Node.objects.filter(level=1, index=0).update(hash="00" * 32)


def spoil_event(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(event=lp("case.read", TODAY.isoformat(), "somebody else", CASE, CELL))


def spoil_salt(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(salt=b"\x00" * 32)


def spoil_actor(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(actor="cd" * 32)


def hide_actor(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(subject=OTHER_CASE)


def spoil_minute(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(minute=1)


def move_line(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(batch=Batch.objects.earliest("size"))


def forget_line(batch: Batch) -> None:
    Line.objects.filter(subject=CASE).update(batch=None)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_root,
        spoil_checkpoint,
        spoil_signature,
        spoil_leaf,
        take_leaf_away,
        add_leaf,
        spoil_node,
        spoil_event,
        spoil_salt,
        spoil_actor,
        hide_actor,
        spoil_minute,
        move_line,
        forget_line,
    ],
)
def test_whoever_changes_the_database_is_found_out(spoil: Any) -> None:
    acts.close_day(TODAY - timedelta(days=1))
    noted(1)
    batch = acts.close_day(TODAY)
    assert list(check.problems()) == []
    spoil(batch)
    found = list(check.problems())
    assert found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_promise_that_was_not_kept_is_found_out() -> None:
    noted(1)
    Line.objects.update(minute=1)
    assert any("no checkpoint" in sentence or "aucun point de contrôle" in sentence for sentence in check.problems())


def test_the_key_of_the_log_is_for_its_owner_only() -> None:
    log.key()
    path: Path = settings.DATA / "log.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.glob("log.key.*")) == []


def test_lines_are_found_by_cell_subject_and_day() -> None:
    noted(2)
    noted(1, subject=OTHER_CASE, cell="")
    assert Line.objects.for_cell(CELL).count() == 2
    assert [bytes(line.event)[-1] for line in Line.objects.for_cell(CELL).newest_first()] == [1, 0]
    assert Line.objects.of_the_day("case.read", actor=INES, subject=CASE).count() == 2
    Line.objects.update(minute=1)
    assert not Line.objects.of_the_day("case.read", actor=INES, subject=CASE).exists()


@pytest.mark.slow
def test_a_note_costs_little_besides_its_insert() -> None:
    """Best of several runs against the bare insert of the same row, so that a busy machine does not decide."""

    def best(act: Any) -> float:
        times = []
        for _ in range(200):
            start = time.perf_counter()
            act()
            times.append(time.perf_counter() - start)
        return sorted(times)[20]

    numbers = iter(range(10_000))

    def insert() -> None:
        Line.objects.create(
            commitment=f"{next(numbers):064x}", salt=b"s" * 32, event=b"e" * 200, kind="case.read", actor=INES, minute=1
        )

    assert best(lambda: noted(1)) - best(insert) < 0.0003
