"""Anyone reads the plan of a school in a moment: who does what, when, and how far it is. What is unknown is said."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portevoix.ground.population.tests.persona import a_campus, an_office, of_the_mission
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts, board
from portevoix.steering.plan.models import Plan, Value
from portevoix.steering.plan.tests.persona import a_gauge, a_piece, a_plan, an_action, an_axis
from portevoix.steering.plan.tests.scene import TODAY, four_years

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def plan(mines: School) -> Plan:
    return four_years(mines)


@pytest.fixture
def helene(client: Client, mines: School) -> Client:
    of_the_mission(client, mines)
    return client


def read(client: Client, address: str) -> str:
    """The words of a page, as they are read one after the other."""
    answer: Any = client.get(address)
    assert answer.status_code == 200
    page = re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "))


class TestAnyone:
    def test_reads_who_does_what_when_and_how_far(self, plan: Plan) -> None:
        page = read(Client(), "/mines/plan/")
        assert "2021–2024 · année 3 sur 4 · Vote : Conseil d’école, 12 mars 2021" in page
        assert "3 actions 1 réalisée 1 en cours 1 en retard" in page
        assert "1.1 Charte signée Direction avec BDE dès septembre 2021 Réalisée" in page
        assert "1.2 Film sur le consentement Élèves existait déjà à désigner" in page
        assert "Mission septembre 2021 – juin 2022 Prévue · en retard" in page

    def test_is_told_what_is_unknown_and_what_is_too_small(self, plan: Plan) -> None:
        page = read(Client(), "/mines/plan/2021-2024/")
        assert "Personnels formés 40 · sur un nombre inconnu · 2022 80 % en 2024 Récit du plan, 06/07/2022" in page
        assert "Part des femmes en ICM 26 % · effectifs non publiés · 2022 non fixé Page ODD 5, 05/01/2023" in page
        assert "Signalements inconnu non fixé source non précisée" in page
        assert "Stages trop peu pour être montré · 2022" in page
        assert "0 %" not in page.replace("80 %", "")

    def test_reads_the_last_value_that_is_known_with_its_year(self, plan: Plan) -> None:
        share = plan.axes.get(number=2).gauges.get(name="Part des femmes en ICM")
        acts.note_value(share, 2023, an_office(plan.school))
        assert "26 % · effectifs non publiés · 2022" in read(Client(), "/mines/plan/")
        assert "2023 inconnu" in read(Client(), f"/mines/plan/2021-2024/mesures/{share.axis.ident}/")

    def test_never_reads_what_is_kept_back(self, plan: Plan) -> None:
        axis = plan.axes.get(number=1)
        a_gauge(axis, "Indicateur gardé", published=False)
        a_gauge(axis, "Indicateur caché", action=axis.actions.get(published=False))
        lead = an_office(plan.school)
        an_action(axis, "Menée par la mission", lead_office=lead)
        for address in ("/mines/plan/", f"/mines/plan/2021-2024/mesures/{axis.ident}/"):
            page = read(Client(), address)
            assert not re.search("Ce que personne ne lit|Indicateur (gardé|caché)|1 200 €", page)
            assert lead.person.name not in page, "whose name was not written in the plan"
            assert "mission égalité" in page

    def test_reads_nothing_of_a_plan_that_is_not_published(self, plan: Plan) -> None:
        piece = acts.add_piece(
            plan.axes.get(number=1).actions.get(number=1),
            an_office(plan.school),
            "Charte",
            link="https://mines.example",
        )
        acts.withdraw(plan, an_office(plan.school))
        axis = plan.axes.get(number=1)
        assert "n’a pas encore publié son plan" in read(Client(), "/mines/plan/")
        for end in ("2021-2024/", "2021-2024/plan.pdf", f"2021-2024/mesures/{axis.ident}/", f"pieces/{piece.ident}/"):
            assert Client().get(f"/mines/plan/{end}").status_code == 404

    def test_reads_no_plan_of_another_school(self, plan: Plan) -> None:
        other = a_campus("telecom")
        foreign = an_axis(a_plan(other, 2022, 2024))
        assert Client().get("/telecom/plan/2021-2024/").status_code == 404
        assert Client().get(f"/mines/plan/2021-2024/mesures/{foreign.ident}/").status_code == 404

    def test_follows_a_measure_over_the_years(self, plan: Plan) -> None:
        axis = plan.axes.get(number=2)
        page = read(Client(), f"/mines/plan/2021-2024/mesures/{axis.ident}/")
        assert "Départ : 27 % en 2021" in page
        assert "2021 27 % · effectifs non publiés Page ODD 5, 05/01/2023" in page
        assert "2023 inconnu" in page, "a year that has begun and of which nothing is known"
        assert "2024" not in page.split("Part des femmes en ICM")[1].split("Signalements")[0]
        html = Client().get(f"/mines/plan/2021-2024/mesures/{axis.ident}/").content.decode()
        assert html.count('<div class="lines"') == 1, "two known points make a line; one or none does not"

    def test_takes_the_plan_away_on_paper(self, plan: Plan) -> None:
        answer = Client().get("/mines/plan/2021-2024/plan.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="plan-2021-2024.pdf"'
        assert answer.content.startswith(b"%PDF-")
        ours = "/mines/mission/plan/2021-2024/plan.pdf"
        of_the_mission(helene := Client(), plan.school)
        assert helene.get(ours).content.count(b"/Type /Page") >= answer.content.count(b"/Type /Page")
        assert Client().get("/mines/plan/2021-2024/plan.pdf").content == answer.content, "drawn once a day"
        acts.change_plan(plan, an_office(plan.school), title="Un autre titre")
        assert Client().get("/mines/plan/2021-2024/plan.pdf").content != answer.content

    def test_takes_away_the_pieces_that_are_shown_and_no_other(self, plan: Plan) -> None:
        charter, film, _late, hidden = plan.axes.get(number=1).actions.order_by("number")
        by = an_office(plan.school)
        shown, kept = acts.show_piece(a_piece(charter), by, published=True), a_piece(film)
        beneath = acts.show_piece(a_piece(hidden), by, published=True)
        answer: Any = Client().get(f"/mines/plan/pieces/{shown.ident}/")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
        for piece in (kept, beneath):
            assert Client().get(f"/mines/plan/pieces/{piece.ident}/").status_code == 404
        page = Client().get(f"/mines/plan/2021-2024/mesures/{charter.axis.ident}/").content.decode()
        assert shown.ident in page
        assert kept.ident not in page

    def test_sees_the_plan_that_runs_first_and_finds_the_others(self, plan: Plan) -> None:
        a_plan(plan.school, 2018, 2020, title="Le premier")
        page = read(Client(), "/mines/plan/")
        assert "année 3 sur 4" in page
        assert "Autres plans Le premier · 2018–2020" in page


class TestTheMission:
    def test_sees_what_is_late_what_is_missing_and_what_it_costs(self, helene: Client, plan: Plan) -> None:
        page = read(helene, "/mines/mission/plan/2021-2024/tableau/")
        assert "En retard 1.3 Plateforme de signalement · septembre 2021 – juin 2022 · Mission" in page
        assert "1.4 Ce que personne ne lit encore non publié" in page.replace("  ", " ")
        assert "1 200 € dépensés sur 3 000 € prévus" in page
        assert "Valeurs qui manquent Signalements · aucune valeur" in page
        assert "Ce plan dure 4 ans" in page

    def test_sees_each_action_under_its_years(self, helene: Client, plan: Plan) -> None:
        html = helene.get("/mines/mission/plan/2021-2024/calendrier/").content.decode()
        assert html.count("<li>2021</li><li>2022</li><li>2023</li><li>2024</li>") == 1
        assert html.count('<svg class="span"') == 3, "one action has no date: nothing is drawn, and it is said"
        assert "sans date" in html

    def test_sees_the_figures_of_each_campus_apart(self, helene: Client, plan: Plan) -> None:
        gauge = plan.axes.get(number=2).gauges.get(name="Signalements")
        for campus, number in (("", 12), ("Gardanne", 5), ("Saint-Étienne", 7)):
            Value.objects.create(gauge=gauge, year=2022, campus=campus, numerator=number, number=number, taken=TODAY)
        page = read(helene, f"/mines/mission/plan/2021-2024/mesures/{gauge.axis.ident}/tableau/")
        assert "Par campus et par cursus Gardanne Année Valeur D’où cela vient 2022 5" in page

    def test_takes_every_line_away_for_a_spreadsheet(self, helene: Client, plan: Plan) -> None:
        ours = "/mines/mission/plan/2021-2024"
        actions = helene.get(f"{ours}/actions.csv").content.decode("utf-8-sig")
        assert "1.3;Prévenir et lutter;Plateforme de signalement;Prévue;oui;Mission;;;2021-09-01;2022-06-30" in actions
        assert "Ce que personne ne lit encore" in actions
        gauges = helene.get(f"{ours}/indicateurs.csv").content.decode("utf-8-sig")
        assert "Signalements;;;;Nombre;source non précisée;Chaque année;;;;;inconnu;;oui" in gauges
        values = helene.get(f"{ours}/valeurs.csv").content.decode("utf-8-sig")
        assert "Part des femmes en ICM;2021;;;27,00;;;Page ODD 5;2023-01-05;oui" in values
        assert "Stages;2022;;;trop peu pour être montré;;;" in values


def test_a_share_out_of_nobody_is_never_nought_per_cent(mines: School) -> None:
    gauge = a_gauge(an_axis(a_plan(mines, 2021, 2024)), "Part", unit="share")
    acts.note_value(gauge, 2022, an_office(mines), numerator=0, denominator=0)
    page = read(Client(), "/mines/plan/")
    assert "0 · sur un nombre inconnu" in page
    assert "0 %" not in page


def test_the_same_few_questions_whatever_the_plan_holds(plan: Plan, helene: Client) -> None:
    """Whatever it holds, each page asks the database as often."""
    axis = plan.axes.get(number=1)
    addresses = [
        "/mines/plan/",
        f"/mines/plan/2021-2024/mesures/{axis.ident}/",
        "/mines/mission/plan/2021-2024/tableau/",
        "/mines/mission/plan/2021-2024/calendrier/",
        f"/mines/mission/plan/2021-2024/mesures/{axis.ident}/tableau/",
    ]

    def asked() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert helene.get(address).status_code == 200
            counted.append(len(queries))
        return counted

    asked()  # the first page of a process asks once for all
    before, officer = asked(), an_office(plan.school)
    for number in range(6):
        action = an_action(axis, f"Action {number}", contributors=["BDE", "Consentis"], lead_office=officer)
        acts.add_piece(action, officer, "Pièce", link="https://mines.example", published=True)
        gauge = a_gauge(axis, f"Indicateur {number}", action=action)
        acts.note_value(gauge, 2022, officer, numerator=number, campus="Gardanne")
        acts.note_value(gauge, 2022, officer, numerator=number)
        an_action(an_axis(plan, f"Mesure {number}"), "Autre")
    assert asked() == before


def test_a_tally_counts_each_action_once() -> None:
    tally = board.Tally(done=2, continued=1, under_way=3, to_come=4, late=5, dropped=6)
    assert tally.whole == sum(count for _kind, count in tally.parts) == 15
    assert tally.money == ""
