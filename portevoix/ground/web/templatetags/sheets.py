"""`{% sheets "room:export" school.slug … %}`: the ways to save a table, each by its kind."""

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
KINDS = ("xlsx", "ods", "csv")
"""In the order in which people look for them."""


@register.simple_tag
def sheets(name: str, *words: str) -> SafeString:
    """Links to an export: `words` are those of its address, but the kind, which comes last."""
    addresses = ((reverse(name, args=[*words, kind]), kind) for kind in KINDS)
    return format_html_join(" · ", '<a href="{}">.{}</a>', addresses)
