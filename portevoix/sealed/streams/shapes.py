"""The JSON of streams, as both ends send and receive it. Bounds are the server's; `wire` and `rules` look inside."""

from typing import Annotated, Final

from pydantic import BaseModel, Field, StringConstraints

from portevoix.ground.web.doors import Strict

LARGEST_BOX: Final = 512 * 1024
"""The largest sealed item, in bytes: far more text than anybody writes at once."""

Hex16 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Key32 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]
Packed = Annotated[str, StringConstraints(min_length=1, max_length=12_000, pattern=r"^[A-Za-z0-9_-]+$")]
Box = Annotated[str, StringConstraints(min_length=1, max_length=LARGEST_BOX * 4 // 3 + 4, pattern=r"^[A-Za-z0-9_-]+$")]
Count = Annotated[int, Field(ge=0, lt=2**31)]


class RecordIn(Strict):
    body: Packed
    sig: Signature


class GrantIn(Strict):
    record: Count
    recipient: Hex32
    blob: Packed


class ItemIn(Strict):
    hdr: Packed
    box: Box


Grants = Annotated[list[GrantIn], Field(max_length=400)]


class StreamIn(Strict):
    """A stream that begins, or new records of one, with their grants."""

    stream: Hex16
    kind: Annotated[str, StringConstraints(pattern=r"^(private|conversation|internal|side)$")]
    records: Annotated[list[RecordIn], Field(min_length=1, max_length=8)]
    grants: Grants
    items: Annotated[list[ItemIn], Field(max_length=40)]


class FileIn(Strict):
    """A file whose parts have all been sent."""

    file: Hex16
    parts: Annotated[int, Field(ge=1, le=64)]


Files = Annotated[list[FileIn], Field(max_length=20)]
Items = Annotated[list[ItemIn], Field(min_length=1, max_length=40)]


class Saying(Strict):
    """Something said in one stream."""

    stream: Hex16
    items: Items
    files: Files = []


class Opening(Strict):
    """A stream that begins, with the files it speaks of."""

    stream: StreamIn
    files: Files = []


class Change(Strict):
    """New records of a stream, with the keys they give. Whoever takes it says how many records at once."""

    stream: Hex16
    records: list[RecordIn]
    grants: Grants


class RecordOut(BaseModel):
    body: str
    sig: str


class GrantOut(BaseModel):
    record: int
    epoch: int
    recipient: str
    granter: str
    blob: str


class ItemOut(BaseModel):
    hdr: str
    box: str
    at: int


class StreamOut(BaseModel):
    stream: str
    kind: str
    epoch: int
    records: list[RecordOut]
    grants: list[GrantOut]
    items: list[ItemOut]


class Arrival(BaseModel):
    """An item that has been written down, and its minute."""

    item: str
    at: int
