"""The made-up associations: a party that is nearly ready, a workshop that waits for an answer."""

from datetime import datetime, timedelta

from portevoix.campus.associations import acts
from portevoix.campus.associations.models import Event, Line
from portevoix.campus.attendance import acts as attendance
from portevoix.campus.attendance.models import Presence
from portevoix.campus.prevention import acts as coverage
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.demo.accounts import OFFICER, STUDENT
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.schools.models import School

ASSOCIATIONS = [
    "Bureau des arts",
    "Bureau des sports",
    "Club montagne",
    "Club robotique",
    "Club théâtre",
    "Épicerie solidaire",
    "Fanfare",
    "Junior-entreprise",
    "Radio des élèves",
]
PRESENTS = """\
Le **Bureau des élèves** fait vivre les deux campus : accueil des premières années, soirées, sorties, voyage.

- une équipe de douze élèves, élue chaque printemps ;
- des référent·es formé·es à chaque soirée, reconnaissables à leur brassard.
"""


def show(school: School, now: datetime) -> None:
    """Lou proposes in the name of the students' bureau, Hélène answers. Comes after trainings and attendance."""
    helene = Office.objects.for_school(school).current().with_people().get(person__email=OFFICER.email)
    lou = Individual.objects.for_school(school).get(email=STUDENT.email)
    bureau = acts.association_of(
        Group.objects.get(school=school, kind=Group.Kind.ASSOCIATION, name="Bureau des élèves")
    )
    acts.describe(bureau, presents=PRESENTS, contact="bde@demo.example", is_published=True)
    today = now.date()
    acts.record_charter(bureau, helene, today - timedelta(days=60), today - timedelta(days=90))
    parties = Training.objects.for_school(school).filter(kind=Training.Kind.TRAINING, minutes=120)
    zoe, *_others = _heads_of_associations(school, lou, parties[0], helene, now)
    acts.set_standard(school, helene, 2, parties)
    party = acts.propose(
        bureau, lou, **_event("party", "Gala d’hiver", now + timedelta(days=12), 7, "Foyer du Lac", 300)
    )
    acts.answer(
        party, helene, Event.State.ASKED, "Comment rentre-t-on après trois heures ? Le dernier tram est à minuit."
    )
    acts.revise(party, lou, "Deux navettes, à 2 h et à 4 h, jusqu’à la résidence.")
    acts.answer(party, helene, Event.State.ACCEPTED, "")
    acts.show(party, shown=True)
    acts.name_referents(party, [lou, zoe])
    for line in Line.objects.for_school(school).filter(measure=Line.Measure.SEEN)[:4]:
        acts.tick(party, line, lou)
    workshop = _event("workshop", "Autodéfense féministe", now + timedelta(days=30), 3, "Maison des élèves", 20)
    acts.propose(bureau, lou, partner="Face Loire", about="Un après-midi, pour vingt personnes.", **workshop)


def _heads_of_associations(
    school: School, lou: Individual, training: Training, by: Office, now: datetime
) -> list[Individual]:
    """Twenty with Lou; eight of them came to be referents, and all are to before the next integration weekend."""
    students = list(Individual.objects.for_school(school).with_status("student").but(lou).by_name()[20:39])
    for number, student in enumerate(students):
        name = "Bureau des élèves" if number == 0 else ASSOCIATIONS[number % len(ASSOCIATIONS)]
        group, _made = Group.objects.get_or_create(school=school, kind=Group.Kind.ASSOCIATION, name=name)
        Belonging.objects.create(individual=student, group=group, title=("Présidence", "Trésorerie")[number % 2])
    begins = now.replace(hour=17, minute=0, second=0, microsecond=0) - timedelta(days=24)
    here = {"place": "Foyer des élèves", "facilitators": "Consentis", "psychologist": "Sofia Marchetti"}
    ends, campus = begins + timedelta(minutes=120), school.campuses.first()
    sitting = Sitting.objects.create(training=training, campus=campus, begins=begins, ends=ends, is_open=True, **here)
    attendance.note_by_hand(sitting, [lou, *students[:7]], Presence.Means.LIST, by)
    coverage.aim(training, by, 100, now.date() + timedelta(days=290), occasion="week-end d’intégration", in_office=True)
    return students


def _event(kind: str, name: str, day: datetime, hours: int, place: str, expected: int) -> dict[str, object]:
    begins = day.replace(hour=20 if kind == "party" else 13, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(hours=hours)
    return {"kind": kind, "name": name, "begins": begins, "ends": ends, "place": place, "expected": expected}
