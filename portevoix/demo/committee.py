"""The made-up school's steering committee, from 2022 on as the plan says: names, words and decisions are made up."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from portevoix.demo.accounts import OFFICER, STUDENT
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.steering.committee import acts, deciding, yearly
from portevoix.steering.committee.acts import NewDecision
from portevoix.steering.committee.models import Attendance, Committee, Decision, Meeting, Minutes, Review, Seat
from portevoix.steering.plan.models import Action, Plan

BEGAN = date(2022, 3, 1)
OUTSIDE = [
    ("Claire Aubry", "Direction"),
    ("Yannick Morel", "Maison des élèves, campus du Lac"),
    ("Sanaa Belkacem", "Maison des élèves, campus de la Gare"),
]
MET: list[tuple[date, str, str, str, list[tuple[str, str, str]]]] = [
    (
        date(2022, 6, 14),
        "Pour commencer : qui fait quoi",
        "Le comité se réunira une fois par an au moins, et plus si l’on en a besoin.",
        "Chacun·e dit ce qui existe déjà. Des actions que personne ne connaissait entrent dans le plan.",
        [("Nommer une personne à qui s’adresser sur chaque campus", "Claire Aubry", "2022-09-30")],
    ),
    (
        date(2023, 5, 23),
        "Les ateliers d’autodéfense",
        "Douze places par séance ; la liste d’attente est longue.",
        "Les ateliers sont pleins en deux jours. Les maisons des élèves proposent de prêter une salle en soirée.",
        [("Tenir un atelier par semestre sur chaque campus", "Yannick Morel", "2023-12-31")],
    ),
    (
        date(2024, 6, 11),
        "La dernière année du plan",
        "Le plan se termine en décembre.",
        "Le plan a tenu ce qu’il promettait sur la formation ; la part des femmes, elle, ne bouge pas assez.",
        [("Faire le bilan du plan 2021–2024, puis écrire le suivant", "Hélène Faure", "2024-12-31")],
    ),
]
"""When, the point, what to know before, what was said, what was decided by whom for when."""
DONE = {
    "Plateforme de signalement": "Les alertes arrivent au même endroit, et chacune a une suite.",
    "Psychologue spécialiste": "Appelée par les référents, pour le personnel comme pour les élèves.",
    "Charte de lutte": "Signée par la direction, les maisons des élèves et les BDE des deux campus.",
    "Film de sensibilisation": "Un atelier suit chaque projection, avec une assistante sociale ou une psychologue.",
    "Formation du personnel": "Deux cycles, quarante personnes.",
    "Ateliers d’autodéfense": "Avec WoMines et la maison des élèves. Les places partent en deux jours.",
    "Interventions": "Consentis, NousToutes, Face Loire et SOS Violences Conjugales 42.",
    "Comité de pilotage": "Le comité s’est réuni en mai.",
    "Téléconsultation": "Ouverte à tous les élèves, sans frais.",
    "Protections périodiques": "Coupes, culottes, serviettes jetables et lavables.",
}
"""What was done of each action in the year, by how its title begins."""
YEAR = 2023
SUMMARY = "Une année de formation : le second cycle est fini, les ateliers sont pleins. Il reste à mesurer l’effet."
CORRECTION = "Poser la même question à chaque promotion, avant et après, pour savoir ce qui change."


def show(school: School, now: datetime) -> None:
    """Three meetings with minutes, one that is being prepared, one yearly review. Comes after the plan.

    What was done long ago is done now and dated then: the trail says when it was written down.
    """
    helene = Office.objects.for_school(school).current().with_people().get(person__email=OFFICER.email)
    plan = Plan.objects.for_school(school).latest_first()[0]
    committee = acts.set_up(plan, helene)
    _seats(committee, helene)
    for told in MET:
        _met(committee, helene, *told)
    for decision in Decision.objects.of_committee(committee)[:2]:
        deciding.settle(decision, helene)
        Decision.objects.filter(pk=decision.pk).update(settled=decision.until)
    _looked_back(plan, helene)
    _coming(committee, helene, now)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 13, tzinfo=UTC)


def _seats(committee: Committee, by: Office) -> None:
    lou = Individual.objects.for_school(committee.school).get(email=STUDENT.email)
    acts.seat(committee, by, since=BEGAN, name=by.person.name, function="Mission égalité", office=by)
    for name, function in OUTSIDE:
        email = f"{name.split()[0].lower()}@demo.example"
        acts.seat(committee, by, since=BEGAN, name=name, function=function, email=email)
    theo = acts.seat(committee, by, since=BEGAN, name="Théo Garnier", function="Bureau des élèves", email="")
    acts.unseat(theo, by, date(2023, 9, 1))
    acts.seat(committee, by, since=date(2023, 9, 1), name=str(lou), function="Bureau des élèves", individual=lou)


def _met(
    committee: Committee,
    by: Office,
    day: date,
    title: str,
    known: str,
    said: str,
    decided: list[tuple[str, str, str]],
) -> None:
    at = _at(day)
    place = "Salle du conseil, campus du Lac"
    before, after = at - timedelta(days=21), at + timedelta(days=2)
    known_of = {"place": place, "called": before, "changed": before, "proof": after}
    meeting = Meeting.objects.create(committee=committee, at=at, **known_of)
    point = meeting.points.create(title=title, text=known)
    acts.hold(meeting, by)
    there: dict[Seat, str] = dict.fromkeys(committee.seats.all().sitting_on(day), Attendance.State.PRESENT)
    there[committee.seats.get(name="Sanaa Belkacem")] = Attendance.State.EXCUSED
    new = [NewDecision(point, text, who, date.fromisoformat(until)) for text, who, until in decided]
    acts.write(meeting, by, said={point: said}, there=there, decided=new)
    minutes = acts.approve(meeting, by)
    if day.year == YEAR:
        acts.correct(meeting, by, "Lire « seize places par séance », et non douze.")
        minutes.corrections.update(at=at + timedelta(days=20))
    Minutes.objects.filter(pk=minutes.pk).update(at=at + timedelta(days=7))


def _looked_back(plan: Plan, by: Office) -> None:
    review = yearly.open_review(plan, YEAR, by)
    review.lines.filter(state=Action.State.IDEA).delete()  # nobody had had it then
    lines = {line: {name: getattr(line, name) for name in yearly.WORDS} for line in review.lines.all().in_order()}
    for line, words in lines.items():
        assert line.action is not None
        words["done"] = next((said for title, said in DONE.items() if line.action.title.startswith(title)), "")
        if words["gap"]:
            words["correction"] = CORRECTION
    yearly.write(review, by, summary=SUMMARY, lines=lines)
    yearly.publish(yearly.close(review, by), by, shown=True)
    Review.objects.filter(pk=review.pk).update(closed=_at(date(YEAR + 1, 1, 16)))


def _coming(committee: Committee, by: Office, now: datetime) -> None:
    """In twelve days, at two in the afternoon on the clocks of the school; the members have been written to."""
    day = timezone.localdate(now) + timedelta(days=12)
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 14))
    meeting = acts.prepare(committee, by, at=at, place="Salle du conseil, campus du Lac")
    acts.add_point(meeting, by, title="La soirée d’hiver", text="Ce que la mission a accepté, ce qui manque encore.")
    Meeting.objects.filter(pk=meeting.pk).update(called=clock.rounded())
