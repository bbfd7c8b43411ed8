"""Attack 10, by a spreadsheet: names, groups and titles that are markup are shown as written, and do nothing."""

import re
from html.parser import HTMLParser
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.sheets.writing import KINDS, write
from tests.attacks.test_09_text_that_is_markup import HOSTILE

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster"}
PEOPLE = "/mines/mission/personnes/"


class Looking(HTMLParser):
    """Which elements a page is made of, and with which attributes that act."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _value in attrs if name.startswith("on")]
        assert not [
            value for name, value in attrs if name in ADDRESSES and not (value or "").startswith(("/", "?", "#"))
        ]
        self.made.append(tag)


def made_of(client: Client, address: str) -> list[str]:
    looking = Looking()
    looking.feed(client.get(address).content.decode())
    return sorted(set(looking.made))


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_markup_is_a_list_of_words(kind: str, client: Client, db: None) -> None:
    school = a_campus()
    of_the_mission(client, school)
    words = [" ".join(re.sub(r"[;\x00-\x1f\x7f-\x9f\u200b-\u206f\ufeff]", " ", text).split())[:70] for text in HOSTILE]
    words = [word for word in words if word]
    names = [[word, word, f"p{n}@mines.example", "Élève", word, word, word, word] for n, word in enumerate(words)]
    header = ["Nom", "Prénom", "Mél", "Statut", "Campus", "Promotion", "Association", "Fonction"]
    file = SimpleUploadedFile("<img src=x onerror=alert(1)>.csv", write(header, names, kind))
    address = client.post(f"{PEOPLE}import/", {"file": file}).headers["Location"]
    before = made_of(client, address)
    assert "script" in before, "the page's own, from its own file"
    assert "img" not in before
    meanings = ["family_name", "given_name", "email", "status", "campus", "promotion", "association", "title"]
    chosen = {f"column_{at}": meaning for at, meaning in enumerate(meanings)}
    client.post(address, {**chosen, "make": "on", "anyway": "on", "import": ""})
    work()
    assert Individual.objects.count() == len(names)
    plain = Individual.objects.get(email="p0@mines.example")
    page = client.get(f"{PEOPLE}?q=p0@mines").content.decode()
    assert escape(plain.family_name) in page
    pages = [PEOPLE, f"{PEOPLE}groupes/", *(f"{PEOPLE}{one.ident}/" for one in islice(Individual.objects.all(), 12))]
    pages += [f"{PEOPLE}groupes/{group.ident}/" for group in islice(Group.objects.all(), 12)]
    for address in pages:
        assert not {"img", "iframe", "object", "base", "style", "math", "video"} & set(made_of(client, address))


def test_what_is_wrong_with_a_line_is_said_in_words_too(client: Client, db: None) -> None:
    of_the_mission(client, a_campus())
    rows = [[text, text, text, text] for text in HOSTILE]
    file = SimpleUploadedFile("x.xlsx", write(["Nom", "Prénom", "Mél", "Statut"], rows, "xlsx"))
    address = client.post(f"{PEOPLE}import/", {"file": file}).headers["Location"]
    assert "img" not in made_of(client, address)
    assert "Lignes fausses" in client.get(address).content.decode()
