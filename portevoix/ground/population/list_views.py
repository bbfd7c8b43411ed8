"""The pages of the mission about people: the school's lists, one person, the groups, and all of it as a file."""

from collections.abc import Iterable, Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population import columns, lists
from portevoix.ground.population.forms import Correct, Find, Join, NewGroup
from portevoix.ground.population.models import Belonging, Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.sheets.writing import Cell
from portevoix.ground.web.rules import must_be_there

ON_A_PAGE = 50


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Who is on the school's lists: how many of each status, and their names."""
    find, everyone = Find(request.GET), Individual.objects.for_school(school)
    people = Paginator(find.people(school).with_places().by_name(), ON_A_PAGE)
    shown = {
        "find": find,
        "page": people.get_page(request.GET.get("page")),
        "counts": [(value, Individual.Status(value).label, n) for value, n in everyone.present().by_status()],
        "present": everyone.present().count(),
        "gone": everyone.gone().count(),
    }
    return render(request, "population/manage.html", {"school": school, "section": "population", **shown})


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, kind: str) -> HttpResponse:
    """The people that are shown, as a file that can be sent back as a list."""
    people = Find(request.GET).people(school).with_places().by_name()
    return sent(_("people"), _header(), _rows(people), kind)


def _header() -> list[str]:
    return [str(columns.MEANINGS[meaning]) for meaning in columns.EXPORTED]


def _rows(people: Iterable[Individual]) -> Iterator[list[Cell]]:
    """A line for each person, and one more for each further association: an office is held in one of them."""
    for one in people:
        names: dict[str, list[str]] = {}
        for belonging in one.belongings.all():
            names.setdefault(belonging.group.kind, []).append(belonging.group.name)
        offices = [(b.group.name, b.title) for b in one.belongings.all() if b.group.kind == Group.Kind.ASSOCIATION]
        cells = {kind: "; ".join(told) for kind, told in names.items()}
        for association, title in offices or [("", "")]:
            said = {**cells, Group.Kind.ASSOCIATION: association, columns.TITLE: title}
            yield [*_of_person(one), *(said.get(meaning, "") for meaning in columns.EXPORTED[7:])]


def _of_person(one: Individual) -> list[Cell]:
    campus = one.campus.name if one.campus else ""
    return [one.family_name, one.given_name, one.email, one.number, one.get_status_display(), campus, one.left]


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """One more person, by hand."""
    form = Correct(school, request.POST or None)
    if form.is_valid():
        return redirect("population:person", school.slug, lists.add(form.save(commit=False), office).ident)
    return render(request, "population/add.html", {"school": school, "section": "population", "form": form})


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """What the lists say of one person, to be corrected."""
    one = must_be_there(Individual.objects.for_school(school).named(ident))
    form = Correct(school, request.POST or None, instance=one)
    if form.is_valid():
        lists.correct(form.save(commit=False), office)
        return redirect("population:person", school.slug, ident)
    one.refresh_from_db()
    shown = {"individual": one, "form": form, "belongings": Belonging.objects.of(one).by_group()}
    return render(request, "population/person.html", {"school": school, "section": "population", **shown})


@for_the_mission
@require_POST
def leave(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """They have left, or are back."""
    one = must_be_there(Individual.objects.for_school(school).named(ident))
    lists.set_left(one, one.left is None, office)
    return redirect("population:person", school.slug, ident)


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Every group, and how many are in it."""
    form = NewGroup(request.POST or None)
    if form.is_valid():
        made = lists.make_group(form.cleaned_data["kind"], form.cleaned_data["name"], office)
        return redirect("population:group", school.slug, made.ident)
    shown = {"groups": Group.objects.for_school(school).counted(), "form": form}
    return render(request, "population/groups.html", {"school": school, "section": "population", **shown})


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Who is in one group, and somebody more."""
    one = must_be_there(Group.objects.for_school(school).named(ident))
    form = Join(one, request.POST or None)
    if form.is_valid():
        lists.put_into(one, form.cleaned_data["who"], form.cleaned_data.get("title", ""), office)
        return redirect("population:group", school.slug, ident)
    members = Paginator(Belonging.objects.to(one).of_those_present().by_name(), ON_A_PAGE)
    shown = {"group": one, "form": form, "page": members.get_page(request.GET.get("page"))}
    return render(request, "population/group.html", {"school": school, "section": "population", **shown})


@for_the_mission
@require_safe
def export_group(request: HttpRequest, school: School, office: Office, ident: str, kind: str) -> HttpResponse:
    """Those of one group, as a file that can be sent back as a list."""
    one = must_be_there(Group.objects.for_school(school).named(ident))
    people = Individual.objects.for_school(school).present().in_group(one).with_places().by_name()
    return sent(one.name, _header(), _rows(people), kind)


@for_the_mission
@require_POST
def take_out(request: HttpRequest, school: School, office: Office, ident: str, who: str) -> HttpResponse:
    """Somebody is not in this group any more."""
    one = must_be_there(Group.objects.for_school(school).named(ident))
    lists.take_out(one, must_be_there(Individual.objects.for_school(school).named(who)), office)
    return redirect("population:group", school.slug, ident)
