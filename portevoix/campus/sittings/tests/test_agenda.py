"""The agenda that anyone reads, and someone's own dates."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from time_machine import TimeMachineFixture

from portevoix.campus.sittings import acts
from portevoix.campus.sittings.models import Feed, OptOut, Registration, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, comes_in, someone
from portevoix.ground.schools.models import Campus, School

pytestmark = pytest.mark.django_db

THEN = datetime(2026, 12, 8, 13, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


def page(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/mines/{path}")
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_anyone_reads_what_is_open_and_nothing_else(school: School) -> None:
    training = a_training(school)
    shown = a_sitting(training, THEN, place="Amphi ouvert")
    a_sitting(training, THEN, place="Pas encore", is_open=False)
    a_sitting(a_training(school, is_published=False), THEN, place="Retirée")
    a_sitting(training, THEN - 30 * DAY, place="Passée")
    a_sitting(a_training(a_campus("ponts")), THEN, place="Ailleurs")
    for path in ("agenda/", "agenda/?mois=2026-12"):
        said = page(path)
        assert f"/mines/agenda/{shown.ident}/" in said
        assert not [word for word in ("Pas encore", "Retirée", "Passée", "Ailleurs") if word in said]
    assert 'mardi 8 décembre, <span class="nowrap">14:00' in page("agenda/")
    closed = Sitting.objects.get(place="Pas encore")
    assert Client().get(f"/mines/agenda/{closed.ident}/").status_code == 404
    assert Client().get(f"/mines/agenda/{closed.ident}.ics").status_code == 404


def test_by_campus_and_by_kind(school: School) -> None:
    lake = Campus.objects.create(school=school, name="Lac & rives")
    a_sitting(a_training(school, kind="film"), THEN, campus=lake, place="Ici")
    a_sitting(a_training(school, kind="talk"), THEN, place="Là-bas")
    for choice in ("campus=Lac+%26+rives", "genre=film", "campus=Lac+%26+rives&genre=film"):
        said = page(f"agenda/?{choice}")
        assert "Ici" in said
        assert "Là-bas" not in said
    assert "Ici" not in page("agenda/?genre=theatre")
    assert "mois=2026-12&amp;campus=Lac%20%26%20rives" in page("agenda/?campus=Lac+%26+rives")


@pytest.mark.parametrize(
    "asked", ["mois=2026-13", "mois=x", "mois=", "mois=9999-12", "campus=x&genre=y", "mois=2099-12"]
)
def test_a_choice_that_is_none_shows_the_agenda_all_the_same(school: School, asked: str) -> None:
    assert "Agenda" in page(f"agenda/?{asked}")


def test_what_does_not_fit_on_the_first_page_is_found_by_month(school: School) -> None:
    training = a_training(school)
    last = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # the new year has begun in the school
    Sitting.objects.bulk_create(
        Sitting(training=training, begins=begins, ends=begins + DAY, place=f"Salle {number}", is_open=True)
        for number, begins in enumerate([THEN] * 40 + [last])
    )
    said = page("agenda/")
    assert "Salle 39" in said
    assert "Salle 40" not in said
    assert "?mois=2027-01" in said
    assert f"/mines/agenda/{Sitting.objects.get(begins=last).ident}/" in page("agenda/?mois=2027-01")
    assert str(training) not in page("agenda/?mois=2027-02")


def test_a_month_says_what_is_full_and_what_is_called_off(school: School, lou: Individual) -> None:
    full = a_sitting(a_training(school), THEN, capacity=1)
    acts.register(full, lou)
    off = a_sitting(a_training(school), THEN + DAY)
    acts.call_off(off, "x", an_office(school))
    said = page("agenda/?mois=2026-12")
    assert said.index("Complet") < said.index("Annulée")
    assert "Annulée" not in page("agenda/")


def test_all_see_the_same_whether_or_not_they_have_come_in(school: School, lou: Individual) -> None:
    sitting = a_sitting(a_training(school), THEN, capacity=3)
    acts.register(sitting, lou)
    for path in ("agenda/", f"agenda/{sitting.ident}/", "formations/", f"formations/{sitting.training.slug}/"):
        assert page(path) == page(path, comes_in(Client(), lou))
        assert "Lou" not in page(path)


def test_lou_registers_in_two_taps_and_cancels_in_one(school: School, lou: Individual) -> None:
    sitting, client = a_sitting(a_training(school), THEN, link="https://visio.example/1"), comes_in(Client(), lou)
    mine = f"/mines/moi/seances/{sitting.ident}/"
    assert mine in page(f"agenda/{sitting.ident}/")
    said = page(f"moi/seances/{sitting.ident}/", client)
    assert "Confirmer mon inscription" in said
    assert "visio.example" not in said + page(f"agenda/{sitting.ident}/")
    assert client.post(f"{mine}inscription/")["Location"] == mine
    said = page(f"moi/seances/{sitting.ident}/", client)
    assert "Votre place est réservée" in said
    assert "visio.example" in said
    client.post(f"{mine}annulation/")
    assert not Registration.objects.exists()
    assert "Confirmer mon inscription" in page(f"moi/seances/{sitting.ident}/", client)


def test_lou_is_told_that_she_has_a_place_on_another_date(school: School, lou: Individual) -> None:
    training = a_training(school)
    first, second = a_sitting(training, THEN), a_sitting(training, THEN + DAY)
    acts.register(first, lou)
    client, said = comes_in(Client(), lou), "Vous avez déjà une place pour cette formation"
    assert said in page(f"moi/seances/{second.ident}/", client)
    assert said not in page(f"moi/seances/{first.ident}/", client)


def test_whoever_waits_sees_their_rank_and_a_past_date_is_remembered(
    school: School, lou: Individual, time_machine: TimeMachineFixture
) -> None:
    sitting = a_sitting(a_training(school), THEN, capacity=1)
    acts.register(sitting, someone(school))
    acts.register(sitting, lou)
    client = comes_in(Client(), lou)
    assert "N° 1 sur la liste" in page("moi/seances/", client)
    acts.register(a_sitting(a_training(school, "Autre"), THEN), lou)
    time_machine.move_to(THEN + DAY)
    said = page("moi/seances/", client)
    assert "Dates passées" in said
    assert "On vous attend" not in said
    assert "N° 1" not in said


def test_who_may_not_register_reads_why_and_finds_no_button(school: School, lou: Individual) -> None:
    sitting = a_sitting(a_training(school), THEN, registration_until=THEN - 20 * DAY)
    said = page(f"moi/seances/{sitting.ident}/", comes_in(Client(), lou))
    assert "Les inscriptions se sont terminées" in said
    assert "/inscription/" not in said
    answer = comes_in(Client(), lou).post(f"/mines/moi/seances/{sitting.ident}/inscription/")
    assert answer.status_code == 409
    assert "choisissez une autre date" in answer.content.decode()


def test_lou_opts_out_without_a_word_and_comes_back(school: School, lou: Individual) -> None:
    training = a_training(school, instead="Une **version écrite**.")
    acts.register(a_sitting(training, THEN), lou)
    client, mine = comes_in(Client(), lou), f"/mines/moi/formations/{training.slug}/"
    assert mine in page(f"formations/{training.slug}/")
    assert "<textarea" not in page(mine.removeprefix("/mines/"), client)
    client.post(f"{mine}eviter/")
    said = page(mine.removeprefix("/mines/"), client)
    assert "vous n’y participerez pas" in said
    assert "<strong>version écrite</strong>" in said
    assert not Registration.objects.exists()
    client.post(f"{mine}revenir/")
    assert not OptOut.objects.exists()


def read(path: str) -> Calendar:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_a_calendar_that_subscribes_follows_what_changes(school: School) -> None:
    sitting, by = a_sitting(a_training(school, "Repérer, réagir; dire"), THEN), an_office(school)
    (event,) = read("/mines/agenda.ics").events
    assert (event["uid"], event["sequence"], event["status"]) == (f"{sitting.ident}@portevoix", 0, "CONFIRMED")
    assert (event.start, event.end) == (THEN, THEN + timedelta(hours=2))
    assert (event["summary"], event["location"]) == ("Repérer, réagir; dire", "Amphi 2")
    sitting.begins, sitting.ends = THEN + DAY, THEN + DAY + timedelta(hours=2)
    acts.keep_sitting(sitting, by)
    acts.call_off(sitting, "x", by)
    (event,) = read(f"/mines/agenda/{sitting.ident}.ics").events
    assert (event["uid"], event["sequence"], event["status"]) == (f"{sitting.ident}@portevoix", 2, "CANCELLED")
    assert event.start == THEN + DAY


def test_a_calendar_follows_what_is_said_elsewhere_than_on_the_date(school: School) -> None:
    """Events that have been written once are kept: not when what they say has another name by now."""
    lake = Campus.objects.create(school=school, name="Lac")
    sitting = a_sitting(a_training(school), THEN, campus=lake)
    assert [str(event["location"]) for event in read("/mines/agenda.ics").events] == ["Amphi 2, Lac"]
    Campus.objects.update(name="Rive")
    sitting.training.name = "Repérer; réagir, ensemble"
    sitting.training.save()
    (event,) = read("/mines/agenda.ics").events
    assert (event["summary"], event["location"]) == ("Repérer; réagir, ensemble", "Amphi 2, Rive")
    assert str(event["url"]).endswith(f"/mines/agenda/{sitting.ident}/")


def test_ones_own_calendar_is_secret_neutral_and_renewed(school: School, lou: Individual) -> None:
    named, discreet = a_training(school, "Premiers secours", may_be_named=True), a_training(school, "Consentement")
    acts.register(a_sitting(named, THEN, link="https://visio.example/1"), lou)
    waited = a_sitting(discreet, THEN + DAY, capacity=0)
    acts.register(waited, lou)
    acts.register(a_sitting(discreet, THEN), someone(school))
    old = acts.renew_feed(lou).token
    first, second = read(f"/mines/agenda/prive/{old}.ics").events
    assert [first["summary"], first["status"]] == ["Premiers secours", "CONFIRMED"]
    assert [second["summary"], second["status"]] == ["Rendez-vous de l’école (Liste d’attente)", "TENTATIVE"]
    assert b"visio" not in Client().get(f"/mines/agenda/prive/{old}.ics").content
    client = comes_in(Client(), lou)
    assert old in page("moi/seances/", client)
    client.post("/mines/moi/seances/adresse/")
    a_campus("ponts")
    new = Feed.objects.get().token
    for path in (
        f"/mines/agenda/prive/{old}.ics",
        f"/ponts/agenda/prive/{new}.ics",
        f"/mines/agenda/prive/{new[:-1]}x.ics",
    ):
        assert Client().get(path).status_code == 404
    lou.left = THEN.date()
    lou.save()
    assert Client().get(f"/mines/agenda/prive/{new}.ics").status_code == 404
