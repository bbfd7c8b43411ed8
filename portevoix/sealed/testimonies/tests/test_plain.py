"""Camille has no JavaScript: she testifies, comes back, writes, transmits and withdraws all the same."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.receipt import Receipt
from portevoix.ground.web import clock
from portevoix.sealed.streams import acts as streams
from portevoix.sealed.streams.models import Item, Stream
from portevoix.sealed.testimonies import plain
from portevoix.sealed.testimonies.forms import TEXT as TEXT_MOST
from portevoix.sealed.testimonies.models import Stage, Testimony
from tests.cast import Camille, Scene, another_school, read_by

WRITE = "/mines/sans-javascript/"
BACK = "/mines/sans-javascript/revenir/"
TEXT = "Il a bloqué la porte du labo.\nJ'ai crié."


@pytest.fixture(autouse=True)
def _stretch_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine words take a quarter of a second each time, on purpose; not here."""
    monkeypatch.setattr("portevoix.ground.seal.receipt.ROUNDS", 1000)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them back."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: html.unescape(value) for name, value in found}


def nine_words(page: Any) -> str:
    """What Camille copies from the page of her receipt."""
    return " ".join(re.findall(r"<li>([a-z]+)</li>", page.content.decode()))


def sends(client: Client, address: str, fields: dict[str, Any], **how: Any) -> HttpResponse:
    """Post a form as browsers without JavaScript do."""
    body = urlencode(fields, doseq=True)
    return client.post(address, body, content_type="application/x-www-form-urlencoded", **how)  # type: ignore[return-value]  # what the stubs call a test client’s answer


def she_testifies(client: Client, **fields: Any) -> HttpResponse:
    """Fill the page in and send it."""
    written = {"voice": "concerned", "text": TEXT, "keep": "send"} | hidden(client.get(WRITE)) | fields
    return sends(client, WRITE, written)


def comes_back(client: Client, words: str) -> HttpResponse:
    return sends(client, BACK, hidden(client.get(BACK)) | {"words": words})


def test_camille_testifies_and_comes_back_without_javascript(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client, where="Au labo", danger="no", wishes=["0", "2"], wish="Qu'il parte"))
    mailbox = comes_back(client, words)
    shown = html.unescape(mailbox.content.decode())
    assert TEXT in shown.replace("\r\n", "\n")
    assert "Au labo" in shown
    assert "Inès Haddad" in shown
    title, testimony = read_by(mines.ines, Testimony.objects.get().ident, mines).items
    assert title.body["text"] == "Il a bloqué la porte du labo. J'ai crié."
    assert testimony.body["sealed_by"] == "server"
    assert testimony.body["answers"]["wish"].endswith("Qu'il parte")
    assert not client.cookies


def test_she_writes_more_and_reads_the_answer(mines: Scene, client: Client) -> None:
    mailbox = comes_back(client, nine_words(she_testifies(client)))
    case = Testimony.objects.get().ident
    thread = read_by(mines.ines, case, mines)
    answer = thread.say(mines.ines.keys.identity, "message", {"text": "Merci de nous avoir écrit."})
    streams.append(Stream.objects.get(), [answer], mines.ines.keys.public)
    written = sends(client, BACK, hidden(mailbox) | {"do": "write", "text": "C'était mardi."})
    assert "Merci de nous avoir écrit." in written.content.decode()
    assert "mardi" in written.content.decode()
    opened = read_by(mines.ines, case, mines)
    opened.must_be_sound()
    assert opened.items[-1].body == {"text": "C'était mardi."}


def test_a_double_click_is_one_testimony_with_the_same_words(mines: Scene, client: Client) -> None:
    page = hidden(client.get(WRITE))
    first, second = she_testifies(client, **page), she_testifies(client, **page)
    assert nine_words(first) == nine_words(second)
    assert Testimony.objects.count() == 1


def test_a_tab_left_open_does_not_show_the_nine_words_again(mines: Scene, client: Client) -> None:
    page = hidden(client.get(WRITE))
    words = nine_words(she_testifies(client, **page))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=12), tick=False):
        again = she_testifies(client, **page)
    assert words
    assert not nine_words(again)
    assert "Ce témoignage est déjà bien arrivé" in again.content.decode()
    assert Testimony.objects.count() == 1


def test_the_same_page_with_another_text_is_another_testimony(mines: Scene, client: Client) -> None:
    page = hidden(client.get(WRITE))
    first, second = she_testifies(client, **page), she_testifies(client, **page, text="Autre chose.")
    assert nine_words(first) != nine_words(second)
    assert Testimony.objects.count() == 2


def test_a_message_sent_twice_is_said_once(mines: Scene, client: Client) -> None:
    mailbox = hidden(comes_back(client, nine_words(she_testifies(client)))) | {"do": "write", "text": "Encore moi."}
    assert [sends(client, BACK, mailbox).status_code for _ in range(2)] == [200, 200]
    assert Item.objects.filter(kind="message").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda words: ["zzzzz", *words[1:]], "1"),
        (lambda words: words[:8], "8"),
        (lambda _words: ["citron", "brosse", "bosqet"], "Le mot 3"),
        (lambda words: [words[1], words[0], *words[2:]], ""),
    ],
)
def test_wrong_words_are_explained_before_anything_is_looked_for(
    mines: Scene, client: Client, change: Any, sentence: str
) -> None:
    words = Receipt.from_bits82(2**81 + 12345).words
    page = comes_back(client, " ".join(change(list(words))))
    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()
    assert sentence in page.content.decode()


def test_words_that_open_nothing_are_refused_in_a_sentence(mines: Scene, client: Client) -> None:
    page = comes_back(client, " ".join(Receipt.make().words))
    assert page.status_code == 404
    assert 'class="errors"' in page.content.decode()


def test_words_cut_after_four_letters_and_the_eighteen_characters_open_too(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client))
    assert TEXT.split("\n")[0] in html.unescape(
        comes_back(client, " ".join(w[:4].upper() for w in words.split())).content.decode()
    )
    assert "labo" in comes_back(client, Receipt.from_words(words).base32).content.decode()


def test_she_keeps_it_for_herself_then_transmits_it(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client, keep="keep"))
    testimony = Testimony.objects.get()
    assert (testimony.stage, testimony.conversation) == (Stage.KEPT, None)
    mailbox = comes_back(client, words)
    aside = mines.paul.fpr.hex()
    sends(client, BACK, hidden(mailbox) | {"do": "transmit", "excluded": aside})
    testimony.refresh_from_db()
    assert testimony.stage == Stage.TRANSMITTED
    assert read_by(mines.ines, testimony.ident, mines).items[1].body["text"] == TEXT
    assert aside not in testimony.conversation.readers.values_list("fpr", flat=True)  # type: ignore[union-attr]  # it was transmitted


def test_what_her_browser_kept_is_sealed_by_the_server_when_it_transmits(mines: Scene, client: Client) -> None:
    """So that the next time it runs its program, her browser makes a new key for the conversation."""
    words = Receipt.make()
    camille = Camille(mines, words)
    camille.speaks(transmit=False)
    mailbox = comes_back(client, " ".join(words.words))
    sends(client, BACK, hidden(mailbox) | {"do": "transmit"})
    assert camille.opens("private").items[1].body["sealed_by"] == "browser"
    assert camille.opens().items[1].body["sealed_by"] == "server"


def test_she_reads_and_writes_here_under_the_key_that_her_browser_made_since(mines: Scene, client: Client) -> None:
    words = Receipt.make()
    camille = Camille(mines, words)
    camille.speaks(transmit=False)
    thread = camille.opens("private")
    me, known = camille.reporter, mines.directories
    change = thread.regrant(me.identity, "rekey", [me.public], known, clock.minute())
    sent = {name: change[name] for name in ("stream", "records", "grants")}
    assert camille.post("revenir/acces", {**camille.auth, **sent}).status_code == 204
    mailbox = comes_back(client, " ".join(words.words))
    sends(client, BACK, hidden(mailbox) | {"do": "write", "text": "Encore moi."})
    last = camille.opens("private").items[-1]
    assert (last.body, last.header.epoch) == ({"text": "Encore moi."}, 1)


def test_when_the_list_changes_before_she_transmits_she_looks_again(mines: Scene, client: Client) -> None:
    mailbox = comes_back(client, nine_words(she_testifies(client, keep="keep")))
    ines, paul = mines.ines.fpr.hex(), mines.paul.fpr.hex()
    mines.sign([mines.marc, mines.ines])
    page = sends(client, BACK, hidden(mailbox) | {"do": "transmit", "excluded": [ines, paul]})
    assert page.status_code == 422
    shown = html.unescape(page.content.decode())
    assert "La liste des membres vient de changer" in shown
    assert "<details open>" in shown
    assert re.search(rf'value="{ines}"[^>]* checked', shown)
    assert Testimony.objects.get().stage == Stage.KEPT
    assert not Stream.objects.filter(kind="conversation").exists()
    sends(client, BACK, hidden(page) | {"do": "transmit", "excluded": ines})
    conversation = Testimony.objects.get().conversation
    assert conversation is not None
    assert ines not in conversation.readers.values_list("fpr", flat=True)


def test_someone_who_joins_while_she_chooses_reads_nothing_unseen(mines: Scene, client: Client) -> None:
    mailbox = comes_back(client, nine_words(she_testifies(client, keep="keep")))
    mines.sign([mines.marc, mines.ines, mines.paul, mines.joins("Léo Marchand", "Psychologue")])
    page = sends(client, BACK, hidden(mailbox) | {"do": "transmit"})
    assert page.status_code == 409
    assert "Léo Marchand" in page.content.decode()
    assert Testimony.objects.get().stage == Stage.KEPT


def test_a_text_too_long_is_refused_in_words_and_stays_in_the_page(mines: Scene, client: Client) -> None:
    mailbox = comes_back(client, nine_words(she_testifies(client)))
    long = "a" * (TEXT_MOST + 1)
    page = sends(client, BACK, hidden(mailbox) | {"do": "write", "text": long})
    assert page.status_code == 422
    assert long in page.content.decode()
    assert 'class="errors' in page.content.decode()
    assert not Item.objects.filter(kind="message").exists()


def test_with_a_list_changed_meanwhile_a_first_testimony_is_not_sent(mines: Scene, client: Client) -> None:
    ines, paul = mines.ines.fpr.hex(), mines.paul.fpr.hex()
    mines.sign([mines.marc, mines.ines])
    page = she_testifies(client, excluded=[ines, paul])
    assert "La liste des membres vient de changer" in page.content.decode()
    assert not Testimony.objects.exists()


def test_whoever_was_put_aside_when_she_kept_it_stays_so_with_a_new_vault(mines: Scene, client: Client) -> None:
    former = mines.paul.fpr
    words = nine_words(she_testifies(client, keep="keep", excluded=former.hex()))
    mines.paul.makes_a_new_vault()
    mines.sign([mines.marc, mines.ines, mines.paul])
    mailbox = comes_back(client, words)
    now = mines.paul.fpr.hex()
    assert re.search(rf'value="{now}"[^>]* checked', mailbox.content.decode())
    sends(client, BACK, hidden(mailbox) | {"do": "transmit", "excluded": now})
    testimony = Testimony.objects.get()
    assert testimony.conversation is not None
    assert now not in testimony.conversation.readers.values_list("fpr", flat=True)
    assert former in read_by(mines.ines, testimony.ident, mines).chain.last.excluded


def test_she_can_take_back_someone_who_has_a_new_vault(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client, keep="keep", excluded=mines.paul.fpr.hex()))
    mines.paul.makes_a_new_vault()
    mines.sign([mines.marc, mines.ines, mines.paul])
    sends(client, BACK, hidden(comes_back(client, words)) | {"do": "transmit"})
    conversation = Testimony.objects.get().conversation
    assert conversation is not None
    assert mines.paul.fpr.hex() in conversation.readers.values_list("fpr", flat=True)


def test_whoever_was_put_aside_and_has_left_stays_in_the_exclusion(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client, keep="keep", excluded=mines.paul.fpr.hex()))
    mines.sign([mines.marc, mines.ines])
    sends(client, BACK, hidden(comes_back(client, words)) | {"do": "transmit"})
    opened = read_by(mines.ines, Testimony.objects.get().ident, mines)
    assert opened.chain.last.excluded == (mines.paul.fpr,)


def test_whoever_is_put_aside_gets_no_key(mines: Scene, client: Client) -> None:
    she_testifies(client, excluded=mines.paul.fpr.hex())
    readers = set(Stream.objects.get().readers.values_list("fpr", flat=True))
    assert mines.paul.fpr.hex() not in readers
    assert mines.ines.fpr.hex() in readers


def test_the_recovery_key_of_the_cell_opens_it_too_unless_she_refuses(mines: Scene, client: Client) -> None:
    spare = mines.makes_a_recovery_key().public.fpr.hex()
    she_testifies(client)
    she_testifies(client, excluded=[spare])
    readers = [set(stream.readers.values_list("fpr", flat=True)) for stream in Stream.objects.order_by("pk")]
    assert [spare in fprs for fprs in readers] == [True, False]


def test_the_recovery_key_alone_is_nobody_to_read_it(mines: Scene, client: Client) -> None:
    mines.makes_a_recovery_key()
    people = [one.fpr.hex() for one in (mines.ines, mines.marc, mines.paul)]
    assert "Il ne resterait personne de la cellule" in html.unescape(
        she_testifies(client, excluded=people).content.decode()
    )
    assert not Testimony.objects.exists()


def test_with_everybody_put_aside_nothing_is_sent_and_the_text_stays(mines: Scene, client: Client) -> None:
    everybody = [one.fpr.hex() for one in (mines.ines, mines.marc, mines.paul)]
    page = she_testifies(client, excluded=everybody)
    assert TEXT.split("\n")[0] in html.unescape(page.content.decode())
    assert not Testimony.objects.exists()


def test_an_empty_page_is_not_sent(mines: Scene, client: Client) -> None:
    page = she_testifies(client, text="  ")
    assert 'class="errors' in page.content.decode()
    assert not Testimony.objects.exists()


def test_a_button_that_can_do_nothing_says_why(mines: Scene, client: Client) -> None:
    opened = comes_back(client, nine_words(she_testifies(client)))
    nothing = sends(client, BACK, hidden(opened) | {"text": " ", "do": "write"})
    assert "Écrivez d’abord quelques mots" in nothing.content.decode()
    kept = sends(client, BACK, hidden(opened) | {"do": "withdraw"})
    assert "Rien n’a été effacé" in kept.content.decode()
    assert "Cochez d’abord la case" in kept.content.decode()
    assert Testimony.objects.count() == 1


def test_she_sees_what_comes_next_and_that_it_was_sent(mines: Scene, client: Client) -> None:
    opened = comes_back(client, nine_words(she_testifies(client)))
    assert "Une personne de la cellule le lit et vous répond ici" in opened.content.decode()
    Testimony.objects.update(stage=Stage.ANSWERED)
    more = sends(client, BACK, hidden(opened) | {"text": "Encore une chose.", "do": "write"}).content.decode()
    assert "C’est envoyé." in more
    assert "La cellule lit ce que vous avez ajouté, et vous répond ici" in more


def test_what_is_added_to_what_she_keeps_is_not_called_sent(mines: Scene, client: Client) -> None:
    opened = comes_back(client, nine_words(she_testifies(client, keep="keep")))
    assert "Chiffrer et envoyer" not in opened.content.decode()
    more = sends(client, BACK, hidden(opened) | {"text": "Pour moi encore.", "do": "write"}).content.decode()
    assert "C’est ajouté." in more
    assert "C’est envoyé." not in more


def test_she_withdraws_and_the_words_open_nothing(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client))
    mailbox = hidden(comes_back(client, words)) | {"do": "withdraw"}
    sends(client, BACK, mailbox)
    assert Testimony.objects.exists(), "not without the box ticked"
    assert sends(client, BACK, mailbox | {"sure": "on"}).status_code == 200
    assert not Testimony.objects.exists()
    assert not Item.objects.exists()
    assert comes_back(client, words).status_code == 404


def test_the_mailbox_closes_after_half_an_hour_and_keeps_what_was_being_written(mines: Scene, client: Client) -> None:
    words = nine_words(she_testifies(client))
    mailbox = hidden(comes_back(client, words))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=plain.CAPSULE + 1), tick=False):
        page = sends(client, BACK, mailbox | {"do": "write", "text": "Je voulais dire"})
    assert page.status_code == 403
    assert hidden(page)["text"] == "Je voulais dire"
    opened = sends(client, BACK, hidden(page) | {"words": words})
    assert "Je voulais dire</textarea>" in opened.content.decode()
    assert not Item.objects.filter(kind="message").exists()


def test_a_capsule_opens_at_its_own_school_only_and_only_unaltered(mines: Scene, client: Client) -> None:
    another_school()
    mailbox = hidden(comes_back(client, nine_words(she_testifies(client)))) | {"do": "write", "text": "x"}
    assert sends(client, "/arts/sans-javascript/revenir/", mailbox).status_code == 403
    altered = b64(bytes(200))
    for capsule in (altered, "", "é", mailbox["capsule"][:-2]):
        assert sends(client, BACK, mailbox | {"capsule": capsule}).status_code == 403
    assert not Item.objects.filter(kind="message").exists()


def test_changed_words_close_every_open_mailbox(mines: Scene, client: Client) -> None:
    mailbox = hidden(comes_back(client, nine_words(she_testifies(client)))) | {"do": "write", "text": "x"}
    Testimony.objects.update(auth_hash="0" * 64)
    assert sends(client, BACK, mailbox).status_code in {403, 404}
    assert not Item.objects.filter(kind="message").exists()


@pytest.mark.parametrize("address", [WRITE, BACK])
def test_files_large_bodies_and_other_sites_are_refused_before_anything_is_read(
    mines: Scene, client: Client, address: str
) -> None:
    with_file = client.post(address, {"text": TEXT, "file": SimpleUploadedFile("a.jpg", b"x")})
    large = sends(client, address, {"text": "x" * 500_000})
    elsewhere = sends(client, address, {"text": TEXT}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (with_file.status_code, large.status_code, elsewhere.status_code) == (415, 413, 403)
    assert not Testimony.objects.exists()


def test_too_many_at_once_are_asked_to_wait_and_keep_their_text(mines: Scene, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("portevoix.ground.web.throttle.take", lambda *a, **k: False)
    page = she_testifies(client)
    assert page.status_code == 429
    assert TEXT.split("\n")[0] in html.unescape(page.content.decode())
    assert not Testimony.objects.exists()


def test_a_school_where_nobody_listens_says_so(mines: Scene, client: Client) -> None:
    mines.cell.directories.all().delete()
    assert client.get(WRITE).status_code == 409
