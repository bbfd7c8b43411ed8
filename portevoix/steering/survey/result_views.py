"""Pages of results: what a closed survey says, to the mission; and to everyone, what the mission publishes of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.survey import acts
from portevoix.steering.survey import results as survey_results
from portevoix.steering.survey.forms import PublishForm
from portevoix.steering.survey.models import Outcome, Survey
from portevoix.steering.survey.results import Results


@for_the_mission
@require_safe
def results(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Who answered, what people lived, the silence rate, and the way to each module."""
    survey = _survey(school, slug)
    shown = {"school": school, "section": "survey", "survey": survey}
    outcome = Outcome.objects.of(survey)
    if outcome is None:
        return render(request, "survey/no_results.html", shown)
    found = survey_results.of(outcome)
    form = PublishForm(found, initial={"shown": outcome.shown})
    return render(request, "survey/results.html", shown | {"results": found, "form": form})


@for_the_mission
@require_safe
def module(request: HttpRequest, school: School, office: Office, slug: str, module: str) -> HttpResponse:
    """What was answered in one module, question by question."""
    found = _results(_survey(school, slug))
    part = found.part(module)
    if part is None:
        raise Http404
    shown = {"school": school, "section": "survey", "survey": found.survey, "results": found, "part": part}
    return render(request, "survey/results_of_module.html", shown)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    """The same, as a file: what the pages show, and no more."""
    found = _results(_survey(school, slug))
    header = [_("Module"), _("Question"), _("Answer"), _("Group"), _("People"), _("Out of"), _("Share (%)")]
    name = _("climate-survey")
    return sent(f"{name}-{slug}", [*header, _("From (%)"), _("To (%)")], found.rows(), kind)


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Choose what everyone may read."""
    found = _results(_survey(school, slug))
    form = PublishForm(found, request.POST)
    if form.is_valid():
        acts.publish_results(found.outcome, form.cleaned_data["shown"], office)
    return redirect("survey:results", school.slug, slug)


@login_not_required
@same_for_everyone
@require_safe
def public(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """What the mission publishes; nothing is said of a survey of which nothing is."""
    place = School.objects.addressed(school)
    found = _results(_survey(place, slug))
    if not found.outcome.shown:
        raise Http404
    return render(request, "survey/public_results.html", {"school": place, "survey": found.survey, "results": found})


def _survey(school: School, slug: str) -> Survey:
    found = Survey.objects.for_school(school).at(slug)
    if found is None:
        raise Http404
    return found


def _results(survey: Survey) -> Results:
    outcome = Outcome.objects.of(survey)
    if outcome is None:
        raise Http404
    return survey_results.of(outcome)
