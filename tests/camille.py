"""Camille's hands on the screen, as sentences. `tests.cast` does the same without a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

TEXT = "Après la soirée, il m'a suivie jusqu'à la résidence. J'ai dit non."
"""What Camille tells, when a story says nothing else."""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020806000000"
    "72b60d240000001549444154785e63fcffffff7f0628806042400c1000"
    "ee9a05fb6d2ffdd90000000049454e44ae426082"
)
"""A picture of four points."""

Watch = Callable[[Page], None]


def nothing(page: Page) -> None:
    """No gate between two screens."""


@dataclass
class Writing:
    """The page where someone speaks. `look` is called on every screen: axe, or nothing."""

    page: Page
    school: str = "mines"
    look: Watch = field(default=nothing)

    def opens(self) -> Writing:
        self.page.goto(f"/{self.school}/temoigner/")
        self.look(self.page)
        return self

    def begins(self) -> Writing:
        self.page.get_by_role("button", name="Commencer").click()
        self.is_asked("Pour qui écrivez-vous")
        return self

    def is_asked(self, question: str) -> None:
        """Exactly one question is on the screen, and the reader is at its heading."""
        heading = self.page.locator("pv-compose h1:visible")
        expect(heading).to_have_count(1)
        expect(heading).to_contain_text(question)
        expect(heading).to_be_focused()
        self.look(self.page)

    def goes_on(self, question: str) -> None:
        self.page.locator("[data-next]").click()
        self.is_asked(question)

    def goes_to_the_text(self) -> Writing:
        self.opens()
        self.begins()
        self.goes_on("danger maintenant")
        self.goes_on("avec vos mots")
        return self

    def tells(self, text: str = TEXT) -> Writing:
        self.page.locator("[data-answer=text]").fill(text)
        return self

    def has_told(self, text: str = TEXT) -> Writing:
        return self.goes_to_the_text().tells(text)

    def goes_to_the_end(self) -> Writing:
        """From the text, over the questions that she leaves out."""
        self.page.get_by_role("button", name="J’ai dit l’essentiel").click()
        self.is_asked("Qui ne doit pas lire")
        expect(self.page.locator("pv-readers [data-verified]")).to_be_visible()
        self.goes_on("Envoyer, ou garder")
        return self

    def adds(self, *files: dict[str, Any]) -> None:
        self.page.locator("pv-files input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]  # dictionaries of the shape it wants

    def puts_aside(self, name: str) -> None:
        self.page.locator("pv-readers").get_by_label(name).check()

    def sends(self) -> Writing:
        self.page.get_by_role("button", name="Envoyer à la cellule").click()
        return self

    def keeps(self) -> Writing:
        self.page.get_by_role("button", name="Garder pour moi").click()
        return self

    @property
    def trouble(self) -> Locator:
        """What is said when it could not be sent."""
        return self.page.locator("[data-place=sending] [data-trouble]")

    def receives_words(self) -> list[str]:
        words = self.page.locator("pv-receipt ol li")
        expect(words).to_have_count(9)
        self.look(self.page)
        return words.all_inner_texts()

    def confirms(self, words: list[str]) -> None:
        self.page.get_by_role("button", name="Je les ai notés").click()
        asked = self.page.locator("[data-face=check] h1")
        expect(asked).to_be_focused()
        self.look(self.page)
        number = int(asked.inner_text().split()[-1])
        self.page.get_by_label(f"Mot numéro {number}").fill(words[number - 1][:4])
        self.page.get_by_role("button", name="Vérifier").click()
        expect(self.page.locator("[data-place=end] h1")).to_be_focused()
        self.look(self.page)

    def still_has(self, text: str = TEXT) -> None:
        """The text is in the page, as she wrote it."""
        expect(self.page.locator("[data-answer=text]")).to_have_value(text)


@dataclass
class Back:
    """The page where someone comes back with nine words."""

    page: Page
    school: str = "mines"
    look: Watch = field(default=nothing)

    def opens(self) -> Back:
        self.page.goto(f"/{self.school}/revenir/")
        self.look(self.page)
        return self

    def types(self, words: str) -> Back:
        self.page.get_by_label("Tapez-les dans l’ordre").fill(words)
        return self

    def enters(self) -> Back:
        self.page.get_by_role("button", name="Ouvrir").click()
        return self

    def comes_back(self, words: list[str] | str) -> Back:
        self.opens().types(words if isinstance(words, str) else " ".join(words)).enters()
        self.is_in()
        return self

    def is_in(self) -> None:
        expect(self.page.locator("[data-place=box] h1")).to_be_visible()
        self.look(self.page)

    @property
    def said(self) -> Locator:
        """The bubbles of the exchange."""
        return self.page.locator("[data-talk] > li")

    @property
    def wrong(self) -> Locator:
        """What is said about the words as they are typed."""
        return self.page.locator("pv-words-in [data-wrong]")

    @property
    def problems(self) -> Locator:
        """What the verifier found."""
        return self.page.locator("[data-problems]")

    def writes(self, text: str) -> None:
        self.page.locator("[data-message]").fill(text)
        self.page.locator("[data-do=say]").click()

    def unfolds(self, title: str) -> None:
        self.page.locator("summary", has_text=title).click()
        self.look(self.page)
