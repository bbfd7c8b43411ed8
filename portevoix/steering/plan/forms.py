"""What the mission types of a plan, and what people propose for it."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.campus.trainings.models import Partner
from portevoix.ground.people.models import Office
from portevoix.ground.web.rules import Refused
from portevoix.ground.web.widgets import Day, choose_among
from portevoix.steering.plan import marks, rules
from portevoix.steering.plan.models import Action, Axis, Mark, Plan

Made = TypeVar("Made")
SHORT = forms.NumberInput(attrs={"class": "short"})


def tried(form: forms.BaseForm, act: Callable[..., Made], *first: Any) -> Made | None:
    """What the act made of the form; None when the form or the act says no, which the form then shows."""
    if not form.is_valid():
        return None
    try:
        return act(*first, **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.code if refused.code in form.fields else None, refused.sentence)
        return None


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """What a plan says of itself."""

    class Meta:
        model = Plan
        fields: ClassVar = [
            *("title", "first_year", "last_year", "governing_body", "voted", "aims", "networks", "closed"),
        ]
        labels: ClassVar = {
            "title": _("Title"),
            "first_year": _("First year"),
            "last_year": _("Last year"),
            "governing_body": _("Who votes it"),
            "voted": _("Voted on"),
            "aims": _("What it is for"),
            "networks": _("Networks"),
            "closed": _("Closed on"),
        }
        help_texts: ClassVar = {
            "governing_body": _("For example: the school’s council."),
            "voted": _("Empty: not voted yet."),
            "aims": _("Markdown. Everyone reads it once the plan is published."),
            "networks": _("With whom good practice is shared."),
            "closed": _("Empty: it runs. From this day on, nothing is counted for it any more."),
        }
        widgets: ClassVar = {"first_year": SHORT, "last_year": SHORT, "voted": Day(), "closed": Day()}


class AxisForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A measure."""

    class Meta:
        model = Axis
        fields: ClassVar = ["title", "number", "is_beside"]
        labels: ClassVar = {
            "title": _("Measure"),
            "number": _("Number"),
            "is_beside": _("Beside the measures: what the plan names without a measure of its own"),
        }
        help_texts: ClassVar = {"is_beside": ""}
        widgets: ClassVar = {"number": SHORT}


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """An action: what, who, when, with what."""

    axis = forms.ModelChoiceField(label=_("Measure"), queryset=Axis.objects.none(), empty_label=None)
    sentence = forms.CharField(
        label=_("Why it comes to this state"),
        help_text=_("Kept in the history of the action, when its state changes."),
        max_length=500,
        required=False,
    )
    contributors = forms.CharField(
        label=_("Who takes part"),
        help_text=_("One line each. A partner of the trainings is recognised by its name."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    sevens = forms.MultipleChoiceField(
        label=Mark.Scheme.SEVENS.label, widget=forms.CheckboxSelectMultiple, required=False
    )
    areas = forms.MultipleChoiceField(
        label=Mark.Scheme.AREAS.label, widget=forms.CheckboxSelectMultiple, required=False
    )
    cpas1option = forms.MultipleChoiceField(
        label=Mark.Scheme.OPTION.label, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Action
        fields: ClassVar = [
            *("title", "axis", "number", "text", "is_existing", "state", "lead", "lead_office", "audience"),
            *("begins", "ends", "planned", "spent", "published"),
        ]
        labels: ClassVar = {
            "title": _("Action"),
            "number": _("Number"),
            "text": _("What is done"),
            "is_existing": _("It existed before the plan, which makes it visible"),
            "state": _("How far it is"),
            "lead": _("Who leads it"),
            "lead_office": _("Or somebody of the mission"),
            "audience": _("For whom"),
            "begins": _("From"),
            "ends": _("Until"),
            "planned": _("Budget planned, in euros"),
            "spent": _("Spent, in euros"),
            "published": _("Everyone may read it, once the plan is published"),
        }
        help_texts: ClassVar = {
            **dict.fromkeys(("lead_office", "audience", "spent", "published"), ""),
            "number": _("Empty: after the others."),
            "text": _("Markdown."),
            "is_existing": _("It counts as much as what is new."),
            "lead": _("A function rather than a name, if everyone may read it."),
            "ends": _("Empty: it goes on."),
            "planned": _("Empty: not known. Nought: free."),
        }
        widgets: ClassVar = {
            "begins": Day(),
            "ends": Day(),
            **{name: forms.NumberInput(attrs={"class": "short"}) for name in ("number", "planned", "spent")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.instance.axis.plan
        choose_among(self, "axis", Axis.objects.of(plan).in_order())
        choose_among(self, "lead_office", Office.objects.for_school(plan.school).current().with_people(), none="–")
        self.fields["number"].required = False
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        if self.instance.pk:
            state.choices = rules.next_states(self.instance)
        else:
            del self.fields["sentence"]
            state.choices = [pair for pair in Action.State.choices if pair[0] != Action.State.CONTINUED]
        self._show_around()

    def _show_around(self) -> None:
        there = self.instance.pk is not None
        names = [one.name for one in self.instance.contributors.all()] if there else []
        self.initial.setdefault("contributors", "\n".join(names))
        for scheme, codes in marks.SCHEMES.items():
            field = self.fields[scheme]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(codes.items())
            held = [one.code for one in self.instance.marks.all() if one.scheme == scheme] if there else []
            self.initial.setdefault(scheme, held)

    def clean(self) -> dict[str, Any]:
        """As the act takes it: contributors by name, marks by scheme."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["marks"] = [(scheme, code) for scheme in marks.SCHEMES for code in said.pop(scheme, [])]
        lines = [line.strip()[:200] for line in said.get("contributors", "").splitlines() if line.strip()]
        partners = {one.name.casefold(): one for one in Partner.objects.for_school(self.instance.axis.plan.school)}
        said["contributors"] = [(line, partners.get(line.casefold())) for line in dict.fromkeys(lines)]
        if said.get("number") is None:
            said["number"] = self.instance.number if self.instance.pk else 0
        return said

    def _post_clean(self) -> None:
        """Nothing is written on the instance: the act does it, once it is allowed."""

    @property
    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields, under headings."""
        for title, names in (
            (gettext("What"), ("title", "axis", "number", "text", "audience", "is_existing")),
            (gettext("Who"), ("lead", "lead_office", "contributors")),
            (gettext("When, and how far"), ("begins", "ends", "state", "sentence")),
            (gettext("With what"), ("planned", "spent")),
            (gettext("In which frames it counts"), ("sevens", "areas", "cpas1option")),
            (gettext("Who reads it"), ("published",)),
        ):
            yield title, [self[name] for name in names if name in self.fields]


class PieceForm(forms.Form):
    """What shows that an action was done."""

    title = forms.CharField(label=_("What it is"), max_length=200)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF or a picture, 3 MB at most. A picture is drawn anew, without its place or its camera."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
        required=False,
    )
    link = forms.URLField(label=_("Or an address"), max_length=200, assume_scheme="https", required=False)
    published = forms.BooleanField(label=_("Everyone may read it, with the plan"), required=False)


class Words(forms.Form):
    """A message under a proposal."""

    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class Accept(forms.Form):
    """A proposal becomes an action."""

    axis = forms.ModelChoiceField(label=_("Measure"), queryset=Axis.objects.none(), empty_label=None)
    answer = forms.CharField(
        label=_("What you answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, plan: Plan | None, axis: Axis | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "axis", Axis.objects.filter(plan=plan).in_order())
        if axis is not None:
            self.initial["axis"] = axis.ident


class Refuse(forms.Form):
    """A proposal is not taken up, and whoever made it is told why."""

    answer = forms.CharField(label=_("Why not"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
