"""Pages of who came: the list and the door for the mission, the scan and the certificates for whoever comes."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.attendance import acts, rules
from portevoix.campus.attendance import door as doors
from portevoix.campus.attendance.certificate import as_pdf
from portevoix.campus.attendance.forms import Sheet, Ticked
from portevoix.campus.attendance.models import Pass, Presence, expected_at, others_called
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals, individual_of
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.origin import by_origin
from portevoix.ground.web.rules import TooMany, must_be_there
from portevoix.ground.web.throttle import address_key, take


def _now() -> datetime:
    return datetime.now(UTC)


def _sitting(school: School, ident: str) -> Sitting:
    return must_be_there(Sitting.objects.for_school(school).named(ident))


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def keep_list(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Who is expected, who is there; tick whoever is."""
    sitting = _sitting(school, ident)
    form = Ticked(request.POST if request.method == "POST" else None, sitting=sitting)
    if form.is_valid():
        rules.must_be_allowed_to_note_by_hand(sitting, _now())
        acts.note_by_hand(sitting, form.people, Presence.Means.LIST, office)
        return _to_list(school, ident)
    words = request.GET.get("q", "").strip()[:80]
    shown = {
        "sitting": sitting,
        "expected": expected_at(sitting),
        "present": Presence.objects.at(sitting).by_name(),
        "words": words,
        "others": others_called(words, sitting) if words else None,
        "may_note": rules.may_note_by_hand(sitting, _now()),
    }
    return render(request, "attendance/list.html", {"school": school, "section": "sittings", **shown})


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, ident: str, kind: str) -> HttpResponse:
    """Who was there, as a file."""
    sitting = _sitting(school, ident)
    header = [_("Surname"), _("First name"), _("E-mail"), _("Number"), _("Status"), _("Noted"), _("Counts until")]
    rows = (
        [
            *(one.individual.family_name, one.individual.given_name, one.individual.email, one.individual.number),
            *(one.individual.get_status_display(), one.get_means_display(), one.valid_until or ""),
        ]
        for one in Presence.objects.at(sitting).by_name()
    )
    name = _("attendance")
    return sent(f"{name}-{localdate(sitting.begins)}", header, rows, kind)


def _to_list(school: School, ident: str) -> HttpResponse:
    """Where what was done can be seen."""
    return HttpResponseRedirect(reverse("attendance:list", args=[school.slug, ident]) + "#present")


@for_the_mission
@require_safe
def paper(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """The list to print and sign."""
    sitting = _sitting(school, ident)
    shown = {"sitting": sitting, "expected": expected_at(sitting), "present": Presence.objects.at(sitting).by_name()}
    return render(request, "attendance/paper.html", {"school": school, "section": "sittings", **shown})


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Note those that a sheet names: all of them, or none when one line is not understood."""
    sitting = _sitting(school, ident)
    form = Sheet(*((request.POST, request.FILES) if request.method == "POST" else ()), sitting=sitting)
    if form.is_valid():
        rules.must_be_allowed_to_note_by_hand(sitting, _now())
        acts.note_by_hand(sitting, form.people, Presence.Means.IMPORT, office)
        return _to_list(school, ident)
    shown = {"school": school, "section": "sittings", "sitting": sitting, "form": form}
    return render(request, "attendance/import.html", shown)


@for_the_mission
@require_POST
def take_back(request: HttpRequest, school: School, office: Office, ident: str, presence: str) -> HttpResponse:
    noted = Presence.objects.at(_sitting(school, ident)).named(presence)
    if noted is not None:
        acts.take_back(noted, office)
    return _to_list(school, ident)


@for_the_mission
@require_safe
def door(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """The code to show at the door, and the links to it for a facilitator from outside."""
    sitting = _sitting(school, ident)
    links = [
        (given, settings.ORIGIN + reverse("attendance:lent_door", args=[school.slug, given.code]))
        for given in Pass.objects.to(sitting)
    ]
    return _door(request, sitting, reverse("attendance:drawing", args=[school.slug, ident]), links=links, mission=True)


@for_the_mission
@require_safe
def drawing(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _drawing(_sitting(school, ident))


@for_the_mission
@require_POST
def give_pass(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.give_pass(_sitting(school, ident), office)
    return HttpResponseRedirect(reverse("attendance:door", args=[school.slug, ident]) + "#links")


@for_the_mission
@require_POST
def withdraw_pass(request: HttpRequest, school: School, office: Office, ident: str, given: str) -> HttpResponse:
    lent = Pass.objects.to(_sitting(school, ident)).named(given)
    if lent is not None:
        acts.withdraw_pass(lent, office)
    return HttpResponseRedirect(reverse("attendance:door", args=[school.slug, ident]) + "#links")


@login_not_required
@require_safe
def lent_door(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """The door, for a facilitator from outside who was given the link."""
    sitting = _lent(school, code)
    words = [school, code]
    if not rules.is_open(sitting, _now()):
        return _door(request, sitting, "")
    drawn, names = (reverse(f"attendance:lent_{page}", args=words) for page in ("drawing", "list"))
    return _door(request, sitting, drawn, names=names)


@login_not_required
@require_safe
def lent_drawing(request: HttpRequest, school: str, code: str) -> HttpResponse:
    return _drawing(_lent(school, code))


@login_not_required
@require_safe
def lent_list(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """Who is expected and who is there: names only, while the door is open."""
    sitting = _lent(school, code)
    rules.must_be_open(sitting, _now())
    shown = {"sitting": sitting, "expected": expected_at(sitting), "present": Presence.objects.at(sitting).by_name()}
    return render(
        request, "attendance/lent_list.html", shown | {"school": sitting.training.programme.school, "code": code}
    )


def _lent(school: str, code: str) -> Sitting:
    return must_be_there(Pass.objects.with_code(School.objects.addressed(school), code)).sitting


def _door(request: HttpRequest, sitting: Sitting, drawn: str, **more: object) -> HttpResponse:
    now = _now()
    shown = {
        "school": sitting.training.programme.school,
        "sitting": sitting,
        "open": rules.is_open(sitting, now),
        "opens": sitting.begins - rules.OPENS,
        "drawing": drawn,
        "left": doors.left(now),
        "count": Presence.objects.at(sitting).count(),
    }
    return render(request, "attendance/door.html", shown | more)


def _drawing(sitting: Sitting) -> HttpResponse:
    """The code of this half minute, as a picture; how many are noted, and for how long it holds, in headers."""
    now = _now()
    rules.must_be_open(sitting, now)
    school = sitting.training.programme.school
    address = settings.ORIGIN + reverse("attendance:scan", args=[school.slug, doors.shown(sitting.ident, now)])
    picture = segno.make(address, error="m", micro=False).svg_inline(border=4, light="#fff", dark="#000", omitsize=True)
    svg = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    noted = str(Presence.objects.at(sitting).count())
    return HttpResponse(svg, content_type="image/svg+xml", headers={"X-Left": str(doors.left(now)), "X-Noted": noted})


@login_not_required
@by_origin
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """Someone has scanned the code at the door: one tap, and they are noted."""
    place, now = School.objects.addressed(school), _now()
    read, sitting = rules.must_be_ours(code, place)
    individual = individual_of(request, place)
    presence = Presence.objects.at(sitting).by(individual) if individual else None
    shown = {"school": place, "section": "agenda", "sitting": sitting, "individual": individual}
    if presence is not None:
        return render(request, "attendance/noted.html", shown | {"presence": presence})
    rules.must_be_fresh(read, now)
    kept = doors.kept(read, now)
    rules.must_be_open(sitting, kept.at)
    here = reverse("attendance:scan", args=[place.slug, kept])
    if individual is None:
        return HttpResponseRedirect(f"{reverse('population:sign_in', args=[school])}?{urlencode({'suite': here})}")
    if request.method == "POST":
        acts.note_presence(sitting, individual, Presence.Means.CODE)
        return HttpResponseRedirect(here)
    return render(request, "attendance/scan.html", shown | {"here": here})


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What I came to, with its certificates."""
    now = _now()
    came = Presence.objects.of(individual).latest_first()
    certified = [(presence, rules.may_have_certificate(presence, now)) for presence in came]
    shown = {"school": school, "section": "certificates", "came": certified, "today": localdate(now)}
    return render(request, "attendance/mine.html", shown)


@for_individuals
@require_safe
def certificate(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """The paper of one of them."""
    presence = Presence.objects.of(individual).named(ident)
    if presence is None or not rules.may_have_certificate(presence, _now()):
        return redirect("attendance:mine", school.slug)
    pdf = HttpResponse(as_pdf(presence, request.LANGUAGE_CODE), content_type="application/pdf")
    pdf["Content-Disposition"] = f'attachment; filename="attestation-{localdate(presence.sitting.begins)}.pdf"'
    return pdf


@login_not_required
@require_safe
def ask_check(request: HttpRequest, school: str) -> HttpResponse:
    """Type the code of a certificate."""
    place = School.objects.addressed(school)
    code = rules.as_code(request.GET.get("code", ""))
    if code:
        return redirect("attendance:check", place.slug, code)
    return render(request, "attendance/check.html", {"school": place, "asked": False})


@login_not_required
@require_safe
def check(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """Whether a certificate was given here. It says of whom the initials, and never what about."""
    place = School.objects.addressed(school)
    if not take(address_key(request, "certificates"), capacity=60, per_second=0.2):
        raise TooMany
    presence = Presence.objects.checked_by(place, rules.as_code(code))
    known = presence is not None and rules.may_have_certificate(presence, _now())
    shown = {"school": place, "asked": True, "presence": presence if known else None, "today": localdate()}
    return render(request, "attendance/check.html", shown, status=200 if known else 404)
