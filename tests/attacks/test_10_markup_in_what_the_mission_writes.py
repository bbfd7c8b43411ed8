"""Attack 10: whatever somebody of the mission writes, or has pasted in, nothing of it becomes a program or a form."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portevoix.ground.web import prose
from tests.attacks.test_09_text_that_is_markup import HOSTILE

MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//elsewhere.example)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://example.org/" onmouseover=alert(1) x=">',
    "![x](https://elsewhere.example/pixel.png)",
    '[x](https://example.org "" onmouseover=alert(1)")',
    '```html" onload=alert(1)\n<script>alert(1)</script>\n```',
    "`<img src=x onerror=alert(1)>`",
    "| a | b |\n|---|---|\n| <script>x</script> | <img src=x onerror=x> |",
    "<details open ontoggle=alert(1)>",
    "<form action=https://elsewhere.example><input name=x></form>",
    "<base href=https://elsewhere.example>",
    "<meta http-equiv=refresh content=0;url=https://elsewhere.example>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<svg><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<!-- > <script>alert(1)</script> -->",
    "<p id=main class=exit>x",
    "a\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "*" * 3000 + "x",
    "[" * 3000,
    "> " * 500 + "x",
]
PIECES = st.sampled_from([*HOSTILE, *MARKDOWN, "<", ">", '"', "'", "](", "[", "`", "\n", "&#x6a;", "javascript:", "x"])


class Looking(HTMLParser):
    """Fails on whatever is not in the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in prose.TAGS
        for name, value in attrs:
            assert name in {"href", "rel", "start"}
            if name == "href":
                assert urlsplit(re.sub(r"[\x00-\x20]", "", value or "")).scheme in {*prose.SCHEMES, ""}
                assert "javascript:" not in re.sub(r"[\x00-\x20]", "", value or "").lower().split("?")[0][:20]

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("text", [*HOSTILE, *MARKDOWN])
def test_a_hostile_text_is_only_text(text: str) -> None:
    looking = Looking()
    looking.feed(prose.rendered(text))
    looking.close()


@given(st.lists(PIECES, max_size=8).map("".join))
@example("[x](javascript&colon;alert(1))")
@settings(max_examples=150)
def test_so_is_any_mixture_of_them(text: str) -> None:
    looking = Looking()
    looking.feed(prose.rendered(text))
    looking.close()
