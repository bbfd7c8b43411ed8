"""Attack 21, seen by Camille: a server that writes in its own database is found out by her browser, in words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portevoix.ground.seal.receipt import Receipt
from portevoix.sealed.keys.models import Directory
from portevoix.sealed.streams.models import Item, Record, Stream
from portevoix.sealed.testimonies.models import Testimony
from tests.browser import Axe
from tests.camille import Back
from tests.cast import Camille, Scene, a_school

pytestmark = pytest.mark.journey


def items() -> list[Item]:
    return list(Item.objects.filter(stream__kind="conversation").order_by("number"))


def alter() -> None:
    item = items()[-1]
    item.box = bytes(item.box)[:-1] + bytes([bytes(item.box)[-1] ^ 1])
    item.save()


def swap() -> None:
    one, other = items()[-2:]
    one.box, other.box = other.box, one.box
    one.save()
    other.save()


def drop_the_middle() -> None:
    items()[-2].delete()


def bring_from_elsewhere() -> None:
    stray = Item.objects.exclude(stream=items()[0].stream).get(kind="testimony")
    stray.stream, stray.number = items()[0].stream, 99
    stray.save()


def forge_who_may_read() -> None:
    record = Record.objects.get(stream=items()[0].stream)
    record.signature = bytes(64)
    record.save()


def forge_the_directory() -> None:
    last = Directory.objects.order_by("version").last()
    assert last
    last.text = last.text.replace("Paul Renaud", "Paule Renaud")
    last.save()


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return a_school()


@pytest.fixture
def words(scene: Scene) -> Receipt:
    """She has testified and written twice more; another has testified, too."""
    words = Receipt.make()
    camille = Camille(scene, words)
    camille.speaks()
    camille.writes("Une deuxième chose.")
    camille.writes("Une troisième chose.")
    Camille(scene).speaks()
    first = Testimony.objects.get(ident=camille.case.hex()).conversation
    assert first is not None
    Stream.objects.exclude(pk=first.pk).update(kind=Stream.Kind.SIDE)
    return words


@pytest.mark.parametrize(
    ("crime", "sentence"),
    [
        (alter, "Un message a été altéré"),
        (swap, "ne s’ouvre pas avec la clé"),
        (drop_the_middle, "n’est plus montré"),
        (bring_from_elsewhere, "n’est pas à sa place"),
        (forge_who_may_read, "ne découle pas de ce que vous avez signé"),
        (forge_the_directory, "n’est pas signée comme elle devrait l’être"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_does_not_hold_is_said_and_the_rest_is_shown(
    desk: Page, live: str, words: Receipt, axe: Axe, crime: Callable[[], None], sentence: str
) -> None:
    crime()
    back = Back(desk).comes_back(" ".join(words.words))
    expect(back.problems).to_be_visible()
    expect(back.problems).to_contain_text(sentence)
    axe(desk)
    if crime in (alter, swap, drop_the_middle, bring_from_elsewhere):
        expect(desk.locator("[data-talk]")).to_contain_text("Il m'a suivie après la soirée.")


def test_a_box_in_place_of_hers_is_not_her_mistake(desk: Page, live: str, words: Receipt) -> None:
    testimony = Testimony.objects.filter(conversation__kind="conversation").get()
    testimony.wrap = bytes(testimony.wrap)[:-1] + bytes([bytes(testimony.wrap)[-1] ^ 1])
    testimony.save()
    Back(desk).opens().types(" ".join(words.words)).enters()
    expect(desk.locator("[data-place=words] [data-trouble]")).to_contain_text("Ce n’est pas votre erreur")


def test_she_writes_nothing_more_to_readers_she_did_not_sign(desk: Page, live: str, words: Receipt) -> None:
    record = Record.objects.get(stream=items()[0].stream)
    again = {"body": record.body, "signature": record.signature, "hash": "f" * 64}
    Record.objects.create(stream=record.stream, number=1, **again)
    before = len(items())
    Back(desk).comes_back(" ".join(words.words))
    message = desk.locator("[data-message]")
    message.fill("Qui me lit ?")
    desk.locator("[data-do=say]").click()
    trouble = desk.locator("[data-box-trouble]")
    expect(trouble).to_contain_text("ne découle pas de ce que vous avez signé")
    expect(message).to_have_value("Qui me lit ?")
    assert len(items()) == before
