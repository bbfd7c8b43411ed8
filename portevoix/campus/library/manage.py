"""The pages where the mission looks after the works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.library import acts, forms, rules, sight, views
from portevoix.campus.library.models import File, Work
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web import headers
from portevoix.ground.web.rules import Refused, is_done


@for_the_mission
@require_safe
def works(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    found = Work.objects.for_school(school).latest_first()
    words = {"school": school, "section": "library", "works": sight.shown(found, sight.OURS)}
    return render(request, "library/manage.html", words)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """The list, as a file."""
    header = [_("Title"), _("Kind"), _("Language"), _("Who made it"), _("Licence"), _("Who may see it"), _("Opens on")]
    rows = sight.lines(Work.objects.for_school(school).latest_first())
    return sent(_("library"), header, rows, kind)


@for_the_mission
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    form = forms.New(request.POST or None)
    if form.is_valid():
        work = acts.make(school, office, **form.cleaned_data)
        return redirect("library:edit", school.slug, work.slug)
    return render(request, "library/new.html", {"school": school, "section": "library", "form": form})


@for_the_mission
def work(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Everything about one work, and what it still needs."""
    found = Work.objects.for_school(school).addressed(slug)
    form = forms.Describe(request.POST or None, instance=Work.objects.for_school(school).addressed(slug))
    if is_done(form, lambda said: acts.describe(found, office, **said), "kind"):
        return redirect("library:edit", school.slug, slug)
    return _edit(request, school, found, {"form": form})


def _edit(request: HttpRequest, school: School, work: Work, forms_: dict[str, Any]) -> HttpResponse:
    initial = {"access": work.access, "opens": work.opens}
    words = {
        "school": school,
        "section": "library",
        "work": work,
        "shown": sight.Shown(work, sight.OURS),
        "ready": rules.may_be_shown(work, work.captions.count()),
        "takes": ", ".join(str(File.Kind(kind).label) for kind in sorted(acts.wanted_for(work, "file"))),
        "form": forms.Describe(instance=work),
        "access_form": forms.Access(initial=initial),
        "caption_form": forms.Caption(initial={"language": work.language}),
    }
    return render(request, "library/edit.html", words | forms_)


@for_the_mission
@headers.watching
@require_safe
def preview(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """As people will see it."""
    found = Work.objects.for_school(school).addressed(slug)
    words = {"base": "people/mission.html", "section": "library", "is_preview": True}
    return views.page_of(request, school, found, sight.OURS, words)


@for_the_mission
@require_safe
def part(request: HttpRequest, school: School, office: Office, slug: str, use: str, language: str = "") -> HttpResponse:
    return sight.part(request, Work.objects.for_school(school).addressed(slug), use, language)


@for_the_mission
@require_POST
def access(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    found = Work.objects.for_school(school).addressed(slug)
    form = forms.Access(request.POST)
    if form.is_valid():
        try:
            acts.open_to(found, form.cleaned_data["access"], form.cleaned_data["opens"], office)
        except Refused as refused:
            form.add_error("opens" if refused.code == "passed" else "access", refused.sentence)
        else:
            return redirect("library:edit", school.slug, slug)
    return _edit(request, school, Work.objects.for_school(school).addressed(slug), {"access_form": form})


@for_the_mission
@require_POST
def caption(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    found = Work.objects.for_school(school).addressed(slug)
    form = forms.Caption(request.POST, request.FILES)
    if is_done(form, lambda said: acts.caption(found, said["language"], said["file"].read(), office), "file"):
        return redirect("library:edit", school.slug, slug)
    return _edit(request, school, found, {"caption_form": form})


@for_the_mission
@require_POST
def uncaption(request: HttpRequest, school: School, office: Office, slug: str, language: str) -> HttpResponse:
    found = Work.objects.for_school(school).addressed(slug)
    acts.uncaption(found.captions.all().in_language(language), office)
    return redirect("library:edit", school.slug, slug)


@for_the_mission
@require_POST
def remove(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    acts.remove(Work.objects.for_school(school).addressed(slug), office)
    return redirect("library:manage", school.slug)
