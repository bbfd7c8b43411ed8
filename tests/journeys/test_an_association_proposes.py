"""Lou proposes a party in the name of her association; Hélène answers; line by line, the list turns green."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.campus.associations import acts
from portevoix.campus.associations.models import Event
from portevoix.campus.associations.tests.persona import came
from portevoix.campus.sittings.tests.persona import a_training
from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, belongs, comes_in, of_the_mission, someone
from portevoix.ground.population.visits import COOKIES
from tests.arrival import holds, look
from tests.browser import DESK, PHONE, Axe, OpenPage


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_proposal_to_the_door(viewport: dict[str, int], live: str, open_page: OpenPage, axe: Axe) -> None:
    mines, office = a_campus(), Client()
    helene: Office = of_the_mission(office, mines)
    lou = someone(mines, "Lou Martin")
    bde = belongs(lou, "association", "Bureau des élèves", "Trésorière")
    training = a_training(mines, "Repérer et réagir")
    came(lou, training)
    acts.set_standard(mines, helene, 1, [training])
    acts.record_charter(acts.association_of(bde), helene, timezone.localdate(), None)
    hers = holds(open_page(viewport), live, comes_in(Client(), lou), COOKIES[""], "/mines/moi/")
    mission = holds(open_page(viewport), live, office, settings.SESSION_COOKIE_NAME)

    hers.goto("/mines/moi/associations/")
    look(hers, "my-associations", axe)
    hers.get_by_role("link", name="Bureau des élèves").click()
    hers.get_by_role("link", name="Proposer un événement").click()
    hers.get_by_label("Soirée").check()
    hers.get_by_label("Nom", exact=True).fill("Gala d’hiver")
    begins = timezone.localtime() + timedelta(days=20)
    hers.get_by_label("Début").fill(f"{begins:%Y-%m-%dT21:00}")
    hers.get_by_label("Fin").fill(f"{begins + timedelta(days=1):%Y-%m-%dT04:00}")
    hers.get_by_label("Lieu").fill("Foyer")
    look(hers, "propose", axe)
    hers.get_by_role("button", name="Proposer").click()
    expect(hers.get_by_text("7 lignes sont encore rouges.")).to_be_visible()

    mission.goto("/mines/mission/associations/")
    look(mission, "associations", axe)
    mission.get_by_role("link", name="Gala d’hiver").click()
    mission.get_by_label("Accepter").check()
    look(mission, "answer", axe)
    mission.get_by_role("button", name="Envoyer la réponse").click()
    expect(mission.locator(".talk").get_by_text("Accepté")).to_be_visible()
    work()

    hers.reload()
    hers.get_by_role("link", name="Dire qui sera là").click()
    hers.get_by_label("Lou Martin").check()
    look(hers, "referents", axe)
    hers.get_by_role("button", name="Ces personnes seront là").click()
    expect(hers.get_by_text("1 formé·e sur 1")).to_be_visible()
    look(hers, "half-green", axe)
    while (left := hers.get_by_role("button", name="Je l’ai vu")).count():
        left.first.click()
    expect(hers.get_by_text("Tout y est : la liste est verte.")).to_be_visible()
    hers.get_by_role("button", name="Le montrer sur notre page").click()
    hers.get_by_role("link", name="Sur une page, pour l’entrée").click()
    look(hers, "door", axe)
    assert len(re.findall(rb"/Type\s*/Page\b", hers.pdf(format="A4"))) == 1, "it does not fit on one page"
    acts.describe(Event.objects.get().association, is_published=True)
    hers.goto("/mines/associations/bureau-des-eleves/")
    expect(hers.get_by_role("heading", name="Gala d’hiver")).to_be_visible()
    look(hers, "association-page", axe)
    for address, name in (
        (f"/mines/mission/associations/{bde.ident}/", "one-association"),
        ("/mines/mission/associations/exigences/", "standard"),
        ("/mines/mission/aide/", "help-services"),
        ("/mines/mission/equipe/", "team"),
    ):
        mission.goto(address)
        look(mission, name, axe)
