"""What an item says, by kind: strict both ways, so that a twin in another language reads the same."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import hex16, hex32, read_json, shaped, text, unb64, whole, write_json

ItemKind = Literal["title", "testimony", "message", "note", "file"]
ITEM_KINDS: Final[tuple[ItemKind, ...]] = get_args(ItemKind)
VOICES: Final = ("concerned", "witness", "relay_staff", "relay_student")
ANSWERS: Final = ("perceived", "where", "when", "wish", "avoid", "danger", "minor", "contact")
SEALED_BY: Final = ("browser", "server")
_NAMES: Final[dict[ItemKind, tuple[str, ...]]] = {
    "title": ("text",),
    "testimony": ("voice", "text", "answers", "sealed_by"),
    "message": ("text",),
    "note": ("text",),
    "file": ("file", "fk", "name", "type", "size", "sha256", "parts"),
}


def item_kind(value: str) -> ItemKind:
    """One of the known kinds."""
    if value not in ITEM_KINDS:
        raise SealError("malformed", "unknown kind of item")
    return value


def write_body(kind: ItemKind, body: dict[str, Any]) -> bytes:
    """The bytes of a body; `v` is added. Refuses `malformed` what `read_body` would refuse."""
    return write_json(_checked(kind, {"v": 1, **body}))


def read_body(kind: ItemKind, data: bytes) -> dict[str, Any]:
    """A body from its bytes, without `v`."""
    value = _checked(kind, read_json(data))
    return {name: value[name] for name in value if name != "v"}


def _checked(kind: ItemKind, value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and whole(value.get("v")) != 1:
        raise SealError("unknown_version", "body")
    body = shaped(value, ("v", *_NAMES[kind]))
    if kind == "file":
        _check_file(body)
        return body
    text(body["text"])
    if kind == "testimony":
        answers = shaped(body["answers"], (), ANSWERS)
        for answer in answers.values():
            text(answer)
        if body["voice"] not in VOICES or body["sealed_by"] not in SEALED_BY:
            raise SealError("malformed", "testimony")
    return body


def _check_file(body: dict[str, Any]) -> None:
    hex16(body["file"])
    unb64(body["fk"], 32)
    text(body["name"])
    text(body["type"])
    whole(body["size"])
    hex32(body["sha256"])
    if whole(body["parts"]) < 1:
        raise SealError("malformed", "a file has a part")
