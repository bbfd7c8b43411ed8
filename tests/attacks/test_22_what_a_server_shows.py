"""Attack 22, in the browser: a server that lies shows a directory with one more key, an older one, or a reader whom
nobody signed. The browser of Inès refuses, in words, and seals nothing for them.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.member import Member
from portevoix.sealed.keys.models import Directory, Vault
from portevoix.sealed.streams.models import Item, Reader, Record, Stream
from tests.at_work import AtWork, address, camille_in_danger, sits_down
from tests.camille import Writing
from tests.cast import Camille, Listener, Scene, a_school

NOT_SIGNED = "n’est pas signé"
OLDER = "un annuaire plus ancien que celui que vous avez déjà vu"
KEYRING = "Le trousseau donné par le serveur ne s’ouvre pas"
CHAIN = "La liste signée de qui peut lire a été changée ou coupée"


@pytest.fixture
def scene(live: str) -> Scene:
    return a_school()


@pytest.fixture
def camille(scene: Scene) -> Camille:
    return camille_in_danger(scene)


def lies(scene: Scene, change: Callable[[Any], object]) -> None:
    """Another text under the signature of Marc."""
    latest = Directory.objects.filter(cell=scene.cell).latest("version")
    written = json.loads(latest.text)
    change(written)
    latest.text = json.dumps(written)
    latest.save()


def test_a_key_nobody_signed_is_in_the_directory(desk: Page, scene: Scene, camille: Camille) -> None:
    ghost = Member.make().public
    line = {"fpr": ghost.fpr.hex(), "xwing": b64(ghost.xwing), "ed25519": b64(ghost.ed25519), "name": "Inès Haddad"}
    more = {"role": "Infirmière", "reads": True, "officer": False, "since": 1}
    lies(scene, lambda written: written["members"].append({**line, **more}))
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text(NOT_SIGNED).first).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_be_hidden()
    assert not Item.objects.filter(kind="message").exists()


def test_the_keys_of_marc_are_replaced(desk: Page, scene: Scene, camille: Camille) -> None:
    ghost = Member.make().public

    def replace(written: dict[str, list[dict[str, str]]]) -> None:
        for line in written["members"]:
            if line["name"] == "Marc Perrin":
                line |= {"fpr": ghost.fpr.hex(), "xwing": b64(ghost.xwing), "ed25519": b64(ghost.ed25519)}

    lies(scene, replace)
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text(NOT_SIGNED).first).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_be_hidden()


def test_an_older_directory_than_the_one_she_has_seen(desk: Page, scene: Scene, camille: Camille) -> None:
    scene.sign([scene.marc, scene.ines])
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("J'ai peur.")).to_be_visible()
    desk.wait_for_timeout(2_500)
    Directory.objects.filter(cell=scene.cell, version=2).delete()
    # Another device: it remembers nothing itself, the keyring does.
    beside = desk.context.browser.new_context(base_url=desk.url).new_page()  # type: ignore[union-attr]  # a page of the fixture’s browser
    sits_down(beside, scene.ines, scene, address(camille))
    expect(beside.get_by_text(OLDER).first).to_be_visible()
    expect(beside.get_by_label("Votre message")).to_be_hidden()
    beside.context.close()


def test_the_keyring_of_ines_is_emptied_to_forget_the_directory_she_has_seen(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    scene.sign([scene.marc, scene.ines])
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("J'ai peur.")).to_be_visible()
    desk.wait_for_timeout(2_500)
    hers = Vault.objects.filter(fpr=scene.ines.fpr.hex())
    assert hers.get().keyring_counter > 0
    hers.update(keyring=b"", keyring_counter=0)
    desk.reload()
    expect(desk.get_by_text(KEYRING)).to_be_visible()
    expect(desk.get_by_label("Votre message")).to_be_hidden()
    assert hers.get().keyring_counter == 0, "nothing was kept over it"


def reads_then_leaves(desk: Page, scene: Scene, camille: Camille) -> None:
    """Inès reads the case, and her keyring keeps where she left it; her browser goes to another page."""
    with desk.expect_response(lambda answer: answer.url.endswith("/trousseau") and answer.request.method == "PUT"):
        sits_down(desk, scene.ines, scene, address(camille))
    desk.goto("/cellule/")


def test_the_latest_message_is_left_out_on_the_next_page(desk: Page, scene: Scene, camille: Camille) -> None:
    camille.writes("J'ai gardé les messages.")
    reads_then_leaves(desk, scene, camille)
    Item.objects.get(kind="message").delete()
    desk.goto(address(camille))
    expect(desk.get_by_text("Quelque chose qui était écrit ici n’est plus montré").first).to_be_visible()


def test_another_conversation_takes_the_place_of_the_one_she_read(desk: Page, scene: Scene, camille: Camille) -> None:
    reads_then_leaves(desk, scene, camille)
    camille.withdraws()
    server = Camille(scene)
    server.case = camille.case
    server.speaks(title="Rien de grave")
    desk.goto(address(camille))
    expect(desk.get_by_text(CHAIN).first).to_be_visible()
    desk.get_by_label("Votre message").fill("Qui êtes-vous ?")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_role("group", name="Écrire à la personne").get_by_role("alert")).to_contain_text(CHAIN)
    assert not Item.objects.filter(kind="message").exists()


def test_paul_is_let_in_by_the_server_and_the_page_says_who_was_signed(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    stream = Stream.objects.get(case=camille.case.hex())
    model = stream.readers.get(fpr=scene.ines.fpr.hex())
    Reader.objects.create(stream=stream, fpr=scene.paul.fpr.hex(), activity=model.activity)
    assert AtWork(scene.paul, scene).page(camille.case.hex()).status_code == 200, "the server gave him the ciphertext"
    with pytest.raises(Exception, match="not_granted"):
        AtWork(scene.paul, scene).opens(camille.case.hex())
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_role("region", name="Qui peut lire").get_by_text("écarté·e par la personne")).to_be_visible()
    desk.get_by_label("Votre message").fill("Pour vous seule.")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    expect(desk.get_by_text("Envoyé, et conservé sur le serveur.")).to_be_visible()
    with pytest.raises(Exception, match="not_granted"):
        AtWork(scene.paul, scene).opens(camille.case.hex())


def test_a_colleague_who_writes_paul_in_against_what_camille_signed_is_seen(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    """Marc's own keys sign it, with a client that forgets the rule; a server that lies keeps it."""
    from portevoix.ground.seal import records as seal

    case = camille.case.hex()
    last = AtWork(scene.marc, scene).opens(case)
    body = seal.following(
        last.chain.last,
        "add",
        author=scene.marc.fpr,
        key=last.keys[0],
        directory=1,
        granted=[*last.chain.last.granted, scene.paul.fpr],
        excluded=[],
        time=last.chain.last.time,
    )
    stream = Stream.objects.get(case=case)
    signature = body.sign(scene.marc.keys.identity)
    Record.objects.create(stream=stream, number=1, body=body.body, signature=signature, hash=body.hash.hex())
    sits_down(desk, scene.ines, scene, address(camille))
    expect(desk.get_by_text("Contre ce que la personne a signé, quelqu’un a reçu un accès").first).to_be_visible()
    desk.get_by_label("Votre message").fill("Qui me lit ?")
    desk.get_by_role("button", name="Envoyer à la personne").click()
    alert = desk.get_by_role("group", name="Écrire à la personne").get_by_role("alert")
    expect(alert).to_contain_text("Contre ce que la personne a signé")
    assert not Item.objects.filter(kind="message").exists()


def test_paul_is_never_among_those_to_whom_a_case_is_opened_even_with_new_keys(
    desk: Page, scene: Scene, camille: Camille
) -> None:
    again = Listener.joins(scene.cell, "Paul Renaud", "Directeur des études")
    scene.sign([scene.marc, scene.ines, scene.paul, again])
    AtWork(scene.ines, scene).does(camille.case.hex(), "prendre")
    sits_down(desk, scene.ines, scene, address(camille))
    desk.get_by_role("button", name="Passer à un·e collègue").click()
    window = desk.get_by_role("dialog")
    expect(window.get_by_label("Marc Perrin")).to_be_visible()
    expect(window.get_by_text("Paul Renaud")).to_have_count(0)


def test_camille_is_told_that_the_list_has_changed_and_is_shown_another(desk: Page, scene: Scene) -> None:
    """She has compared the words of the poster; at the last moment the site gives other keys under the same names."""
    writing = Writing(desk).has_told().goes_to_the_end()
    sent: list[Request] = []

    def refuse(route: Route) -> None:
        sent.append(route.request)
        route.fulfill(status=409, json={"code": "directory_changed", "sentence": ""})

    desk.route("**/api/temoignages", refuse)
    Directory.objects.filter(cell=scene.cell).delete()
    for listener in (scene.marc, scene.ines, scene.paul):
        listener.makes_a_new_vault()
    scene.sign([scene.marc, scene.ines, scene.paul])
    writing.sends()
    expect(desk.get_by_text("La liste des membres n’est pas signée comme elle devrait l’être").first).to_be_visible()
    expect(desk.locator("[data-reading]")).to_be_hidden()
    writing.goes_on("Envoyer, ou garder")
    for kind in ("conversation", "private"):
        expect(desk.locator(f"[data-send={kind}]")).to_be_disabled()
    assert len(sent) == 1
