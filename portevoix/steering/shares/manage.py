"""The mission's pages: programmes, figures by hand, targets, what is published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.steering.shares import acts, board, rules, sheet
from portevoix.steering.shares.forms import ProgrammeForm, ShareForm, TargetForm, kept
from portevoix.steering.shares.models import Programme, Share, ShareTarget, Stage

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def shown_to(school: School, **more: Any) -> dict[str, Any]:
    """What every page of the mission here is given."""
    return {"school": school, "section": "shares", **more}


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Every programme, with what is known of it and what is published."""
    return render(request, "shares/manage.html", shown_to(school, boards=board.for_the_mission(school)))


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """Every figure, published or not, as a file that can come back."""
    return sent(_("share of women"), sheet.header(), sheet.rows(board.for_the_mission(school)), kind)


def _programme(school: School, ident: str) -> Programme:
    return rules.must_be_of(school, Programme.objects.for_school(school).named(ident))


@for_the_mission
@require_safe
def programme(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One programme: every figure, its intakes, its targets."""
    asked = _programme(school, ident)
    found = next(one for one in board.for_the_mission(school) if one.programme == asked)
    return render(request, "shares/programme.html", shown_to(school, board=found, programme=asked))


@for_the_mission
@BOTH
def new_programme(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """A programme to be followed."""
    return _write_programme(request, school, office, Programme(rank=1 + Programme.objects.for_school(school).count()))


@for_the_mission
@BOTH
def edit(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """How a programme is called and counted."""
    return _write_programme(request, school, office, _programme(school, ident))


def _write_programme(request: HttpRequest, school: School, office: Office, one: Programme) -> HttpResponse:
    form = ProgrammeForm(school, request.POST or None, instance=one)
    if form.is_valid():
        return redirect("shares:programme", school.slug, acts.keep_programme(form.instance, office).ident)
    shown = shown_to(school, form=form, programme=one if one.pk else None)
    return render(request, "shares/edit.html", shown, status=422 if form.errors else 200)


@for_the_mission
@require_POST
def remove(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Take a programme and its figures away."""
    acts.remove_programme(_programme(school, ident), office)
    return redirect("shares:manage", school.slug)


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Show its figures to everyone, or to nobody."""
    acts.publish(_programme(school, ident), office, published="hide" not in request.POST)
    return redirect("shares:programme", school.slug, ident)


@for_the_mission
@BOTH
def write(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One figure, by hand; the one of this stage and year there is already, if the address names it."""
    asked = _programme(school, ident)
    share = _asked_for(request, asked)
    form = ShareForm(request.POST or None, initial=kept(share))
    if form.is_valid():
        acts.note_share(asked, by=office, **form.cleaned_data)
        return redirect("shares:programme", school.slug, ident)
    shown = shown_to(school, form=form, programme=asked, share=share)
    return render(request, "shares/write.html", shown, status=422 if form.errors else 200)


def _asked_for(request: HttpRequest, programme: Programme) -> Share | None:
    stage, year = request.GET.get("etape", ""), request.GET.get("annee", "")
    if stage not in Stage.values or not year.isdecimal() or int(year[:6]) not in rules.YEARS:
        return None
    return Share.objects.at(programme, stage, int(year))


@for_the_mission
@require_POST
def forget(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Take one figure away."""
    share = rules.must_know_share(Share.objects.for_school(school).named(ident))
    acts.forget_share(share, office)
    return redirect("shares:programme", school.slug, share.programme.ident)


@for_the_mission
@BOTH
def aim(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """A share to be reached."""
    asked = _programme(school, ident)
    form = TargetForm(request.POST or None)
    if form.is_valid():
        acts.aim(asked, by=office, **form.cleaned_data)
        return redirect("shares:programme", school.slug, ident)
    shown = shown_to(school, form=form, programme=asked)
    return render(request, "shares/aim.html", shown, status=422 if form.errors else 200)


@for_the_mission
@require_POST
def give_up(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Take a target away."""
    target = rules.must_know_target(ShareTarget.objects.for_school(school).named(ident))
    acts.give_up(target, office)
    return redirect("shares:programme", school.slug, target.programme.ident)
