"""Letters with a way in. They name the school, and say nothing of what is done here."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django_tasks import task

from portevoix.ground.population import letters
from portevoix.ground.population.models import Link


@task()
def write_link(ident: str) -> None:
    """Send a way in. The code is made again here; nobody is written to when nobody has the address."""
    link = Link.objects.select_related("individual", "school").filter(ident=ident, used=None).first()
    if link is None or link.individual is None:
        return
    with override(link.language):
        address = settings.ORIGIN + reverse("population:link", args=[link.school.slug, link.code])
        letters.write(link.individual, gettext("Your link to come in"), "population/mail/link.txt", link=address)
