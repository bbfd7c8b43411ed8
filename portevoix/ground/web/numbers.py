"""`<number:…>` in an address: whole numbers that every database takes. Django's `<int:…>` has no end."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class Number(IntConverter):
    """Nine digits at most; more is an address that does not exist."""

    regex = "[0-9]{1,9}"


register_converter(Number, "number")
