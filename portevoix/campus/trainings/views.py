"""What anyone reads of trainings, and what the mission writes about them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.trainings import acts, rules
from portevoix.campus.trainings.forms import PartnerForm, ProgrammeForm, ReviewForm, TrainingForm, audiences_of
from portevoix.campus.trainings.models import Partner, Programme, Training
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.compression import same_for_everyone
from portevoix.ground.web.rules import is_done, must_be_there

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@same_for_everyone
@require_safe
def all_(request: HttpRequest, school: str) -> HttpResponse:
    """Everything that is published, programme by programme."""
    place = School.objects.addressed(school)
    trainings = Training.objects.for_school(place).published().in_order()
    return render(request, "trainings/all.html", {"school": place, "trainings": trainings})


@login_not_required
@same_for_everyone
@require_safe
def training(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """One training: what it is, for whom, what may be hard, how to keep away, when."""
    place = School.objects.addressed(school)
    found = must_be_there(Training.objects.for_school(place).published().addressed(slug))
    return render(request, "trainings/training.html", {"school": place, "training": found})


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Programmes and trainings, with what needs somebody's attention first."""
    trainings = Training.objects.for_school(school).in_order()
    shown = {
        "programmes": Programme.objects.for_school(school).with_trainings(),
        "out_of_date": trainings.out_of_date(),
        "to_renew": Partner.objects.for_school(school).to_renew_on(timezone.localdate()),
    }
    return render(request, "trainings/manage.html", {"school": school, "section": "trainings", **shown})


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """Everything that is taught, as a file."""
    header = [_("Programme"), _("Name"), _("Kind of training"), _("Given by"), _("How long it lasts, in minutes")]
    header += [_("How many months it counts"), _("Compulsory"), _("Reviewed on"), _("By whom"), _("Published")]
    rows = (
        [
            *(one.programme.name, one.name, one.get_kind_display(), str(one.partner or ""), one.minutes),
            *(one.valid_months, _said(one.is_compulsory), one.legal_review, one.reviewed_by, _said(one.is_published)),
        ]
        for one in Training.objects.for_school(school).in_order()
    )
    return sent(_("Trainings"), header, rows, kind)


def _said(fact: bool) -> str:
    return _("Yes") if fact else _("No")


def _training(school: School, ident: str) -> Training:
    return must_be_there(Training.objects.for_school(school).named(ident))


@for_the_mission
@require_safe
def one(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """A training as the mission looks after it."""
    return _one(request, school, _training(school, ident))


def _one(request: HttpRequest, school: School, training: Training, form: ReviewForm | None = None) -> HttpResponse:
    shown = {
        "training": training,
        "may_publish": rules.may_publish(training),
        "form": form or ReviewForm(training=training),
    }
    return render(request, "trainings/one.html", {"school": school, "section": "trainings", **shown})


@for_the_mission
@BOTH
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    return _write(request, school, office, Training())


@for_the_mission
@BOTH
def change(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _write(request, school, office, _training(school, ident))


def _write(request: HttpRequest, school: School, office: Office, training: Training) -> HttpResponse:
    """Write a training; « preview » shows the text as people will read it, and keeps nothing."""
    form = TrainingForm(request.POST or None, instance=training, school=school)
    lines = audiences_of(training, school, request.POST or None)
    preview = request.POST.get("content", "") if "preview" in request.POST else None
    if preview is None and lines.is_valid() and is_done(form, lambda _said: _keep(form, lines, office)):
        return redirect("trainings:one", school.slug, training.ident)
    shown = {"form": form, "lines": lines, "preview": preview, "training": training}
    return render(request, "trainings/write.html", {"school": school, "section": "trainings", **shown})


def _keep(form: TrainingForm, lines: Any, office: Office) -> None:
    audiences = [line.audience for line in lines if line.audience]
    asked = list(form.cleaned_data.get("prerequisites", ()))
    acts.keep_training(form.instance, office, prerequisites=asked, audiences=audiences)


@for_the_mission
@require_POST
def review(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _training(school, ident)
    form = ReviewForm(request.POST, training=found)
    if is_done(form, lambda said: acts.review(found, said["day"], said["reviewed_by"], office), "day"):
        return redirect("trainings:one", school.slug, ident)
    return _one(request, school, found, form)


@for_the_mission
@require_POST
def publish(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.publish(_training(school, ident), office)
    return redirect("trainings:one", school.slug, ident)


@for_the_mission
@require_POST
def withdraw(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    acts.withdraw(_training(school, ident), office)
    return redirect("trainings:one", school.slug, ident)


@for_the_mission
@BOTH
def new_programme(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    return _write_programme(request, school, office, Programme(school=school))


@for_the_mission
@BOTH
def programme(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _write_programme(request, school, office, must_be_there(Programme.objects.for_school(school).named(ident)))


def _write_programme(request: HttpRequest, school: School, office: Office, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=programme)
    if form.is_valid():
        acts.keep_programme(programme, office)
        return redirect("trainings:manage", school.slug)
    shown = {"form": form, "programme": programme}
    return render(request, "trainings/programme.html", {"school": school, "section": "trainings", **shown})


@for_the_mission
@require_safe
def partners(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Who gives trainings, and until when the convention holds."""
    found = Partner.objects.for_school(school).with_trainings()
    return render(request, "trainings/partners.html", {"school": school, "section": "trainings", "partners": found})


@for_the_mission
@require_safe
def export_partners(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """The same, as a file."""
    header = [_("Name"), _("Whom to call"), _("E-mail address"), _("Telephone"), _("The convention holds until")]
    header += [_("Price, as agreed"), _("Trainings")]
    rows = (
        [
            *(one.name, one.contact_name, one.contact_email, one.contact_phone, one.convention_until, one.price),
            "; ".join(map(str, one.trainings.all())),
        ]
        for one in Partner.objects.for_school(school).with_trainings()
    )
    return sent(_("Partners"), header, rows, kind)


@for_the_mission
@BOTH
def new_partner(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    return _write_partner(request, school, office, Partner(school=school))


@for_the_mission
@BOTH
def partner(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    return _write_partner(request, school, office, must_be_there(Partner.objects.for_school(school).named(ident)))


def _write_partner(request: HttpRequest, school: School, office: Office, partner: Partner) -> HttpResponse:
    form = PartnerForm(request.POST or None, instance=partner)
    if form.is_valid():
        acts.keep_partner(partner, office)
        return redirect("trainings:partners", school.slug)
    shown = {"form": form, "partner": partner}
    return render(request, "trainings/partner.html", {"school": school, "section": "trainings", **shown})
