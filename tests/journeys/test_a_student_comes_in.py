"""Lou comes in by a link, on the phone in her hand, and goes; what she holds there reaches no page of testimony."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Request, expect

from portevoix.ground.population.models import Visit
from portevoix.ground.population.tests.persona import a_campus, belongs, someone
from tests.arrival import look
from tests.browser import PHONE, Axe, OpenPage


def link_in_the_letter() -> str:
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


@pytest.mark.slow
def test_from_the_letter_to_her_pages_and_out_again(live: str, open_page: OpenPage, axe: Axe) -> None:
    from portevoix.ground.people.tests.persona import work

    lou = someone(a_campus(), "Lou Martin", email="lou@mines.example")
    belongs(lou, "association", "Bureau des élèves", "Trésorière")
    phone = open_page(PHONE, has_touch=True, is_mobile=True)
    sent: list[Request] = []
    phone.on("request", lambda request: sent.append(request))

    # A page of her own asks her to come in first.
    phone.goto("/mines/moi/associations/")
    phone.get_by_label("Votre adresse e-mail de l’école").fill("Lou@Mines.example")
    look(phone, "come-in", axe)
    phone.get_by_role("button", name="M’envoyer le lien").click()
    expect(phone.get_by_role("heading", name="Regardez vos e-mails")).to_be_visible()
    look(phone, "letter-sent", axe)
    for _ in range(50):  # the server's own worker may be quicker than this one
        work()
        if mail.outbox:
            break
        phone.wait_for_timeout(100)

    # The link shows a button; the button opens the page that she wanted.
    phone.goto(link_in_the_letter())
    look(phone, "one-more-tap", axe)
    assert not Visit.objects.exists()
    phone.get_by_role("button", name="Entrer").click()
    expect(phone.get_by_role("heading", name="Mes associations")).to_be_visible()
    phone.get_by_role("link", name="Mon espace").click()
    expect(phone.get_by_text("Trésorière")).to_be_visible()
    look(phone, "my-space", axe)

    # Signed in as she is, the pages of testimony receive nothing of it.
    sent.clear()
    for address in ("/mines/temoigner/", "/mines/revenir/", "/mines/", "/en/mines/temoigner/"):
        phone.goto(address)
    assert sent
    assert [one.url for one in sent if "cookie" in one.all_headers()] == []

    # The link serves once; out is out, here and elsewhere.
    phone.goto(link_in_the_letter())
    expect(phone.get_by_text("Ce lien n’est plus valable.")).to_be_visible()
    look(phone, "used-link", axe)
    phone.goto("/en/mines/moi/")
    expect(phone.get_by_role("heading", name="Lou Martin")).to_be_visible()
    phone.get_by_role("button", name="Sign out everywhere").click()
    phone.goto("/mines/moi/")
    expect(phone.get_by_role("heading", name="Entrer")).to_be_visible()
    assert not Visit.objects.exists()
