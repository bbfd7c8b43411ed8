"""Letters to people who are invited or have forgotten their password. They say nothing of what is done here."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task

from portevoix.ground.people import rules
from portevoix.ground.people.models import Invitation, Person


def send(to: str, subject: str, template: str, **words: str) -> None:
    """One letter, in plain text and in the language of the house."""
    body = render_to_string(template, words)
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send()


@task()
def write_invitation(ident: str) -> None:
    """Send an invitation. The code is made again here: it is stored nowhere.

    When the post office does not take it, it is tried again, each time after a longer while, as long as the
    invitation is open.
    """
    invitation = Invitation.objects.open_on(timezone.now()).with_sender().named(ident)
    if invitation is None:
        return
    with override(settings.LANGUAGE_CODE):
        link = settings.ORIGIN + reverse("people:invitation", args=[invitation.code])
        by = invitation.invited_by.name if invitation.invited_by else ""
        try:
            send(invitation.email, gettext("An invitation"), "people/mail/invitation.txt", link=link, by=by)
        except OSError:
            write_invitation.using(run_after=rules.next_try(invitation, timezone.now())).enqueue(ident)


@task()
def write_reset(ident: str) -> None:
    """Send the way to a new password, good for an hour and once."""
    person = Person.objects.active(ident)
    if person is None:
        return
    with override(settings.LANGUAGE_CODE):
        token = default_token_generator.make_token(person)
        link = settings.ORIGIN + reverse("people:new_password", args=[person.ident, token])
        send(person.email, gettext("Your new password"), "people/mail/reset.txt", link=link)
