"""What is done with schools: found one, with its campuses and its cell."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from portevoix.ground.schools import rules
from portevoix.ground.schools.models import Campus, Cell, School
from portevoix.ground.trail import acts as trail


@transaction.atomic
def found(
    name: str, slug: str, campuses: Sequence[str] = (), *, cell: str | None = None, shared_with: str | None = None
) -> School:
    """Add a school. It gets a cell of its own, named `cell`, or shares the cell of the school at `shared_with`."""
    rules.must_be_free_address(slug)
    if shared_with:
        listening = rules.must_be_a_school(shared_with).cell
    else:
        listening = Cell.objects.create(name=cell or _("Listening cell"))
    school = School(name=name.strip(), slug=slug, cell=listening)
    school.full_clean()
    school.save()
    for campus in campuses:
        Campus.objects.create(school=school, name=campus.strip())
    trail.note("school founded", [school.ident, slug], subject=school.ident, cell=listening.ident)
    return school
