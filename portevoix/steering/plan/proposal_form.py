"""What people propose for the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.campus.associations.models import offices_of
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.web.widgets import choose_among
from portevoix.steering.plan.models import Axis, Plan


class ProposalForm(forms.Form):
    """What, why, for which measure, and in whose name."""

    title = forms.CharField(label=_("What you propose"), max_length=200)
    text = forms.CharField(
        label=_("Why, for whom, how"),
        help_text=_("Only the school’s mission reads it. What somebody has lived is told to the cell, not here."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    axis = forms.ModelChoiceField(label=_("For which measure"), queryset=Axis.objects.none(), required=False)
    group = forms.ModelChoiceField(label=_("In whose name"), queryset=Group.objects.none(), required=False)

    def __init__(self, *args: Any, individual: Individual, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Group.objects.filter(pk__in=[one.group_id for one in offices_of(individual)])
        choose_among(self, "axis", Axis.objects.filter(plan=plan).in_order(), none=gettext("I do not know"))
        choose_among(self, "group", held.order_by("name"), none=gettext("In my own name"))
        if not held:
            del self.fields["group"]
        if plan is None:
            del self.fields["axis"]
