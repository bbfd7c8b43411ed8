"""What the mission writes about where to find help."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from portevoix.campus.care.models import Service

PHONE = re.compile(r"\+?[0-9][0-9 ]{1,20}")


class CheckService(forms.Form):
    """What a service was checked against."""

    source = forms.CharField(
        label=_("Checked against"),
        help_text=_("Its site, a call, a leaflet: whatever somebody could look at again."),
        max_length=200,
    )


class OwnService(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy only
    """A service of the school itself."""

    class Meta:
        model = Service
        fields = ["name", "phone", "web", "hours", "audience", "languages", "free", "deaf_access"]
        labels = {
            "name": _("Name"),
            "phone": _("Telephone"),
            "web": _("Site"),
            "hours": _("Hours"),
            "audience": _("For whom"),
            "languages": _("Languages"),
            "free": _("Free of charge"),
            "deaf_access": _("For deaf people too"),
        }
        help_texts = {
            "name": _("As people will look for it: “School nurse”, “Psychologist of the campus”…"),
            "phone": _("At least a telephone number or a site."),
        }

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip().replace(".", " ")
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Digits and spaces only, as in 04 77 00 00 00."))
        return phone

    def clean_web(self) -> str:
        web: str = self.cleaned_data["web"].strip().removeprefix("https://").removeprefix("http://")
        if web:
            URLValidator(schemes=["https"])(f"https://{web}")
        return web

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        if not self.errors and not known["phone"] and not known["web"]:
            self.add_error("phone", _("A telephone number or a site: something to reach it by."))
        return known


class NewService(OwnService, CheckService):
    """A new one, and how it was checked."""
