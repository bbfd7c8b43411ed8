"""The cell's pages: the desk, a case, the frame for files, the register."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.rules import must_be_colleague, must_be_lead, must_be_member
from portevoix.ground.web import headers
from portevoix.sealed.cases import acts, register, sight
from portevoix.sealed.cases import desk as lines_of_the_desk
from portevoix.sealed.cases.states import STATES, reference
from portevoix.sealed.keys.sight import standing
from portevoix.sealed.streams import parts

LINES_A_PAGE = 25


@headers.member
@require_safe
def desk(request: HttpRequest, view: str = "attente") -> HttpResponse:
    """What waits for this member, theirs, or all: unread first."""
    membership = must_be_member(request)
    page = lines_of_the_desk.page(membership, view, request.GET, LINES_A_PAGE)
    lacks = standing(membership) if page.has_vault else ""
    return render(request, "cases/desk.html", {"section": "desk", "desk": page, "states": STATES, "lacks": lacks})


@headers.member
@require_safe
def case(request: HttpRequest, case: str) -> HttpResponse:
    """One case: what was said, who may read, what can be done now."""
    membership = must_be_member(request)
    fpr = sight.me(membership)
    testimony = sight.find(case, membership, fpr)
    acts.read(testimony, membership)
    seen = sight.of(testimony, membership, fpr)
    context = {
        "section": "desk",
        "sight": seen,
        "state": seen.word,
        "states": STATES,
        "reference": reference(testimony.ident),
        "largest": parts.LARGEST_FILE,
    }
    return render(request, "cases/case.html", context)


@headers.viewer
@login_not_required
@require_safe
def viewer(request: HttpRequest) -> HttpResponse:
    """An empty frame of an origin of its own. The page hands it one opened file; it can reach nothing else."""
    return render(request, "cases/viewer.html")


@require_POST
def remove_member(request: HttpRequest, ident: str) -> HttpResponse:
    lead = must_be_lead(request)
    acts.remove_member(must_be_colleague(lead, ident), lead)
    if ident != lead.ident:
        return redirect("keys:directory")
    logout(request)
    return redirect("account_login")


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, when, in cases this member may read and in the cell: never content."""
    membership = must_be_member(request)
    page = register.page(membership, request.GET.get("avant"), request.GET.get("situation"))
    return render(request, "cases/trail.html", {"section": "trail", "register": page})
