"""Why something sealed was refused: a closed set of codes, the same in TypeScript; templates hold the sentences."""

from __future__ import annotations

from typing import Final, Literal, get_args

Code = Literal[
    "malformed",
    "unknown_version",
    "altered",
    "wrong_key",
    "wrong_place",
    "record_chain",
    "excluded",
    "not_granted",
    "missing_item",
    "directory_signature",
    "directory_older",
    "receipt_word",
    "receipt_order",
    "receipt_count",
    "recovery_code",
    "recovery_share",
]

CODES: Final[tuple[Code, ...]] = get_args(Code)


class SealError(Exception):
    """Something sealed was refused. `code` says why; `detail` is for developers and never holds content."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: Code = code
        self.detail = detail
