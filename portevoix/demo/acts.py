"""The made-up school."""

from django.conf import settings
from django.db import transaction

from portevoix.ground.schools import acts as schools
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused


@transaction.atomic
def show() -> School:
    """Make the school once; it stays as visitors leave it."""
    if not settings.DEMO:
        raise Refused("PORTEVOIX_DEMO is off: this installation has no made-up school.")
    return School.objects.at("demo").first() or schools.found(
        "École d’ingénieurs de Portevoix", "demo", ["Campus du Lac", "Campus de la Gare"], cell="Cellule d’écoute"
    )
