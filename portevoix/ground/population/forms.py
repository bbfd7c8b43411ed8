"""What students and staff type to come in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ComeIn(forms.Form):
    """The address that the school knows."""

    email = forms.EmailField(
        label=_("Your school e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    suite = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
