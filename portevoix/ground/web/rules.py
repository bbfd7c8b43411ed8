"""What every room's rules share: the way to say no to a person."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BaseForm
from django.http import Http404
from django.utils.translation import gettext as _

Noun = TypeVar("Noun")


class Refused(Exception):  # noqa: N818  it is no error: somebody is told no
    """Something may not be done; the message is the sentence shown to the person."""

    def __init__(self, sentence: str, *, code: str = "refused", status: int = 403) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.status = status


class TooMany(Refused):
    """Too many requests from one place in a short time. Never a reason to lose what a person wrote."""

    def __init__(self) -> None:
        super().__init__(
            _("Too many requests came from your network in a short time. Wait a minute, then try again."),
            code="too_many",
            status=429,
        )


def must_be_there(found: Noun | None) -> Noun:
    """What was looked for. Raises Http404 when nothing of the kind is there."""
    if found is None:
        raise Http404
    return found


def is_done(form: BaseForm, act: Callable[[dict[str, Any]], object], where: str | None = None) -> bool:
    """Whether what the form says could be done. When a rule says no, the form tells why, at the field `where`."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(where, refused.sentence)
    return form.is_valid()
