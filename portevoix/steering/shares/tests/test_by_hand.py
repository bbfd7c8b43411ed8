"""The mission writes its figures by hand, aims at something, and chooses what everyone sees."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import activate

from portevoix.ground.population.tests.persona import a_campus, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.shares import acts, board
from portevoix.steering.shares.models import Programme, Share, ShareTarget
from portevoix.steering.shares.tests.persona import a_programme, a_share, officer_of, told_at

pytestmark = pytest.mark.django_db
PUBLIC = "/mines/plan/part-des-femmes/"


@pytest.fixture
def mines() -> School:
    activate("fr")
    return a_campus()


def test_helene_writes_a_figure_and_then_everyone_sees_it(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    made = client.post(reverse("shares:new_programme", args=["mines"]), {"name": "ICM", "years": 3, "rank": 1})
    icm = Programme.objects.get()
    where = reverse("shares:programme", args=["mines", icm.ident])
    assert made.headers["Location"] == where
    write = reverse("shares:write", args=["mines", icm.ident])
    client.post(write, {"stage": "diplome", "year": 2024, "percent": "30,10", "source": "site de l’école"})
    assert str(Share.objects.get().percent) == "30.10"
    assert "30,10 %" in told_at(client, where)
    assert "30,10" not in told_at(client, PUBLIC)
    client.post(reverse("shares:publish", args=["mines", icm.ident]))
    page = told_at(client, PUBLIC)
    assert "30,10 %" in page
    assert "Pourcentages tels qu’ils ont été publiés, sans les nombres." in page
    client.post(reverse("shares:publish", args=["mines", icm.ident]), {"hide": ""})
    assert "30,10" not in told_at(client, PUBLIC)


def test_a_figure_that_contradicts_itself_is_refused_with_a_sentence(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    write = reverse("shares:write", args=["mines", a_programme(mines).ident])
    told = {"stage": "diplome", "year": 2024, "women": 12, "everyone": 48, "percent": "30,10"}
    answer = client.post(write, told)
    assert answer.status_code == 422
    assert "12 femmes sur 48 font 25,00 %, et non 30,10 %" in " ".join(answer.content.decode().split())
    assert not Share.objects.exists()
    with pytest.raises(Refused):
        a_share(Programme.objects.get(), women=12, everyone=48, percent="30.10")


def test_a_figure_is_corrected_where_it_is_read(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    icm = a_programme(mines)
    a_share(icm, "effectif", 2024, percent="27.00")
    write = f"{reverse('shares:write', args=['mines', icm.ident])}?etape=effectif&annee=2024"
    assert 'value="27,00"' in told_at(client, write)
    client.post(write, {"stage": "effectif", "year": 2024, "women": 13, "everyone": 48})
    share = Share.objects.get()
    assert (share.women, share.everyone, share.percent) == (13, 48, None)
    client.post(reverse("shares:forget", args=["mines", share.ident]))
    assert not Share.objects.exists()


def test_a_year_without_anybody_has_no_share(mines: School) -> None:
    a_share(a_programme(mines), women=0, everyone=0)
    (found,) = board.for_the_mission(mines)
    assert found.percent("effectif", 2024) is None


def test_an_intake_is_followed_to_its_degrees(mines: School) -> None:
    icm = a_programme(mines, years=3)
    for year, percent in ((2021, "28.34"), (2022, "23.44")):
        a_share(icm, "admission", year, percent=percent)
    a_share(icm, "diplome", 2024, percent="30.10")
    first, second = board.in_public(mines)[0].intakes()
    assert (first.until, first.left, first.difference) == (2024, Decimal("30.10"), Decimal("1.76"))
    assert (second.until, second.left) == (2025, None)


def test_a_fall_among_the_students_is_told_before_it_shows_in_the_degrees(mines: School, client: Client) -> None:
    icm = a_programme(mines, years=1)
    for stage, before, after in (("effectif", "27.00", "22.68"), ("diplome", "27.75", "30.10")):
        a_share(icm, stage, 2021, percent=before)
        a_share(icm, stage, 2024, percent=after)
    assert "se verra dans les diplômes d’ici 1 an." in told_at(client, PUBLIC)
    a_share(icm, "diplome", 2024, percent="20")
    assert "se verra dans les diplômes" not in told_at(client, PUBLIC)


def test_a_target_says_where_it_stands(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    icm = a_programme(mines)
    aim = reverse("shares:aim", args=["mines", icm.ident])
    client.post(aim, {"stage": "admission", "year": 2027, "percent": "30", "published": "on"})
    a_share(icm, "admission", 2024, percent="21.64")
    assert "encore 8,36 points à gagner" in told_at(client, PUBLIC)
    a_share(icm, "admission", 2025, percent="31")
    assert "atteint" in told_at(client, PUBLIC)
    client.post(reverse("shares:give_up", args=["mines", ShareTarget.objects.get().ident]))
    assert not ShareTarget.objects.exists()


def test_a_school_between_forty_and_sixty_is_mixed(mines: School, client: Client) -> None:
    management = a_programme(mines, "Management", family="management")
    a_share(management, percent="39.9")
    assert ">mixte<" not in told_at(client, PUBLIC)
    a_share(management, percent="40")
    page = told_at(client, PUBLIC)
    assert ">mixte<" in page
    assert "9,2 points de moins" in page


def test_two_programmes_do_not_share_a_name(mines: School, client: Client) -> None:
    of_the_mission(client, mines)
    a_programme(mines)
    again = client.post(reverse("shares:new_programme", args=["mines"]), {"name": "icm", "years": 3, "rank": 1})
    assert again.status_code == 422


def test_nobody_writes_in_another_school(mines: School) -> None:
    icm, nora = a_programme(mines), officer_of(a_campus("ecole-de-nora"))
    for act in (
        lambda: acts.keep_programme(icm, nora),
        lambda: acts.remove_programme(icm, nora),
        lambda: acts.note_share(icm, "diplome", 2024, nora, percent=Decimal(30)),
        lambda: acts.publish(icm, nora),
        lambda: acts.aim(icm, "diplome", 2027, Decimal(30), nora),
    ):
        with pytest.raises(Refused):
            act()
    campus = officer_of(mines).school.campuses.create(name="Gardanne")
    with pytest.raises(Refused):
        acts.keep_programme(Programme(school=nora.school, name="Ailleurs", campus=campus), nora)


def test_each_act_leaves_one_line(mines: School) -> None:
    icm, office = a_programme(mines), officer_of(mines)
    share = a_share(icm, percent="24")
    acts.publish(icm, office)
    acts.give_up(acts.aim(icm, "diplome", 2027, Decimal(30), office), office)
    acts.forget_share(share, office)
    acts.remove_programme(icm, office)
    kinds = list(Line.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-7:] == [
        "programme of shares kept",
        "share noted",
        "shares published",
        "share aimed at",
        "target of share given up",
        "share forgotten",
        "programme of shares removed",
    ]
