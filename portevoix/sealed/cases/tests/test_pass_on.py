"""Passing a case on, and opening it to someone who could not read it."""

import json

import pytest

from portevoix.ground.people.models import Membership
from portevoix.ground.seal import records
from portevoix.ground.seal.errors import SealError
from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.models import Case
from tests.at_work import AtWork
from tests.cast import Camille, Listener, Scene


@pytest.fixture
def lea(scene: Scene, case: str) -> AtWork:
    """Joins the cell after Camille has written."""
    lea = Listener.joins(scene.cell, "Léa Morel", "Psychologue")
    scene.sign([scene.marc, scene.ines, scene.paul, lea])
    return AtWork(lea, scene)


def test_ines_passes_a_case_to_marc(ines: AtWork, marc: AtWork, camille: Camille, case: str) -> None:
    ines.does(case, "prendre")
    marc.does(case, "lu")
    assert ines.gives(case, marc.who).status_code == 204
    assert Case.objects.get().holder == marc.who.membership
    assert marc.cases_on_desk("moi/") == [case]
    assert ines.cases_on_desk("moi/") == []
    assert 'class="unread"' in marc.desk("moi/").content.decode()
    assert camille.comes_back()["steps"][-1]["kind"] == "passed_on"
    assert Line.objects.filter(kind="passed on", actor=ines.who.membership.ident).count() == 1


def test_a_case_is_opened_to_lea_and_given_to_her_at_once(ines: AtWork, lea: AtWork, scene: Scene, case: str) -> None:
    ines.does(case, "prendre")
    ines.notes(case, "Elle préfère parler à une femme.")
    assert lea.page(case).status_code == 404
    readers = [scene.ines, scene.marc, lea.who]
    changes = [ines.changes(case, kind, "add", readers) for kind in ("conversation", "internal")]
    assert ines.gives(case, lea.who, changes).status_code == 204
    assert lea.opens(case).items[1].body["text"] == "Il m'a suivie après la soirée."
    assert lea.opens(case, "internal").items[0].body["text"] == "Elle préfère parler à une femme."
    assert Case.objects.get().holder == lea.who.membership


def test_a_case_is_not_given_to_somebody_who_cannot_read_it(ines: AtWork, lea: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    answer = ines.gives(case, lea.who)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "excluded")
    assert Case.objects.get().holder == ines.who.membership


def test_paul_is_given_nothing_by_those_who_forget_that_camille_put_him_aside(
    ines: AtWork, paul: AtWork, scene: Scene, case: str
) -> None:
    with pytest.raises(SealError, match="excluded"):
        ines.changes(case, "conversation", "add", [scene.ines, scene.marc, scene.paul])
    assert ines.gives(case, paul.who).status_code == 403
    ines.does(case, "prendre")
    assert ines.gives(case, paul.who).status_code == 409
    assert paul.page(case).status_code == 404


def test_what_is_refused_changes_nothing_of_who_may_read(
    ines: AtWork, marc: AtWork, lea: AtWork, scene: Scene, case: str
) -> None:
    """Opening and passing on stand or fall together: Inès may open, but it is Marc's case to give."""
    marc.does(case, "prendre")
    changes = [ines.changes(case, "conversation", "add", [scene.ines, scene.marc, lea.who])]
    assert ines.gives(case, lea.who, changes).status_code == 403
    assert lea.page(case).status_code == 404
    assert ines.gives(case, None, changes).status_code == 204
    assert lea.page(case).status_code == 200


def test_a_case_goes_to_nobody_outside_the_cell(ines: AtWork, case: str) -> None:
    from tests.cast import another_school

    _scene, nora = another_school()
    ines.does(case, "prendre")
    answer = ines.gives(case, nora)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "colleague")


def test_the_lead_passes_on_what_someone_else_holds(ines: AtWork, marc: AtWork, lea: AtWork, case: str) -> None:
    ines.does(case, "prendre")
    assert marc.gives(case, marc.who).status_code == 204
    assert Case.objects.get().holder == marc.who.membership
    Membership.objects.filter(pk=marc.who.membership.pk).update(role=Membership.Role.LISTENER)
    assert ines.gives(case, ines.who).status_code == 403


def test_after_someone_left_the_key_changes_and_new_words_are_closed_to_them(
    ines: AtWork, marc: AtWork, scene: Scene, case: str
) -> None:
    from portevoix.ground.people.acts import leave

    leave(ines.who.membership)
    scene.sign([scene.marc, scene.paul])
    still = json.loads(marc.get(f"ouvertes/{ines.fpr}").content)
    assert still == {"cases": {case: [marc.opens(case).place.stream.hex()]}, "more": False}
    change = marc.changes(case, "conversation", "leave", [scene.marc])
    assert marc.gives(case, None, [change]).status_code == 204
    assert json.loads(marc.get(f"ouvertes/{ines.fpr}").content) == {"cases": {}, "more": False}
    assert marc.opens(case).chain.last.epoch == 1


def test_cases_lea_cannot_read_yet_are_listed_for_whoever_can_open_them(
    ines: AtWork, paul: AtWork, lea: AtWork, case: str
) -> None:
    for_lea = json.loads(ines.get(f"fermees/{lea.fpr}").content)
    assert list(for_lea["cases"]) == [case]
    assert json.loads(ines.get(f"fermees/{lea.fpr}?after={case}").content)["cases"] == {}
    assert json.loads(paul.get(f"fermees/{lea.fpr}").content)["cases"] == {}
    for_paul = json.loads(ines.get(f"fermees/{paul.fpr}").content)
    assert for_paul["cases"] == {}, "Camille put him aside: there is nothing to do"


def test_nobody_takes_a_case_away_from_colleagues_who_listen(
    ines: AtWork, marc: AtWork, scene: Scene, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SealError, match="excluded"):
        ines.changes(case, "conversation", "remove", [scene.ines])
    monkeypatch.setattr(records, "must_follow", lambda *given: None)  # her browser forgets; the server does not
    answer = ines.gives(case, None, [ines.changes(case, "conversation", "remove", [scene.ines])])
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "excluded")
    assert marc.page(case).status_code == 200
    assert not Line.objects.filter(kind="access changed").exists()


def test_a_list_in_which_ines_was_away_closes_nothing_to_her_once_she_is_back(
    ines: AtWork, marc: AtWork, scene: Scene, case: str
) -> None:
    """What Marc's browser signed stood when he signed it: only the server knows that it no longer does."""
    scene.sign([scene.marc, scene.paul])
    change = marc.changes(case, "conversation", "remove", [scene.marc])
    scene.sign([scene.marc, scene.ines, scene.paul])
    answer = marc.gives(case, None, [change])
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "excluded")
    assert ines.page(case).status_code == 200


def test_a_case_is_closed_to_ines_once_she_has_left(ines: AtWork, marc: AtWork, scene: Scene, case: str) -> None:
    scene.sign([scene.marc, scene.paul])
    answer = marc.gives(case, None, [marc.changes(case, "conversation", "remove", [scene.marc])])
    assert answer.status_code == 204
    assert ines.page(case).status_code == 404
