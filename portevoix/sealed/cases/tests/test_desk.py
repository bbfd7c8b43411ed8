"""The desk: what waits, what is mine, all of it; unread first."""

import json
import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from portevoix.ground.web.models import public_id
from portevoix.sealed.cases import views
from portevoix.sealed.streams.models import Item, Reader, Stream
from portevoix.sealed.testimonies.models import Testimony
from tests.at_work import AtWork, embedded
from tests.cast import Camille, Scene


@pytest.fixture
def several(scene: Scene) -> list[str]:
    """Five testimonies, a day apart, the oldest first."""
    cases = []
    for age in range(5, 0, -1):
        camille = Camille(scene)
        camille.speaks()
        cases.append(camille.case.hex())
        readers = Reader.objects.filter(stream__case=camille.case.hex())
        for reader in readers:
            reader.activity -= timedelta(days=age)
            reader.save()
    return cases


def lines(who: AtWork, view: str) -> str:
    """What stands under the tabs."""
    return who.desk(view).content.decode().split('class="tabs"')[1]


def test_unread_comes_first_then_the_latest(ines: AtWork, several: list[str]) -> None:
    assert ines.cases_on_desk("") == several[::-1]
    ines.does(several[4], "lu")
    ines.does(several[1], "lu")
    first = [several[3], several[2], several[0]]
    assert ines.cases_on_desk("") == [*first, several[4], several[1]]


def test_pages_follow_one_another_both_ways_and_lose_nothing(
    ines: AtWork, several: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 2)
    ines.does(several[4], "lu")
    ines.does(several[3], "lu")
    order = [several[2], several[1], several[0], several[4], several[3]]

    def asked(page: str, name: str) -> dict[str, str]:
        import re

        found = re.search(rf'href="\?({name})=([^"]+)"', page)
        return {found[1]: found[2]} if found else {}

    pages: list[list[str]] = []
    asking: dict[str, str] = {}
    for _ in range(3):
        pages.append(ines.cases_on_desk("toutes/", **asking))
        page = ines.desk("toutes/", **asking).content.decode()
        asking = asked(page, "apres")
    assert pages == [order[:2], order[2:4], order[4:]]
    assert asking == {}
    back = asked(page, "avant")
    assert ines.cases_on_desk("toutes/", **back) == order[2:4]
    page = ines.desk("toutes/", **back).content.decode()
    assert ines.cases_on_desk("toutes/", **asked(page, "avant")) == order[:2]
    assert asked(ines.desk("toutes/", **asked(page, "avant")).content.decode(), "avant") == {}


@pytest.mark.parametrize(
    "place", ["", "2.1.a", "1.x." + "a" * 32, "1.99999999999999999999." + "a" * 32, "1.1", "a.b.c.d"]
)
def test_a_page_nobody_was_sent_to_is_refused(ines: AtWork, place: str) -> None:
    expected = 200 if place == "" else 400
    assert ines.desk("", apres=place).status_code == expected


def test_taking_up_moves_a_case_from_waiting_to_mine(ines: AtWork, marc: AtWork, case: str) -> None:
    assert ines.cases_on_desk("") == [case]
    ines.does(case, "prendre")
    assert (ines.cases_on_desk(""), ines.cases_on_desk("moi/"), ines.cases_on_desk()) == ([], [case], [case])
    assert (marc.cases_on_desk(""), marc.cases_on_desk("moi/"), marc.cases_on_desk()) == ([], [], [case])


def test_a_closed_case_leaves_mine_and_comes_back_when_camille_writes(
    ines: AtWork, camille: Camille, case: str
) -> None:
    ines.does(case, "prendre")
    ines.does(case, "fermer")
    assert ines.cases_on_desk("moi/") == []
    assert camille.writes("Il recommence.").status_code == 200
    assert ines.cases_on_desk("moi/") == [case]


def test_what_camille_wrote_last_is_to_be_answered_until_somebody_does(
    ines: AtWork, camille: Camille, case: str
) -> None:
    ines.does(case, "prendre")
    ines.says(case, "Je vous écoute.")
    ines.does(case, "lu")
    assert "Réponse envoyée" in lines(ines, "moi/")
    camille.writes("Il recommence.")
    ines.does(case, "lu")
    assert "À répondre" in lines(ines, "moi/"), "read is not answered"
    assert embedded(ines.page(case), "case")["state"]["stage"] == "to answer"
    ines.says(case, "Je vous appelle.")
    assert "Réponse envoyée" in lines(ines, "moi/")
    ines.does(case, "fermer")
    camille.writes("Encore une chose.")
    assert "À répondre" in lines(ines, "moi/"), "closed, and she wrote since"
    assert embedded(ines.page(case), "case")["state"]["stage"] == "to answer"


def test_whoever_answers_before_anybody_takes_it_up_leaves_it_to_be_taken_up(ines: AtWork, case: str) -> None:
    ines.says(case, "Nous vous avons lue.")
    assert "À prendre en charge" in lines(ines, "")
    assert embedded(ines.page(case), "case")["state"]["stage"] == "unheld"


def test_news_of_her_own_situations_show_where_ines_looks_first(ines: AtWork, camille: Camille, case: str) -> None:
    ines.does(case, "prendre")
    ines.does(case, "lu")
    assert "Du nouveau" not in ines.desk("").content.decode()
    camille.writes("Vous êtes là ?")
    assert "Du nouveau dans 1 situation que vous suivez" in ines.desk("").content.decode()
    assert "Du nouveau" not in ines.desk("moi/").content.decode()


def test_nobody_has_to_count_days(ines: AtWork, several: list[str]) -> None:
    page = lines(ines, "")
    for ago in ("hier", "il y a 2 jours", "il y a 5 jours"):
        assert ago in page


def test_the_desk_says_what_lacks_before_anybody_can_write(ines: AtWork, marc: AtWork, scene: Scene) -> None:
    def said(who: AtWork) -> str:
        return who.desk("").content.decode()

    assert "annuaire signé :" not in said(ines)
    assert "Voir ce qu’il y a à signer" not in said(marc)
    scene.sign([scene.marc, scene.paul])
    assert "Vous n’êtes pas encore dans l’annuaire signé" in said(ines)
    assert "Voir ce qu’il y a à signer" in said(marc)
    scene.cell.directories.all().delete()
    assert "Signer l’annuaire" in said(marc)
    assert "La personne responsable de la cellule le signe" in said(ines)


def test_paul_sees_no_line_no_count_no_title_of_a_case_he_was_put_aside_from(paul: AtWork, case: str) -> None:
    for view in ("", "moi/", "toutes/"):
        page = paul.desk(view).content.decode()
        assert case not in page
        assert case[:6] not in page
    assert embedded(paul.desk(), "desk")["titles"] == {}
    assert json.loads(paul.get("titres").content) == {"titles": {}, "lines": [], "after": None}


def test_another_school_sees_nothing(case: str) -> None:
    from tests.cast import another_school

    scene, nora = another_school()
    stranger = AtWork(nora, scene)
    assert stranger.cases_on_desk() == []
    assert stranger.page(case).status_code == 404


def test_keys_come_for_many_threads_at_once_in_a_few_queries(ines: AtWork, several: list[str]) -> None:
    streams = [stream.ident for stream in Stream.objects.all()]
    with CaptureQueriesContext(connection) as few:
        answer = ines.post("acces", {"streams": streams})
    threads = json.loads(answer.content)["streams"]
    assert sorted(thread["case"] for thread in threads) == sorted(several)
    assert all(len(thread["grants"]) == 1 for thread in threads)
    assert len(few) < 16


def test_the_desk_costs_the_same_whatever_it_holds(ines: AtWork, several: list[str]) -> None:
    ines.desk("")
    with CaptureQueriesContext(connection) as some:
        ines.desk("")
    Testimony.objects.filter(ident__in=several[1:]).update(stage="closed")
    Reader.objects.filter(stream__case__in=several[1:]).update(shelf="others_done")
    with CaptureQueriesContext(connection) as one:
        assert len(ines.cases_on_desk("")) == 1
    assert len(some) == len(one)


def test_someone_without_a_vault_is_told_to_make_one(ines: AtWork, case: str) -> None:
    from portevoix.sealed.keys.models import Vault

    Vault.objects.filter(fpr=ines.fpr).delete()
    page = ines.desk("")
    assert page.status_code == 200
    assert case not in page.content.decode()
    assert ines.page(case).status_code == 409


def test_a_desk_reads_one_title_of_a_thread_however_many_were_given(ines: AtWork, case: str) -> None:
    """Somebody who renames their testimony thousands of times would slow down the cell."""
    title = Item.objects.get(kind="title")
    for number in range(2, 42):
        title.pk, title.number, title.author_seq = None, number, number
        title.ident, title.hash = public_id(), secrets.token_hex(32)
        title.save()
    read: list[int] = []

    def count(instance: Item, **_sent: object) -> None:
        read.append(instance.number)

    post_init.connect(count, sender=Item)
    titles = json.loads(ines.get("titres").content)["titles"]
    post_init.disconnect(count, sender=Item)
    assert list(titles) == [case]
    assert read == [41]
