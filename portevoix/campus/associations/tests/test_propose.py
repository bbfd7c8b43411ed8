"""Lou proposes in the name of her association, Hélène answers, both read what was said."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portevoix.campus.associations import acts
from portevoix.campus.associations.models import Event, Line
from portevoix.campus.associations.tests.persona import a_party
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.sittings.tests.persona import a_training
from portevoix.ground.notices.models import Bell
from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.population.tests.persona import a_campus, belongs, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line as TrailLine
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
NEVER = {"begins": "9999-12-31T20:00", "ends": "9999-12-31T23:00"}
OWN, OFFICE = "/mines/moi/associations/", "/mines/mission/associations/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin")


@pytest.fixture
def bde(lou: Individual) -> Group:
    return belongs(lou, "association", "Bureau des élèves", "Trésorière")


@pytest.fixture
def helene(client: Client, mines: School) -> Office:
    return of_the_mission(client, mines)


def typed(**changed: Any) -> dict[str, Any]:
    """As the browser sends the form."""
    begins = timezone.localtime() + timedelta(days=20)
    known = {
        "kind": "talk",
        "name": "Parler de consentement",
        "place": "Amphi",
        "expected": "80",
        "partner": "Consentis",
    }
    moments = {"begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}"}
    return {**known, **moments, **changed}


def test_lou_proposes_a_talk_helene_asks_for_more_then_accepts_and_both_read_it(
    client: Client, lou: Individual, bde: Group, helene: Office
) -> None:
    hers = comes_in(Client(), lou)
    where = hers.post(f"{OWN}{bde.ident}/proposer/", typed())["Location"]
    event = Event.objects.get()
    assert where == f"{OWN}evenements/{event.ident}/"
    assert Bell.objects.get().person == helene.person
    assert "Parler de consentement" in client.get(OFFICE).content.decode()
    answer = f"{OFFICE}evenements/{event.ident}/"
    assert "Écrivez une phrase" in client.post(answer, {"state": "asked", "sentence": " "}).content.decode()
    client.post(answer, {"state": "asked", "sentence": "Qui sera là pour écouter ?"})
    assert "Qui sera là pour écouter ?" in hers.get(where).content.decode()
    hers.post(f"{where}modifier/", typed(sentence="La psychologue du campus.", place="Amphi 2"))
    assert "La psychologue du campus." in client.get(answer).content.decode()
    client.post(answer, {"state": "accepted"})
    page = hers.get(where).content.decode()
    assert "Accepté" in page
    assert [step.state for step in event.steps.all()] == ["proposed", "asked", "proposed", "accepted"]
    assert [step.who for step in event.steps.all()] == ["Lou Martin", "Hélène Faure", "Lou Martin", "Hélène Faure"]
    assert set(TrailLine.objects.values_list("kind", flat=True)) >= {"event asked", "event accepted"}


def test_lou_is_written_to_and_the_letter_says_nothing_more(lou: Individual, bde: Group, helene: Office) -> None:
    event = a_party(lou, bde)
    acts.answer(event, helene, "declined", "Le foyer est fermé ce soir-là.")
    mail.outbox.clear()
    work()
    (letter,) = [one for one in mail.outbox if one.to == [lou.email]]
    assert f"/mines/moi/associations/evenements/{event.ident}/" in letter.body
    for word in ("fermé", "violence", "sexis", "vss", "consentement", "référent"):
        assert word not in f"{letter.subject} {letter.body}".lower()


def test_everyone_sees_only_what_is_accepted_and_shown(lou: Individual, bde: Group, helene: Office) -> None:
    hers, public = comes_in(Client(), lou), "/mines/associations/bureau-des-eleves/"
    event = a_party(lou, bde)
    show = f"{OWN}evenements/{event.ident}/montrer/"
    assert Client().get(public).status_code == 404
    assert "Bureau des élèves" not in Client().get("/mines/associations/").content.decode()
    hers.post(f"{OWN}{bde.ident}/page/", {"presents": "**Nous**", "is_published": "on"})
    page = Client().get(public).content.decode()
    assert "<strong>Nous</strong>" in page
    assert "Gala" not in page
    assert hers.post(show, {"shown": "yes"}).status_code == 409
    acts.answer(event, helene, "accepted", "")
    assert "Gala" not in Client().get(public).content.decode()
    hers.post(show, {"shown": "yes"})
    assert "Gala" in Client().get(public).content.decode()
    acts.revise(event, lou, place="Dehors")
    assert "Gala" not in Client().get(public).content.decode()


def test_who_holds_no_office_speaks_for_nobody(mines: School, lou: Individual, bde: Group) -> None:
    event = a_party(lou, bde)
    nora = someone(a_campus("ponts"), "Nora")
    member = someone(mines, "Paul Petit")
    Belonging.objects.create(individual=member, group=bde)
    before = Event.objects.values().get()
    line = Line.objects.for_school(mines)[2].ident
    for client in (comes_in(Client(), member), comes_in(Client(), someone(mines, "Zoé Roux"))):
        for path in ("", "modifier/", "referents/", "porte/"):
            assert client.get(f"{OWN}evenements/{event.ident}/{path}").status_code == 404
        for path in ("modifier/", "annuler/", "montrer/", "referents/", f"lignes/{line}/"):
            assert client.post(f"{OWN}evenements/{event.ident}/{path}", typed(seen="yes")).status_code == 404
        for path in ("", "page/", "proposer/"):
            assert client.get(f"{OWN}{bde.ident}/{path}").status_code == 404
        assert client.post(f"{OWN}{bde.ident}/proposer/", typed()).status_code == 404
    theirs = comes_in(Client(), nora).get(f"/ponts/moi/associations/evenements/{event.ident}/")
    assert theirs.status_code == 404
    assert Event.objects.values().get() == before


def test_the_mission_of_another_school_answers_nothing_here(client: Client, lou: Individual, bde: Group) -> None:
    event = a_party(lou, bde)
    of_the_mission(client, a_campus("ponts"))
    for path in (f"evenements/{event.ident}/", f"evenements/{event.ident}/porte/", f"{bde.ident}/"):
        assert client.get(f"/ponts/mission/associations/{path}").status_code == 404
    answer = client.post(f"/ponts/mission/associations/evenements/{event.ident}/", {"state": "accepted"})
    assert answer.status_code == 404
    event.refresh_from_db()
    assert event.state == "proposed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins": "2020-01-01T20:00"},
        {"ends": "2020-01-01T20:00"},
        {"place": ""},
        {"kind": "riot"},
        {"expected": "-3"},
        {"expected": "99999"},
        {"begins": "9999-12-31T20:00", "ends": "9999-12-31T23:00"},
    ],
)
def test_what_makes_no_sense_is_not_proposed(lou: Individual, bde: Group, wrong: dict[str, str]) -> None:
    assert comes_in(Client(), lou).post(f"{OWN}{bde.ident}/proposer/", typed(**wrong)).status_code == 200
    assert not Event.objects.exists()


def test_what_is_called_off_or_over_changes_no_more(lou: Individual, bde: Group, helene: Office) -> None:
    gone = acts.call_off(a_party(lou, bde), lou, "Pas assez de monde.")
    over = a_party(lou, bde)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        for event in (gone, over):
            with pytest.raises(Refused):
                acts.answer(event, helene, "accepted", "")
            with pytest.raises(Refused):
                acts.revise(event, lou, place="Ailleurs")
            with pytest.raises(Refused):
                acts.call_off(event, lou)


def test_an_accepted_talk_becomes_a_date_of_a_training_once(
    client: Client, mines: School, lou: Individual, bde: Group, helene: Office
) -> None:
    training = a_training(mines)
    talk = a_party(lou, bde, kind="talk", name="Parler", expected=80)
    make = f"{OFFICE}evenements/{talk.ident}/seance/"
    assert client.post(make, {"training": training.ident}).status_code == 409
    acts.answer(talk, helene, "accepted", "")
    client.post(make, {"training": training.ident})
    sitting = Sitting.objects.get()
    assert (sitting.training, sitting.begins, sitting.place, sitting.capacity) == (training, talk.begins, "Foyer", 80)
    assert not sitting.is_open
    assert client.post(make, {"training": training.ident}).status_code == 409
    assert Sitting.objects.count() == 1
    acts.call_off(talk, lou, "Personne ne vient.")
    page = client.get(f"{OFFICE}evenements/{talk.ident}/").content.decode()
    assert "sa séance est encore dans l’agenda" in page
    assert f"/mines/mission/seances/{sitting.ident}/" in page


def test_two_associations_of_one_name_have_two_addresses(mines: School) -> None:
    groups = [Group.objects.create(school=mines, kind="association", name=name) for name in ("BDE !", "BDE ?", "!!!")]
    assert [acts.association_of(group).slug for group in groups] == ["bde", "bde-2", "association"]
    assert acts.association_of(groups[0]).slug == "bde"


def test_the_association_of_a_text_that_is_markup(lou: Individual, bde: Group) -> None:
    acts.describe(
        acts.association_of(bde), presents="<script>alert(1)</script> [x](javascript:alert(1))", is_published=True
    )
    page = Client().get("/mines/associations/bureau-des-eleves/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
