"""The made-up school tells its last year to everyone, and drafts what its board will read."""

from datetime import datetime

from django.utils import timezone

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.steering.report import acts
from portevoix.steering.report.models import Topic, Version

FOREWORD = (
    "Cette école n’existe pas ; les chiffres de ce bilan viennent de sa vie inventée, sauf les parts "
    "des femmes, qui sont celles que de vraies écoles ont publiées.\n\n"
    "Cette année, **quarante membres du personnel** ont été formés en deux cycles, et un film à 360° sur le "
    "consentement a été suivi d’ateliers."
)


def show(school: School, now: datetime) -> None:
    """A published report of last year, and a draft for the board."""
    office = Office.objects.for_school(school).current()[0]
    year = timezone.localdate(now).year - 1
    acts.publish(acts.close(acts.tell(office, year, Version.PUBLIC, Topic.values, FOREWORD), office), office)
    acts.tell(office, year, Version.BOARD, Topic.values)
