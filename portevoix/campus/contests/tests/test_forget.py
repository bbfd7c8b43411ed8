"""Papers with names and signatures do not stay for good: a year after a contest, only what is shown keeps them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from portevoix.campus.contests import acts, rules
from portevoix.campus.contests.models import Consent, Contest, Entry
from portevoix.campus.contests.tests.persona import a_contest, an_entry
from portevoix.campus.library import store
from portevoix.campus.library.models import File
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, of_the_mission, someone
from portevoix.ground.schools.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines)


@pytest.fixture
def contest(mines: School) -> Contest:
    return a_contest(mines, over=True)


def after(contest: Contest, days: int) -> datetime:
    return contest.closes + timedelta(days=days)


def test_a_film_that_is_not_shown_goes_after_a_year_with_its_agreements(
    contest: Contest, lou: Individual, django_capture_on_commit_callbacks: Any
) -> None:
    entry = an_entry(contest, lou, award="Prix du jury", captions="WEBVTT")
    files = list(File.objects.values_list("ident", flat=True))
    assert len(files) == 2
    assert acts.forget(after(contest, 365)) == 0
    assert Consent.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert acts.forget(after(contest, 366)) == 1
    assert not Consent.objects.exists()
    assert not File.objects.exists()
    assert not [ident for ident in files if store.path_of(ident).exists()]
    entry.refresh_from_db()
    assert (entry.title, entry.award, entry.film, entry.captions) == ("Sans voix", "Prix du jury", None, "")
    assert not rules.may_be_shown(entry)
    assert acts.forget(after(contest, 400)) == 0, "once is enough"
    helene = Client()
    of_the_mission(helene, contest.school)
    page = helene.get(f"/mines/mission/concours/action/oeuvres/{entry.ident}/").content.decode()
    assert "ont été effacés" in page
    assert "<video" not in page


def test_the_agreements_of_a_film_that_is_shown_stay_until_it_goes(
    contest: Contest, lou: Individual, mines: School
) -> None:
    entry = an_entry(contest, lou)
    work = acts.show(entry, an_office(mines))
    assert acts.forget(after(contest, 3000)) == 0
    assert Consent.objects.exists()
    work.delete()
    assert acts.forget(after(contest, 3000)) == 1
    assert not Consent.objects.exists()
    assert not File.objects.exists()


def test_what_was_never_handed_in_goes_whole_after_a_month(contest: Contest, lou: Individual) -> None:
    an_entry(contest, lou, submitted=None)
    assert acts.forget(after(contest, 30)) == 0
    assert acts.forget(after(contest, 31)) == 1
    assert not Entry.objects.exists()
    assert not File.objects.exists()


def test_an_open_contest_keeps_everything(mines: School, lou: Individual) -> None:
    an_entry(a_contest(mines), lou, submitted=None)
    assert acts.forget(datetime.now(UTC)) == 0
    assert Consent.objects.count() == 1
