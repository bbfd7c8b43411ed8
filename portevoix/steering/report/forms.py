"""The one page of choices, and a number added by hand."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.ground.web.prose import LONGEST
from portevoix.steering.report.models import Report, Topic, Version


class Chapters(forms.Form):
    """What it speaks of, and the mission's own words before it."""

    topics = forms.MultipleChoiceField(
        label=_("Chapters"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple, initial=Topic.values
    )
    foreword = forms.CharField(
        label=_("Your words, before the numbers"),
        help_text=_("What marked the year, what comes next. Markdown."),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST,
        required=False,
    )


class Choices(Chapters):
    """The year, whom it is for, and the rest."""

    year = forms.IntegerField(label=_("Year"), widget=forms.NumberInput({"class": "short"}))
    version = forms.ChoiceField(label=_("For whom"), choices=Version.choices, widget=forms.RadioSelect)
    field_order = ["year", "version", "topics", "foreword"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year - 1
        self.fields["version"].initial = Version.PUBLIC


class AddedForm(forms.Form):
    """A number that Portevoix cannot know: the nature of reports, working days of a referent…"""

    topic = forms.ChoiceField(label=_("Chapter"), choices=[])
    name = forms.CharField(label=_("What is counted"), max_length=200)
    said = forms.CharField(
        label=_("The number, with its unit"),
        help_text=_("Under five people, write « fewer than 5 »."),
        max_length=80,
        widget=forms.TextInput({"class": "short"}),
    )
    definition = forms.CharField(label=_("What counts and what does not"), max_length=500)
    source = forms.CharField(label=_("Where it comes from"), max_length=200)

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topic"]
        assert isinstance(topics, forms.ChoiceField)
        topics.choices = [(topic, Topic(topic).label) for topic in report.chosen]
