"""How a table is sent, and how somebody says what its columns are: the same wherever a spreadsheet comes in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portevoix.ground.sheets.reading import LARGEST, Sheet, too_large


class Send(forms.Form):
    """A table, as a file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A spreadsheet (.xlsx, .ods) or a text with separators (.csv), with a line of titles; 4 MB at most."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"data-largest": LARGEST, "data-too-large": too_large()}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_large())
        return file


class Columns(forms.Form):
    """What each column of a table is about. A form that says more about the table extends it."""

    MEANINGS: Mapping[str, str | Promise]
    """By meaning, its name; the empty one is for a column that is not taken."""
    anyway = forms.BooleanField(label=_("Take the right lines even if others are wrong"), required=False)

    def __init__(self, sheet: Sheet, columns: Sequence[str], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.sheet = sheet
        for at, title in enumerate(sheet.header):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=title or _("Column without a title"),
                choices=list(self.MEANINGS.items()),
                initial=columns[at] if at < len(columns) else "",
                required=False,
            )

    @property
    def of_columns(self) -> Iterable[tuple[forms.BoundField, str]]:
        """The field of each column, with what its first cells hold."""
        for at in range(len(self.sheet.header)):
            told = [row[at] for row in self.sheet.rows if row[at]]
            yield self[f"column_{at}"], " · ".join(dict.fromkeys(told[:3]))

    @property
    def recognised(self) -> int:
        """How many columns mean something."""
        return sum(bool(self[f"column_{at}"].value()) for at in range(len(self.sheet.header)))

    @property
    def leaves_some_out(self) -> bool:
        """Whether a column is not taken: somebody should look."""
        return self.recognised < len(self.sheet.header)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What each column was said to be."""
        return tuple(self.cleaned_data.get(f"column_{at}", "") for at in range(len(self.sheet.header)))

    def must_be_right(self, wrong: Mapping[int, str]) -> None:
        """Unless it was asked for, no line is taken in while another is wrong."""
        if wrong and not self.cleaned_data["anyway"]:
            self.add_error("anyway", _("Some lines are wrong: correct the file, or ask for the right lines only."))

    def clean(self) -> dict[str, Any] | None:
        chosen = self.chosen
        for meaning in {one for one in chosen if one and chosen.count(one) > 1}:
            again = len(chosen) - 1 - chosen[::-1].index(meaning)
            sentence = _("Another column is “%(meaning)s” already.") % {"meaning": self.MEANINGS[meaning]}
            self.add_error(f"column_{again}", sentence)
        return self.cleaned_data
