"""The page where the mission prints posters that lead to the school's door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from portevoix.campus.library import forms, poster
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools import fingerprint
from portevoix.ground.schools.models import School


@for_the_mission
def posters(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """Choose; then the PDF of what was chosen."""
    usual = {"subject": "help", "languages": ["fr"], "format": "A4"}
    form = forms.Poster(request.POST or None, initial=usual)
    if not form.is_valid():
        words = {"school": school, "section": "posters", "form": form, "signed": bool(fingerprint.of(school.cell))}
        return render(request, "library/posters.html", words)
    chosen = form.cleaned_data
    spoken = chosen["languages"]
    pdf = poster.draw(chosen["subject"], spoken, _doors(school, spoken), chosen["format"], strips=chosen["strips"])
    name = f"affiche-{chosen['subject']}-{chosen['format'].lower()}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _doors(school: School, spoken: list[str]) -> dict[str, poster.Door]:
    """Where each language leads: the French page, or the English one for whoever reads no French."""
    words, doors = fingerprint.of(school.cell), {}
    for language in spoken:
        with override("fr" if language == "fr" else "en"):
            address = settings.ORIGIN + reverse("care:welcome", args=[school.slug])
        doors[language] = poster.Door(school.name, address, words)
    return doors
