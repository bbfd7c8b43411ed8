"""Questions as the mission writes them, and answers as people give them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.campus.evaluation import rules
from portevoix.campus.evaluation.acts import Answers
from portevoix.campus.evaluation.models import SCALE, Question


class Written(forms.Form):
    """One question."""

    text = forms.CharField(label=_("Question"), max_length=300)
    topic = forms.ChoiceField(label=_("When is it asked?"), choices=Question.Topic.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("How is it answered?"), choices=Question.Kind.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line, two to eight. Begin the right one, if there is one, with an asterisk (*)."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @classmethod
    def of(cls, question: Question) -> dict[str, str]:
        """What the form says of a question that is there already."""
        lines = [("* " if place == question.right else "") + text for place, text in enumerate(question.choices)]
        return {
            "text": question.text,
            "topic": question.topic,
            "kind": question.kind,
            "choices": "\n".join(lines),
        }

    def clean(self) -> None:
        lines = [line.strip() for line in self.cleaned_data.get("choices", "").splitlines() if line.strip()]
        right = [place for place, line in enumerate(lines) if line.startswith("*")]
        choices = [line.lstrip("* ").strip() for line in lines]
        self.offered: list[str] = []
        self.right: int | None = None
        if self.cleaned_data.get("kind") != Question.Kind.CHOICE:
            return
        if not 2 <= len(choices) <= 8 or not all(choices) or len(set(choices)) < len(choices):
            self.add_error("choices", _("Write two to eight different answers, one on each line."))
        elif len(right) > 1:
            self.add_error("choices", _("Only one answer is the right one."))
        else:
            self.offered, self.right = choices, right[0] if right else None

    def put_into(self, question: Question) -> Question:
        """Once the form is valid: the question, as it is written here."""
        question.text, question.topic = self.cleaned_data["text"], self.cleaned_data["topic"]
        question.kind, question.choices, question.right = self.cleaned_data["kind"], self.offered, self.right
        return question


class Answered(forms.Form):
    """What somebody answers: every question may be skipped, not all of them."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.ident] = _field(question)

    def clean(self) -> None:
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Answer one question at least; you may skip the others."))

    @property
    def answers(self) -> Answers:
        """Those that were answered."""
        said: dict[Question, int | str] = {}
        for question in self.questions:
            given = self.cleaned_data.get(question.ident, "")
            if given:
                said[question] = given if question.kind == Question.Kind.WORDS else int(given)
        return said


def _field(question: Question) -> forms.Field:
    if question.kind == Question.Kind.WORDS:
        return forms.CharField(
            label=question.text,
            help_text=_("Write no name, yours or anybody’s: the mission reads this, among the words of others."),
            required=False,
            max_length=rules.LONGEST,
            widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        )
    if question.kind == Question.Kind.SCALE:
        ends = {0: _("1: not at all"), SCALE - 1: _("5: quite")}
        choices = [(str(place), ends.get(place, str(place + 1))) for place in range(SCALE)]
    else:
        choices = [(str(place), text) for place, text in enumerate(question.choices)]
    return forms.ChoiceField(label=question.text, required=False, choices=choices, widget=forms.RadioSelect)
