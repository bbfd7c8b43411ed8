"""What anyone reads of a training, and what the mission types."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Audience, Partner, Programme, Training
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School

pytestmark = pytest.mark.django_db

LINES = {"audience-TOTAL_FORMS": "2", "audience-INITIAL_FORMS": "0"}


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def helene(school: School) -> Client:
    client = Client()
    of_the_mission(client, school)
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(f"/mines/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_warning_comes_first_and_keeping_away_is_never_far(school: School) -> None:
    before = a_training(school, "Repères")
    training = a_training(school, "Film", warning="Une scène d’agression.", content="# Au programme\n\nUn *film*.")
    training.prerequisites.add(before)
    Audience.objects.create(training=training, status="staff", in_office=True)
    a_sitting(training)
    said = page(Client(), f"formations/{training.slug}/")
    parts = ("Une scène d’agression", "Membre du personnel" if "Membre du personnel" in said else "responsabilité",
             "Repères", "Prochaines dates", "Au programme", "Je préfère ne pas y participer")  # fmt: skip
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert "le 15 janvier 2026" in said


def test_nobody_reads_a_draft(school: School) -> None:
    draft = a_training(school, "Brouillon", is_published=False)
    assert "Brouillon" not in page(Client(), "formations/")
    assert Client().get(f"/mines/formations/{draft.slug}/").status_code == 404


def test_a_partner_kept_to_the_mission_is_not_named(school: School) -> None:
    partner = Partner.objects.create(school=school, name="Face Loire", is_public=False)
    training = a_training(school, partner=partner)
    assert "Face Loire" not in page(Client(), f"formations/{training.slug}/")


def test_helene_writes_a_training_has_it_checked_and_publishes_it(school: School, helene: Client) -> None:
    helene.post("/mines/mission/programmes/nouveau/", {"name": "Prévenir", "rank": "1"})
    programme = Programme.objects.get()
    typed: dict[str, Any] = LINES | {
        "name": "Repérer et réagir",
        "kind": "training",
        "programme": programme.ident,
        "content": "Un **texte**.",
        "rank": "1",
        "audience-0-status": "staff",
        "audience-1-in_office": "on",
    }
    said = helene.post("/mines/mission/formations/nouvelle/", typed | {"preview": ""}).content.decode()
    assert "<strong>texte</strong>" in said
    assert not Training.objects.exists()
    answer = helene.post("/mines/mission/formations/nouvelle/", typed)
    training = Training.objects.get()
    here = f"mission/formations/{training.ident}/"
    assert answer["Location"] == f"/mines/{here}"
    changed = page(helene, f"{here}modifier/")
    assert f'<option value="{programme.ident}" selected>' in changed
    assert '<option value="staff" selected>' in changed
    assert set(training.audiences.values_list("status", "in_office")) == {("staff", False), ("", True)}
    for path in ("mission/formations/", here):
        assert "Droit à vérifier" in page(helene, path)
    assert "publier/" not in page(helene, here)
    assert helene.post(f"/mines/{here}publier/").status_code == 409
    late = timezone.localdate() + timedelta(days=1)
    assert "dans le futur" in helene.post(
        f"/mines/{here}relecture/", {"day": late.isoformat(), "reviewed_by": "x"}
    ).content.decode()  # fmt: skip
    helene.post(
        f"/mines/{here}relecture/", {"day": timezone.localdate().isoformat(), "reviewed_by": "Service juridique"}
    )
    assert "publier/" in page(helene, here)
    helene.post(f"/mines/{here}publier/")
    assert "Repérer et réagir" in page(Client(), "formations/")
    helene.post(f"/mines/{here}retirer/")
    assert "Repérer et réagir" not in page(Client(), "formations/")


def test_a_training_that_asks_for_itself_is_said_beside_the_form(school: School, helene: Client) -> None:
    first, then = a_training(school, "Repères"), a_training(school, "Réagir")
    then.prerequisites.add(first)
    typed = LINES | {"name": "Repères", "kind": "talk", "programme": first.programme.ident, "rank": "1"}
    answer = helene.post(f"/mines/mission/formations/{first.ident}/modifier/", typed | {"prerequisites": then.ident})
    assert "retirez un prérequis" in answer.content.decode()
    assert not first.prerequisites.exists()


def test_a_text_without_end_is_not_taken(school: School, helene: Client) -> None:
    first = a_training(school, "Repères")
    typed = LINES | {"name": "Sans fin", "kind": "talk", "programme": first.programme.ident, "rank": "1"}
    for field in ("content", "aims", "instead"):
        answer = helene.post("/mines/mission/formations/nouvelle/", typed | {field: "[" * 20_001})
        assert "20000" in answer.content.decode().replace("\u202f", "").replace("\xa0", "")
    helene.post("/mines/mission/programmes/nouveau/", {"name": "Sans fin", "rank": "1", "aims": "[" * 20_001})
    assert (Training.objects.count(), Programme.objects.count()) == (1, 1)


def test_a_partner_is_alarming_when_the_convention_ends(school: School, helene: Client) -> None:
    soon = (timezone.localdate() + timedelta(days=20)).isoformat()
    helene.post(
        "/mines/mission/partenaires/nouveau/", {"name": "Consentis", "convention_until": soon, "is_public": "on"}
    )
    for path in ("mission/partenaires/", "mission/formations/"):
        assert "la convention court jusqu’au" in page(helene, path)
    assert "Convention à renouveler" in page(helene, "mission/partenaires/")
    again = helene.post("/mines/mission/partenaires/nouveau/", {"name": "consentis"})
    assert "Ce nom est déjà pris." in again.content.decode()
    assert Partner.objects.count() == 1


def test_what_is_of_another_school_is_not_there(school: School, helene: Client) -> None:
    theirs = a_training(a_campus("ponts"))
    partner = Partner.objects.create(school=theirs.programme.school, name="X")
    for path in (
        f"formations/{theirs.ident}/",
        f"partenaires/{partner.ident}/",
        f"programmes/{theirs.programme.ident}/",
    ):
        assert helene.get(f"/mines/mission/{path}").status_code == 404
    typed = LINES | {"name": "x", "kind": "talk", "programme": theirs.programme.ident, "rank": "1"}
    assert helene.post("/mines/mission/formations/nouvelle/", typed).status_code == 200
    assert Training.objects.count() == 1
