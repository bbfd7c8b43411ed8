"""What a lead types about a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Membership


class Describe(forms.Form):
    """The name and function that people read before they write, and the place in the cell."""

    name = forms.CharField(label=_("First name and name"), max_length=120)
    function = forms.CharField(
        label=_("Function"),
        help_text=_("As people will read it before they write: “social worker”, “head of studies”…"),
        max_length=120,
    )
    role = forms.ChoiceField(
        label=_("Place in the cell"),
        help_text=_(
            "Members and leads read what is sent to the cell. A lead also invites, removes, signs the directory, and "
            "may pass on or close what colleagues look after. A cell needs two."
        ),
        choices=Membership.Role.choices,
        widget=forms.RadioSelect,
    )
