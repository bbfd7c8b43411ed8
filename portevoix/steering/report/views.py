"""The mission makes reports; everyone reads those that are published."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.report import acts, chapters, content, printed, rules
from portevoix.steering.report.forms import AddedForm, Chapters, Choices
from portevoix.steering.report.models import Added, Report

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _body(report: Report) -> content.Body:
    return content.from_json(report.body) if report.body else chapters.body(report)


def _report(school: School, ident: str) -> Report:
    return rules.must_be_of(school, Report.objects.named(ident))


@login_not_required
@same_for_everyone
@require_safe
def all_(request: HttpRequest, school: str) -> HttpResponse:
    """Every published report."""
    place = School.objects.addressed(school)
    reports = Report.objects.for_school(place).published().latest_first()
    return render(request, "report/all.html", {"school": place, "reports": reports})


@login_not_required
@same_for_everyone
@require_safe
def one(request: HttpRequest, school: str, year: int) -> HttpResponse:
    place = School.objects.addressed(school)
    report = _published(place, year)
    return render(request, "report/one.html", {"school": place, "report": report, "body": _body(report)})


@login_not_required
@same_for_everyone
@require_safe
def paper(request: HttpRequest, school: str, year: int) -> HttpResponse:
    return _pdf(_published(School.objects.addressed(school), year))


def _published(school: School, year: int) -> Report:
    report = Report.objects.for_school(school).published().of(year)
    if report is None:
        raise Http404
    return report


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """The reports that were made."""
    reports = Report.objects.for_school(school).latest_first()
    return render(request, "report/manage.html", {"school": school, "section": "report", "reports": reports})


@for_the_mission
@BOTH
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """One page of choices, then the report."""
    form = Choices(request.POST or None)
    if form.is_valid():
        report = acts.tell(office, **form.cleaned_data)
        return redirect("report:show", school.slug, report.ident)
    shown = {"school": school, "section": "report", "form": form}
    return render(request, "report/new.html", shown, status=422 if form.errors else 200)


@for_the_mission
@require_safe
def show(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """The report as it will be read, and what may be done with it."""
    report = _report(school, ident)
    shown = {
        "school": school,
        "section": "report",
        "report": report,
        "body": _body(report),
        "added": Added.objects.in_report(report),
        "may_change": rules.may_change(report),
        "may_close": rules.may_close(report, timezone.localdate()),
        "may_publish": rules.may_publish(report),
        "may_withdraw": rules.may_withdraw(report),
    }
    return render(request, "report/show.html", shown)


@for_the_mission
@BOTH
def change(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    report = _report(school, ident)
    rules.must_be_allowed_to_change(report)
    form = Chapters(request.POST or None, initial={"topics": report.chosen, "foreword": report.foreword})
    if form.is_valid():
        acts.change(report, office, **form.cleaned_data)
        return redirect("report:show", school.slug, ident)
    shown = {"school": school, "section": "report", "report": report, "form": form}
    return render(request, "report/change.html", shown, status=422 if form.errors else 200)


@for_the_mission
@BOTH
def add(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """A number counted elsewhere."""
    report = _report(school, ident)
    rules.must_be_allowed_to_change(report)
    form = AddedForm(report, request.POST or None)
    if form.is_valid():
        acts.add(report, office, **form.cleaned_data)
        return redirect("report:show", school.slug, ident)
    shown = {"school": school, "section": "report", "report": report, "form": form}
    return render(request, "report/add.html", shown, status=422 if form.errors else 200)


@for_the_mission
@require_POST
def take_away(request: HttpRequest, school: School, office: Office, ident: str, added: str) -> HttpResponse:
    acts.take_away(rules.must_be_in(_report(school, ident), Added.objects.named(added)), office)
    return redirect("report:show", school.slug, ident)


@for_the_mission
@require_POST
def close(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.close(_report(school, ident), office)
    return redirect("report:show", school.slug, ident)


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.publish(_report(school, ident), office)
    return redirect("report:show", school.slug, ident)


@for_the_mission
@require_POST
def withdraw(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.withdraw(_report(school, ident), office)
    return redirect("report:show", school.slug, ident)


@for_the_mission
@require_POST
def discard(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.discard(_report(school, ident), office)
    return redirect("report:manage", school.slug)


@for_the_mission
@require_safe
def our_paper(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _pdf(_report(school, ident))


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, ident: str, kind: str) -> HttpResponse:
    """Every number of the report, one a line, with its definition."""
    report = _report(school, ident)
    header = [_("Chapter"), _("Table"), _("Line"), _("Column"), _("Figure"), _("Definition"), _("Source")]
    return sent(_("report"), header, printed.lines(_body(report)), kind)


def _pdf(report: Report) -> HttpResponse:
    language = get_language() or "fr"
    drawn = printed.closed(report.ident, language) if report.closed else None
    paper = drawn or printed.document(report, _body(report), language)
    answer = HttpResponse(paper, content_type="application/pdf")
    name = f"{_('report')}-{report.year}.pdf"
    answer.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer
