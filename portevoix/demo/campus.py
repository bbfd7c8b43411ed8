"""The made-up campus: who looks after prevention there, and a student who comes in."""

from datetime import datetime

from portevoix.demo.accounts import OFFICER, PASSWORD, STUDENT, TOTP_SECRET
from portevoix.ground.people import acts as people
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.schools.models import School


def show(school: School, now: datetime) -> None:
    """Hélène Faure joins the mission; Lou Martin is on the lists, and treasurer of the students' association."""
    invitation = people.invite_officer(school, None, OFFICER.email, OFFICER.name, OFFICER.function)
    people.enrol(people.take_office(invitation.code, PASSWORD).person, TOTP_SECRET, 0)
    lou, _ = Individual.objects.get_or_create(
        school=school,
        email=STUDENT.email,
        defaults={"given_name": "Lou", "family_name": "Martin", "status": "student", "campus": school.campuses.first()},
    )
    for kind, name, title in (
        (Group.Kind.PROGRAMME, "Ingénieur civil", ""),
        (Group.Kind.PROMOTION, "Promotion 2028", ""),
        (Group.Kind.ASSOCIATION, "Bureau des élèves", "Trésorière"),
    ):
        group, _ = Group.objects.get_or_create(school=school, kind=kind, name=name)
        Belonging.objects.get_or_create(individual=lou, group=group, defaults={"title": title})
