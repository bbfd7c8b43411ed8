"""Opening a case: what a member is given, and the line it leaves."""

import json

import pytest
from django.test import Client

from portevoix.ground.trail.models import Line
from tests.at_work import AtWork, embedded
from tests.cast import Camille, Scene


def test_ines_opens_what_camille_sealed(ines: AtWork, case: str) -> None:
    assert [item.body["text"] for item in ines.opens(case).items] == ["Il m'a suivie", "Il m'a suivie après la soirée."]


def test_a_member_is_given_their_own_keys_only(ines: AtWork, case: str) -> None:
    sealed = embedded(ines.page(case), "case")["sealed"]
    assert {grant["recipient"] for stream in sealed["streams"] for grant in stream["grants"]} == {ines.fpr}


def test_reading_leaves_one_line_a_day(ines: AtWork, marc: AtWork, case: str) -> None:
    for _ in range(3):
        ines.page(case)
        ines.get(f"situations/{case}")
    marc.page(case)
    assert Line.objects.filter(kind="read", subject=case).count() == 2


def test_reading_a_file_leaves_a_line(ines: AtWork, scene: Scene) -> None:
    camille = Camille(scene)
    said = camille.attaches(b"une photo")
    camille.speaks(said=[said])
    case, file = camille.case.hex(), said[1]["file"]
    for _ in range(2):
        answer = ines.get(f"fichiers/{case}/{file}/0")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file comes in pieces
    assert Line.objects.filter(kind="file read", subject=case).count() == 1
    assert ines.get(f"fichiers/{case}/{file}/1").status_code == 404
    assert Line.objects.filter(kind="file read").count() == 1


def test_paul_cannot_tell_a_case_he_was_put_aside_from_from_one_that_does_not_exist(paul: AtWork, case: str) -> None:
    refused, unknown = paul.page(case), paul.page("0" * 32)
    assert refused.status_code == unknown.status_code == 404
    assert refused.content.replace(case.encode(), b"") == unknown.content.replace(b"0" * 32, b"")
    refused, unknown = paul.get(f"situations/{case}"), paul.get("situations/" + "0" * 32)
    assert (refused.status_code, refused.content) == (unknown.status_code, unknown.content)
    assert not Line.objects.filter(kind="read").exists()


def test_a_kept_testimony_is_for_its_author_alone(ines: AtWork, scene: Scene) -> None:
    camille = Camille(scene)
    camille.speaks(transmit=False)
    assert ines.page(camille.case.hex()).status_code == 404
    assert ines.cases_on_desk() == []


@pytest.mark.parametrize("path", ["", "moi/", "toutes/", "registre/", "situations/" + "a" * 32 + "/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/cellule/{path}")
    assert answer.status_code == 302
    assert "/compte/connexion/" in answer["Location"]


def test_the_doors_tell_a_stranger_to_sign_in_and_nothing_more(client: Client, case: str) -> None:
    known, unknown = (client.get(f"/cellule/api/situations/{one}") for one in (case, "0" * 32))
    assert known.status_code == unknown.status_code == 401
    assert known.content == unknown.content
    assert json.loads(known.content)["code"] == "forbidden"


def test_the_state_says_what_may_be_done_now(ines: AtWork, marc: AtWork, case: str) -> None:
    def may(member: AtWork) -> set[str]:
        state = json.loads(member.get(f"situations/{case}").content)["state"]
        return {act for act, allowed in state["may"].items() if allowed}

    assert may(ines) == may(marc) == {"take_up", "answer"}
    ines.does(case, "prendre")
    assert may(ines) == {"answer", "pass_on", "close"}
    assert may(marc) == {"answer", "pass_on", "close"}, "Marc leads the cell"
    ines.does(case, "fermer")
    assert may(ines) == {"reopen"}


def test_downloading_leaves_a_line(ines: AtWork, case: str) -> None:
    assert ines.does(case, "export").status_code == 204
    assert Line.objects.filter(kind="exported", actor=ines.who.membership.ident, subject=case).count() == 1
