"""Which schools may be added."""

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

TAKEN = {"cellule", "compte", "en", "fr", "media", "quitter", "static"}
"""First words of an address that belong to the house."""


def may_have_address(slug: str) -> bool:
    return slug not in TAKEN and not School.objects.at(slug).exists()


def must_be_free_address(slug: str) -> None:
    if not may_have_address(slug):
        raise Refused(_("The address /%(slug)s/ is taken. Choose another.") % {"slug": slug})


def must_be_a_school(slug: str) -> School:
    """The school of this address."""
    school = School.objects.at(slug).select_related("cell").first()
    if school is None:
        raise Refused(_("There is no school at /%(slug)s/.") % {"slug": slug})
    return school
