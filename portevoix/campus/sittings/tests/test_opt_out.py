"""Somebody prefers not to come, and is asked nothing."""

import pytest
from django.core import mail

from portevoix.campus.sittings import acts
from portevoix.campus.sittings.models import OptOut, Registration
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.tests.persona import a_campus, an_office, someone
from portevoix.ground.trail.models import Line

pytestmark = pytest.mark.django_db


def test_their_places_go_to_the_next_and_nothing_says_that_they_were_there() -> None:
    school = a_campus()
    training, lou, zoe = a_training(school), someone(school), someone(school, "Zoé B")
    sitting, elsewhere = a_sitting(training, capacity=1), a_sitting(a_training(school))
    for one in (lou, zoe):
        acts.register(sitting, one)
    acts.register(elsewhere, lou)
    acts.opt_out(training, lou)
    acts.opt_out(training, lou)
    assert [one.sitting for one in Registration.objects.of(lou)] == [elsewhere]
    assert Registration.objects.at(sitting).get().has_place
    assert OptOut.objects.count() == 1
    assert not Line.objects.exists()


def test_no_letter_about_it_reaches_them_any_more() -> None:
    school = a_campus()
    training, lou = a_training(school), someone(school)
    sitting = a_sitting(training)
    acts.register(sitting, lou)
    acts.call_off(sitting, "Intervenante absente", an_office(school))
    acts.opt_out(training, lou)
    work()
    assert mail.outbox == []


def test_it_can_be_taken_back() -> None:
    school = a_campus()
    training, lou = a_training(school), someone(school)
    acts.opt_out(training, lou)
    acts.take_back_opt_out(training, lou)
    assert acts.register(a_sitting(training), lou).has_place
