"""The questions that wait for somebody, and the way to them from their space."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portevoix.campus.evaluation import rules
from portevoix.campus.evaluation.models import Asked
from portevoix.ground.population.models import Individual
from portevoix.ground.population.places import Place


def of(individual: Individual, at: datetime) -> list[Asked]:
    """Those this person may answer at that moment."""
    return [asked for asked in Asked.objects.of(individual).waiting() if rules.may_answer(asked, at)]


def place_of(individual: Individual) -> Place | None:
    """Where they are answered; None for whom none waits."""
    if not of(individual, now()):
        return None
    return Place(_("A few questions"), reverse("evaluation:mine", args=[individual.school.slug]))
