"""A table of figures comes in: sent, looked at, corrected, taken in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet, Unreadable
from portevoix.ground.web.tables import Send
from portevoix.steering.shares import imports, rules
from portevoix.steering.shares.board import Cell
from portevoix.steering.shares.changes import Changes, changes
from portevoix.steering.shares.forms import HowToRead
from portevoix.steering.shares.lines import Options, understand
from portevoix.steering.shares.manage import BOTH, shown_to
from portevoix.steering.shares.models import Import

SHOWN = 8
"""Figures of the table that are shown before it is taken in."""
SAID = 50
"""Wrong lines that are told."""


@for_the_mission
@BOTH
def send(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Choose the file of a table."""
    form = Send(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect("shares:look", school.slug, imports.receive(office, file.name, file.read()).ident)
        except Unreadable as unreadable:
            form.add_error("file", unreadable.sentence)
    return render(request, "shares/import.html", shown_to(school, form=form), status=422 if form.errors else 200)


@for_the_mission
@BOTH
def look(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """What the table would change, and the button that does it; afterwards, what it did."""
    one = rules.must_know_import(Import.objects.for_school(school).named(ident))
    if one.is_done:
        return render(request, "shares/taken_in.html", shown_to(school, done=one))
    sheet, kept = imports.sheet_of(one), Options.from_json(one.options)
    form = HowToRead(sheet, kept, request.POST or None)
    chosen = form.options() if form.is_valid() else kept
    found = changes(school, understand(sheet, chosen), chosen)
    if form.is_valid() and "look" in request.POST:
        imports.set_options(one, chosen)
        return redirect("shares:look", school.slug, ident)
    if form.is_valid():
        form.must_be_right(found.wrong)
    if form.is_bound and form.is_valid():
        imports.finish(one, chosen, office)
        return redirect("shares:look", school.slug, ident)
    shown = shown_to(school, sent=one, form=form, **_preview(sheet, found))
    return render(request, "shares/look.html", shown, status=422 if form.errors else 200)


def _preview(sheet: Sheet, found: Changes) -> dict[str, Any]:
    return {
        "lines": len(sheet.rows),
        "found": found,
        "wrong": list(found.wrong.items())[:SAID],
        "more_wrong": max(0, len(found.wrong) - SAID),
        "first": [(change, Cell(change.share)) for change in found.changes[:SHOWN]],
    }


@for_the_mission
@require_POST
def drop(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Forget a table without taking it in."""
    imports.drop(rules.must_know_import(Import.objects.for_school(school).named(ident)))
    return redirect("shares:manage", school.slug)
