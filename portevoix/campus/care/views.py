"""The reading pages of a school: without an account, without JavaScript, the same for everyone; and the mission's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.care import acts, forms, rules
from portevoix.campus.care.models import Service
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools import fingerprint
from portevoix.ground.schools.models import School
from portevoix.ground.web.compression import same_for_everyone


@login_not_required
@same_for_everyone
@require_safe
def welcome(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    services = Service.objects.for_school(place)
    shown = {"emergencies": services.emergencies(), "services": services.lines_and_places()}
    listening = {"somebody_listens": bool(fingerprint.of(place.cell))}
    return render(request, "care/welcome.html", {"school": place, **shown, **listening})


@login_not_required
@same_for_everyone
@require_safe
def limits(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/limits.html", {"school": School.objects.addressed(school)})


@login_not_required
@same_for_everyone
@require_safe
def data(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/data.html", {"school": School.objects.addressed(school)})


@login_not_required
@same_for_everyone
@require_safe
def accessibility(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/accessibility.html", {"school": School.objects.addressed(school)})


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Every service that people are shown, with its last check, the stale ones first."""
    services = sorted(Service.objects.kept_for(school).emergencies_first(), key=lambda service: not service.is_stale)
    shown = {"school": school, "section": "care", "services": services}
    return render(request, "care/manage.html", shown | {"stale": sum(service.is_stale for service in services)})


@for_the_mission
def add(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    form = forms.NewService(request.POST or None)
    if form.is_valid():
        acts.add(office, **form.cleaned_data)
        return redirect("care:manage", school.slug)
    return render(request, "care/add.html", {"school": school, "section": "care", "form": form})


@for_the_mission
def service(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One service: correct it when it is the school's own."""
    found = rules.must_be_shown_at(school, Service.objects.kept_for(school).named(ident))
    shown = {"school": school, "section": "care", "service": found, "check": forms.CheckService()}
    if not rules.is_of(school, found):
        return render(request, "care/service.html", shown)
    form = forms.OwnService(request.POST or None, instance=found)
    if form.is_valid():
        acts.change(found, office, **form.cleaned_data)
        return redirect("care:manage", school.slug)
    return render(request, "care/service.html", shown | {"form": form})


@for_the_mission
@require_POST
def check(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_shown_at(school, Service.objects.kept_for(school).named(ident))
    form = forms.CheckService(request.POST)
    if not form.is_valid():
        shown = {"school": school, "section": "care", "service": found, "check": form}
        return render(request, "care/service.html", shown, status=400)
    acts.check(found, form.cleaned_data["source"], office)
    return redirect("care:manage", school.slug)


@for_the_mission
@require_POST
def show(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = rules.must_be_shown_at(school, Service.objects.kept_for(school).named(ident))
    acts.show(found, office, shown=request.POST.get("shown") == "yes")
    return redirect("care:service", school.slug, ident)
