"""Which services a school looks after."""

from django.utils.translation import gettext as _

from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused


def is_shown_at(school: School, service: Service | None) -> bool:
    """The school's own, and those of all schools."""
    return service is not None and service.school_id in {None, school.pk}


def must_be_shown_at(school: School, service: Service | None) -> Service:
    if service is None or not is_shown_at(school, service):
        raise Refused(_("This school does not show such a service."), code="service", status=404)
    return service


def is_of(school: School, service: Service | None) -> bool:
    return service is not None and service.school_id == school.pk


def must_be_of(school: School, service: Service | None) -> Service:
    found = must_be_shown_at(school, service)
    if not is_of(school, found):
        sentence = _(
            "This service is shown by every school here: you record its check, and nothing else of it changes."
        )
        raise Refused(sentence, code="service")
    return found
