"""Letters to those who asked to come. They name no subject unless the training says that they may."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from portevoix.campus.sittings.models import OptOut, Registration
from portevoix.ground.population import letters
from portevoix.ground.web import clock

AGAIN = timedelta(minutes=5)
LETTERS = {
    "place": (gettext_lazy("You have a place"), "sittings/mail/place.txt"),
    "changed": (gettext_lazy("A date has changed"), "sittings/mail/changed.txt"),
    "called_off": (gettext_lazy("A date has been called off"), "sittings/mail/called_off.txt"),
    "reminder": (gettext_lazy("Your date tomorrow"), "sittings/mail/reminder.txt"),
}
TRIES = 12
"""An hour of a post office that does not answer."""


@task()
def write(kind: str, ident: str, tries: int = TRIES) -> None:
    """Write to one person about one sitting, if they still come and want to hear of it."""
    registration = Registration.objects.named(ident)
    if registration is None or not _is_still_true(kind, registration):
        return
    sitting, (subject, template) = registration.sitting, LETTERS[kind]
    try:
        with override(settings.LANGUAGE_CODE):
            path = reverse("sittings:one_of_mine", args=[sitting.school.slug, sitting.ident])
            words = {"sitting": sitting, "begins": timezone.localtime(sitting.begins), "link": settings.ORIGIN + path}
            letters.write(registration.individual, str(subject), template, **words)
    except OSError:
        if tries > 1:
            write.using(run_after=timezone.now() + AGAIN).enqueue(kind, ident, tries - 1)


def _is_still_true(kind: str, registration: Registration) -> bool:
    sitting, individual = registration.sitting, registration.individual
    if individual.left is not None or OptOut.objects.to(sitting.training).of(individual).exists():
        return False
    if kind == "called_off":
        return sitting.cancelled is not None
    return registration.has_place and sitting.cancelled is None and sitting.begins > clock.rounded()
