"""A stream key, sealed to one person by the author of the record that grants it."""

from __future__ import annotations

from collections.abc import Mapping

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, read_u64, u64
from portevoix.ground.seal.identity import Identity, Public
from portevoix.ground.seal.records import Chain, Record, commit

NOTHING_EARLIER: Mapping[int, bytes] = {}


def _info(record: Record, recipient: bytes) -> bytes:
    place = record.place
    return lp(
        "portevoix/1 grant",
        place.inst,
        place.case,
        place.stream,
        record.epoch,
        recipient,
        record.author,
        record.hash,
    )


def grant(
    granter: Identity, recipient: Public, record: Record, key: bytes, earlier: Mapping[int, bytes] = NOTHING_EARLIER
) -> bytes:
    """The stream key of `record`, for `recipient`; with the keys of earlier epochs when they are given the past too.

    The granter is the record's author. Refuses `not_granted`, `wrong_key`.
    """
    if granter.fpr != record.author or recipient.fpr not in record.granted:
        raise SealError("not_granted", "the record does not say so")
    if commit(record.place, record.epoch, key) != record.kc or any(epoch >= record.epoch for epoch in earlier):
        raise SealError("wrong_key", "not the key of this record")
    info = _info(record, recipient.fpr)
    signature = granter.sign(lp("portevoix/1 grant sig", info, record.kc))
    past = b"".join(u64(epoch) + earlier[epoch] for epoch in sorted(earlier))
    return recipient.seal_to(info, key + signature + past)


def open_grant(reader: Identity, granter: Public, chain: Chain, number: int, blob: bytes) -> dict[int, bytes]:
    """The stream keys, by epoch, that record `number` of a verified chain grants to `reader`.

    Refuses `not_granted` (the record does not name this reader), `altered`, `wrong_key` (not the key of the record).
    """
    if not 0 <= number < len(chain.records):
        raise SealError("record_chain", "a grant without its record")
    record = chain.records[number]
    if granter.fpr != record.author or reader.fpr not in record.granted:
        raise SealError("not_granted", "the record does not say so")
    info = _info(record, reader.fpr)
    opened = reader.open(info, blob)
    key, signature, past = opened[:32], opened[32:96], opened[96:]
    if len(signature) != 64 or len(past) % 40:
        raise SealError("malformed", "grant")
    if commit(record.place, record.epoch, key) != record.kc:
        raise SealError("wrong_key", "not the key of this record")
    if not granter.verify(signature, lp("portevoix/1 grant sig", info, record.kc)):
        raise SealError("altered", "signature of a grant")
    return {**_earlier(chain, record, past), record.epoch: key}


def _earlier(chain: Chain, record: Record, past: bytes) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for at in range(0, len(past), 40):
        epoch, key = read_u64(past[at : at + 8]), past[at + 8 : at + 40]
        if epoch >= record.epoch or (keys and epoch <= max(keys)):
            raise SealError("malformed", "earlier keys are not in order")
        if not chain.is_key(epoch, key):
            raise SealError("wrong_key", "not the key of an earlier epoch")
        keys[epoch] = key
    return keys
