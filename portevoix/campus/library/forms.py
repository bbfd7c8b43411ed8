"""What the mission says of a work."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.campus.library import acts, captions, poster
from portevoix.campus.library.models import SPOKEN, Work


class New(forms.ModelForm[Work]):
    """The first words about a work."""

    class Meta:
        model = Work
        fields = ["kind", "title", "language"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": _("What is it?"), "title": _("Title"), "language": _("Language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            cast(forms.ChoiceField, self.fields["kind"]).choices = Work.Kind.choices  # without the empty line


class Describe(forms.ModelForm[Work]):
    """What people read before they look."""

    class Meta:
        model = Work
        fields = acts.DESCRIBED
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "kind": _("What is it?"),
            "title": _("Title"),
            "summary": _("In a few words"),
            "credits": _("Who made it"),
            "licence": _("Licence"),
            "language": _("Language"),
            "minutes": _("How many minutes it lasts"),
            "warning": _("What may be hard to see or hear"),
            "transcript": _("Transcript"),
        }
        help_texts = {
            "credits": _("Authors, actors, music, as they wish to be named."),
            "minutes": _("For a film."),
            "warning": _("Shown first, with a way past the work. Empty: no warning."),
            "transcript": _("What is said and what is seen, for those who read instead of watching. Markdown."),
        }


class Access(forms.Form):
    """Who may see it, and from when."""

    access = forms.ChoiceField(label=_("Who may see it"), choices=Work.Access.choices, widget=forms.RadioSelect)
    opens = forms.DateTimeField(
        label=_("If it is reserved: open to everyone from"),
        help_text=_("It opens by itself at that minute. Empty: the day is not known yet."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class Caption(forms.Form):
    """Captions in one language, from a file."""

    language = forms.ChoiceField(label=_("Language"), choices=SPOKEN)
    file = forms.FileField(
        label=_("Captions (.vtt)"),
        help_text=_("A WebVTT file in UTF-8. It replaces the captions there are in this language."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > captions.LARGEST:
            raise forms.ValidationError(_("These captions are too long: 512 kB at most."))
        return file


class Poster(forms.Form):
    """What to print."""

    subject = forms.ChoiceField(label=_("What it says"), choices=poster.sets, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("One page in each."),
        choices=poster.languages,
        widget=forms.CheckboxSelectMultiple,
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(one, one) for one in poster.FORMATS], widget=forms.RadioSelect
    )
    strips = forms.BooleanField(label=_("With addresses to tear off"), required=False)
