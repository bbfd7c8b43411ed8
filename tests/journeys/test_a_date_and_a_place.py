"""Lou has a place in two taps; Zoé waits and moves up; Lou keeps away. Hélène writes what is taught, and when."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from portevoix.campus.sittings.models import OptOut, Registration, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Programme
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.population.visits import COOKIES
from portevoix.ground.schools.models import Campus, School
from tests.arrival import holds, look
from tests.browser import DESK, PHONE, Axe, OpenPage

both = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def mines(live: str) -> School:
    return a_campus()


def afternoon(days: int) -> datetime:
    return timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=days)


def of_ones_own(page: Page, live: str, school: School, name: str) -> Page:
    """The browser of someone who has come in."""
    return holds(page, live, comes_in(Client(), someone(school, name)), COOKIES[""], "/mines/moi/")


@pytest.mark.slow
@both
def test_two_taps_then_a_place_that_becomes_free_then_none_at_all(
    viewport: dict[str, int], live: str, mines: School, open_page: OpenPage, axe: Axe
) -> None:
    film = a_training(mines, "Le consentement", kind="film", warning="Une scène dure.", instead="Le *texte* du film.")
    a_sitting(film, afternoon(5), capacity=1)
    a_sitting(a_training(mines, "Autre chose", kind="talk"), afternoon(6))
    lou = of_ones_own(open_page(viewport), live, mines, "Lou Martin")
    zoe = of_ones_own(open_page(viewport), live, mines, "Zoé Petit")

    # Two taps from the agenda.
    lou.goto("/mines/agenda/")
    lou.get_by_text("Choisir un campus ou un type").click()
    lou.get_by_label("Type de formation").select_option("film")
    lou.get_by_role("button", name="Afficher").click()
    expect(lou.get_by_text("Autre chose")).to_have_count(0)
    look(lou, "agenda", axe)
    lou.get_by_role("link", name="S’inscrire").click()
    look(lou, "confirm", axe)
    lou.get_by_role("button", name="Confirmer mon inscription").click()
    expect(lou.get_by_text("Votre place est réservée.")).to_be_visible()
    look(lou, "has-a-place", axe)

    # It is full; whoever comes next waits.
    zoe.goto("/mines/agenda/")
    zoe.get_by_role("link", name="Par mois").click()
    look(zoe, "month", axe)
    zoe.goto("/mines/agenda/")
    zoe.get_by_role("link", name="Liste d’attente").click()
    zoe.get_by_role("button", name="M’inscrire sur la liste d’attente").click()
    expect(zoe.get_by_text("Vous êtes n° 1 sur la liste d’attente.")).to_be_visible()

    # Lou prefers not to come, and says no more; the place is Zoé's at once.
    lou.get_by_role("link", name="Je préfère ne pas y participer").click()
    expect(lou.get_by_text("texte", exact=True)).to_be_visible()
    look(lou, "opt-out", axe)
    lou.get_by_role("button", name="Je préfère ne pas y participer").click()
    expect(lou.get_by_text("C’est noté : vous n’y participerez pas.")).to_be_visible()
    look(lou, "opted-out", axe)
    zoe.reload()
    expect(zoe.get_by_text("Votre place est réservée.")).to_be_visible()
    zoe.get_by_role("link", name="Mes dates").first.click()
    zoe.get_by_role("button", name="Créer mon adresse").click()
    expect(zoe.get_by_text(".ics")).to_be_visible()
    zoe.goto("/mines/moi/seances/")
    look(zoe, "my-dates", axe)
    assert [one.individual.given_name for one in Registration.objects.select_related("individual")] == ["Zoé"]

    lou.get_by_role("button", name="J’ai changé d’avis").click()
    expect(lou.get_by_role("button", name="Je préfère ne pas y participer")).to_be_visible()
    assert not OptOut.objects.exists()


@pytest.mark.slow
@both
def test_helene_writes_a_training_has_it_checked_and_sets_a_date(
    viewport: dict[str, int], live: str, mines: School, open_page: OpenPage, axe: Axe
) -> None:
    Programme.objects.create(school=mines, name="Prévenir")
    Campus.objects.create(school=mines, name="Lac")
    office = Client()
    of_the_mission(office, mines)
    helene = holds(open_page(viewport), live, office, settings.SESSION_COOKIE_NAME)

    helene.goto("/mines/mission/formations/")
    look(helene, "trainings", axe)
    helene.get_by_role("link", name="Écrire une formation").click()
    helene.get_by_label("Nom", exact=True).fill("Repérer et réagir")
    helene.get_by_label("Type de formation").select_option("training")
    helene.get_by_label("Programme", exact=True).select_option("Prévenir")
    helene.get_by_label("Ce qui s’y passe").fill("Un **atelier**.")
    look(helene, "write", axe)
    helene.get_by_role("button", name="Prévisualiser le texte").click()
    expect(helene.locator("strong", has_text="atelier")).to_be_visible()
    helene.get_by_role("button", name="Enregistrer").click()
    expect(helene.get_by_text("Droit à vérifier")).to_be_visible()
    expect(helene.get_by_role("button", name="Publier")).to_have_count(0)
    look(helene, "to-be-checked", axe)
    helene.get_by_label("Par qui").fill("Service juridique")
    helene.get_by_role("button", name="Noter la relecture").click()
    helene.get_by_role("button", name="Publier").click()
    expect(helene.get_by_text("Publiée")).to_be_visible()

    helene.get_by_role("link", name="Fixer une date").click()
    helene.get_by_label("Début").fill(f"{afternoon(9):%Y-%m-%dT%H:%M}")
    helene.get_by_label("Fin").fill(f"{afternoon(9) + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    helene.get_by_label("Campus").select_option("Lac")
    helene.get_by_label("Lieu").fill("Amphi 2")
    look(helene, "set-a-date", axe)
    helene.get_by_role("button", name="Enregistrer").click()
    expect(helene.get_by_text("Nommez le ou la psychologue d’astreinte")).to_be_visible()
    look(helene, "nobody-on-call", axe)
    helene.get_by_role("link", name="Modifier", exact=True).click()
    helene.get_by_label("Psychologue d’astreinte").fill("Anne Leroy")
    helene.get_by_role("button", name="Enregistrer").click()
    helene.get_by_role("button", name="Ouvrir les inscriptions").click()
    helene.get_by_role("link", name="La voir comme tout le monde").click()
    expect(helene.get_by_text("Anne Leroy")).to_be_visible()
    look(helene, "public", axe)
    assert Sitting.objects.get().begins == afternoon(9)
    helene.goto("/mines/mission/seances/")
    look(helene, "sittings", axe)
