"""What anyone reads of the shares of women: what the school publishes, small figures hidden."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.shares import board, cge, sheet
from portevoix.steering.shares.models import Family
from portevoix.steering.shares.rules import MIXED


@login_not_required
@same_for_everyone
@require_safe
def home(request: HttpRequest, school: str) -> HttpResponse:
    """Every programme of which something is published, then the national figures."""
    place = School.objects.addressed(school)
    shown = {
        "school": place,
        "boards": board.in_public(place),
        "families": list(Family),
        "editions": cge.editions(),
        "curves": cge.curves(),
        "mixed": MIXED,
    }
    return render(request, "shares/home.html", shown)


@login_not_required
@same_for_everyone
@require_safe
def export(request: HttpRequest, school: str, kind: str) -> HttpResponse:
    """The same, as a file."""
    place = School.objects.addressed(school)
    rows = [*sheet.rows(board.in_public(place)), *sheet.national()]
    return sent(_("share of women"), sheet.header(), rows, kind)
