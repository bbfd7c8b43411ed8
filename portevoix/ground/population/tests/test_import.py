"""The mission sends a list. The same list gives the same people, whatever the order of its lines and how often."""

import random
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.ground.population import columns, lists
from portevoix.ground.population.lines import Options, understand
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.population.plan import Plan, plan
from portevoix.ground.population.tests.persona import a_campus, an_office, belongs, someone
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences as the code holds them."""
    with override("en"):
        yield


HEADER = ["N° étudiant", "NOM", "Prénom", "Mél", "Statut", "Campus", "Promotion", "Association", "Fonction"]
LOU = ["1", "Martin", "Lou", "lou@mines.example", "Élève", "Lac", "2027", "BDE", "présidence"]
NOE = ["2", "Roux", "Noé", "noe@mines.example", "Élève", "Gare", "2027", "", ""]


def sheet(*rows: list[str], header: list[str] = HEADER) -> Sheet:
    return Sheet(header, list(rows), list(range(2, len(rows) + 2)))


def options(header: list[str] = HEADER, **said: Any) -> Options:
    return Options(columns=tuple(columns.guess(header)), **said)


def takes(school: School, *rows: list[str], header: list[str] = HEADER, **said: Any) -> Plan:
    """Take a list in as the task does."""
    chosen = options(header, **said)
    return lists.take_in(school, understand(sheet(*rows, header=header), chosen), chosen)


def would(school: School, *rows: list[str], header: list[str] = HEADER, **said: Any) -> Plan:
    chosen = options(header, **said)
    return plan(school, understand(sheet(*rows, header=header), chosen), chosen)


def everyone(school: School) -> list[tuple[Any, ...]]:
    """All that the lists say, without keys."""
    return sorted(
        (
            one.number,
            one.email,
            one.given_name,
            one.family_name,
            one.status,
            str(one.campus or ""),
            str(one.left),
            tuple(sorted((b.group.kind, b.group.name, b.title) for b in Belonging.objects.of(one).by_group())),
        )
        for one in Individual.objects.for_school(school).select_related("campus")
    )


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        (
            HEADER,
            ["number", "family_name", "given_name", "email", "status", "campus", "promotion", "association", "title"],
        ),
        (
            [
                "Last name",
                "First name",
                "E-mail",
                "Student ID",
                "Status",
                "Site",
                "Program",
                "Class of",
                "Role",
                "Left on",
            ],
            [
                "family_name",
                "given_name",
                "email",
                "number",
                "status",
                "campus",
                "programme",
                "promotion",
                "role",
                "left",
            ],
        ),
        (
            [
                "Nom de l’étudiant",
                "Prénom de l’étudiant",
                "Courriel institutionnel",
                "N° INE",
                "Cursus",
                "Date de naissance",
            ],
            ["family_name", "given_name", "email", "number", "programme", ""],
        ),
        (
            ["Nom d’usage", "Adresse mél", "Département / Service", "Matricule", "Club", "Mandat", "Téléphone", "Nom"],
            ["family_name", "email", "department", "number", "association", "title", "", ""],
        ),
        (["Nom et prénom", "Adresse e-mail", "Service"], ["whole_name", "email", "department"]),
    ],
)
def test_columns_are_guessed_by_their_titles(header: list[str], meant: list[str]) -> None:
    assert columns.guess(header) == meant


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Élève-ingénieur", "student"),
        ("Étudiante", "student"),
        ("Doctorant·e", "doctoral"),
        ("Enseignant-chercheur", "staff"),
        ("BIATSS", "staff"),
        ("staff", "staff"),
        ("Élève doctorante", "doctoral"),
        ("ancien", ""),
    ],
)
def test_a_status_is_read_as_people_write_it(told: str, status: str) -> None:
    assert columns.status_of(told) == status


def test_a_list_makes_people_groups_and_campuses_and_leaves_one_line() -> None:
    school = a_campus()
    found = takes(school, LOU, NOE)
    assert found.counts() == {"new": 2, "changed": 0, "unchanged": 0, "wrong": 0, "left": 0}
    assert everyone(school) == [
        (
            "1", "lou@mines.example", "Lou", "Martin", "student", "Lac", "None",
            (("association", "BDE", "présidence"), ("promotion", "2027", "")),
        ),
        ("2", "noe@mines.example", "Noé", "Roux", "student", "Gare", "None", (("promotion", "2027", ""),)),
    ]  # fmt: skip
    assert [line.kind for line in Line.objects.all()] == ["people imported"]
    assert b"mines.example" not in bytes(Line.objects.get().event)


def test_the_same_list_again_changes_nothing() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    before = everyone(school)
    assert takes(school, NOE, LOU, NOE).counts()["unchanged"] == 2
    assert everyone(school) == before


def test_next_year_people_move_and_nobody_is_doubled() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    moved = [
        "1",
        "Martin",
        "Lou",
        "lou.martin@mines.example",
        "Doctorante",
        "Gare",
        "2028",
        "Club théâtre",
        "trésorerie",
    ]
    assert takes(school, moved).counts()["changed"] == 1
    lou = Individual.objects.get(number="1")
    assert (lou.email, lou.status, str(lou.campus)) == ("lou.martin@mines.example", "doctoral", "Gare")
    places = [(str(b.group), b.title) for b in Belonging.objects.of(lou).by_group()]
    assert places == [("BDE", "présidence"), ("Club théâtre", "trésorerie"), ("2028", "")]
    assert Individual.objects.for_school(school).count() == 2


def test_without_numbers_people_are_known_by_their_address() -> None:
    school = a_campus()
    someone(school, "Lou Martin", email="lou@mines.example")
    header = ["Courriel", "Association", "Mandat"]
    found = takes(school, ["LOU@mines.example", "BDE", "présidence"], header=header)
    assert found.counts()["changed"] == 1
    lou = Individual.objects.get()
    assert [(str(b.group), b.title) for b in Belonging.objects.of(lou).by_group()] == [("BDE", "présidence")]
    assert takes(school, LOU).counts()["changed"] == 1
    assert Individual.objects.get().number == "1"


def test_what_a_line_does_not_say_stays() -> None:
    school = a_campus()
    takes(school, LOU)
    before = everyone(school)
    assert takes(school, ["1", "", "", "", "", "", "", "", ""]).counts()["unchanged"] == 1
    assert everyone(school) == before


def test_one_wrong_line_and_nothing_is_taken_in_unless_asked() -> None:
    school = a_campus()
    wrong = ["3", "Petit", "Ana", "not an address", "Élève", "", "", "", ""]
    with pytest.raises(Refused):
        takes(school, LOU, wrong)
    assert not Individual.objects.exists()
    assert not Line.objects.exists()
    assert takes(school, LOU, wrong, anyway=True).counts() == {
        "new": 1, "changed": 0, "unchanged": 0, "wrong": 1, "left": 0
    }  # fmt: skip


def changed(row: list[str], **new: str) -> list[str]:
    names = ["number", "family", "given", "email", "status", "campus", "promotion", "association", "title"]
    return [new.get(name, cell) for name, cell in zip(names, row, strict=True)]


@pytest.mark.parametrize(
    ("rows", "wrong", "says"),
    [
        ([changed(LOU, email="lou.mines.example")], [2], "is not an e-mail address"),
        ([changed(LOU, email="", number="")], [2], "neither an e-mail address nor a number"),
        ([changed(LOU, status="ancien")], [2], "is no known status"),
        ([changed(LOU, status="")], [2], "say whether this is a student or staff"),
        ([changed(LOU, family="")], [2], "give a first name and a family name"),
        ([changed(LOU, email="")], [2], "add their e-mail address"),
        ([changed(LOU, given="L\u202eou")], [2], "invisible"),
        ([changed(LOU, family="x" * 90)], [2], "is too long"),
        ([changed(LOU, promotion="x" * 130)], [2], "is too long"),
        ([LOU, changed(NOE, number="1")], [2, 3], "with several addresses"),
        ([LOU, NOE, changed(LOU, number="7")], [2, 4], "under several numbers: 1, 7"),
        ([LOU, changed(LOU, given="Louise")], [2, 3], "Lines 2, 3 are about the same person and differ"),
        ([LOU, changed(LOU, title="trésorerie")], [2, 3], "two offices in BDE"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_of_that_line(rows: list[list[str]], wrong: list[int], says: str) -> None:
    found = would(a_campus(), *rows)
    assert list(found.wrong) == wrong
    assert all(says in sentence for sentence in found.wrong.values()), found.wrong


def test_somebody_else_has_this_number_or_this_address() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    assert "is that of" in would(school, changed(LOU, email="noe@mines.example")).wrong[2]
    assert "whose number is 1" in would(school, changed(LOU, number="9")).wrong[2]
    both = would(school, changed(LOU, email="new@mines.example"), changed(LOU, number=""))
    assert list(both.wrong) == [2, 3]


def test_groups_and_campuses_are_made_only_when_wanted() -> None:
    school = a_campus()
    belongs(someone(school), "promotion", "2027")
    found = would(school, LOU, make=False)
    assert "is not known here yet" in found.wrong[2]
    assert would(school, changed(LOU, campus="", association=""), make=False).wrong == {}
    found = would(school, LOU, changed(NOE, campus="LAC"))
    assert (found.campuses, list(found.groups.values())) == ({"lac": "LAC"}, ["BDE"])


def test_several_groups_in_one_cell_and_on_several_lines() -> None:
    school = a_campus()
    takes(school, changed(LOU, association="BDE; Club théâtre"), changed(LOU, association="Fanfare", title=""))
    assert [group.name for group in Group.objects.of_kind("association")] == ["BDE", "Club théâtre", "Fanfare"]
    assert Belonging.objects.filter(title="présidence").count() == 2


def test_who_is_missing_has_left_only_when_that_is_said() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    staff = someone(school, "Ana Petit", status="staff")
    found = would(school, LOU)
    assert [one.number for one in found.missing] == ["2"]
    takes(school, LOU)
    assert not Individual.objects.exclude(left=None).exists()
    assert takes(school, LOU, leave=True).counts()["left"] == 1
    assert Individual.objects.get(number="2").left == date.today()
    staff.refresh_from_db()
    assert staff.left is None
    assert takes(school, NOE).counts()["changed"] == 1
    assert Individual.objects.get(number="2").left is None


def test_nobody_leaves_because_their_line_is_wrong() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    takes(school, LOU, changed(NOE, status="?"), leave=True, anyway=True)
    assert not Individual.objects.exclude(left=None).exists()


def test_a_list_of_one_group_puts_everyone_in_and_others_out() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    header = ["Mél", "Fonction"]
    takes(school, ["noe@mines.example", "présidence"], header=header, group=("association", "bde"), leave=True)
    bde = Group.objects.get(name="BDE")
    assert [(b.individual.number, b.title) for b in Belonging.objects.to(bde).by_name()] == [("2", "présidence")]
    assert not Individual.objects.exclude(left=None).exists()


def test_a_departure_in_each_form_of_a_date() -> None:
    school = a_campus()
    header = ["Mél", "Nom", "Prénom", "Statut", "Date de fin"]
    told = ["2026-08-31", "31/08/2026", "46265", "31.08.2026", ""]
    rows = [[f"n{at}@mines.example", "Roux", "Noé", "Élève", day] for at, day in enumerate(told)]
    takes(school, *rows, header=header)
    left = Individual.objects.by_name().values_list("left", flat=True)
    assert list(left) == [date(2026, 8, 31)] * 4 + [None]
    assert "is not a date" in would(school, [*rows[0][:4], "bientôt"], header=header).wrong[2]


@pytest.mark.parametrize("told", ["MARTIN Lou", "Lou MARTIN", "Martin, Lou"])
def test_both_names_in_one_cell(told: str) -> None:
    found = would(a_campus(), ["lou@mines.example", told, "Élève"], header=["Mél", "Nom Prénom", "Statut"])
    assert [(c.individual.given_name, c.individual.family_name.title()) for c in found.new] == [("Lou", "Martin")]
    assert (
        "in capitals"
        in would(a_campus("x"), ["lou@m.example", "Lou Martin", "x"], header=["Mél", "Nom Prénom"]).wrong[2]
    )


some_people = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3", "4"]),
        st.sampled_from(["Martin", "Roux", "martin", ""]),
        st.sampled_from(["Lou", "Noé"]),
        st.sampled_from(["", *[f"{name}@mines.example" for name in "abcd"], "A@mines.example", "nothing"]),
        st.sampled_from(["Élève", "Personnel", "", "?"]),
        st.sampled_from(["", "Lac", "lac", "Gare"]),
        st.sampled_from(["", "2027", "2028"]),
        st.sampled_from(["", "BDE", "bde", "BDE;Fanfare"]),
        st.sampled_from(["", "présidence", "trésorerie"]),
    ).map(list),
    min_size=1,
    max_size=7,
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(before=some_people, rows=some_people, shuffle=st.randoms(use_true_random=False), leave=st.booleans())
def test_any_order_and_any_repetition_gives_the_same_people(
    before: list[list[str]], rows: list[list[str]], shuffle: random.Random, leave: bool
) -> None:
    mixed = rows + [row for row in rows if shuffle.random() < 0.5]
    shuffle.shuffle(mixed)
    given_once: list[Any] = []
    given_mixed: list[Any] = []
    for given_rows, result in ((rows, given_once), (mixed, given_mixed)):
        with transaction.atomic():
            school = a_campus()
            takes(school, *before, anyway=True)
            takes(school, *given_rows, anyway=True, leave=leave)
            result += everyone(school)
            takes(school, *given_rows, anyway=True, leave=leave)
            assert everyone(school) == result
            transaction.set_rollback(True)
    assert given_once == given_mixed


def test_addresses_pass_from_one_to_the_other_in_one_list() -> None:
    school = a_campus()
    takes(school, LOU, NOE)
    lou, noe = "lou@mines.example", "noe@mines.example"
    swapped = [changed(LOU, email=noe), changed(NOE, email=lou)]
    assert takes(school, *swapped).counts()["changed"] == 2
    assert takes(school, *swapped).counts()["unchanged"] == 2
    ana = ["3", "Petit", "Ana", noe, "Élève", "", "", "", ""]
    assert takes(school, changed(LOU, email="martin@mines.example"), ana).counts()["new"] == 1
    wrong = would(school, changed(LOU, email=lou), changed(NOE, email="new", number="2"), changed(ana, number="4"))
    assert sorted(wrong.wrong) == [2, 3, 4]


def test_ten_thousand_lines_in_seconds() -> None:
    school = a_campus()
    rows = [
        [f"{n}", f"Nom{n}", f"Prénom{n}", f"p{n}@mines.example", "Élève", "Lac", f"20{n % 9}", "", ""]
        for n in range(10_000)
    ]
    begun = time.monotonic()
    takes(school, *rows)
    assert Individual.objects.for_school(school).count() == 10_000
    assert takes(school, *[changed(row, campus="Gare") for row in rows]).counts()["changed"] == 10_000
    assert time.monotonic() - begun < 40
    assert an_office(school)
