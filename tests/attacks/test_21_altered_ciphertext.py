"""Attack 21: a server that writes in its own database swaps, moves, alters, drops or takes back what was sealed.

The browser of Inès refuses what does not hold, in words, and shows the rest.
"""

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from portevoix.sealed.streams.models import Grant, Item, Record, Stream
from tests.at_work import AtWork, address, camille_in_danger, sits_down
from tests.cast import Camille, Scene, a_school


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


@pytest.fixture
def camille(scene: Scene) -> Camille:
    """Has testified and written once more; another has, too."""
    camille = camille_in_danger(scene)
    camille.writes("Il recommence.")
    other = Camille(scene)
    other.speaks(testimony={"voice": "witness", "text": "Une autre.", "answers": {}, "sealed_by": "browser"})
    return camille


def items(camille: Camille) -> dict[str, Item]:
    """By kind."""
    return {item.kind: item for item in Item.objects.filter(stream__case=camille.case.hex())}


def swap_two_messages(camille: Camille) -> None:
    here = items(camille)
    here["testimony"].box, here["message"].box = here["message"].box, here["testimony"].box
    for item in here.values():
        item.save()


def change_one_byte(camille: Camille) -> None:
    message = items(camille)["message"]
    box = bytearray(bytes(message.box))
    box[-1] ^= 1
    message.box = bytes(box)
    message.save()


def bring_a_message_of_another_case(camille: Camille) -> None:
    stray = Item.objects.exclude(stream__case=camille.case.hex()).get(kind="testimony")
    stray.stream, stray.number = Stream.objects.get(case=camille.case.hex()), 99
    stray.save()


def drop_the_middle(camille: Camille) -> None:
    items(camille)["file"].delete()


def give_the_key_of_another_case(camille: Camille) -> None:
    for mine in Grant.objects.filter(stream__case=camille.case.hex()):
        theirs = Grant.objects.exclude(stream=mine.stream).get(recipient=mine.recipient) if is_member(mine) else mine
        mine.blob = theirs.blob
        mine.save()


def is_member(grant: Grant) -> bool:
    return Grant.objects.filter(recipient=grant.recipient).count() > 1


def keep_the_key_back(camille: Camille) -> None:
    Grant.objects.filter(stream__case=camille.case.hex()).delete()


def sign_who_may_read_otherwise(camille: Camille) -> None:
    record = Record.objects.get(stream__case=camille.case.hex())
    body = bytearray(bytes(record.body))
    body[-1] ^= 1
    record.body = bytes(body)
    record.save()


ALTERED = "Ce qui était scellé a été altéré"
ANOTHER_KEY = "La clé n’ouvre pas ceci"
ELSEWHERE = "sa place n’est pas ici"
MISSING = "Quelque chose qui était écrit ici n’est plus montré."
NOT_GIVEN = "La clé de cette situation ne vous a pas été donnée."
CHAIN = "La liste signée de qui peut lire a été changée ou coupée"


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (swap_two_messages, ANOTHER_KEY),
        (change_one_byte, ALTERED),
        (bring_a_message_of_another_case, ELSEWHERE),
        (drop_the_middle, MISSING),
        (give_the_key_of_another_case, ALTERED),
        (keep_the_key_back, NOT_GIVEN),
        (sign_who_may_read_otherwise, CHAIN),
    ],
)
def test_it_is_refused_in_words(
    lie: Callable[[Camille], None], said: str, desk: Page, scene: Scene, camille: Camille
) -> None:
    with transaction.atomic():
        lie(camille)
    sits_down(desk, scene.ines, scene, address(camille))
    problems = desk.locator("pv-case > [data-problems]")
    expect(problems.get_by_text(said).first).to_be_visible()
    expect(desk.get_by_text("Une autre.")).to_have_count(0)


def test_what_holds_is_still_shown(desk: Page, scene: Scene, camille: Camille) -> None:
    change_one_byte(camille)
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("J'ai peur.")).to_be_visible()
    expect(desk.locator("li.broken").get_by_text(ALTERED)).to_be_visible()


def test_nothing_more_is_sealed_once_the_readers_shown_are_not_those_signed(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_label("Votre message").fill("Qui me lit ?")
    sign_who_may_read_otherwise(camille)
    before = Item.objects.count()
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    # What this tab had verified was still true for its key. From its next look on, nothing more is sealed here.
    assert Item.objects.count() == before + 1
    expect(desk.locator("pv-case > [data-problems]").get_by_text(CHAIN).first).to_be_visible()
    desk.get_by_label("Votre message").fill("Et maintenant ?")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_role("group", name="Écrire à la personne").get_by_role("alert")).to_contain_text(CHAIN)
    assert Item.objects.count() == before + 1


def test_what_this_tab_has_seen_does_not_vanish_in_silence(desk: Page, scene: Scene, camille: Camille) -> None:
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("Il recommence.")).to_be_visible()
    items(camille)["message"].delete()
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator("pv-case > [data-problems]").get_by_text(MISSING).first).to_be_visible()


def test_going_back_to_an_earlier_key_is_seen_by_whoever_had_the_later_one(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    """The keyring remembers that there was a second epoch; the server shows the first only."""
    case, marc = camille.case.hex(), AtWork(scene.marc, scene)
    marc.gives(case, None, [marc.changes(case, "conversation", "rekey", [scene.marc, scene.ines])])
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("J'ai peur.")).to_be_visible()
    desk.wait_for_timeout(2_500)
    Record.objects.filter(stream__case=case, number=1).delete()
    Stream.objects.filter(case=case).update(epoch=0)
    desk.reload()
    expect(desk.locator("pv-case > [data-problems]").get_by_text(CHAIN).first).to_be_visible()


def test_a_title_that_was_swapped_on_the_desk_is_not_shown(desk: Page, scene: Scene, camille: Camille) -> None:
    mine, other = Item.objects.filter(kind="title").order_by("pk")
    mine.box, other.box = other.box, mine.box
    mine.save()
    other.save()
    sits_down(desk, scene.ines, scene, "/cellule/")
    expect(desk.get_by_text(ANOTHER_KEY)).to_have_count(2)
