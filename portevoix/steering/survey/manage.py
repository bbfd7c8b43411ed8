"""The mission's pages: a survey is made, opened and closed; tickets are printed; how many have answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.steering.survey import acts, answering, instrument, paper, rules, taking_part, tasks
from portevoix.steering.survey.forms import PaperForm, SurveyForm
from portevoix.steering.survey.models import Survey


@for_the_mission
@require_safe
def surveys(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Every survey of the school."""
    every = [(one, taking_part.of(one)) for one in Survey.objects.for_school(school).newest_first()]
    return render(request, "survey/manage.html", {"school": school, "section": "survey", "every": every})


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Another one."""
    today = timezone.localdate()
    begin = {"year": today.year, "slug": str(today.year), "opens": today}
    begin["modules"] = [one.key for one in instrument.optional_modules()]
    form = SurveyForm(school, request.POST or None, initial=begin)
    if form.is_valid():
        made = acts.make_survey(school, by=office, version=instrument.current_version(), **form.told)
        return redirect("survey:survey", school.slug, made.slug)
    return _form(request, school, form)


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Another wording or other days, while nobody has seen it."""
    about = _survey(school, slug)
    rules.must_be_allowed_to_change(about)
    form = SurveyForm(school, request.POST or None, survey=about, initial=SurveyForm.of(about))
    if form.is_valid():
        for name, value in form.told.items():
            setattr(about, name, value)
        acts.change_survey(about, office)
        return redirect("survey:survey", school.slug, about.slug)
    return _form(request, school, form, about)


@for_the_mission
@require_safe
def survey(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """One survey: where it stands, what is asked, who takes part."""
    return _show(request, school, _survey(school, slug), PaperForm())


@for_the_mission
@require_POST
def open_(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    acts.open_survey(_survey(school, slug), timezone.localdate(), office)
    return redirect("survey:survey", school.slug, slug)


@for_the_mission
@require_POST
def close(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    about = _survey(school, slug)
    answering.shuffle(about)
    acts.close_survey(about, office)
    answering.wipe()
    tasks.count.enqueue(about.ident)
    return redirect("survey:survey", school.slug, slug)


@for_the_mission
@require_POST
def print_(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Tickets on paper: a PDF that is not kept, and cannot be made again."""
    about, form = _survey(school, slug), PaperForm(request.POST)
    if not form.is_valid():
        return _show(request, school, about, form, 422)
    tickets = acts.print_tickets(about, form.cleaned_data["number"], timezone.localdate(), office)
    pdf = HttpResponse(paper.as_pdf(about, tickets, request.LANGUAGE_CODE), content_type="application/pdf")
    pdf["Content-Disposition"] = f'attachment; filename="{about.slug}.pdf"'
    return pdf


def _show(request: HttpRequest, school: School, about: Survey, form: PaperForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    shown: dict[str, Any] = {"school": school, "section": "survey", "survey": about, "form": form}
    shown["asked"] = instrument.of(about)
    shown["part"] = taking_part.of(about)
    shown["may_open"], shown["may_close"] = rules.may_open(about, today), rules.may_close(about)
    shown["may_print"] = rules.may_print(about, 1, today)
    return render(request, "survey/survey.html", shown, status=status)


def _form(request: HttpRequest, school: School, form: SurveyForm, about: Survey | None = None) -> HttpResponse:
    shown = {"school": school, "section": "survey", "form": form, "survey": about}
    return render(request, "survey/write.html", shown, status=422 if form.errors else 200)


def _survey(school: School, slug: str) -> Survey:
    found = Survey.objects.for_school(school).at(slug)
    if found is None:
        raise Http404
    return found
