"""Letters to those who hold an office in an association: something waits on its page, and no word of what it is."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from portevoix.campus.associations import checklist
from portevoix.campus.associations.models import Event
from portevoix.ground.population import letters
from portevoix.ground.population.models import Individual

AGAIN = timedelta(minutes=10)
LETTERS = {
    "answered": (_("An answer about your event"), "associations/mail/answered.txt"),
    "reminder": (_("Your event is in a week"), "associations/mail/reminder.txt"),
}


@task()
def write(kind: str, event_ident: str, individual_ident: str) -> None:
    """Write to one person about one event. It is tried again as long as the event is to come."""
    event = Event.objects.named(event_ident)
    individual = Individual.objects.present().named(individual_ident)
    if event is None or individual is None or event.begins <= timezone.now():
        return
    with override(settings.LANGUAGE_CODE):
        link = settings.ORIGIN + reverse("associations:event", args=[individual.school.slug, event.ident])
        subject, template = LETTERS[kind]
        missing = checklist.of(event).missing if event.is_party else 0
        try:
            letters.write(individual, str(subject), template, event=event, link=link, missing=missing)
        except OSError:
            write.using(run_after=timezone.now() + AGAIN).enqueue(kind, event_ident, individual_ident)
