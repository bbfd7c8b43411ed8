"""Pages about accounts: signing in, the second factor, invitations, the members of a cell."""

from datetime import UTC, datetime
from typing import Any

import segno
from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter as second_factor
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portevoix.ground.people import acts, adapters, forms, rules
from portevoix.ground.people.middleware import SEAT
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Invitation, Membership, Office, Person, Session
from portevoix.ground.people.sessions import kept
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused, is_done

CLEAR = '"cache", "cookies", "storage"'
RESET_LINK = "reset"


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _this_session(request: HttpRequest) -> str | None:
    return kept(request.session.session_key) if request.session.session_key else None


def home(request: HttpRequest) -> HttpResponse:
    """Where signing in leads: the desk of the cell, or the pages of the mission for who only has an office."""
    office = Office.objects.of(_me(request)).current().with_people().first()
    if request.membership is None and office is not None:  # type: ignore[attr-defined]  # set by the middleware
        return redirect("prevention:home", office.school.slug)
    return redirect("cases:desk")


class SignOut(allauth.LogoutView):  # type: ignore[misc]  # allauth has no types
    """Only by POST. The session ends on the server, and the browser is told to forget this site."""

    template_name = "people/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEAR
        return response


def account(request: HttpRequest) -> HttpResponse:
    """My account: password, second factor, sessions."""
    person = _me(request)
    return render(
        request,
        "people/account.html",
        {
            "section": "account",
            "sessions": Session.objects.of(person).order_by("-opened"),
            "this_session": _this_session(request),
            "codes_left": acts.codes_left(person),
        },
    )


@require_POST
def work_in(request: HttpRequest, ident: str) -> HttpResponse:
    """Somebody who sits in several cells goes from one to another."""
    request.session[SEAT] = rules.must_be_a_seat_of_theirs(request, ident).ident
    return redirect("people:home")


@require_POST
def close_sessions(request: HttpRequest) -> HttpResponse:
    acts.close_sessions(_me(request), keep=_this_session(request))
    return redirect("people:account")


@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; the other sessions end."""
    person = _me(request)
    form = forms.ChangePassword(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "people/change_password.html", {"section": "account", "form": form})
    acts.change_password(person, form.cleaned_data["password"], keep=_this_session(request))
    update_session_auth_hash(request, person)
    return redirect("people:account")


@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth has no types
def enrol(request: HttpRequest) -> HttpResponse:
    """Read a code with a phone's application, which then becomes the second factor."""
    person = _me(request)
    passed = request.has_passed  # type: ignore[attr-defined]  # set by the middleware
    if not passed and acts.has_application(person):
        logout(request)
        return redirect("account_login")
    if request.method != "POST":
        get_totp_secret(regenerate=True)
    form = forms.Enrol(request.POST or None, person=person)
    if not form.is_valid():
        address = second_factor().build_totp_url(person, form.secret)
        drawing = segno.make(address, micro=False).svg_inline(scale=5, border=3, light="#fff", dark="#000")
        groups = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
        words = {"form": form, "drawing": mark_safe(drawing), "secret": groups, "again": passed}  # noqa: S308  ours
        return render(request, "people/enrol.html", words)
    acts.enrol(person, form.secret, form.counter)
    clear_totp_secret(request)
    record_authentication(request, person, "mfa", type="totp", reauthenticated=True)
    return redirect("mfa_view_recovery_codes")


@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Answer an invitation: choose a password, or join with the account one has."""
    try:
        found = rules.must_be_allowed_to_accept(Invitation.objects.with_code(code), datetime.now(UTC))
    except Refused:
        return render(request, "people/invitation_gone.html", status=404)
    account = Person.objects.at(found.email)
    words = {"invitation": found, "signed_in": request.user == account, "must_sign_in": False}
    if account is not None and account.is_active:
        if request.user == account and request.method == "POST":
            _join(found, code, signed_in=account)
            return redirect("people:home")
        words["must_sign_in"] = request.user != account
        return render(request, "people/invitation.html", words)
    form = forms.NewPassword(request.POST or None, person=forms.person_of(found))
    if not form.is_valid():
        return render(request, "people/invitation.html", words | {"form": form})
    person = _join(found, code, form.cleaned_data["password"])
    adapters.Accounts(request).login(request, person)
    record_authentication(request, person, "password", reauthenticated=True)
    return redirect("mfa_activate_totp")


def _join(invitation: Invitation, code: str, password: str | None = None, signed_in: Person | None = None) -> Person:
    join = acts.accept if invitation.cell_id else acts.take_office
    return join(code, password, signed_in=signed_in).person


@login_not_required
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a new password. The answer is the same whether or not somebody has this address."""
    form = forms.Forgotten(request.POST or None)
    if not form.is_valid():
        return render(request, "people/forgotten.html", {"form": form})
    if adapters.may_ask_for_reset(request, form.cleaned_data["email"]):
        acts.ask_for_reset(form.cleaned_data["email"])
    return redirect("account_reset_password_done")


@login_not_required
def forgotten_done(request: HttpRequest) -> HttpResponse:
    return render(request, "people/forgotten_done.html")


@login_not_required
@never_cache
def new_password(request: HttpRequest, ident: str, token: str) -> HttpResponse:
    """The link of the letter: what it holds goes into the session, so that no address bar keeps it.

    Not by a redirect: from letters read in a browser, it would still be the other site's, and come without the session.
    A link that is worth nothing leaves nothing here.
    """
    if _whose_link(ident, token) is None:
        return render(request, "people/new_password_gone.html", status=404)
    request.session[RESET_LINK] = [ident, token]
    return render(request, "people/new_password_link.html")


def _whose_link(ident: str, token: str) -> Person | None:
    person = Person.objects.active(ident)
    return person if default_token_generator.check_token(person, token) else None


@login_not_required
@never_cache
@sensitive_post_parameters()
def new_password_now(request: HttpRequest) -> HttpResponse:
    """Choose a new password. The second factor will still be asked for."""
    ident, token = request.session.get(RESET_LINK, ["", ""])
    person = _whose_link(ident, token)
    if person is None:
        return render(request, "people/new_password_gone.html", status=404)
    form = forms.NewPassword(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "people/new_password.html", {"form": form})
    acts.change_password(person, form.cleaned_data["password"])
    request.session.flush()
    return render(request, "people/new_password_done.html")


def members(request: HttpRequest) -> HttpResponse:
    """The lead's page: who is in the cell, who is invited, and the form to invite."""
    lead = rules.must_be_lead(request)
    form = forms.Invite(request.POST or None)
    if is_done(form, lambda said: acts.invite(lead.cell, lead.person, **said), "email"):
        return redirect(reverse("people:members") + "#invited")
    return render(request, "people/members.html", _cell_of(lead) | {"form": form})


def _cell_of(lead: Membership) -> dict[str, Any]:
    seats = list(Membership.objects.for_cell(lead.cell).current().with_people().in_order())
    invitations = Invitation.objects.for_cell(lead.cell).open_on(datetime.now(UTC)).order_by("name")
    return {"section": "members", "seats": seats, "invitations": invitations, "me": lead}


@require_POST
def reset_second_factor(request: HttpRequest, ident: str) -> HttpResponse:
    lead = rules.must_be_lead(request)
    acts.reset_second_factor(rules.must_be_colleague(lead, ident), lead)
    return redirect("keys:member", ident)


@require_POST
def withdraw_invitation(request: HttpRequest, ident: str) -> HttpResponse:
    lead = rules.must_be_lead(request)
    found = Invitation.objects.for_cell(lead.cell).unanswered().named(ident)
    if found is not None:
        acts.withdraw_invitation(found, lead)
    return redirect("people:members")


@for_the_mission
def team(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Who is of the mission, who is invited, and the form to invite."""
    form = forms.InviteOfficer(request.POST or None)
    if is_done(form, lambda said: acts.invite_officer(school, office, **said), "email"):
        return redirect("people:team", school.slug)
    officers = Office.objects.for_school(school).current().with_people().in_order()
    invitations = Invitation.objects.for_mission(school).open_on(datetime.now(UTC)).order_by("name")
    shown = {"school": school, "section": "team", "form": form, "officers": officers, "invitations": invitations}
    return render(request, "people/team.html", shown | {"me": office})


@for_the_mission
@require_POST
def remove_officer(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.remove_officer(rules.must_be_officer(school, ident), office)
    if ident != office.ident:
        return redirect("people:team", school.slug)
    logout(request)
    return redirect("account_login")


@for_the_mission
@require_POST
def withdraw_officer_invitation(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = Invitation.objects.for_mission(school).unanswered().named(ident)
    if found is not None:
        acts.withdraw_officer_invitation(found, office)
    return redirect("people:team", school.slug)
