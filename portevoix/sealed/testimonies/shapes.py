"""The JSON of the reporter's interface."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from portevoix.ground.web.doors import Strict
from portevoix.sealed.streams import shapes as streams
from portevoix.sealed.streams.shapes import (
    Arrival,
    Files,
    Hex16,
    Hex32,
    Items,
    Key32,
    RecordIn,
    StreamIn,
    StreamOut,
)

Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
XWing = Annotated[str, StringConstraints(min_length=1622, max_length=1622, pattern=r"^[A-Za-z0-9_-]+$")]
Wrap = Annotated[str, StringConstraints(min_length=140, max_length=140, pattern=r"^[A-Za-z0-9_-]+$")]


class Beginning(StreamIn):
    """A stream in which something is said at once."""

    items: Items


class Deposit(Strict):
    """A testimony as it is sent, transmitted (`conversation`) or kept (`private`)."""

    case: Hex16
    xwing: XWing
    ed25519: Key32
    auth_hash: Hex32
    wrap: Wrap
    withdraw_hash: Hex32
    streams: Annotated[list[Beginning], Field(min_length=1, max_length=1)]
    files: Files = []
    work: Nonce | None = None


class Back(Strict):
    """What the nine words give, to come back."""

    auth: Key32


class Saying(Back, streams.Saying):
    """Something more said in one's own testimony."""


class Transmission(Back, streams.Opening):
    """A kept testimony that is transmitted: the conversation begins."""

    stream: Beginning


class Access(Back, streams.Change):
    """A new record of who may read, with its grants."""

    records: Annotated[list[RecordIn], Field(min_length=1, max_length=8)]


class Words(Back):
    """Nine new words. `withdraw` shows that one holds the testimony itself, not only the old words."""

    withdraw: Key32
    auth_hash: Hex32
    wrap: Wrap


class Withdrawal(Back):
    """Take everything away."""

    withdraw: Key32


class Promise(BaseModel):
    commitment: str
    salt: str
    minute: int
    signature: str


class Promised(BaseModel):
    promise: Promise


class Signed(BaseModel):
    """One version of the directory."""

    version: int
    text: str
    signatures: list[dict[str, str]]


class StepOut(BaseModel):
    kind: str
    at: int


class Mailbox(BaseModel):
    """Everything the reporter's browser needs to open their testimony again."""

    case: str
    school: str
    cell: str
    wrap: str
    xwing: str
    ed25519: str
    stage: str
    streams: list[StreamOut]
    directories: list[Signed]
    steps: list[StepOut]
    promise: Promise
    proof: str | None
    checkpoint: str | None


class Said(BaseModel):
    items: list[Arrival]


class PartsReceived(BaseModel):
    parts: list[int]
