"""The filter `date` of every template: Django's own, and the first of a month as the language writes it; and `ago`."""

from datetime import datetime
from typing import Any

from django import template
from django.template import defaultfilters

from portevoix.ground.web import days
from portevoix.ground.web.days import with_first

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """As Django's."""
    return with_first(defaultfilters.date(value, form))


@register.filter
def ago(moment: datetime) -> str:
    """How long ago it was."""
    return days.ago(moment)
