"""What people choose in the agenda, and what the mission types about dates."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.campus.sittings.models import Cycle, Sitting, SittingQuerySet
from portevoix.campus.trainings.models import Training
from portevoix.ground.schools.models import School
from portevoix.ground.web.widgets import Day, Moment, choose_among

MOST = 20
"""Copies at once."""


class Choose(forms.Form):
    """Which dates to show. Whatever is not one of the choices chooses nothing."""

    campus = forms.ChoiceField(label=_("Campus"), required=False)
    genre = forms.ChoiceField(label=_("Kind of training"), required=False)

    def __init__(self, data: Any, *, school: School) -> None:
        super().__init__(data)
        campuses = [(one.name, one.name) for one in school.campuses.order_by("name")]
        campus, genre = self.fields["campus"], self.fields["genre"]
        assert isinstance(campus, forms.ChoiceField)
        assert isinstance(genre, forms.ChoiceField)
        campus.choices = [("", _("every campus")), *campuses]
        genre.choices = [("", _("every kind")), *Training.Kind.choices]
        self.is_valid()

    @property
    def chosen(self) -> str:
        """The choices as the end of an address: « &campus=… »."""
        return "".join(f"&{name}={quote(value)}" for name, value in self.cleaned_data.items() if value)

    def among(self, sittings: SittingQuerySet) -> SittingQuerySet:
        """Those of `sittings` that were asked for."""
        if campus := self.cleaned_data.get("campus"):
            sittings = sittings.on_campus(campus)
        if kind := self.cleaned_data.get("genre"):
            sittings = sittings.of_kind(kind)
        return sittings


class SittingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A date of a training."""

    link = forms.URLField(
        label=_("Link, for a sitting online"),
        help_text=_("Only those who have a place see it."),
        assume_scheme="https",
        required=False,
        max_length=200,
    )

    class Meta:
        model = Sitting
        fields: ClassVar = [
            *("begins", "ends", "campus", "place", "link", "capacity", "registration_until"),
            *("facilitators", "psychologist", "psychologist_contact", "cycle", "cost"),
        ]
        labels: ClassVar = {
            "begins": _("Begins"),
            "ends": _("Ends"),
            "campus": _("Campus"),
            "place": _("Place"),
            "capacity": _("Number of places"),
            "registration_until": _("Registration until"),
            "facilitators": _("Who gives it"),
            "psychologist": _("Psychologist on call"),
            "psychologist_contact": _("How to reach them"),
            "cycle": _("Cycle"),
            "cost": _("Cost, in euros"),
        }
        help_texts: ClassVar = {
            "capacity": _("Empty: as many as come."),
            "registration_until": _("Empty: until it begins."),
            "facilitators": _("People read this."),
            "psychologist": _("By name: people read it. Without one, registration cannot be opened."),
            "psychologist_contact": _("A number or an address, during and after."),
            "cost": _("Only the mission sees it."),
        }
        widgets: ClassVar = {
            "begins": Moment(),
            "ends": Moment(),
            "registration_until": Moment(),
            "facilitators": forms.TextInput(),
            **{name: forms.NumberInput(attrs={"class": "short"}) for name in ("capacity", "cost")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "campus", self.instance.school.campuses.order_by("name"), by="name", none="–")
        choose_among(self, "cycle", Cycle.objects.of_training(self.instance.training), none="–")

    def clean(self) -> None:
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("A sitting ends after it has begun."))

    @property
    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields, under headings."""
        for title, names in (
            (gettext("When and where"), ("begins", "ends", "campus", "place", "link")),
            (gettext("With whom"), ("facilitators", "psychologist", "psychologist_contact")),
            (gettext("Places"), ("capacity", "registration_until", "cycle", "cost")),
        ):
            yield title, [self[name] for name in names]


class CycleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A round of dates."""

    class Meta:
        model = Cycle
        fields: ClassVar = ["name", "begins", "ends"]
        labels: ClassVar = {"name": _("Name"), "begins": _("From"), "ends": _("Until")}
        widgets: ClassVar = {"begins": Day(), "ends": Day()}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Cycle.objects.of_training(self.instance.training).named_so(name, but=self.instance):
            raise forms.ValidationError(gettext("There is one of this name already."))
        return name


class RepeatForm(forms.Form):
    """The same again, some times, every so many weeks."""

    first = forms.DateTimeField(label=_("First of the new dates"), widget=Moment())
    times = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST, initial=1, widget=forms.NumberInput(attrs={"class": "short"})
    )
    every = forms.IntegerField(
        label=_("Every … weeks"),
        min_value=1,
        max_value=52,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    @property
    def dates(self) -> list[datetime]:
        """At the same hour on the clocks of the school, also when they change in between."""
        first = timezone.make_naive(self.cleaned_data["first"])
        weeks = [timedelta(weeks=self.cleaned_data["every"] * number) for number in range(self.cleaned_data["times"])]
        return [timezone.make_aware(first + later) for later in weeks]


class CallOffForm(forms.Form):
    """Why it will not take place, for those who asked."""

    because = forms.CharField(
        label=_("Why, in a few words"),
        help_text=_("Those who asked for a place read this on their page; the letter only says that it is called off."),
        max_length=200,
        required=False,
    )
