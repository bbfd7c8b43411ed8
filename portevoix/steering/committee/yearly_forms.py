"""What the mission types when it looks back on a year, and when it goes on with the next plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portevoix.ground.web import prose
from portevoix.steering.committee.forms import FEW, Together, named
from portevoix.steering.committee.models import Review, ReviewLine
from portevoix.steering.committee.yearly import WORDS, fates, likely
from portevoix.steering.plan.models import Action, Plan


@dataclass
class LineFields:
    """What is written of one action in a review."""

    line: ReviewLine
    fields: list[BoundField]


class ReviewForm(Together):
    """The review of a year: a few words on the whole, then done, gap and correction of each action."""

    summary = forms.CharField(
        label=_("The year in a few words"),
        required=False,
        max_length=prose.LONGEST,
        widget=forms.Textarea(attrs=FEW),
        help_text=_("What one keeps in mind if one reads nothing else."),
    )
    LABELS = {"done": _("What was done"), "gap": _("The gap"), "correction": _("What we correct")}

    def __init__(self, data: Any, *, review: Review) -> None:
        super().__init__(data, initial={"summary": review.summary})
        self.written = list(review.lines.all().in_order())
        self.remember([review.summary, *(getattr(line, name) for line in self.written for name in WORDS)])
        for line in self.written:
            for name in WORDS:
                self.fields[f"{name}_{line.ident}"] = forms.CharField(
                    label=self.LABELS[name],
                    required=False,
                    initial=getattr(line, name),
                    max_length=4000,
                    widget=forms.Textarea(attrs=FEW),
                )

    def groups(self) -> Iterator[LineFields]:
        """Action by action."""
        for line in self.written:
            yield LineFields(line, [self[f"{name}_{line.ident}"] for name in WORDS])

    def lines(self) -> Mapping[ReviewLine, Mapping[str, str]]:
        return {line: {name: self.cleaned_data[f"{name}_{line.ident}"] for name in WORDS} for line in self.written}


class NextPlanForm(forms.Form):
    """The next plan: its years, and what becomes of each action of this one."""

    title = forms.CharField(label=_("Title"), max_length=200)
    first_year = forms.IntegerField(
        label=_("First year"), min_value=2000, max_value=2099, widget=forms.NumberInput(attrs={"class": "short"})
    )
    last_year = forms.IntegerField(
        label=_("Last year"),
        min_value=2000,
        max_value=2099,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=_("Three years at most for a plan for professional equality (CGFP, art. L. 132-1)."),
    )

    def __init__(self, data: Any, *, plan: Plan) -> None:
        after = plan.last_year + 1
        super().__init__(data, initial={"title": plan.title, "first_year": after, "last_year": after + 2})
        self.actions = list(Action.objects.of(plan).in_order())
        for action in self.actions:
            self.fields[f"fate_{action.ident}"] = forms.ChoiceField(
                label=named(action),
                choices=[(one, self.SAID[one]) for one in fates(action)],
                initial=likely(action),
                widget=forms.RadioSelect(),
            )

    SAID = {"continued": _("It continues"), "done": _("It is done"), "dropped": _("We give it up")}

    def about(self) -> list[BoundField]:
        return [self[name] for name in ("title", "first_year", "last_year")]

    def choices(self) -> Iterator[tuple[Action, BoundField]]:
        """Action by action."""
        yield from ((action, self[f"fate_{action.ident}"]) for action in self.actions)

    def fate(self) -> dict[Action, str]:
        return {action: self.cleaned_data[f"fate_{action.ident}"] for action in self.actions}
