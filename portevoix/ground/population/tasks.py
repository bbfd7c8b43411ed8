"""Letters with a way in, which name the school and say nothing of what is done here; and lists to be taken in."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task

from portevoix.ground.population import letters, lists
from portevoix.ground.population.models import Link

AGAIN = timedelta(minutes=1)


@task()
def write_link(ident: str) -> None:
    """Send a way in. The code is made again here; nobody is written to when nobody has the address.

    When the post office does not take it, it is tried again after a minute, as long as the link is good.
    """
    link = Link.objects.select_related("individual", "school").filter(ident=ident, used=None).first()
    if link is None or link.individual is None or link.expires <= timezone.now():
        return
    with override(link.language):
        address = settings.ORIGIN + reverse("population:link", args=[link.school.slug, link.code])
        try:
            letters.write(link.individual, gettext("Your link to come in"), "population/mail/link.txt", link=address)
        except OSError:
            write_link.using(run_after=timezone.now() + AGAIN).enqueue(ident)


@task()
def take_in(ident: str) -> None:
    """Take in a list that somebody of the mission has sent."""
    lists.work(ident)
