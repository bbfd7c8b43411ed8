"""Who is ticked on the list, and who is in a sheet."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portevoix.campus.attendance import names
from portevoix.campus.sittings.models import Sitting
from portevoix.ground.population.models import Individual
from portevoix.ground.sheets import reading


class Ticked(forms.Form):
    """Those who are there, by their idents."""

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Individual.objects.for_school(sitting.training.programme.school)
        self.fields["person"] = forms.ModelMultipleChoiceField(
            people, to_field_name="ident", error_messages={"required": _("Tick at least one person.")}
        )

    @property
    def people(self) -> Iterable[Individual]:
        """Once the form is valid."""
        ticked: Iterable[Individual] = self.cleaned_data["person"]
        return ticked


class Sheet(forms.Form):
    """A list kept elsewhere: one line for each person who came."""

    sheet = forms.FileField(
        label=_("Spreadsheet of those who came"),
        help_text=_(
            "xlsx, ods or csv, one line for each person, with a column for their e-mail address or their number on "
            "the school’s lists. If one line is not understood, nobody is noted and each such line is named."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sitting = sitting

    def clean_sheet(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["sheet"]
        try:
            if file.size is None or file.size > reading.LARGEST:
                raise reading.Unreadable(reading.too_large())
            self.people = names.of_sheet(
                self.sitting.training.programme.school, reading.read(file.name or "", file.read())
            )
        except reading.Unreadable as wrong:
            raise forms.ValidationError(str(wrong)) from None
        except names.NotUnderstood as wrong:
            raise forms.ValidationError(wrong.sentences) from None
        return file
