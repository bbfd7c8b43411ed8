"""A survey of the made-up school that is open today: Lou can ask for her ticket, and answer."""

from datetime import datetime, timedelta

from django.utils import timezone

from portevoix.demo.accounts import STUDENT
from portevoix.demo.survey import drawn
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.steering.survey import acts, instrument
from portevoix.steering.survey.models import Answer, Survey, Ticket

ASKED, ANSWERED = 93, 71
"""How many people of the made-up school have asked for a ticket; how many made-up answers have come."""


def show(school: School, now: datetime) -> Survey:
    """It began last week and ends in two; some have asked, fewer have answered, nobody is anybody."""
    office = Office.objects.for_school(school).current()[0]
    today = timezone.localdate(now)
    survey = acts.make_survey(
        school,
        slug=str(today.year),
        title=f"Baromètre {today.year}",
        year=today.year,
        opens=today - timedelta(days=7),
        closes=today + timedelta(days=14),
        modules=[],
        version=instrument.current_version(),
        by=office,
    )
    survey = acts.open_survey(survey, today, office)
    others = Individual.objects.for_school(school).present().exclude(email=STUDENT.email).order_by("pk")
    asked = list(others.values_list("pk", flat=True)[:: others.count() // ASKED])
    Ticket.objects.to(survey).filter(individual__in=asked).update(given=True)
    told = drawn(instrument.of(survey), ANSWERED, seed=today.year)
    Answer.objects.bulk_create(Answer(survey=survey, body=instrument.check(survey, one)) for one in told)
    return survey
