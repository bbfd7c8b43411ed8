"""What a party must have: green by what was seen, and by nothing else."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portevoix.campus.associations import acts, checklist
from portevoix.campus.associations.models import Association, Event, Line, Sight
from portevoix.campus.associations.tests.persona import a_party, came
from portevoix.campus.sittings.tests.persona import a_training
from portevoix.campus.trainings.models import Training
from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, belongs, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene(mines: School) -> Office:
    return an_office(mines)


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin")


@pytest.fixture
def bde(lou: Individual) -> Group:
    return belongs(lou, "association", "BDE", "Trésorière")


@pytest.fixture
def party(lou: Individual, bde: Group) -> Event:
    return a_party(lou, bde)


@pytest.fixture
def training(mines: School, helene: Office) -> Training:
    """The one that makes a referent here; one is enough."""
    training = a_training(mines)
    acts.set_standard(mines, helene, 1, [training])
    return training


def line(school: School, measure: str) -> Line:
    return Line.objects.for_school(school).filter(measure=measure)[0]


def holds(party: Event, measure: str) -> bool:
    party = Event.objects.named(party.ident) or party
    return next(seen.holds for seen in checklist.of(party).lines if seen.line.measure == measure)


def ready(party: Event) -> bool:
    return checklist.of(Event.objects.named(party.ident) or party).is_ready


def everything(party: Event, lou: Individual, helene: Office, training: Training) -> None:
    came(lou, training)
    acts.name_referents(party, [lou])
    acts.record_charter(party.association, helene, date(2026, 9, 10), date(2026, 9, 1))
    for one in Line.objects.for_school(party.association.school).filter(measure="seen"):
        acts.tick(party, one, lou)


def test_the_list_is_green_only_when_every_line_is(
    party: Event, lou: Individual, helene: Office, training: Training
) -> None:
    assert checklist.of(party).missing == 8
    everything(party, lou, helene, training)
    assert ready(party)
    water = Line.objects.for_school(party.association.school).filter(measure="seen")[1]
    acts.untick(party, water)
    assert not ready(party)
    assert [str(seen.line) for seen in checklist.of(party).lines if not seen.holds] == [str(water)]


def test_each_line_says_who_saw_it_and_the_second_does_not_take_its_place(
    party: Event, lou: Individual, helene: Office
) -> None:
    water = line(party.association.school, "seen")
    acts.tick(party, water, lou)
    acts.tick(party, water, helene)
    assert Sight.objects.get().who == "Lou Martin"
    assert (
        "Vu par Lou Martin"
        in comes_in(Client(), lou).get(f"/mines/moi/associations/evenements/{party.ident}/").content.decode()
    )


def test_a_line_that_is_counted_is_ticked_by_nobody(party: Event, lou: Individual) -> None:
    for measure in ("referents", "charter"):
        with pytest.raises(Refused):
            acts.tick(party, line(party.association.school, measure), lou)
    assert not Sight.objects.exists()


def test_a_referent_counts_when_named_trained_and_still_valid(
    party: Event, bde: Group, lou: Individual, training: Training
) -> None:
    acts.name_referents(party, [lou])
    assert not holds(party, "referents")
    presence = came(lou, training)
    assert holds(party, "referents")
    presence.valid_until = timezone.localdate(party.begins) - timedelta(days=1)
    presence.save()
    assert not holds(party, "referents")
    presence.valid_until = timezone.localdate(party.begins)
    presence.save()
    assert holds(party, "referents")
    acts.name_referents(party, [])
    assert not holds(party, "referents")


def test_another_training_makes_no_referent(party: Event, mines: School, lou: Individual, training: Training) -> None:
    came(lou, a_training(mines, "Autre chose"))
    acts.name_referents(party, [lou])
    assert not holds(party, "referents")


def test_someone_who_has_left_the_school_is_no_referent(party: Event, lou: Individual, training: Training) -> None:
    came(lou, training)
    acts.name_referents(party, [lou])
    lou.left = timezone.localdate()
    lou.save()
    assert not holds(party, "referents")


def test_while_no_training_is_chosen_nobody_is_a_referent(party: Event, lou: Individual) -> None:
    acts.name_referents(party, [lou])
    assert not holds(party, "referents")


def test_only_people_of_the_association_are_named(party: Event, mines: School, lou: Individual) -> None:
    stranger = someone(mines, "Zoé Roux")
    address = f"/mines/moi/associations/evenements/{party.ident}/referents/"
    assert comes_in(Client(), lou).post(address, {"people": [stranger.ident]}).status_code == 200
    assert not party.referents.exists()
    comes_in(Client(), lou).post(address, {"people": [lou.ident]})
    assert party.referents.get() == lou


@pytest.mark.parametrize(
    ("signed", "began", "green"),
    [
        (None, None, False),
        (date(2026, 9, 10), None, True),
        (date(2026, 9, 10), date(2026, 9, 1), True),
        (date(2025, 9, 10), date(2026, 9, 1), False),
    ],
)
def test_a_charter_signed_by_those_before_counts_no_more(
    party: Event, helene: Office, signed: date | None, began: date | None, green: bool
) -> None:
    acts.record_charter(party.association, helene, signed, began)
    assert holds(party, "charter") is green


def test_another_date_or_place_must_be_looked_at_again(party: Event, lou: Individual) -> None:
    acts.tick(party, line(party.association.school, "seen"), lou)
    acts.revise(party, lou, name="Grand gala", begins=party.begins, place=party.place)
    assert Sight.objects.exists()
    acts.revise(party, lou, place="Salle des fêtes")
    assert not Sight.objects.exists()


def test_the_mission_asks_for_one_more_thing_and_drops_another(
    client: Client, party: Event, mines: School, lou: Individual
) -> None:
    of_the_mission(client, mines)
    client.post("/mines/mission/associations/exigences/lignes/", {"name": "Vestiaire surveillé"})
    assert checklist.of(party).missing == 9
    water = line(mines, "seen")
    client.post(f"/mines/mission/associations/exigences/lignes/{water.ident}/", {"asked": "no"})
    assert checklist.of(party).missing == 8
    with pytest.raises(Refused):
        acts.tick(party, Line.objects.named(water.ident), lou)
    theirs = a_campus("ponts")
    acts.set_up(theirs)
    other = line(theirs, "seen")
    answer = client.post(f"/mines/mission/associations/exigences/lignes/{other.ident}/", {"asked": "no"})
    assert answer.status_code == 404
    assert (
        client.post(
            f"/mines/mission/associations/evenements/{party.ident}/lignes/{other.ident}/", {"seen": "yes"}
        ).status_code
        == 404
    )


def test_a_week_before_the_association_is_reminded_once_of_what_is_red(
    party: Event, bde: Group, lou: Individual, helene: Office, training: Training
) -> None:
    Belonging.objects.create(individual=someone(lou.school, "Paul Petit"), group=bde)
    assert acts.remind(timezone.now()) == 0
    in_a_week = party.begins - timedelta(days=7)
    assert acts.remind(in_a_week) == 0
    acts.answer(party, helene, "accepted", "")
    work()
    mail.outbox.clear()
    assert acts.remind(in_a_week) == 1
    assert acts.remind(in_a_week + timedelta(hours=1)) == 0
    work()
    (letter,) = [one for one in mail.outbox if "association" in one.body]
    assert letter.to == [lou.email]
    assert "8 lignes" in letter.body
    for word in ("violence", "sexis", "vss", "alcool", "référent", "charte"):
        assert word not in f"{letter.subject} {letter.body}".lower()


def test_a_list_that_is_green_reminds_nobody(party: Event, lou: Individual, helene: Office, training: Training) -> None:
    acts.answer(party, helene, "accepted", "")
    everything(party, lou, helene, training)
    assert acts.remind(party.begins - timedelta(days=3)) == 0


def test_after_the_party_nothing_is_seen_any_more(party: Event, lou: Individual) -> None:
    with time_machine.travel(party.ends + timedelta(minutes=1), tick=False), pytest.raises(Refused):
        acts.tick(party, line(party.association.school, "seen"), lou)


def test_the_page_for_the_door_has_the_numbers_and_no_button(party: Event, lou: Individual) -> None:
    page = comes_in(Client(), lou).get(f"/mines/moi/associations/evenements/{party.ident}/porte/").content.decode()
    assert "114 par SMS" in page
    assert "Je l’ai vu" not in page


def test_everyone_reads_how_many_are_trained_and_not_who(party: Event, lou: Individual, training: Training) -> None:
    came(lou, training)
    acts.describe(Association.objects.get(), is_published=True)
    page = Client().get("/mines/associations/bde/").content.decode()
    assert "1 personne de l’association est formée" in page
    assert "Lou" not in page
