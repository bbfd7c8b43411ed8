"""The jury judges what it is not too near to; the order says how many have judged."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portevoix.campus.contests import acts, ranking
from portevoix.campus.contests.models import Contest, Criterion, Entry, Juror, Score
from portevoix.campus.contests.tests.persona import a_contest, an_entry
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
OURS = "/mines/mission/concours/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def helene() -> Client:
    return Client()


@pytest.fixture
def office(helene: Client, mines: School) -> Office:
    return of_the_mission(helene, mines)


@pytest.fixture
def contest(mines: School) -> Contest:
    return a_contest(mines, over=True)


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin")


def points(contest: Contest, *given: int) -> dict[int, int]:
    return dict(zip((one.pk for one in contest.criteria.all()), given, strict=True))


def test_helene_calls_a_contest(helene: Client, office: Office) -> None:
    call = {
        "title": "ACTION contre les VSS",
        "rules": "Trois minutes **au plus**.",
        "opens": "2099-01-01T08:00",
        "closes": "2099-03-01T20:00",
        "is_published": "on",
        "criteria": "Justesse du propos : 10\nImage et son | 5\n",
    }
    wrong = helene.post(f"{OURS}nouveau/", call | {"criteria": "Justesse", "closes": "2098-01-01T08:00"})
    assert "deux-points et des points" in wrong.content.decode()
    assert "se fermer après" in wrong.content.decode()
    assert helene.post(f"{OURS}nouveau/", call).status_code == 302
    contest = Contest.objects.get()
    assert [(one.name, one.most) for one in contest.criteria.all()] == [("Justesse du propos", 10), ("Image et son", 5)]
    page = Client().get(f"/mines/concours/{contest.slug}/").content.decode()
    assert "<strong>au plus</strong>" in page
    assert "pas encore ouvert" in page
    assert "Participer" not in page


def test_someone_of_the_school_judges(helene: Client, office: Office, contest: Contest, lou: Individual) -> None:
    entry = an_entry(contest, lou)
    noe = someone(contest.school, "Noé Roux", email="noe@mines.example")
    assert helene.post(f"{OURS}action/jury/ecole/", {"email": noe.email.upper()}).status_code == 302
    unknown = helene.post(f"{OURS}action/jury/ecole/", {"email": "x@example.org"})
    assert "n’a cette adresse" in unknown.content.decode()
    client = comes_in(Client(), noe)
    place = "/mines/moi/concours/action/jury/"
    assert "Sans voix" in client.get(place).content.decode()
    film: Any = client.get(f"{place}{entry.ident}/film")
    assert b"".join(film.streaming_content)
    assert client.post(f"{place}{entry.ident}/", {"points_0": 8, "points_1": 9}).status_code == 200, "9 out of 5"
    assert not Score.objects.exists()
    assert client.post(f"{place}{entry.ident}/", {"points_0": 8, "points_1": 4}).status_code == 302
    assert ranking.of(contest)[0].mean == 16.0
    assert "1 sur 1" in helene.get(f"{OURS}action/").content.decode()
    assert comes_in(Client(), lou).get(place).status_code == 404, "Lou is not in the jury"


def test_someone_from_outside_judges_by_a_link_that_is_shown_once(
    helene: Client, office: Office, contest: Contest, lou: Individual
) -> None:
    entry = an_entry(contest, lou)
    shown = helene.post(f"{OURS}action/jury/dehors/", {"name": "Maison des femmes"}).content.decode()
    place = re.search(r"http://testserver(/mines/concours/jury/[\w-]+/)", shown)
    assert place
    assert place[1] not in helene.get(f"{OURS}action/").content.decode()
    assert place[1].split("/")[-2] not in str(Juror.objects.values())
    outside = Client()
    assert "Sans voix" in outside.get(place[1]).content.decode()
    assert outside.post(f"{place[1]}{entry.ident}/", {"points_0": 10, "points_1": 5}).status_code == 302
    assert ranking.of(contest)[0].mean == 20.0
    assert outside.get(f"{place[1][:-3]}xx/").status_code == 404
    assert outside.get(place[1].replace("mines", "arts")).status_code == 404
    acts.unseat(Juror.objects.get(), office)
    assert outside.get(place[1]).status_code == 404
    assert ranking.of(contest)[0].scores == 0


def test_who_is_too_near_does_not_judge_that_one(office: Office, contest: Contest, lou: Individual) -> None:
    near, far = an_entry(contest, lou), an_entry(contest, someone(contest.school, "Zoé Bon"), "Le silence")
    noe = acts.seat(contest, someone(contest.school, "Noé Roux"), office)
    acts.judge(noe, near, points(contest, 10, 5))
    acts.stand_aside(noe, near)
    assert not Score.objects.exists(), "what was given is taken away"
    with pytest.raises(Refused, match="récusé"):
        acts.judge(noe, near, points(contest, 10, 5))
    acts.judge(noe, far, points(contest, 1, 1))
    places = ranking.of(contest)
    assert [(place.entry.title, place.mean, place.scores, place.conflicts) for place in places] == [
        ("Le silence", 2.7, 1, 0),
        ("Sans voix", None, 0, 1),
    ]


def test_an_author_is_not_in_the_jury_by_any_name(office: Office, contest: Contest, lou: Individual) -> None:
    an_entry(contest, lou, authors="Lou Martin, NOE  Roux")
    for author in (lou, someone(contest.school, "Noé Roux")):
        with pytest.raises(Refused, match="ne peut pas juger"):
            acts.seat(contest, author, office)
    for stranger in ("Noémie Rou", "Noé Rou", "Lou Mart", "Zoé"):
        assert acts.seat(contest, someone(contest.school, stranger), office)


def test_a_juror_does_not_enter(mines: School, office: Office, lou: Individual) -> None:
    contest = a_contest(mines)
    acts.seat(contest, lou, office)
    with pytest.raises(Refused, match="dans le jury"):
        acts.enter(contest, lou, title="Sans voix", authors="Lou Martin")
    assert not Entry.objects.exists()


def test_who_is_named_an_author_later_judges_nothing_of_it(office: Office, contest: Contest, lou: Individual) -> None:
    noe = someone(contest.school, "Noé Roux")
    juror = acts.seat(contest, noe, office)
    entry = an_entry(contest, lou, authors="Lou Martin et Noé Roux")
    with pytest.raises(Refused):
        acts.judge(juror, entry, points(contest, 10, 5))


def test_the_jury_sees_nothing_before_the_contest_is_closed(mines: School, office: Office, lou: Individual) -> None:
    contest = a_contest(mines)
    entry = an_entry(contest, lou)
    noe = someone(mines, "Noé Roux")
    juror = acts.seat(contest, noe, office)
    client = comes_in(Client(), noe)
    place = "/mines/moi/concours/action/jury/"
    assert "Sans voix" not in client.get(place).content.decode()
    for last in (f"{entry.ident}/", f"{entry.ident}/film"):
        assert client.get(place + last).status_code == 404
    with pytest.raises(Refused):
        acts.judge(juror, entry, points(contest, 10, 5))
    with pytest.raises(Refused):
        acts.announce(contest, office)


def test_nothing_changes_once_the_prizes_are_known(
    helene: Client, office: Office, contest: Contest, lou: Individual
) -> None:
    entry = an_entry(contest, lou)
    juror = acts.seat(contest, someone(contest.school, "Noé Roux"), office)
    with pytest.raises(Refused, match="Aucun prix"):
        acts.announce(contest, office)
    assert "Les prix</h2>" not in Client().get("/mines/concours/action/").content.decode()
    prize = {"prize": "Premier prix", "rank": 1}
    assert helene.post(f"{OURS}action/oeuvres/{entry.ident}/", prize).status_code == 302
    assert "Premier prix" not in Client().get("/mines/concours/action/").content.decode()
    assert helene.post(f"{OURS}action/annoncer/").status_code == 302
    assert "Premier prix" in Client().get("/mines/concours/action/").content.decode()
    juror.contest.refresh_from_db()
    with pytest.raises(Refused):
        acts.judge(juror, entry, points(contest, 10, 5))


def test_what_is_judged_does_not_change_under_the_jury(office: Office, contest: Contest, lou: Individual) -> None:
    juror = acts.seat(contest, someone(contest.school, "Noé Roux"), office)
    acts.judge(juror, an_entry(contest, lou), points(contest, 10, 5))
    with pytest.raises(Refused, match="ne peut plus changer"):
        acts.describe(contest, office, [("Autre", 3)])
    acts.describe(contest, office, [("Justesse", 10), ("Image", 5)], theme="Le silence")
    assert Criterion.objects.count() == 2


def test_agreements_are_read_by_the_mission_only(
    helene: Client, office: Office, contest: Contest, lou: Individual
) -> None:
    entry = an_entry(contest, lou)
    place = f"{OURS}action/oeuvres/{entry.ident}/accords/{entry.consents.get().ident}"
    answer: Any = helene.get(place)
    assert answer["Content-Disposition"] == 'attachment; filename="accord.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    other = Client()
    of_the_mission(other, a_campus("arts"))
    for stranger in (Client(), comes_in(Client(), lou), other):
        assert stranger.get(place).status_code in {302, 403}


@given(st.lists(st.fixed_dictionaries({}, optional={1: st.integers(0, 10), 2: st.integers(0, 5)}), max_size=8))
def test_a_mean_counts_whole_scores_only_and_stays_within_twenty(given_: list[dict[int, int]]) -> None:
    mean, scores = ranking._mean(given_, {1: 10, 2: 5})
    assert scores == sum(len(one) == 2 for one in given_)
    assert (mean is None) == (scores == 0)
    assert mean is None or 0 <= mean <= 20


def test_no_page_of_the_jury_or_of_authors_leaves_a_cookie_where_people_testify(
    office: Office, contest: Contest, lou: Individual
) -> None:
    entry = an_entry(contest, lou)
    acts.seat(contest, noe := someone(contest.school, "Noé Roux"), office)
    _juror, token = acts.invite(contest, "Maison des femmes", office)
    visits = [
        (comes_in(Client(), noe), f"/mines/moi/concours/action/jury/{entry.ident}/"),
        (comes_in(Client(), lou), "/mines/moi/concours/action/"),
        (Client(), f"/mines/concours/jury/{token}/{entry.ident}/"),
    ]
    for client, place in visits:
        assert not client.get(place).cookies
    strict = Client(enforce_csrf_checks=True)
    given = {"points_0": 1, "points_1": 1}
    assert strict.post(visits[2][1], given).status_code == 403
    assert strict.post(visits[2][1], given, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert strict.post(visits[2][1], given, headers={"sec-fetch-site": "same-origin"}).status_code == 302


def test_what_is_of_another_contest_or_school_is_not_found_here(
    helene: Client, office: Office, contest: Contest, lou: Individual
) -> None:
    entry = an_entry(contest, lou)
    beside = a_contest(contest.school, over=True, slug="autre")
    theirs = an_entry(a_contest(a_campus("arts"), over=True), someone(School.objects.get(slug="arts")))
    juror, token = acts.invite(beside, "Maison des femmes", office)
    for place in (
        f"{OURS}autre/oeuvres/{entry.ident}/",
        f"{OURS}action/oeuvres/{theirs.ident}/",
        f"{OURS}action/oeuvres/{theirs.ident}/film",
        f"{OURS}action/oeuvres/{entry.ident}/accords/{theirs.consents.get().ident}",
        f"/mines/concours/jury/{token}/{entry.ident}/",
        f"/mines/concours/jury/{token}/{entry.ident}/film",
    ):
        assert helene.get(place).status_code == 404, place
    assert helene.post(f"{OURS}action/jury/{juror.ident}/retirer/").status_code == 404
    assert Juror.objects.count() == 1
