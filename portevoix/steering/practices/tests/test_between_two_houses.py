"""Two installations, each a process with its own data: what one gives, changes and takes back, the other sees."""

from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from django.test import Client

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.web import clock
from portevoix.steering.plan.models import Action
from portevoix.steering.plan.tests.persona import a_plan, an_axis
from portevoix.steering.practices import following
from portevoix.steering.practices.models import Received, Subscription, Trouble
from tests.another_house import House

LATER = timedelta(hours=7)


@pytest.mark.slow
def test_a_sheet_travels_changes_and_is_taken_back(ponts: House, live: str) -> None:
    mines, helene = a_campus(), Client()
    of_the_mission(helene, mines)
    axis = an_axis(a_plan(mines, 2025, clock.rounded().year + 1))
    ponts.does("gives", title="Le film", credit="Awa Diop, École des ponts", licence="CC-BY-4.0", effect="12 réponses.")
    ponts.does("gives", title="La soirée", problem="<script>alert(1)</script>")
    now = datetime.now(UTC)

    there = f"{ponts.address}ponts/pratiques/"
    page = helene.post("/mines/mission/pratiques/abonnements/", {"address": there}, follow=True).content.decode()
    assert "Bonnes pratiques · École ponts" in page
    assert "2 fiches reçues" in page
    film = Received.objects.get(title="Le film")
    assert (film.credit, film.effect, film.cost, film.tag_list) == (
        "Awa Diop, École des ponts",
        "12 réponses.",
        "Huit casques.",
        ["IMT", "consentement"],
    )
    assert film.address.startswith(there)
    at = f"/mines/mission/pratiques/recues/{film.ident}/"
    helene.post(f"{at}adopter/", {"axis": axis.ident, "title": "Le film, chez nous", "text": film.text})
    host = film.subscription.host
    assert Action.objects.get().adopted_from == f"Awa Diop, École des ponts ({host}), CC BY 4.0"

    one = Subscription.objects.get()
    assert one.etag
    assert following.ask(one, now + LATER)
    one.refresh_from_db()
    assert (one.answered, Received.objects.filter(changed=None, gone=None).count()) == (now + LATER, 2)

    ponts.does("changes", sheet="Le film", done="Une heure en tout.")
    ponts.does("withdraws", sheet="La soirée")
    following.ask(one, now + 2 * LATER)
    assert "Une heure en tout." in helene.get(at).content.decode()
    assert "Cette fiche a changé" in helene.get(at).content.decode()
    gone = Received.objects.get(title="La soirée")
    assert gone.gone_how == Received.Gone.WITHDRAWN

    ponts.process.kill()
    ponts.process.wait()
    one.refresh_from_db()
    following.ask(one, now + 3 * LATER)
    one.refresh_from_db()
    assert one.trouble in {Trouble.SILENT, Trouble.REFUSES}
    with urlopen(f"{live}/mines/pratiques.json") as ours:
        assert ours.headers["Content-Type"].startswith("application/feed+json")
    assert "Le film" in helene.get("/mines/mission/pratiques/recues/?q=film").content.decode()
