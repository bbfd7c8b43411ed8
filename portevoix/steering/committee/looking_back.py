"""The pages where the mission looks back on a year, and goes on with the next plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.rules import Refused
from portevoix.steering.committee import comparing, rules, yearly, yearly_forms
from portevoix.steering.committee.manage import plan_at, words_of
from portevoix.steering.committee.models import Review
from portevoix.steering.plan.models import Action


@for_the_mission
@require_POST
def open_review(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """Begin to look back on a year."""
    year = request.POST.get("year", "")
    if not year.isascii() or not year.isdigit() or len(year) > 4:
        raise Http404
    review = yearly.open_review(plan_at(school, plan), int(year), office)
    return redirect("committee:review", school.slug, review.ident)


@for_the_mission
def review(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Write it while it is open; read it once it is closed."""
    found = Review.objects.for_school(school).named(ident)
    words = words_of(school) | {"review": found, "plan": found.plan}
    if found.is_closed:
        lines = found.lines.all().in_order()
        return render(request, "committee/review.html", words | {"lines": lines})
    form = yearly_forms.ReviewForm(request.POST or None, review=found)
    if form.is_valid():
        yearly.write(found, office, summary=form.cleaned_data["summary"], lines=form.lines())
        if "close" in request.POST:
            yearly.close(found, office)
        return redirect("committee:review", school.slug, ident)
    return render(request, "committee/look_back.html", words | {"form": form})


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Show it to everyone, or no longer."""
    found = Review.objects.for_school(school).named(ident)
    yearly.publish(found, office, shown=request.POST.get("shown") == "yes")
    return redirect("committee:review", school.slug, ident)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, ident: str, kind: str) -> HttpResponse:
    """A review as a sheet."""
    found = Review.objects.for_school(school).named(ident)
    header = [_("Measure"), _("Action"), _("How far it is"), _("What was done"), _("The gap"), _("What we correct")]
    rows = [
        [line.axis, line.title, line.get_state_display(), line.done, line.gap, line.correction]
        for line in found.lines.all().in_order()
    ]
    return sent(f"{_('review')}-{found.year}", header, rows, kind)


@for_the_mission
def following(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """What continues, what stops, what is done: the next plan."""
    found = plan_at(school, plan)
    rules.must_be_allowed_to_be_followed(found)
    form = yearly_forms.NextPlanForm(request.POST or None, plan=found)
    if form.is_valid():
        about = {name: form.cleaned_data[name] for name in ("title", "first_year", "last_year")}
        try:
            made = yearly.go_on(found, office, fate=form.fate(), **about)
        except Refused as refused:
            form.add_error(refused.code if refused.code in form.fields else None, refused.sentence)
        else:
            return redirect("committee:compare", school.slug, plan, made.slug)
    return render(request, "committee/following.html", words_of(school) | {"plan": found, "form": form})


@for_the_mission
@require_safe
def compare(request: HttpRequest, school: School, office: Office, plan: str, other: str) -> HttpResponse:
    """Two plans side by side."""
    former, latter = plan_at(school, plan), plan_at(school, other)
    words = {"former": former, "latter": latter, "comparison": comparing.of(former, latter)}
    over = [Action.State.DONE, Action.State.DROPPED]
    return render(request, "committee/compare.html", words_of(school) | words | {"over": over})
