"""Hélène of the mission sets dates, opens, repeats and calls them off, and reads who is expected."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from portevoix.campus.sittings import acts
from portevoix.campus.sittings.models import Cycle, Sitting
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.tests.persona import a_campus, of_the_mission, someone
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.sheets import reading

pytestmark = pytest.mark.django_db

THEN = datetime(2026, 12, 8, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def training(school: School) -> Training:
    return a_training(school)


@pytest.fixture
def helene(school: School) -> Client:
    client = Client()
    of_the_mission(client, school)
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(f"/mines/mission/{path}")
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_helene_sets_a_date_names_a_psychologist_and_opens_it(
    school: School, training: Training, helene: Client
) -> None:
    lake = Campus.objects.create(school=school, name="Lac")
    typed = {"begins": "2026-12-08T14:00", "ends": "2026-12-08T16:00", "campus": "Lac", "place": "Amphi 2"}
    new = f"/mines/mission/seances/nouvelle/?formation={training.ident}"
    assert "Une séance finit après" in helene.post(new, typed | {"ends": "2026-12-08T14:00"}).content.decode()
    helene.post(new, typed | {"capacity": "12"})
    sitting = Sitting.objects.get()
    here = f"seances/{sitting.ident}/"
    assert (sitting.begins, sitting.campus, sitting.capacity, sitting.is_open) == (THEN, lake, 12, False)
    assert "Sans psychologue d’astreinte" in page(helene, "seances/")
    assert "Nommez le ou la psychologue" in page(helene, here)
    assert helene.post(f"/mines/mission/{here}ouvrir/").status_code == 409
    assert 'value="2026-12-08T14:00"' in page(helene, f"{here}modifier/")
    assert '<option value="Lac" selected>' in page(helene, f"{here}modifier/")
    helene.post(f"/mines/mission/{here}modifier/", typed | {"psychologist": "Anne Leroy"})
    assert "ouvrir/" in page(helene, here)
    helene.post(f"/mines/mission/{here}ouvrir/")
    assert "Anne Leroy" in Client().get(f"/mines/agenda/{sitting.ident}/").content.decode()


def test_too_small_a_room_is_said_beside_the_form(school: School, training: Training, helene: Client) -> None:
    sitting = a_sitting(training, THEN, capacity=2)
    for _ in range(2):
        acts.register(sitting, someone(school))
    typed = {"begins": "2026-12-08T14:00", "ends": "2026-12-08T16:00", "place": "Amphi 2", "psychologist": "Anne"}
    answer = helene.post(f"/mines/mission/seances/{sitting.ident}/modifier/", typed | {"capacity": "1"})
    assert "2 personnes ont déjà une place" in answer.content.decode()


def test_helene_reads_who_is_expected_and_who_waits_and_takes_a_sheet(
    school: School, training: Training, helene: Client
) -> None:
    sitting = a_sitting(training, THEN, capacity=1)
    for name in ("Lou =1+1", "Zoé Petit"):
        acts.register(sitting, someone(school, name))
    acts.opt_out(training, someone(school, "Max Absent"))
    said = page(helene, f"seances/{sitting.ident}/")
    assert (
        said.index("1 personne attendue") < said.index("Lou") < said.index("1 personne en attente") < said.index("Zoé")
    )
    assert "Absent" not in said
    for kind in ("csv", "ods", "xlsx"):
        answer = helene.get(f"/mines/mission/seances/{sitting.ident}/inscriptions.{kind}")
        sheet = reading.read(f"x.{kind}", answer.content)
        assert [row[1] for row in sheet.rows] == ["Lou", "Zoé"]
        assert [row[-1] for row in sheet.rows] == ["Place réservée", "Liste d’attente"]
    assert helene.get(f"/mines/mission/seances/{sitting.ident}/inscriptions.pdf").status_code == 404


def test_the_same_again_every_two_weeks_at_the_same_hour(training: Training, helene: Client) -> None:
    sitting = a_sitting(training, datetime(2026, 3, 17, 13, tzinfo=UTC), cancelled=None)
    typed = {"first": "2027-03-16T14:00", "times": "3", "every": "2"}
    helene.post(f"/mines/mission/seances/{sitting.ident}/repeter/", typed)
    copies = Sitting.objects.exclude(pk=sitting.pk).order_by("begins")
    hours = [copy.begins.hour for copy in copies]
    assert [copy.begins.day for copy in copies] == [16, 30, 13]
    assert hours == [13, 12, 12]
    assert "times" in helene.post(
        f"/mines/mission/seances/{sitting.ident}/repeter/", typed | {"times": "500"}
    ).content.decode()  # fmt: skip
    assert Sitting.objects.count() == 4


def test_helene_calls_a_date_off_and_lou_reads_why(school: School, training: Training, helene: Client) -> None:
    sitting = a_sitting(training, THEN)
    acts.register(sitting, someone(school))
    assert "1 personne sera prévenue" in page(helene, f"seances/{sitting.ident}/")
    helene.post(f"/mines/mission/seances/{sitting.ident}/annuler/", {"because": "Intervenante malade"})
    assert "Intervenante malade" in Client().get(f"/mines/agenda/{sitting.ident}/").content.decode()
    assert "annuler/" not in page(helene, f"seances/{sitting.ident}/")


def test_a_cycle_gathers_its_dates(training: Training, helene: Client) -> None:
    new = f"/mines/mission/cycles/nouveau/?formation={training.ident}"
    helene.post(new, {"name": "Premier cycle"})
    cycle = Cycle.objects.get()
    a_sitting(training, THEN, cycle=cycle, place="Amphi 7")
    assert f"/mines/mission/cycles/{cycle.ident}/" in page(helene, "seances/")
    assert "8 décembre" in page(helene, f"cycles/{cycle.ident}/")
    assert "Ce nom est déjà pris." in helene.post(new, {"name": "premier cycle"}).content.decode()


def test_past_dates_are_apart_and_those_of_another_school_are_not_there(training: Training, helene: Client) -> None:
    a_sitting(training, THEN - timedelta(days=30))
    theirs = a_sitting(a_training(a_campus("ponts")), THEN)
    assert "8 novembre" in page(helene, "seances/?passees")
    assert "8 novembre" not in page(helene, "seances/")
    for path in ("", "modifier/", "inscriptions.csv"):
        assert helene.get(f"/mines/mission/seances/{theirs.ident}/{path}").status_code == 404
    assert helene.post(f"/mines/mission/seances/{theirs.ident}/annuler/").status_code == 404
