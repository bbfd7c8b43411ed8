"""What the mission writes, and what it may not let people read yet."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portevoix.campus.trainings import acts
from portevoix.campus.trainings.models import CONSENT_LAW, Audience, Partner, Programme, Training
from portevoix.ground.people.models import Office
from portevoix.ground.population.tests.persona import a_campus, an_office
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def helene(school: School) -> Office:
    return an_office(school)


@pytest.fixture
def training(school: School, helene: Office) -> Training:
    programme = acts.keep_programme(Programme(school=school, name="Prévenir"), helene)
    written = Training(programme=programme, name="Repérer et réagir", kind=Training.Kind.TRAINING)
    return acts.keep_training(written, helene)


@pytest.mark.parametrize("reviewed", [None, CONSENT_LAW - timedelta(days=1), date(2022, 9, 1)])
def test_a_content_nobody_has_checked_since_the_law_changed_is_not_published(
    training: Training, helene: Office, reviewed: date | None
) -> None:
    if reviewed:
        acts.review(training, reviewed, "Service juridique", helene)
    assert training in Training.objects.out_of_date()
    with pytest.raises(Refused, match="1057"):
        acts.publish(training, helene)
    assert not Training.objects.get().is_published


def test_a_content_checked_since_is_published_and_withdrawn(training: Training, helene: Office) -> None:
    acts.review(training, CONSENT_LAW, "Service juridique", helene)
    assert training not in Training.objects.out_of_date()
    assert acts.publish(training, helene) in Training.objects.published()
    assert acts.withdraw(training, helene) not in Training.objects.published()
    kinds = list(Line.objects.filter(subject=training.ident).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["training kept", "training reviewed", "training published", "training withdrawn"]


def test_a_review_is_neither_in_the_future_nor_older_than_the_one_before(training: Training, helene: Office) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused):
        acts.review(training, today + timedelta(days=1), "x", helene)
    acts.review(training, today, "Service juridique", helene)
    with pytest.raises(Refused):
        acts.review(training, today - timedelta(days=1), "x", helene)
    assert Training.objects.get().reviewed_by == "Service juridique"


def test_two_trainings_of_one_name_have_two_addresses(training: Training, helene: Office, school: School) -> None:
    other = Training(programme=training.programme, name="Repérer et réagir !", kind=Training.Kind.TALK)
    assert [training.slug, acts.keep_training(other, helene).slug] == ["reperer-et-reagir", "reperer-et-reagir-2"]
    training.name = "Autre nom"
    assert acts.keep_training(training, helene).slug == "reperer-et-reagir"


def test_no_training_comes_before_itself(training: Training, helene: Office) -> None:
    then = acts.keep_training(
        Training(programme=training.programme, name="Réagir", kind="training"), helene, prerequisites=[training]
    )
    for circle in ([training], [then]):
        with pytest.raises(Refused):
            acts.keep_training(training, helene, prerequisites=circle)
    assert list(then.prerequisites.all()) == [training]


def test_whom_it_is_for_is_written_again_each_time(training: Training, helene: Office) -> None:
    for status in ("student", "staff"):
        acts.keep_training(training, helene, audiences=[Audience(status=status), Audience(in_office=True)])
    assert list(training.audiences.order_by("pk").values_list("status", flat=True)) == ["staff", ""]


def test_the_mission_is_told_before_a_convention_ends(school: School) -> None:
    today = timezone.localdate()
    ends = {"Passée": -1, "Aujourd’hui": 0, "Bientôt": 59, "Plus tard": 60}
    for name, days in ends.items():
        Partner.objects.create(school=school, name=name, convention_until=today + timedelta(days=days))
    Partner.objects.create(school=school, name="Sans")
    told = Partner.objects.for_school(school).to_renew_on(today)
    assert {one.name for one in told} == {"Passée", "Aujourd’hui", "Bientôt"}
    assert {one.name for one in told if one.convention_ends_soon} == {"Aujourd’hui", "Bientôt"}
    assert {one.name for one in told if one.convention_has_ended} == {"Passée"}
