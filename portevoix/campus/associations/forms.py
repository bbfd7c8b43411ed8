"""What associations propose and what the mission answers."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portevoix.campus.associations import rules
from portevoix.campus.associations.models import Association, Event, Standard
from portevoix.campus.trainings.models import Training, TrainingQuerySet
from portevoix.ground.population.models import Individual, IndividualQuerySet
from portevoix.ground.web.widgets import Day, Moment

LONGEST_TEXT = 10_000
MARKDOWN = _("Markdown: # heading, - list, **bold**, [text](https://…).")


class Page(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy only
    """What an association says of itself."""

    presents = forms.CharField(
        label=_("What the association does"),
        help_text=MARKDOWN,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
    )
    web = forms.URLField(label=_("Site"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Association
        fields: ClassVar = ["presents", "contact", "web", "is_published"]
        labels: ClassVar = {
            "contact": _("How to reach it"),
            "is_published": _("Show this page to everyone"),
        }
        help_texts: ClassVar = {
            "contact": _("An address of the association, rather than of one person."),
        }


class Propose(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy only
    """Something that an association wants to do."""

    expected = forms.IntegerField(
        label=_("How many people you expect"),
        required=False,
        min_value=1,
        max_value=20_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    about = forms.CharField(
        label=_("What you want to do"),
        help_text=MARKDOWN,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
    )

    class Meta:
        model = Event
        fields: ClassVar = ["kind", "name", "begins", "ends", "place", "expected", "partner", "about"]
        labels: ClassVar = {
            "kind": _("What is it?"),
            "name": _("Name"),
            "begins": _("Begins"),
            "ends": _("Ends"),
            "place": _("Place"),
            "partner": _("With whom"),
        }
        help_texts: ClassVar = {
            "partner": _("Another association, a company, someone who comes to speak."),
        }
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "begins": Moment(),
            "ends": Moment(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = Event.Kind.choices

    def clean_begins(self) -> datetime:
        begins: datetime = self.cleaned_data["begins"]
        if begins <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        if begins > timezone.now() + rules.FURTHEST:
            raise ValidationError(_("Two years ahead at most."))
        return begins

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        begins, ends = known.get("begins"), known.get("ends")
        if begins and ends and not begins < ends <= begins + rules.LONGEST:
            self.add_error("ends", _("It must end after it begins, within three days."))
        return known


class Revise(Propose):
    """The same, changed, with a word for the mission."""

    sentence = forms.CharField(
        label=_("A word for the mission"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class Answer(forms.Form):
    """What the mission answers."""

    state = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (Event.State.ACCEPTED, _("Accept")),
            (Event.State.ASKED, _("Ask for changes")),
            (Event.State.DECLINED, _("Decline")),
        ],
    )
    sentence = forms.CharField(
        label=_("A sentence for the association"),
        help_text=_("Needed when you decline or ask for changes."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class CallOff(forms.Form):
    """Why it does not take place, if one wishes to say."""

    sentence = forms.CharField(label=_("Why, if you wish"), required=False, max_length=2000)


class Charter(forms.Form):
    """When the charter was signed."""

    began = forms.DateField(label=_("The present mandate began on"), required=False, widget=Day())
    signed = forms.DateField(label=_("The charter was signed on"), required=False, widget=Day())


class StandardForm(forms.Form):
    """What the mission asks of referents."""

    at_least = forms.IntegerField(
        label=_("Trained referents at each party, at least"),
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    trainings = forms.ModelMultipleChoiceField(
        label=_("Trainings that make a referent"),
        queryset=Training.objects.none(),
        to_field_name="ident",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, standard: Standard, trainings: TrainingQuerySet) -> None:
        chosen = [one.ident for one in standard.trainings.all()] if standard.names_a_training else []
        super().__init__(data, initial={"at_least": standard.at_least, "trainings": chosen})
        self.fields["trainings"].queryset = trainings  # type: ignore[attr-defined]  # a field of models


class NewLine(forms.Form):
    """One more thing to ask for."""

    name = forms.CharField(label=_("What must be there"), max_length=160)
    hint = forms.CharField(label=_("What it means"), required=False, max_length=300)


class Referents(forms.Form):
    """Who of the association will be there."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who will be there for whoever needs somebody"),
        queryset=Individual.objects.none(),
        to_field_name="ident",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, event: Event, members: IndividualQuerySet) -> None:
        super().__init__(data, initial={"people": [one.ident for one in event.referents.all()]})
        self.fields["people"].queryset = members  # type: ignore[attr-defined]  # a field of models


class MakeSitting(forms.Form):
    """Which training this is a date of."""

    training = forms.ModelChoiceField(
        label=_("Training"), queryset=Training.objects.none(), to_field_name="ident", empty_label=None
    )

    def __init__(self, data: Any, *, trainings: TrainingQuerySet) -> None:
        super().__init__(data)
        self.fields["training"].queryset = trainings  # type: ignore[attr-defined]  # a field of models
