"""`{% vault_here %}`: the way into the vault, at the head of a page that shows something sealed."""

from typing import Any

from django import template

from portevoix.ground.people.rules import must_be_member
from portevoix.sealed.keys import sight

register = template.Library()


@register.inclusion_tag("keys/_vault.html", takes_context=True)
def vault_here(context: dict[str, Any], *, alone: bool = False) -> dict[str, Any]:
    """`alone` on the vault's own pages: nothing else waits behind the form."""
    return {"mine": sight.mine(must_be_member(context["request"])), "alone": alone}
