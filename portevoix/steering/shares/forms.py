"""What the mission fills in: a programme, a figure, a target, and how a table is to be read."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import Campus, School
from portevoix.ground.sheets.reading import Sheet
from portevoix.ground.web.tables import Columns
from portevoix.steering.shares import columns
from portevoix.steering.shares.lines import Options, Wrong, percent
from portevoix.steering.shares.models import Family, Programme, Share, Stage
from portevoix.steering.shares.rules import YEARS, what_is_wrong

SHORT = {"class": "short"}


class PerCent(forms.CharField):
    """A per cent, kept with the decimals that were typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "widget": forms.TextInput(SHORT | {"inputmode": "decimal"}), **kwargs})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # a per cent, not a text
        told = super().to_python(value)
        try:
            return percent(told) if told else None
        except Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def run_validators(self, value: Any) -> None:
        """Its reading has looked at everything."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


def _year() -> forms.IntegerField:
    widget = forms.NumberInput(SHORT)
    return forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[-1], widget=widget)


class ProgrammeForm(forms.ModelForm[Programme]):
    """A course of study whose shares are followed."""

    class Meta:
        model = Programme
        fields = ["name", "campus", "years", "family", "is_whole", "note", "rank"]
        labels = {
            "name": _("Name of the programme"),
            "campus": _("Campus"),
            "years": _("Years from intake to degree"),
            "family": _("Compared with"),
            "is_whole": _("This is the whole school: the sum of the other programmes"),
            "note": _("What the public page says of it"),
            "rank": _("Its place on the page"),
        }
        help_texts = {
            "years": _("An intake is followed to the degrees of that many years later."),
            "family": _("National figures of the Conférence des grandes écoles."),
            "is_whole": _("So that a small programme cannot be computed from the others."),
            "note": "",
            "rank": "",
        }
        widgets = {
            "years": forms.NumberInput(SHORT),
            "rank": forms.NumberInput(SHORT),
            "note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.school = school
        campus, family = self.fields["campus"], self.fields["family"]
        assert isinstance(campus, forms.ModelChoiceField)
        assert isinstance(family, forms.ChoiceField)
        campus.queryset, campus.empty_label = Campus.objects.filter(school=school).order_by("name"), _("All of them")
        family.choices = [("", _("no other school")), *Family.choices]

    def clean(self) -> None:
        said = self.cleaned_data
        others = Programme.objects.for_school(self.instance.school).but(self.instance)
        if others.called(said.get("name", ""), said.get("campus")):
            self.add_error("name", _("Another programme has this name already."))


class ShareForm(forms.Form):
    """One figure, by hand: counts, a per cent as published, or both."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    year = _year()
    women = forms.IntegerField(label=_("Number of women"), min_value=0, required=False, widget=forms.NumberInput(SHORT))
    everyone = forms.IntegerField(
        label=_("Total of women and men"), min_value=0, required=False, widget=forms.NumberInput(SHORT)
    )
    percent = PerCent(
        label=_("Per cent of women, as published"),
        help_text=_("Leave it out when you have the counts: it is computed from them. Its decimals are kept."),
        required=False,
    )
    source = forms.CharField(
        label=_("Source"), help_text=_("Where this figure can be found."), max_length=300, required=False
    )
    published = forms.BooleanField(label=_("Show it to everyone, on the public page"), required=False)

    def clean(self) -> None:
        said = self.cleaned_data
        if not self.errors and (sentence := what_is_wrong(said["women"], said["everyone"], said["percent"])):
            raise ValidationError(sentence)


def kept(share: Share | None) -> dict[str, Any]:
    """What a form of a figure shows of the one there is."""
    names = ("stage", "year", "women", "everyone", "percent", "source", "published")
    return {} if share is None else {name: getattr(share, name) for name in names}


class TargetForm(forms.Form):
    """What share is to be reached."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices, initial=Stage.ADMITTED)
    year = _year()
    percent = PerCent(label=_("Share of women to reach, in per cent"))
    published = forms.BooleanField(label=_("Show it to everyone, on the public page"), required=False)


class HowToRead(Columns):
    """What each column of a table is about, and what the file does not say."""

    MEANINGS = columns.MEANINGS
    programme = forms.CharField(label=_("Programme"), max_length=120, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("said in the file")), *Stage.choices], required=False)
    year = forms.IntegerField(
        label=_("Year"),
        min_value=YEARS[0],
        max_value=YEARS[-1],
        required=False,
        widget=forms.NumberInput(SHORT),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    make = forms.BooleanField(label=_("Make the programmes that do not exist yet"), required=False)
    publish = forms.BooleanField(label=_("Show these figures to everyone, on the public page"), required=False)

    def __init__(self, sheet: Sheet, options: Options, data: Any = None) -> None:
        super().__init__(sheet, options.columns, data, initial=options.as_json())

    @property
    def of_everyone(self) -> list[forms.BoundField]:
        """What holds for all lines."""
        return [self[name] for name in ("programme", "stage", "year", "source")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is done with them."""
        return [self["make"], self["publish"]]

    def options(self) -> Options:
        """What was chosen."""
        said = self.cleaned_data
        return Options(
            columns=self.chosen,
            programme=" ".join(said["programme"].split()),
            stage=said["stage"],
            year=said["year"],
            source=" ".join(said["source"].split()),
            make=said["make"],
            publish=said["publish"],
            anyway=said["anyway"],
        )
