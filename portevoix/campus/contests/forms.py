"""What the mission calls for, what authors enter, what jurors give."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portevoix.campus.contests.models import Contest, Criterion, Entry
from portevoix.campus.library import captions
from portevoix.ground.web.rules import Refused

MOST = 100


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Call(forms.ModelForm[Contest]):
    """The call."""

    criteria = forms.CharField(
        label=_("What is judged"),
        help_text=_("One line each, with its points. For instance: Accuracy of the message: 10"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Contest
        fields = ["title", "theme", "rules", "opens", "closes", "is_published"]
        widgets = {"theme": forms.Textarea(attrs={"rows": 3}), "opens": _moment(), "closes": _moment()}
        labels = {
            "title": _("Title"),
            "theme": _("Theme"),
            "rules": _("Rules"),
            "opens": _("Entries from"),
            "closes": _("until"),
            "is_published": _("Everyone may read this call"),
        }
        help_texts = {"rules": _("Markdown: who may enter, how long, which prizes, what is done with the films.")}

    def clean_criteria(self) -> list[tuple[str, int]]:
        read = []
        for line in filter(str.strip, self.cleaned_data["criteria"].splitlines()):
            match = re.match(r"^\s*(.{1,120}?)\s*[:|]\s*(\d{1,3})\s*$", line)
            if match is None or not 0 < int(match[2]) <= MOST:
                sentence = _("This line needs a name, a colon and points from 1 to 100: “%(line)s”")
                raise ValidationError(sentence % {"line": line.strip()[:60]})
            read.append((match[1], int(match[2])))
        return read

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The contest must close after it opens."))
        return cleaned

    @staticmethod
    def written(criteria: list[Criterion]) -> str:
        """Criteria as they are typed."""
        return "\n".join(f"{one.name} : {one.most}" for one in criteria)


class Enter(forms.ModelForm[Entry]):
    """What authors say of their film."""

    words = forms.FileField(
        label=_("Captions (.vtt)"),
        help_text=_("A film is shown later only with its captions. You may add them now, as a WebVTT file."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )

    class Meta:
        model = Entry
        fields = ["title", "authors", "summary", "warning", "has_rights", "shows_nobody", "stays_reserved"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "title": _("Title"),
            "authors": _("Authors"),
            "summary": _("In a few words"),
            "warning": _("What may be hard to see or hear"),
            "has_rights": _("We hold the rights on pictures, sounds and music"),
            "shows_nobody": _("Nobody can be seen or heard in it"),
            "stays_reserved": _("We ask that it stays reserved for now"),
        }
        help_texts = {
            "authors": _("Everyone who made it, by given name and family name."),
            "stays_reserved": _("The jury sees it; the library does not show it before you agree."),
        }

    def clean_words(self) -> str:
        file = self.cleaned_data["words"]
        if not file:
            return ""
        try:
            return captions.read(file.read(captions.LARGEST + 1))[0]
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused


class Seat(forms.Form):
    """Someone of the school, by their address."""

    email = forms.EmailField(label=_("E-mail address of someone of the school"))


class Invite(forms.Form):
    """Someone from outside, by name."""

    name = forms.CharField(label=_("Name of someone from outside"), max_length=120)


class Award(forms.Form):
    """A prize for an entry."""

    prize = forms.CharField(
        label=_("Prize"), max_length=80, required=False, help_text=_("For instance: First prize. Empty: none.")
    )
    rank = forms.IntegerField(label=_("Place among the prizes"), min_value=0, max_value=99, initial=1)


class Points(forms.Form):
    """Points for each criterion."""

    def __init__(self, data: Any, *, criteria: list[Criterion], given: dict[int, int]) -> None:
        super().__init__(data)
        for one in criteria:
            self.fields[f"points_{one.rank}"] = forms.IntegerField(
                label=_("%(criterion)s, out of %(most)d") % {"criterion": one.name, "most": one.most},
                min_value=0,
                max_value=one.most,
                initial=given.get(one.pk),
            )
        self.criteria = criteria

    def points(self) -> dict[int, int]:
        """By criterion."""
        return {one.pk: self.cleaned_data[f"points_{one.rank}"] for one in self.criteria}
