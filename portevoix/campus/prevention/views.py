"""The mission's pages: where prevention stands, and what is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.prevention import acts, coverage, rules
from portevoix.campus.prevention.forms import TargetForm
from portevoix.campus.prevention.models import Target
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.masking import masked
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools import reminders
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent


@for_the_mission
@require_safe
def home(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Where prevention stands today, and what asks for something."""
    today = timezone.localdate()
    trainings = Training.objects.for_school(school).in_order()
    shown = {
        "school": school,
        "section": "home",
        "reminders": reminders.of(school, today),
        "trainings": [(training, coverage.overall(training, today)) for training in trainings],
        "targets": coverage.with_shares(Target.objects.for_school(school).still_to_come(today), today),
        "out_of_date": [training for training in trainings if training.is_out_of_date],
        "sittings": Sitting.objects.for_school(school).coming_on(timezone.now())[:5],
    }
    return render(request, "prevention/home.html", shown)


@for_the_mission
@require_safe
def training(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """One training: who is trained, by every cut, and its targets."""
    asked = _training(school, slug)
    today = timezone.localdate()
    shown = {
        "school": school,
        "section": "home",
        "training": asked,
        "overall": coverage.overall(asked, today),
        "cuts": coverage.by_every_cut(asked, today),
        "opted_out": masked(coverage.opted_out(asked)),
        "targets": coverage.with_shares(Target.objects.of(asked), today),
    }
    return render(request, "prevention/training.html", shown)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    """The same as a file: each share with what it is of, masked as on the page."""
    asked, today = _training(school, slug), timezone.localdate()
    name, header = _("Coverage"), [_("Training"), _("Counted on"), _("Cut"), _("Of whom")]
    header += [_("People trained"), _("Out of"), _("Per cent")]
    whole = coverage.Cut(_("Everyone it is for"), [coverage.overall(asked, today)])
    rows = (
        [asked.name, today, cut.name, share.label, *share.shown()]
        for cut in [whole, *coverage.by_every_cut(asked, today)]
        for share in cut.shares
    )
    return sent(f"{name}-{slug}", header, rows, kind)


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def aim(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Set a target for a training."""
    asked = _training(school, slug)
    form = TargetForm(school, request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        acts.aim(asked, office, said["percent"], said["by"], occasion=said["occasion"], **form.chosen())
        return redirect("prevention:training", school.slug, slug)
    shown = {"school": school, "section": "home", "training": asked, "form": form}
    return render(request, "prevention/aim.html", shown, status=422 if form.errors else 200)


@for_the_mission
@require_POST
def give_up(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Take a target away."""
    target = rules.must_know(Target.objects.for_school(school).named(ident))
    acts.give_up(target, office)
    return redirect("prevention:training", school.slug, target.training.slug)


def _training(school: School, slug: str) -> Training:
    return rules.must_be_of(school, Training.objects.for_school(school).addressed(slug))
