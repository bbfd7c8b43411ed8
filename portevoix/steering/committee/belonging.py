"""The committee in the space of those who sit in it, and of nobody else."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from portevoix.ground.population.models import Individual
from portevoix.ground.population.places import Place
from portevoix.ground.web import clock
from portevoix.steering.committee.models import Seat


def place_of(individual: Individual) -> Place | None:
    """Where a member reads agenda and minutes; None for the others."""
    if not Seat.objects.of(individual).sitting_on(localdate(clock.rounded())).exists():
        return None
    return Place(_("Steering committee"), reverse("committee:mine", args=[individual.school.slug]))
