"""How a form asks for a day, for a moment, and for one of the things there are."""

from typing import Any

from django import forms
from django.db.models import QuerySet


class Day(forms.DateInput):
    """A day; the browser sends it as ISO 8601 whatever it shows."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs={"class": "short"} | attributes, format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """A day and an hour on the clocks of the school."""

    input_type = "datetime-local"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs={"class": "moment"} | attributes, format="%Y-%m-%dT%H:%M")


def choose_among(form: "forms.BaseForm", name: str, things: "QuerySet[Any]", by: str = "ident", none: str = "") -> None:
    """Let this field choose among `things`, or `none` of them. The browser knows public identifiers, no row numbers."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset, field.to_field_name = things, by
    if none:
        field.empty_label = none
    known = getattr(getattr(form, "instance", None), f"{name}_id", None)
    if known is not None:
        form.initial[name] = getattr(form.instance, name)  # type: ignore[attr-defined]  # a form of a model
