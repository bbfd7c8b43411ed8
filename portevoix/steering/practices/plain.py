"""What somebody's HTML says, without its markup: paragraphs, lists, nothing that acts."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

LONGEST: Final = 200_000
"""Characters of markup that are looked at."""
SILENT: Final = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select"}
BLOCKS: Final = {
    *(
        "p",
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "table",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "figure",
        "dl",
        "dt",
        "dd",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_marks = re.compile(r"([\\`*_{}\[\]<>#|~])")


class _Listening(HTMLParser):
    """Hears what has been made sound already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.pieces.append("\n- ")
        elif tag == "br":
            self.pieces.append("\n")
        else:
            self.pieces += ["\n\n", "## " if tag in {"h1", "h2", "h3"} else ""]

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(_marks.sub(r"\\\1", re.sub(r"\s+", " ", data)))


def text_of(html: str) -> str:
    """The same words as Markdown, in which none of them is a sign."""
    listening = _Listening()
    listening.feed(nh3.clean(html[:LONGEST], tags={*BLOCKS, "li", "br"}, clean_content_tags=SILENT, attributes={}))
    listening.close()
    lines = (line.strip() for line in "".join(listening.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
