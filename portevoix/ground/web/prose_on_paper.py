"""Markdown, drawn block by block on a document: its words and its shape, without its links."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from portevoix.ground.web.document import Document


class Drawing:
    """What of a text has been met, and not drawn yet."""

    def __init__(self, document: "Document") -> None:
        self.document = document
        self.inside: list[str] = []
        self.lists: list[int | None] = []
        """Of each list we are in, the number of its next item; None where items have none."""
        self.begins = False
        self.rows: list[list[str]] = []

    def draw(self, tokens: list[Token]) -> None:
        """All of it."""
        for token in tokens:
            kind = token.type
            if kind.endswith("_open"):
                self.inside.append(kind.removesuffix("_open"))
                self._open(token)
            elif kind.endswith("_close"):
                self._close(self.inside.pop())
            elif kind == "inline":
                self._words("".join(_said(token)))
            elif kind in {"fence", "code_block"}:
                self._words(token.content.rstrip("\n"))

    def _open(self, token: Token) -> None:
        match self.inside[-1]:
            case "bullet_list":
                self.lists.append(None)
            case "ordered_list":
                self.lists.append(int(token.attrs.get("start", 1)))
            case "list_item":
                self.begins = True
            case "table":
                self.rows = []
            case "tr":
                self.rows.append([])

    def _close(self, kind: str) -> None:
        if kind.endswith("_list"):
            self.lists.pop()
            self.document.gap(1)
        elif kind == "table":
            self._table()

    def _words(self, text: str) -> None:
        last = self.inside[-1] if self.inside else ""
        if last in {"th", "td"}:
            self.rows[-1].append(text)
        elif last == "heading":
            self.document.heading(text, 3)
        elif self.lists:
            self.document.item(text, self._mark(), len(self.lists) - 1)
        else:
            self.document.paragraph(text)

    def _mark(self) -> str:
        if not self.begins:
            return ""
        self.begins, number = False, self.lists[-1]
        if number is None:
            return "•"
        self.lists[-1] = number + 1
        return f"{number}."

    def _table(self) -> None:
        """As a table, or as a list when the page has no room for so many columns."""
        try:
            self.document.table(self.rows[0], self.rows[1:])
        except ValueError:
            self.document.items(" · ".join(row) for row in self.rows)


def _said(token: Token) -> Iterator[str]:
    """The words of a line, without its marks."""
    for child in token.children or ():
        yield "\n" if child.type in {"softbreak", "hardbreak"} else child.content
