"""Taking care of a case."""

import json

import pytest
from django.urls import reverse

from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.sealed.cases import acts
from portevoix.sealed.cases.models import Case
from portevoix.sealed.testimonies.models import Stage, Testimony
from tests.at_work import AtWork, embedded
from tests.cast import Camille, Scene


def test_ines_takes_up_a_case_and_camille_sees_it(ines: AtWork, camille: Camille, case: str) -> None:
    assert ines.does(case, "prendre").status_code == 204
    assert Case.objects.get().holder == ines.who.membership
    assert [step["kind"] for step in camille.comes_back()["steps"]] == ["transmitted", "taken_up"]
    assert camille.comes_back()["stage"] == Stage.TAKEN_UP
    line = Line.objects.get(kind="taken up")
    assert (line.actor, line.subject, line.cell) == (ines.who.membership.ident, case, ines.scene.cell.ident)


def test_marc_is_told_who_came_before_him(ines: AtWork, marc: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    answer = marc.does(case, "prendre")
    assert answer.status_code == 409
    assert json.loads(answer.content)["code"] == "taken"
    assert "Inès Haddad" in json.loads(answer.content)["sentence"]
    assert Case.objects.get().holder == ines.who.membership


def test_taking_up_twice_is_taking_up_once(ines: AtWork, camille: Camille, case: str) -> None:
    assert ines.does(case, "prendre").status_code == ines.does(case, "prendre").status_code == 204
    assert Line.objects.filter(kind="taken up").count() == 1
    assert len(camille.comes_back()["steps"]) == 2


def test_a_colleague_takes_over_from_someone_who_left(ines: AtWork, marc: AtWork, case: str) -> None:
    from portevoix.ground.people.acts import leave

    ines.does(case, "prendre")
    leave(ines.who.membership)
    assert marc.does(case, "prendre").status_code == 204
    assert Case.objects.get().holder == marc.who.membership


def test_what_ines_looked_after_waits_again_once_marc_removes_her(ines: AtWork, marc: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    marc.does(case, "lu")
    assert marc.cases_on_desk("") == []
    answer = marc.client.post(reverse("cases:remove_member", args=[ines.who.membership.ident]))
    assert answer["Location"] == reverse("keys:directory")
    assert marc.cases_on_desk("") == [case]
    page = marc.desk("").content.decode()
    assert "Non lue" in page
    assert "À prendre en charge" in page
    assert embedded(marc.page(case), "case")["state"]["holder"] is None
    assert marc.does(case, "prendre").status_code == 204
    assert marc.cases_on_desk("moi/") == [case]


def test_a_colleague_takes_over_from_someone_put_aside_since(
    ines: AtWork, marc: AtWork, camille: Camille, case: str, scene: Scene
) -> None:
    ines.does(case, "prendre")
    thread = camille.opens()
    readers = [scene.marc.keys.public, camille.reporter.public]
    change = thread.regrant(
        camille.reporter.identity, "remove", readers, scene.directories, 1, excluded=[scene.paul.fpr, scene.ines.fpr]
    )
    sent = {key: change[key] for key in ("stream", "records", "grants")}
    assert camille.post("revenir/acces", {**camille.auth, **sent}).status_code == 204
    assert ines.page(case).status_code == 404
    assert marc.cases_on_desk("") == [case], "it waits again"
    assert marc.does(case, "prendre").status_code == 204
    assert marc.cases_on_desk("moi/") == [case]


def test_a_closed_case_is_not_taken_up(ines: AtWork, marc: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    ines.does(case, "fermer")
    answer = marc.does(case, "prendre")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "stage")


@pytest.mark.parametrize("act", ["prendre", "lu", "fermer", "rouvrir", "export"])
def test_paul_whom_camille_put_aside_can_do_nothing(act: str, paul: AtWork, case: str) -> None:
    lines = Line.objects.count()
    refused, unknown = paul.does(case, act), paul.does("f" * 32, act)
    assert refused.status_code == unknown.status_code == 404
    assert refused.content == unknown.content
    assert Line.objects.count() == lines
    assert Testimony.objects.get().stage == Stage.TRANSMITTED


def test_camille_withdraws_while_ines_takes_it_up(ines: AtWork, camille: Camille, case: str) -> None:
    opened = Testimony.objects.with_threads().get(ident=case)
    camille.withdraws()
    with pytest.raises(Refused) as refusal:
        acts.take_up(opened, ines.who.membership)
    assert refusal.value.status == 404
    assert not Case.objects.exists()
