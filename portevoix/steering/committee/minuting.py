"""The pages where the mission writes minutes, corrects them, prints them, and takes decisions into the plan."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.committee import acts, deciding, forms, ics, printed, rules
from portevoix.steering.committee.manage import page_of, words_of
from portevoix.steering.committee.models import Decision, Meeting
from portevoix.steering.plan.models import Action


@for_the_mission
def write(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Who was there, what was said, what was decided: one form, one button."""
    meeting = Meeting.objects.for_school(school).named(ident)
    rules.must_be_allowed_to_be_minuted(meeting)
    form = forms.MinutesForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        acts.write(meeting, office, **form.written())
        if unsaid := request.POST.get("take_away"):
            acts.take_decision_away(Decision.objects.of_meeting(meeting).named(unsaid), office)
        then = "committee:write" if {"more", "take_away"} & request.POST.keys() else "committee:meeting"
        return redirect(then, school.slug, ident)
    words = {"meeting": meeting, "plan": meeting.committee.plan, "form": form}
    return render(request, "committee/write.html", words_of(school) | words)


@for_the_mission
@require_POST
def correct(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """A correction under approved minutes."""
    meeting = Meeting.objects.for_school(school).named(ident)
    form = forms.CorrectionForm(request.POST)
    if not form.is_valid():
        return page_of(request, meeting, correction_form=form)
    acts.correct(meeting, office, form.cleaned_data["text"])
    return redirect("committee:meeting", school.slug, ident)


@for_the_mission
@require_safe
def paper(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return as_pdf(Meeting.objects.for_school(school).named(ident), request.LANGUAGE_CODE)


def as_pdf(meeting: Meeting, language: str) -> HttpResponse:
    """The agenda before the meeting, the minutes after it."""
    kind = "ordre-du-jour" if meeting.is_prepared else "compte-rendu"
    pdf = HttpResponse(printed.as_pdf(meeting, language), content_type="application/pdf")
    pdf["Content-Disposition"] = f'attachment; filename="{kind}-{localdate(meeting.at)}.pdf"'
    return pdf


@for_the_mission
@require_safe
def calendar(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return as_ics(Meeting.objects.for_school(school).named(ident))


def as_ics(meeting: Meeting) -> HttpResponse:
    """Its date, for a calendar."""
    answer = HttpResponse(ics.of(meeting), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{localdate(meeting.at)}.ics"'
    return answer


@for_the_mission
def decision(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """What a decision does to the plan: three ways, one button each."""
    found = Decision.objects.for_school(school).named(ident)
    plan = found.point.meeting.committee.plan
    action = _chosen(found, request)
    new = forms.NewActionForm(request.POST if "new" in request.POST else None, decision=found, plan=plan)
    change = _change(found, action, request.POST if "change" in request.POST else None)
    form = new if new.is_bound else change
    if form is not None and form.is_valid():
        try:
            _carry(found, office, action, new, change)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("committee:meeting", school.slug, found.point.meeting.ident)
    words = {"decision": found, "meeting": found.point.meeting, "action": action, "new": new, "change": change}
    which = forms.WhichAction({"action": action.ident} if action else None, plan=plan)
    may = rules.may_be_carried(found)
    return render(request, "committee/decision.html", words_of(school) | words | {"which": which, "may": may})


def _chosen(decision: Decision, request: HttpRequest) -> Action | None:
    """The action that was asked for, else the one the point is about."""
    wanted = request.POST.get("action") or request.GET.get("action")
    found = Action.objects.of(decision.point.meeting.committee.plan).named(wanted) if wanted else None
    return found or decision.point.action


def _change(decision: Decision, action: Action | None, data: Any) -> forms.ActionChangeForm | None:
    return forms.ActionChangeForm(data, action=action, until=decision.until) if action is not None else None


def _carry(
    decision: Decision,
    office: Office,
    action: Action | None,
    new: forms.NewActionForm,
    change: forms.ActionChangeForm | None,
) -> None:
    if new.is_bound:
        deciding.make_action(decision, office, new.cleaned_data["axis"], new.cleaned_data["title"])
    elif change is not None and action is not None:
        deciding.change_action(decision, office, action, **change.cleaned_data)


@for_the_mission
@require_POST
def settle(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """It is done."""
    found = Decision.objects.for_school(school).named(ident)
    deciding.settle(found, office)
    return redirect("committee:meeting", school.slug, found.point.meeting.ident)
