"""Attack 25: what is sealed is told by what surrounds it: letters, lines, sizes, times, numbers."""

import re

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from portevoix.ground.people.tests.persona import work
from portevoix.ground.trail.models import Line
from portevoix.ground.web.failures import Discreet
from portevoix.sealed.streams.models import Item, Reader
from tests.at_work import AtWork, embedded
from tests.attacks.world import everything_stored
from tests.cast import Camille, Scene, a_school

SECRET = "sentinelle-7f3a"


@pytest.fixture
def scene(db: None) -> Scene:
    return a_school()


@pytest.fixture
def ines(scene: Scene) -> AtWork:
    return AtWork(scene.ines, scene)


def a_long_day(scene: Scene, ines: AtWork) -> Camille:
    """Everything a cell does with one case."""
    camille = Camille(scene)
    camille.speaks(excluded=[scene.paul], title=SECRET, said=[("message", {"text": SECRET})])
    case = camille.case.hex()
    ines.does(case, "prendre")
    ines.says(case, SECRET)
    ines.notes(case, SECRET)
    camille.writes(SECRET)
    ines.gives(case, scene.marc)
    ines.does(case, "export")
    AtWork(scene.marc, scene).does(case, "fermer")
    return camille


def test_no_row_no_file_no_task_holds_a_word(scene: Scene, ines: AtWork) -> None:
    a_long_day(scene, ines)
    work()
    assert not [stored for stored in everything_stored() if SECRET.encode() in stored]


def test_letters_are_the_same_for_everybody_and_everything(scene: Scene, ines: AtWork) -> None:
    camille = a_long_day(scene, ines)
    work()
    letters = {(letter.subject, letter.body, letter.from_email) for letter in mail.outbox}
    assert len(letters) == 1
    [(subject, body, _from)] = letters
    for told in (camille.case.hex(), camille.case.hex()[:6], SECRET, "Inès", "Marc", "témoign", "situation", "cellule"):
        assert told.lower() not in f"{subject} {body}".lower()
    assert not [letter for letter in mail.outbox if letter.to == [scene.paul.person.email]], "he was put aside"
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in mail.outbox)


def test_tasks_hold_identifiers_only(scene: Scene, ines: AtWork) -> None:
    a_long_day(scene, ines)
    for task in DBTaskResult.objects.all():
        assert re.fullmatch(r"[0-9a-f]{32}", *task.args_kwargs["args"])
        assert task.args_kwargs["kwargs"] == {}


def test_lines_of_the_trail_name_who_what_and_when_to_the_minute(scene: Scene, ines: AtWork) -> None:
    camille = a_long_day(scene, ines)
    about = Line.objects.filter(subject=camille.case.hex())
    assert {"deposit", "taken up", "answered", "notes opened", "passed on", "exported", "closed"} <= {
        line.kind for line in about
    }
    for line in about:
        event = bytes(line.event)
        assert SECRET.encode() not in event
        assert camille.reporter.public.fpr not in event
        assert line.actor in {"", scene.ines.membership.ident, scene.marc.membership.ident}


def test_times_are_whole_minutes(scene: Scene, ines: AtWork) -> None:
    a_long_day(scene, ines)
    moments = [*Item.objects.values_list("received", flat=True), *Reader.objects.values_list("activity", flat=True)]
    assert {(moment.second, moment.microsecond) for moment in moments} == {(0, 0)}


def test_a_word_and_a_page_have_the_same_size(scene: Scene, ines: AtWork) -> None:
    sizes = set()
    for text in ("x", "x" * 1_200):
        camille = Camille(scene)
        camille.speaks()
        ines.says(camille.case.hex(), text)
        sizes.add(len(bytes(Item.objects.get(stream__case=camille.case.hex(), kind="message").box)))
    assert len(sizes) == 1


def test_the_desk_weighs_the_same_whatever_the_titles(scene: Scene, ines: AtWork) -> None:
    def weight(title: str) -> int:
        camille = Camille(scene)
        camille.speaks(title=title)
        sealed = embedded(ines.desk(), "desk")["titles"][camille.case.hex()]
        return len(sealed["box"])

    assert weight("x") == weight("x" * 80)


def test_no_page_or_answer_of_the_cell_holds_a_number_of_a_row(scene: Scene, ines: AtWork) -> None:
    """Rows are numbered one after the other: a number would tell how many there are."""
    case = a_long_day(scene, ines).case.hex()
    for answer in (ines.desk(), ines.page(case), ines.get(f"situations/{case}"), ines.get("titres")):
        names = re.findall(r'"(\w+)":\s*\d', answer.content.decode().replace("&quot;", '"'))
        assert set(names) <= {"at", "epoch", "record", "version", "directory", "counter"}
        assert not re.search(r'data-[\w-]+="\d+"', answer.content.decode().replace('data-largest="104857600"', ""))


def test_what_breaks_says_nothing_of_the_case(
    scene: Scene, ines: AtWork, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_long_day(scene, ines).case.hex()

    def breaks(*_given: object) -> None:
        raise RuntimeError(f"{SECRET} in {case}")

    monkeypatch.setattr("portevoix.sealed.cases.acts.mark_read", breaks)
    assert ines.does(case, "lu").status_code == 500
    printed = "\n".join(map(Discreet().format, caplog.records))
    assert "RuntimeError" in printed
    for told in (case, SECRET, scene.ines.person.email):
        assert told not in printed
