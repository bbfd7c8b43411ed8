"""What the mission types of an indicator, and of a value."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import DECLARED
from portevoix.ground.population.models import Group
from portevoix.ground.schools.models import School
from portevoix.ground.web.widgets import Day, choose_among
from portevoix.steering.plan.models import Action, Gauge

Choices = list[tuple[str, str | Promise]]
NUMBERS = ("baseline", "baseline_year", "target", "target_year")


def ways_to_count(school: School) -> list[tuple[str | Promise, Choices]]:
    """What rooms count by themselves, each with what it can be asked about."""
    ways: list[tuple[str | Promise, Choices]] = []
    alone: Choices = []
    for key, indicator in DECLARED.items():
        options: Choices = [(f"{key}|{value}", name) for value, name in indicator.options(school)]
        if options:
            ways.append((indicator.name, options))
        elif not indicator.needs_an_option:
            alone.append((f"{key}|", indicator.name))
    return [(_("Counted by Portevoix"), alone), *ways]


class GaugeForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """An indicator. What feeds it decides its unit, and says what is left empty."""

    way = forms.ChoiceField(
        label=_("Who counts"),
        help_text=_("What Portevoix counts is read every night; the rest is typed here, with its source."),
        required=False,
    )

    class Meta:
        model = Gauge
        fields: ClassVar = [
            *("name", "action", "definition", "numerator", "denominator", "unit", "source", "frequency"),
            *(*NUMBERS, "lower_is_better", "published"),
        ]
        labels: ClassVar = {
            "name": _("Indicator"),
            "action": _("Of which action"),
            "definition": _("Definition"),
            "numerator": _("What is counted"),
            "denominator": _("Out of what"),
            "unit": _("Unit"),
            "source": _("Source"),
            "frequency": _("How often"),
            "baseline": _("Value at the start"),
            "baseline_year": _("Year of the start"),
            "target": _("Target"),
            "target_year": _("Year of the target"),
            "lower_is_better": _("The lower, the better"),
            "published": _("Everyone may read it, once the plan is published"),
        }
        help_texts: ClassVar = {
            "published": "",
            "definition": _("What is counted and what is not: it stands beside the figure wherever it is shown."),
            "numerator": _("For example: members of staff trained."),
            "denominator": _("For example: members of staff on the lists. A share is worth little without it."),
            "source": _("Who gives the figure, from which file."),
        }
        widgets: ClassVar = {
            "definition": forms.Textarea(attrs={"rows": 3}),
            **{name: forms.NumberInput(attrs={"class": "short"}) for name in NUMBERS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        axis = self.instance.axis
        none = gettext("The whole measure")
        choose_among(self, "action", Action.objects.filter(axis=axis).order_by("number", "pk"), none=none)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [("", _("By hand")), *ways_to_count(axis.plan.school)]
        self.initial["way"] = f"{self.instance.feeds}|{self.instance.option}" if self.instance.feeds else ""

    def clean(self) -> dict[str, Any]:
        """As the act takes it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["feeds"], _bar, said["option"] = said.pop("way", "").partition("|")
        indicator = DECLARED.get(said["feeds"])
        if indicator is not None:
            said["unit"] = Gauge.Unit(str(indicator.unit.value)).value
            for name in ("definition", "numerator", "denominator"):
                said[name] = said.get(name) or str(getattr(indicator, name))
        return said

    def _post_clean(self) -> None:
        """Nothing is written on the instance: the act does it, once it is allowed."""

    @property
    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields, under headings."""
        for title, names in (
            (gettext("What is counted"), ("name", "action", "definition", "numerator", "denominator")),
            (gettext("How it is counted"), ("way", "unit", "source", "frequency")),
            (gettext("From where to where"), (*NUMBERS, "lower_is_better")),
            (gettext("Who reads it"), ("published",)),
        ):
            yield title, [self[name] for name in names]


class ValueForm(forms.Form):
    """A value of one year: two counts, or a per cent, for a share; a number for the rest. Nothing: unknown."""

    year = forms.IntegerField(label=_("Year"), widget=forms.NumberInput(attrs={"class": "short"}))
    campus = forms.ChoiceField(label=_("Campus"), required=False)
    programme = forms.ChoiceField(label=_("Programme of study"), required=False)
    numerator = forms.DecimalField(max_digits=12, decimal_places=2, required=False)
    denominator = forms.IntegerField(label=_("Out of what"), max_value=100_000_000, required=False)
    number = forms.DecimalField(max_digits=12, decimal_places=2, required=False)
    source = forms.CharField(label=_("Where this value comes from"), max_length=200)
    taken = forms.DateField(label=_("Day it was counted"), widget=Day(), required=False)

    def __init__(self, *args: Any, gauge: Gauge, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school, plan = gauge.axis.plan.school, gauge.axis.plan
        self.initial.update(year=min(year, plan.last_year), source=gauge.source)
        groups = Group.objects.for_school(school).of_kind(Group.Kind.PROGRAMME).order_by("name")
        self._choose("campus", _("The whole school"), school.campuses.order_by("name").values_list("name", flat=True))
        self._choose("programme", _("Every programme"), groups.values_list("name", flat=True))
        self.fields["taken"].help_text = _("Empty: today.")
        for name in ("numerator", "denominator", "number"):
            self.fields[name].widget.attrs["class"] = "short"
        self._label(gauge)

    def _choose(self, name: str, none: str | Promise, names: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *((one, one) for one in names)]

    def _label(self, gauge: Gauge) -> None:
        if gauge.is_share:
            self.fields["numerator"].label = gauge.numerator or _("What is counted")
            self.fields["denominator"].label = gauge.denominator or _("Out of what")
            self.fields["number"].label = _("Or the share, in per cent, when its counts are not known")
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["number"].label = gauge.numerator or gauge.get_unit_display()
            self.fields["number"].help_text = _("Empty: unknown. A small number of people may point at somebody.")


class YearForm(forms.Form):
    """A year to be counted."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "short"})
    )
