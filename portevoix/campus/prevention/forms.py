"""What the mission fills in: a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import Campus, School


class TargetForm(forms.Form):
    """Who, how many of them, by when."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    campus = forms.ModelChoiceField(label=_("On which campus"), queryset=Campus.objects.none(), required=False)
    percent = forms.IntegerField(
        label=_("What share of them, in per cent"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput({"class": "short"}),
    )
    by = forms.DateField(label=_("By when"), widget=forms.DateInput({"type": "date", "class": "short"}, "%Y-%m-%d"))
    occasion = forms.CharField(
        label=_("What comes then"), help_text=_("For example: integration weekend."), max_length=120, required=False
    )

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.ident: group for group in Group.objects.for_school(school).order_by("kind", "name")}
        campus, who = self.fields["campus"], self.fields["who"]
        assert isinstance(campus, forms.ModelChoiceField)
        assert isinstance(who, forms.ChoiceField)
        campus.queryset, campus.empty_label = school.campuses.all(), _("Every campus")
        who.choices = [("", _("Everyone it is for")), ("office", _("Those who hold an office in an association"))]
        who.choices += [(f"status:{value}", label) for value, label in Individual.Status.choices]
        who.choices += [
            (f"group:{group.ident}", f"{group.get_kind_display()} · {group}") for group in self.groups.values()
        ]

    def chosen(self) -> dict[str, Any]:
        """The people, as the act takes them."""
        kind, _colon, value = self.cleaned_data["who"].partition(":")
        return {
            "status": value if kind == "status" else "",
            "group": self.groups[value] if kind == "group" else None,
            "in_office": kind == "office",
            "campus": self.cleaned_data["campus"],
        }
