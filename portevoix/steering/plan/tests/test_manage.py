"""Hélène's pages: a plan from its first line to what everyone reads, and what may not be said of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portevoix.campus.library.models import File
from portevoix.campus.trainings.models import Partner
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.steering.plan import standing
from portevoix.steering.plan.models import Action, Axis, Evidence, Plan
from portevoix.steering.plan.tests.persona import PDF, a_gauge, a_plan, an_action, an_axis

pytestmark = pytest.mark.django_db
OURS = "/mines/mission/plan/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def office() -> Client:
    return Client()


@pytest.fixture(autouse=True)
def helene(office: Client, mines: School) -> Office:
    return of_the_mission(office, mines)


def sent(**more: Any) -> dict[str, Any]:
    return {"title": "Charte", "state": "planned", "published": "on"} | more


def test_a_plan_from_its_first_line_on(office: Client, mines: School) -> None:
    words = {"title": "Plan", "first_year": "2021", "last_year": "2024", "aims": "- **rendre visibles**"}
    refused = office.post(f"{OURS}nouveau/", words | {"last_year": "2020"})
    assert refused.status_code == 422
    assert "Un plan se termine après avoir commencé" in refused.content.decode()
    assert office.post(f"{OURS}nouveau/", words)["Location"] == f"{OURS}2021-2024/"
    page = office.get(f"{OURS}2021-2024/").content.decode()
    assert "trois ans au plus" in page
    assert "<strong>rendre visibles</strong>" in page
    assert office.post(f"{OURS}2021-2024/mesure/", {"title": "Prévenir", "number": "1"}).status_code == 302
    axis = Axis.objects.get()
    assert Client().get("/mines/plan/2021-2024/").status_code == 404
    office.post(f"{OURS}2021-2024/publier/")
    assert Client().get("/mines/plan/2021-2024/").status_code == 200
    office.post(f"{OURS}2021-2024/depublier/")
    assert Client().get("/mines/plan/2021-2024/").status_code == 404
    assert (
        office.post(f"{OURS}mesures/{axis.ident}/", {"title": "Prévenir et lutter", "number": "2"}).status_code == 302
    )
    axis.refresh_from_db()
    assert (axis.title, axis.number) == ("Prévenir et lutter", 2)
    office.post(f"{OURS}2021-2024/modifier/", words | {"closed": "2024-12-31"})
    assert Plan.objects.get().closed == date(2024, 12, 31)


def test_what_exists_already_is_an_action_like_the_others(office: Client, mines: School) -> None:
    axis, partner = an_axis(a_plan(mines)), Partner.objects.create(school=mines, name="Consentis")
    new = f"{OURS}mesures/{axis.ident}/action/"
    words = sent(
        axis=axis.ident, is_existing="on", state="started", contributors="consentis\n\nBDE\nBDE", planned="150,5"
    )
    wrong = office.post(new, words | {"planned": "-1", "begins": "2026-02-01", "ends": "2026-01-01"})
    assert wrong.status_code == 422
    marked = {"sevens": ["policies", "partnerships"], "areas": ["violence"], "planned": "150.5"}
    assert office.post(new, words | marked).status_code == 302
    action = Action.objects.get()
    assert (action.number, action.is_existing, action.planned) == (1, True, Decimal("150.5"))
    assert [(one.name, one.partner) for one in action.contributors.all()] == [("consentis", partner), ("BDE", None)]
    assert {(one.scheme, one.code) for one in action.marks.all()} == {
        ("sevens", "policies"),
        ("sevens", "partnerships"),
        ("areas", "violence"),
    }
    page = office.get(f"{OURS}actions/{action.ident}/").content.decode()
    assert "rendue visible" in page
    assert "Discriminations, violences" in page
    assert office.post(new, words | {"sevens": ["happiness"]}).status_code == 422
    assert Action.objects.count() == 1


def test_a_state_comes_with_its_reason_and_not_from_anywhere(office: Client, mines: School) -> None:
    action = an_action(an_axis(a_plan(mines)), state="idea")
    form = f"{OURS}actions/{action.ident}/modifier/"
    assert 'value="done"' not in office.get(form).content.decode()
    assert office.post(form, sent(axis=action.axis.ident, state="done", number="1")).status_code == 422
    why = "La convention est signée."
    assert office.post(form, sent(axis=action.axis.ident, state="started", sentence=why)).status_code == 302
    assert why in office.get(f"{OURS}actions/{action.ident}/").content.decode()
    action.refresh_from_db()
    assert (action.title, action.number) == ("Charte", 1)


def test_an_action_moves_with_its_indicators_and_not_to_another_plan(office: Client, mines: School) -> None:
    plan = a_plan(mines)
    first, second, elsewhere = an_axis(plan), an_axis(plan), an_axis(a_plan(mines, 2028, 2030))
    action = an_action(first)
    gauge = a_gauge(first, action=action)
    form = f"{OURS}actions/{action.ident}/modifier/"
    assert office.post(form, sent(axis=elsewhere.ident)).status_code == 422
    assert office.post(f"{OURS}mesures/{second.ident}/retirer/").status_code == 302
    third = an_axis(plan, "Trois")
    assert office.post(form, sent(axis=third.ident)).status_code == 302
    gauge.refresh_from_db()
    assert gauge.axis == third
    assert office.post(f"{OURS}mesures/{third.ident}/retirer/").status_code == 409
    assert office.post(f"{OURS}actions/{action.ident}/retirer/").status_code == 302
    assert not Action.objects.exists()


def sends(office: Client, action: Action, data: bytes | None, **words: str) -> Any:
    file = {} if data is None else {"file": SimpleUploadedFile("pièce.pdf", data)}
    return office.post(f"{OURS}actions/{action.ident}/", {"title": "Compte rendu"} | words | file)


def test_a_piece_is_a_file_that_is_what_it_says_or_an_address(office: Client, mines: School) -> None:
    action = an_action(an_axis(a_plan(mines)))
    for data, words in (
        (b"<script>alert(1)</script>", {}),
        (PDF, {"link": "https://mines.example/"}),
        (None, {}),
        (None, {"link": "javascript:alert(1)"}),
        (b"%PDF-1.7" + bytes(3 * 1024 * 1024), {}),
    ):
        assert sends(office, action, data, **words).status_code == 422
    assert not Evidence.objects.exists()
    assert not File.objects.exists()
    assert sends(office, action, PDF).status_code == 302
    piece = Evidence.objects.get()
    address = f"{OURS}pieces/{piece.ident}/"
    given: Any = office.get(address)
    assert given["Content-Disposition"] == 'attachment; filename="compte-rendu.pdf"'
    assert b"".join(given.streaming_content) == PDF
    assert Client().get(f"/mines/plan/pieces/{piece.ident}/").status_code == 404
    office.post(f"{address}montrer/", {"shown": "yes"})
    shown: Any = Client().get(f"/mines/plan/pieces/{piece.ident}/")
    assert b"".join(shown.streaming_content) == PDF
    file = piece.file
    assert file is not None
    office.post(f"{address}retirer/")
    assert not Evidence.objects.exists()
    assert not File.objects.filter(pk=file.pk).exists()
    assert sends(office, action, None, link="https://mines.example/charte").status_code == 302


def test_the_first_page_of_the_mission_says_what_waits(mines: School) -> None:
    axis = an_axis(a_plan(mines, 2025, 2027))
    assert standing.reminders(mines, date(2025, 6, 1)) == []
    a_gauge(axis)
    (said,) = standing.reminders(mines, date(2025, 6, 1))
    assert said.sentence == "1 indicateur attend sa valeur."


def test_another_school_opens_nothing_of_it(mines: School) -> None:
    axis = an_axis(a_plan(mines))
    action, nora = an_action(axis), Client()
    of_the_mission(nora, a_campus("ponts"), "Nora")
    for path in (f"mesures/{axis.ident}/", f"actions/{action.ident}/modifier/", "2025-2027/"):
        assert nora.get(f"/ponts/mission/plan/{path}").status_code == 404
        assert nora.get(f"{OURS}{path}").status_code in {302, 403, 404}
