"""Attack 10: whatever somebody of the mission writes, or has pasted in, nothing of it becomes a program or a form."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portevoix.campus.sittings.acts import register
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Partner, Programme
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import Campus
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


TRUNCATED = [text[:100] for text in HOSTILE if "\x00" not in text]
"""As long as the shortest of the fields; a database keeps no NUL."""


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


class Shown(HTMLParser):
    """A whole page: fails on an element or an attribute that no template of ours writes."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"img", "iframe", "object", "embed", "style", "base", "b", "template"}
        given = dict(attrs)
        assert tag != "script" or (given.get("src") or "").startswith("/static/")
        assert not [name for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        assert "javascript:" not in (given.get("href") or "").lower()


@pytest.mark.parametrize("text", TRUNCATED)
def test_no_field_of_a_form_becomes_markup_on_any_page(text: str, db: None) -> None:
    school, office = a_campus(), Client()
    of_the_mission(office, school)
    lou = someone(school, given_name=text[:80], family_name=text[:80])
    partner = Partner.objects.create(school=school, **dict.fromkeys(("name", "presents", "price", "notes"), text))
    words = dict.fromkeys(("summary", "aims", "content", "warning", "instead", "reviewed_by"), text)
    training = a_training(school, text, partner=partner, **words)
    Programme.objects.update(name=text, aims=text)
    campus = Campus.objects.create(school=school, name=text)
    facts: dict[str, Any] = dict.fromkeys(("place", "facilitators", "psychologist", "psychologist_contact"), text)
    sitting = a_sitting(training, campus=campus, **facts)
    register(sitting, lou)
    Sitting.objects.update(cancelled_because=text)
    mine = comes_in(Client(), lou)
    for client, paths in {
        Client(): ["agenda/", f"agenda/{sitting.ident}/", "formations/", f"formations/{training.slug}/"],
        mine: ["moi/seances/", f"moi/seances/{sitting.ident}/", f"moi/formations/{training.slug}/"],
        office: [
            *("mission/formations/", f"mission/formations/{training.ident}/", "mission/partenaires/"),
            *(f"mission/formations/{training.ident}/modifier/", f"mission/partenaires/{partner.ident}/"),
            *("mission/seances/", f"mission/seances/{sitting.ident}/", f"mission/seances/{sitting.ident}/modifier/"),
        ],
    }.items():
        for path in paths:
            answer = client.get(f"/mines/{path}")
            assert answer.status_code == 200
            shown = Shown()
            shown.feed(answer.content.decode())
            shown.close()
