"""Text that the mission writes in Markdown, as paragraphs, lists and links: never as markup of its own.

What is not a word of Markdown stays text; what the conversion makes is then cleaned against a list, in case it is ever
wrong. No pictures: they would tell another site who reads. A `#` is a heading of second rank, under the page's own.
"""

from functools import lru_cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST: Final = 20_000
"""Characters that a form should take at most: seven pages of print."""
LOWEST: Final = 4
"""The smallest heading a text may have."""
TAGS: Final = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
SCHEMES: Final = {"https", "http", "mailto", "tel"}
REL: Final = "noreferrer nofollow"

_markdown: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_markdown.disable("image")


@lru_cache(maxsize=128)
def rendered(text: str) -> SafeString:
    """The text as harmless HTML. What takes longest of LONGEST characters takes about a tenth of a second."""
    tokens = [_lower(token) for token in parsed(text)]
    html: str = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)
    return mark_safe(clean)  # noqa: S308  cleaned just now


def parsed(text: str) -> list[Token]:
    """The same text block by block, for what draws it elsewhere than on a page of the web."""
    return _markdown.parse(text)


@lru_cache(maxsize=128)
def borrowed(text: str) -> SafeString:
    """The same for a text that comes from another site: a link of it says in full where it leads, or leads nowhere."""
    clean = nh3.clean(rendered(text), tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_whole, link_rel=REL)
    return mark_safe(clean)  # noqa: S308  cleaned just now


def _whole(_tag: str, name: str, value: str) -> str | None:
    """Browsers read `https:there` as a place on our own site."""
    return value if name != "href" or value.startswith("https://") else None


def _lower(token: Token) -> Token:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST)}"
    return token
