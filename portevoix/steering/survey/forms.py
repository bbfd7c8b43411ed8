"""What the mission fills in: a survey, and how many tickets to print."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.widgets import Day
from portevoix.steering.survey import instrument, rules
from portevoix.steering.survey.models import Survey
from portevoix.steering.survey.results import SILENCE, Results

NOTHING_MORE = "core"
"""Instead of the modules that are asked besides the core."""


class SurveyForm(forms.Form):
    """What is asked, from when until when."""

    title = forms.CharField(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=40,
        help_text=_("In letters, numbers and hyphens: it is printed on the tickets. For example: 2027."),
        widget=forms.TextInput({"class": "short"}),
    )
    year = forms.IntegerField(
        label=_("Year that it is about"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput({"class": "short"}),
    )
    opens = forms.DateField(label=_("First day"), widget=Day())
    closes = forms.DateField(label=_("Last day"), widget=Day(), help_text=_("One may answer until that evening."))
    modules = forms.MultipleChoiceField(
        label=_("Modules asked besides the core"),
        help_text=_(
            "The core is asked every year, so that years can be compared. The fewer modules, the more answers."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, school: School, *args: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.survey = school, survey
        offered = self.fields["modules"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = [(one.key, str(one.title)) for one in instrument.optional_modules()]

    @classmethod
    def of(cls, survey: Survey) -> dict[str, Any]:
        """What the form says of a survey that is there already."""
        return {name: getattr(survey, name) for name in ("title", "slug", "year", "opens", "closes", "modules")}

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        taken = Survey.objects.for_school(self.school).at(slug)
        if taken is not None and taken != self.survey:
            raise forms.ValidationError(_("Another survey has this address: choose another."))
        return slug

    def clean(self) -> None:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The last day comes after the first."))

    @property
    def told(self) -> dict[str, Any]:
        """Once it is valid. A survey without any module named asks all of them."""
        said = self.cleaned_data
        return said | {"modules": said["modules"] or [NOTHING_MORE]}


class PaperForm(forms.Form):
    """How many."""

    number = forms.IntegerField(
        label=_("How many tickets"),
        min_value=1,
        max_value=rules.MOST_PAPERS,
        initial=16,
        widget=forms.NumberInput({"class": "short"}),
    )


class PublishForm(forms.Form):
    """What everyone may read of the results."""

    shown = forms.MultipleChoiceField(
        label=_("On the public page"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: no page."),
    )

    def __init__(self, results: Results, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["shown"]
        assert isinstance(offered, forms.MultipleChoiceField)
        modules = [(part.key, str(part.module.title)) for part in results.parts]
        offered.choices = [(SILENCE, _("What people lived, and the silence rate")), *modules]
