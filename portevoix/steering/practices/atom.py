"""Atom (RFC 4287) with tombstones (RFC 6721), read with expat: no document type, no entity, no depth without end."""

from dataclasses import dataclass, field
from html import escape
from typing import Any, Final
from xml.parsers import expat

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
DEEPEST: Final = 64
ELEMENTS: Final = 200_000
SEPARATOR: Final = " "


@dataclass
class Entry:
    """One entry, as it is written."""

    id: str = ""
    title: str = ""
    content: str = ""
    summary: str = ""
    author: str = ""
    rights: str = ""
    link: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    in_html: set[str] = field(default_factory=set)

    @property
    def is_html(self) -> bool:
        """Whether the text that is read is markup."""
        return ("content" if self.content else "summary") in self.in_html

    @property
    def text(self) -> str:
        return self.content or self.summary


@dataclass
class Whole:
    """A feed and its first entries."""

    title: str = ""
    author: str = ""
    language: str = ""
    entries: list[Entry] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    count: int = 0


def parse(text: str, most: int) -> Whole:
    """The feed in this text, with at most so many entries. Raises ValueError when it is none."""
    reading = _Reading(most)
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reading.begins
    parser.EndElementHandler = reading.ends
    parser.CharacterDataHandler = reading.says
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, UnicodeEncodeError) as broken:
        raise ValueError("not well-formed") from broken
    if not reading.is_feed:
        raise ValueError("no feed")
    return reading.whole


def _refuse(*_said: Any) -> None:
    raise ValueError("a feed has no document type")


class _Reading:
    """What has been read so far. Texts are those of `id`, `title`, …, directly in the feed or in an entry."""

    def __init__(self, most: int) -> None:
        self.most, self.whole, self.is_feed = most, Whole(), False
        self.path: list[str] = []
        self.left = ELEMENTS
        self.entry: Entry | None = None
        self.text: list[str] | None = None
        self.text_depth = 0

    def begins(self, tag: str, given: dict[str, str]) -> None:
        self.path.append(tag)
        self.left -= 1
        if len(self.path) > DEEPEST or self.left < 0:
            raise ValueError("too deep or too many")
        if len(self.path) == 1:
            self.is_feed = tag == f"{ATOM} feed"
            self.whole.language = given.get(f"{XML} lang", "")
        elif not self.is_feed:
            raise ValueError("no feed")
        elif len(self.path) == 2:
            self._begins_in_the_feed(tag, given)
        elif self.entry is not None and len(self.path) == 3:
            self._begins_in_an_entry(tag, given)
        if self.text is None and self._holds_text():
            self.text, self.text_depth = [], len(self.path)
        elif self.text is not None and self._is_marked_up():
            self.text.append(f"<{tag.rpartition(SEPARATOR)[2]}>")

    def _begins_in_the_feed(self, tag: str, given: dict[str, str]) -> None:
        if tag == f"{ATOM} entry":
            self.whole.count += 1
            self.entry = Entry(language=given.get(f"{XML} lang", ""))
        elif tag == f"{TOMBSTONES} deleted-entry" and len(self.whole.withdrawn) < 10 * self.most:
            self.whole.withdrawn.append(given.get("ref", ""))

    def _begins_in_an_entry(self, tag: str, given: dict[str, str]) -> None:
        assert self.entry is not None
        if tag in {f"{ATOM} content", f"{ATOM} summary"}:
            is_html = given.get("type", "text") in {"html", "xhtml", "text/html"}
            self.entry.in_html |= {tag.rpartition(SEPARATOR)[2]} if is_html else set()
        elif tag == f"{ATOM} link" and given.get("rel", "alternate") == "alternate" and not self.entry.link:
            self.entry.link = given.get("href", "")
        elif tag == f"{ATOM} category" and len(self.entry.tags) < 20:
            self.entry.tags.append(given.get("label") or given.get("term", ""))

    def _is_marked_up(self) -> bool:
        """Inside a text of type xhtml: its elements are kept, to be read like HTML afterwards."""
        name = self.path[self.text_depth - 1].rpartition(SEPARATOR)[2]
        return self.entry is not None and name in self.entry.in_html

    def _holds_text(self) -> bool:
        if len(self.path) > 4:
            return False
        own = [part.rpartition(SEPARATOR)[2] for part in self.path if part.startswith(f"{ATOM} ")]
        if len(own) != len(self.path):
            return False
        inside = own[2:] if own[1:2] == ["entry"] else own[1:]
        wanted = {"id", "title", "content", "summary", "rights", "published", "updated"}
        return inside == ["author", "name"] or (len(inside) == 1 and inside[0] in wanted)

    def says(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text if self.text_depth == len(self.path) else escape(text, quote=False))

    def ends(self, _tag: str) -> None:
        if self.text is not None and len(self.path) == self.text_depth:
            self._keep("".join(self.text))
            self.text = None
        elif self.text is not None and self._is_marked_up():
            self.text.append(f"</{self.path[-1].rpartition(SEPARATOR)[2]}>")
        if len(self.path) == 2 and self.entry is not None:
            if len(self.whole.entries) < self.most:
                self.whole.entries.append(self.entry)
            self.entry = None
        self.path.pop()

    def _keep(self, text: str) -> None:
        name = self.path[-1].rpartition(SEPARATOR)[2]
        to: Entry | Whole = self.entry if self.entry is not None else self.whole
        if hasattr(to, name) and name != "name":
            setattr(to, name, text)
        elif name == "name" and not to.author:
            to.author = text
