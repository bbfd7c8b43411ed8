"""The letter itself. It says that something waits, and nothing else."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from django_tasks import task

from portevoix.ground.notices import acts


@task()
def write(ident: str) -> None:
    """Write to one person, unless they were written to within the hour."""
    person = acts.take(ident)
    if person is None:
        return
    with override(settings.LANGUAGE_CODE):
        body = render_to_string("notices/waiting.txt", {"link": settings.ORIGIN + reverse("people:home")})
        letter = EmailMessage(
            gettext("Something is waiting for you"), body, settings.DEFAULT_FROM_EMAIL, [person.email]
        )
    try:
        letter.send()
    except OSError:
        acts.not_sent(person)
    else:
        acts.sent(person)
