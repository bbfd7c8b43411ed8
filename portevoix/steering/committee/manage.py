"""The pages where the mission seats a committee and prepares its meetings."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused
from portevoix.steering.committee import acts, forms, record, rules
from portevoix.steering.committee.models import Committee, Decision, Meeting, Seat
from portevoix.steering.plan.models import Plan


def words_of(school: School) -> dict[str, Any]:
    return {"school": school, "section": "committee"}


def plan_at(school: School, slug: str) -> Plan:
    """Raises Http404."""
    plan = Plan.objects.for_school(school).addressed(slug)
    if plan is None:
        raise Http404
    return plan


def committee_of(school: School, slug: str) -> Committee:
    """The committee of a plan. Raises Http404 where none was set up."""
    committee = Committee.objects.of_plan(plan_at(school, slug))
    if committee is None:
        raise Http404
    return committee


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """The committee of the plan that runs."""
    plan = Plan.objects.for_school(school).current(localdate(clock.rounded()))
    if plan is None:
        return render(request, "committee/no_plan.html", words_of(school))
    return _home(request, school, plan)


@for_the_mission
@require_safe
def home(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """The committee of one plan."""
    return _home(request, school, plan_at(school, plan))


def _home(request: HttpRequest, school: School, plan: Plan) -> HttpResponse:
    today = localdate(clock.rounded())
    committee = Committee.objects.of_plan(plan)
    plans = Plan.objects.for_school(school).latest_first()
    words: dict[str, Any] = {"plan": plan, "plans": plans, "committee": committee}
    if committee is not None:
        meetings = Meeting.objects.of(committee)
        words |= {
            "members": committee.seats.all().not_left(today).in_order(),
            "next": meetings.to_come().first(),
            "past": meetings.took_place(),
            "waiting": Decision.objects.for_school(school).of_committee(committee).waiting(),
            "reviews": plan.reviews.all().latest_first(),
            "years": _years_to_review(plan),
            "follower": plan.followers.first(),
            "former": plan.follows,
            "is_over": today > plan.ends,
        }
    return render(request, "committee/home.html", words_of(school) | words)


def _years_to_review(plan: Plan) -> list[int]:
    """The latest first."""
    known, today = set(plan.reviews.values_list("year", flat=True)), localdate(clock.rounded())
    return [year for year in reversed(plan.years) if rules.may_be_reviewed(plan, year, known, today)]


@for_the_mission
@require_POST
def set_up(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """This plan has a committee from now on."""
    acts.set_up(plan_at(school, plan), office)
    return redirect("committee:members", school.slug, plan)


@for_the_mission
def members(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """Who sits, who sat, and a form for one more."""
    committee, today = committee_of(school, plan), localdate(clock.rounded())
    form = forms.SeatForm(request.POST or None, school=school)
    if form.is_valid():
        try:
            acts.seat(committee, office, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("committee:members", school.slug, plan)
    seats = committee.seats.all()
    words = {"plan": committee.plan, "form": form, "members": seats.not_left(today).in_order()}
    return render(
        request, "committee/members.html", words_of(school) | words | {"former": seats.former(today).in_order()}
    )


@for_the_mission
def seat(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """What is said of a member, and the day they leave."""
    found = Seat.objects.for_school(school).named(ident)
    form = forms.SeatChange(request.POST or None, instance=Seat.objects.named(ident))
    if form.is_valid():
        acts.change_seat(found, office, **form.cleaned_data)
        return redirect("committee:members", school.slug, found.committee.plan.slug)
    return render(request, "committee/seat.html", words_of(school) | {"seat": found, "form": form})


@for_the_mission
def new_meeting(request: HttpRequest, school: School, office: Office, plan: str) -> HttpResponse:
    """Set a date; the agenda is made at once."""
    committee = committee_of(school, plan)
    form = forms.MeetingForm(request.POST or None)
    if form.is_valid():
        meeting = acts.prepare(committee, office, **form.cleaned_data)
        return redirect("committee:meeting", school.slug, meeting.ident)
    return render(request, "committee/when.html", words_of(school) | {"plan": committee.plan, "form": form})


@for_the_mission
def move(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Another date, another place."""
    meeting = Meeting.objects.for_school(school).named(ident)
    rules.must_be_allowed_to_be_prepared(meeting)
    form = forms.MeetingForm(request.POST or None, instance=Meeting.objects.named(ident))
    if form.is_valid():
        acts.move(meeting, office, **form.cleaned_data)
        return redirect("committee:meeting", school.slug, ident)
    words = {"plan": meeting.committee.plan, "meeting": meeting, "form": form}
    return render(request, "committee/when.html", words_of(school) | words)


@for_the_mission
@require_safe
def meeting(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One meeting: what is to be done now, the agenda or the minutes, the decisions."""
    return page_of(request, Meeting.objects.for_school(school).named(ident))


def page_of(request: HttpRequest, meeting: Meeting, **more: Any) -> HttpResponse:
    """The page of a meeting, with a form that was not right in place of the empty one."""
    return render(request, "committee/meeting.html", words_of(meeting.school) | _about(meeting) | more)


def _about(meeting: Meeting) -> dict[str, Any]:
    now, seats = clock.rounded(), record.seats_of(meeting)
    points = list(meeting.points.all().in_order())
    minutes = record.approved(meeting)
    return {
        "meeting": meeting,
        "plan": meeting.committee.plan,
        "seats": seats,
        "outsiders": [seat for seat in seats if not seat.has_pages],
        "points": points,
        "refusal": rules.keeps_from_calling(meeting, len(points), len(seats), now),
        "may_be_held": rules.may_become(meeting, Meeting.State.HELD, now),
        "missing": acts.missing_of(meeting) if meeting.is_held else [],
        "record": None if meeting.is_prepared or meeting.is_called_off else record.of(meeting),
        "minutes": minutes,
        "decisions": Decision.objects.of_meeting(meeting),
        "point_form": forms.PointForm(None, plan=meeting.committee.plan),
        "correction_form": forms.CorrectionForm(None),
    }


@for_the_mission
@require_POST
def add_point(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One more point."""
    found = Meeting.objects.for_school(school).named(ident)
    form = forms.PointForm(request.POST, plan=found.committee.plan)
    if not form.is_valid():
        return page_of(request, found, point_form=form)
    acts.add_point(found, office, **form.cleaned_data)
    return redirect("committee:meeting", school.slug, ident)


def _with_point(act: Any) -> Any:
    """A button on a point of the agenda."""

    @for_the_mission
    @require_POST
    def view(request: HttpRequest, school: School, office: Office, ident: str, point: str) -> HttpResponse:
        found = Meeting.objects.for_school(school).named(ident)
        act(found.points.all().named(point), office)
        return redirect("committee:meeting", school.slug, ident)

    return view


def _with_meeting(act: Any, then: str = "committee:meeting") -> Any:
    """A button on a meeting."""

    @for_the_mission
    @require_POST
    def view(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
        act(Meeting.objects.for_school(school).named(ident), office)
        return redirect(then, school.slug, ident)

    return view


remove_point = _with_point(acts.remove_point)
raise_point = _with_point(acts.raise_point)
fill = _with_meeting(acts.fill_agenda)
call = _with_meeting(acts.call)
call_off = _with_meeting(acts.call_off)
hold = _with_meeting(acts.hold, "committee:write")
show_proof = _with_meeting(acts.show_proof)
approve = _with_meeting(acts.approve)
