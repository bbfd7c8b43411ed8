"""Letters to students and staff. Plain text; the sender is the house, and nothing in them says what it is about."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from portevoix.ground.population.models import Individual


def write(individual: Individual, subject: str, template: str, **words: object) -> None:
    """One letter to someone of the school, now and in the language that is set: call it from a task.

    The template finds `individual` and `words`. Raises OSError when the post office does not take it.
    """
    body = render_to_string(template, {"individual": individual, "school": individual.school, **words})
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [individual.email]).send()
