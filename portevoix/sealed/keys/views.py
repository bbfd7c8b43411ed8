"""Pages of the vault, of the directory and of each member in it; and who listens, for anyone."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portevoix.ground.people import rules as people
from portevoix.ground.people.models import Membership
from portevoix.ground.people.rules import may_lead, must_be_colleague, must_be_lead, must_be_member
from portevoix.ground.schools.models import School
from portevoix.ground.web import headers
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import acts, chain, forms, sight
from portevoix.sealed.keys.models import Vault


@headers.member
def vault(request: HttpRequest) -> HttpResponse:
    """Make it, open it, change its ways in."""
    membership = must_be_member(request)
    mine = Vault.objects.of(membership.person)
    listed = mine is not None and sight.is_listed(membership.cell, mine)
    known = {"vault": mine, "listed": listed, "signs": sight.founds(membership)}
    return render(request, "keys/vault.html", _words("vault", membership) | known)


@headers.member
def new_vault(request: HttpRequest) -> HttpResponse:
    """Passphrase and recovery code both lost: a new vault, after one more code of the second factor."""
    membership = must_be_member(request)
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired
    words = {
        "lost": True,
        "mine": sight.mine(membership),
        "signs_alone": acts.signs_alone(membership),
        "kept": sight.kept(membership.cell),
    }
    return render(request, "keys/new_vault.html", _words("vault", membership) | words)


@headers.member
def directory(request: HttpRequest) -> HttpResponse:
    """The versions, what each changed, the fingerprint; and for a lead, the next one to sign."""
    membership = must_be_member(request)
    words = _words("directory", membership) | {"pending": None}
    if may_lead(membership):
        words["pending"] = sight.pending(membership.cell)
    return render(request, "keys/directory.html", words | {"history": sight.history(membership.cell)})


def member(request: HttpRequest, ident: str) -> HttpResponse:
    """One member: what people read of them, removing them, letting them begin their second factor again."""
    lead = must_be_lead(request)
    seat = must_be_colleague(lead, ident)
    initial = {"name": seat.person.name, "function": seat.person.function, "role": seat.role}
    form = forms.Describe(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            acts.describe_member(seat, lead, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name" if refused.code == "elsewhere" else "role", refused.sentence)
        else:
            return redirect("people:members")
    leads = Membership.objects.for_cell(lead.cell).current().leads().count()
    may = {
        "may_remove": people.may_remove(lead, seat, leads),
        "may_reset": people.may_reset_second_factor(lead, seat),
    }
    return render(request, "keys/member.html", {"section": "members", "seat": seat, "form": form} | may)


@headers.member
def new_recovery_key(request: HttpRequest) -> HttpResponse:
    """A lead makes the recovery key, and prints its sheets."""
    return render(request, "keys/new_recovery_key.html", _spare(must_be_lead(request)))


@headers.member
def recovery(request: HttpRequest) -> HttpResponse:
    """A lead puts the sheets of the recovery key together, so that those who are listed can read again."""
    return render(request, "keys/recovery.html", _spare(must_be_lead(request)))


def _spare(lead: Membership) -> dict[str, Any]:
    return _words("directory", lead) | {"pending": sight.pending(lead.cell), "kept": sight.kept(lead.cell)}


def poster(request: HttpRequest) -> HttpResponse:
    """The fingerprint, on paper."""
    membership = must_be_member(request)
    return render(request, "keys/poster.html", _words("directory", membership) | _listening(membership.cell))


@login_not_required
def listeners(request: HttpRequest, school: str) -> HttpResponse:
    """Who listens at this school, for anyone: names, functions, since when, and the fingerprint to compare."""
    found = School.objects.addressed(school)
    return render(request, "keys/listeners.html", {"school": found} | _listening(found.cell))


def _listening(cell: Any) -> dict[str, Any]:
    current = chain.latest(cell)
    if current is None:
        return {"members": [], "recovery": None, "fingerprint": (), "version": None}
    read = chain.up_to(current)
    latest = read.latest
    members = [(member, sight.since(member)) for member in latest.people if member.reads]
    words = {"fingerprint": read.fingerprint_words, "version": latest.version}
    return {"members": members, "recovery": latest.recovery, **words}


def _words(section: str, membership: Membership) -> dict[str, Any]:
    return {"section": section, "me": membership, "is_lead": may_lead(membership)}
