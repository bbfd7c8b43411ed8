"""Attack 10, in the library and in contests: whatever is typed about a film is shown as it was typed."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from portevoix.campus.contests.models import Contest, Entry
from portevoix.campus.contests.tests.persona import a_contest, an_entry
from portevoix.campus.library.models import Work
from portevoix.campus.library.tests.persona import a_work
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from tests.attacks.test_09_text_that_is_markup import HOSTILE

pytestmark = pytest.mark.django_db


class Made(HTMLParser):
    """Every element of a page with the names of its attributes, and every address that is no path of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join([tag, *(name for name, _value in attrs)]))
        self.found += [
            str(value) for name, value in attrs if name in {"href", "src"} and not str(value).startswith("/")
        ]

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


def made(html: str) -> list[str]:
    """What the words of a page have made; a paragraph or a list of Markdown more or less is no matter."""
    looking = Made()
    looking.feed(html)
    looking.close()
    harmless = {"p", "br", "ul", "li", "ol", "em", "strong", "blockquote", "code", "pre", "h2", "h3", "h4", "hr"}
    return sorted(one for one in looking.found if one not in harmless)


def test_hostile_words_make_nothing_on_any_page() -> None:
    school = a_campus()
    lou, client, helene = someone(school, "Lou Martin"), Client(), Client()
    comes_in(client, lou)
    of_the_mission(helene, school)
    work = a_work(school)
    contest = a_contest(school, over=True)
    entry = an_entry(contest, lou, award="x", rank=1)
    Contest.objects.update(announced=contest.closes)
    consent = entry.consents.get()
    pages = [
        (Client(), f"/mines/mediatheque/{work.slug}/"),
        (Client(), "/mines/mediatheque/"),
        (client, "/mines/moi/mediatheque/"),
        (helene, f"/mines/mission/mediatheque/{work.slug}/"),
        (Client(), "/mines/concours/action/"),
        (client, "/mines/moi/concours/action/"),
        (helene, "/mines/mission/concours/action/"),
        (helene, f"/mines/mission/concours/action/oeuvres/{entry.ident}/"),
    ]

    def written(text: str) -> None:
        short: dict[str, Any] = {"title": text[:120], "summary": text[:400], "warning": text[:300]}
        Work.objects.update(**short, credits=text[:300], transcript=text)
        Entry.objects.update(**short, authors=text[:300], award=text[:80])
        Contest.objects.update(title=text[:120], theme=text[:400], rules=text)
        type(consent).objects.update(name=text[:120])

    written("mot")
    plain = [made(visitor.get(page).content.decode()) for visitor, page in pages]
    for text in HOSTILE:
        written(text.replace("\0", ""))  # which no form takes and PostgreSQL does not keep
        shown = [made(visitor.get(page).content.decode()) for visitor, page in pages]
        assert shown == plain, text
