"""The made-up associations: a party that is nearly ready, a workshop that waits for an answer."""

from datetime import datetime, timedelta

from portevoix.campus.associations import acts
from portevoix.campus.associations.models import Event, Line
from portevoix.campus.trainings.models import Training
from portevoix.demo.accounts import OFFICER, STUDENT
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School

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
    trainings = Training.objects.for_school(school).in_order()
    acts.set_standard(school, helene, 2, trainings.filter(kind=Training.Kind.TRAINING)[:1])
    party = acts.propose(
        bureau, lou, **_event("party", "Gala d’hiver", now + timedelta(days=12), 7, "Foyer du Lac", 300)
    )
    acts.answer(
        party, helene, Event.State.ASKED, "Comment rentre-t-on après trois heures ? Le dernier tram est à minuit."
    )
    acts.revise(party, lou, "Deux navettes, à 2 h et à 4 h, jusqu’à la résidence.")
    acts.answer(party, helene, Event.State.ACCEPTED, "")
    acts.show(party, shown=True)
    acts.name_referents(party, [lou])
    for line in Line.objects.for_school(school).filter(measure=Line.Measure.SEEN)[:4]:
        acts.tick(party, line, lou)
    workshop = _event("workshop", "Autodéfense féministe", now + timedelta(days=30), 3, "Maison des élèves", 20)
    acts.propose(bureau, lou, partner="Face Loire", about="Un après-midi, pour vingt personnes.", **workshop)


def _event(kind: str, name: str, day: datetime, hours: int, place: str, expected: int) -> dict[str, object]:
    begins = day.replace(hour=20 if kind == "party" else 13, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(hours=hours)
    return {"kind": kind, "name": name, "begins": begins, "ends": ends, "place": place, "expected": expected}
