"""What students and staff type to come in, and what the mission says of its lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population import columns
from portevoix.ground.population.lines import Options
from portevoix.ground.population.models import Group, Individual, IndividualQuerySet
from portevoix.ground.population.plan import Plan
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet
from portevoix.ground.web.tables import Columns


class ComeIn(forms.Form):
    """The address that the school knows."""

    email = forms.EmailField(
        label=_("Your school e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    suite = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class Find(forms.Form):
    """Whom to show of the school's lists."""

    GONE = "left"
    q = forms.CharField(max_length=100, required=False)
    status = forms.ChoiceField(choices=[*Individual.Status.choices, (GONE, GONE)], required=False)

    def people(self, school: School) -> IndividualQuerySet:
        """Those who are there, or who have left; of one status; told by these words."""
        said = self.cleaned_data if self.is_valid() else {}
        everyone, status = Individual.objects.for_school(school), said.get("status", "")
        if status == self.GONE:
            return everyone.gone().told_by(said["q"])
        there = everyone.present().told_by(said.get("q", ""))
        return there.with_status(status) if status else there


class HowToRead(Columns):
    """What each column of a list is about, and what is to be done with those it names, or does not name."""

    MEANINGS = columns.MEANINGS
    status = forms.ChoiceField(
        label=_("Those whose line says no status are"),
        choices=[("", _("known already, or said in the file")), *Individual.Status.choices],
        required=False,
    )
    group_kind = forms.ChoiceField(
        label=_("Everyone of this list also belongs to"),
        choices=[("", _("no other group than the file says")), *Group.Kind.choices],
        required=False,
    )
    group_name = forms.CharField(label=_("Its name"), max_length=120, required=False)
    make = forms.BooleanField(label=_("Make the groups and campuses that do not exist yet"), required=False)
    leave = forms.BooleanField(label=_("Whoever should be in this list and is not has left"), required=False)

    def __init__(self, sheet: Sheet, options: Options, data: Any = None) -> None:
        kind, name = options.group
        known = {**options.as_json(), "group_kind": kind, "group_name": name}
        super().__init__(sheet, options.columns, data, initial=known)
        if name:
            self.fields["leave"].label = _("Whoever is in “%(group)s” and not in this list leaves that group") % {
                "group": name
            }

    @property
    def of_everyone(self) -> list[forms.BoundField]:
        """What holds for all lines."""
        return [self[name] for name in ("status", "group_kind", "group_name")]

    def clean(self) -> None:
        super().clean()
        if not {columns.EMAIL, columns.NUMBER} & set(self.chosen):
            raise ValidationError(_("Say which column holds the e-mail address, or the number."))
        if bool(self.cleaned_data.get("group_kind")) != bool(self.cleaned_data.get("group_name", "").strip()):
            self.add_error("group_name", _("Give both the kind of group and its name, or neither."))

    def options(self) -> Options:
        """What was chosen."""
        said = self.cleaned_data
        return Options(
            columns=self.chosen,
            status=said["status"],
            group=(said["group_kind"], " ".join(said["group_name"].split())),
            make=said["make"],
            anyway=said["anyway"],
            leave=said["leave"],
        )

    def must_take_in(self, found: Plan) -> None:
        """What the plan says of these options, before the list is taken in."""
        self.must_be_right(found.wrong)
        if found.wrong and self.cleaned_data["leave"]:
            sentence = _("As long as a line is wrong, nobody can tell who is missing: no one is said to have left.")
            self.add_error("leave", sentence)


class Correct(forms.ModelForm[Individual]):
    """Someone of the lists, by hand."""

    class Meta:
        model = Individual
        fields = ["family_name", "given_name", "email", "number", "status", "campus"]
        labels = {
            "family_name": _("Family name"),
            "given_name": _("First name"),
            "email": _("E-mail address"),
            "number": _("Number on the school’s lists"),
            "status": _("Status"),
            "campus": _("Campus"),
        }
        help_texts = {"number": ""}

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.school = school
        self.fields["campus"].queryset = school.campuses.order_by("name")  # type: ignore[attr-defined]  # a choice among rows

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> None:
        others = Individual.objects.for_school(self.instance.school).but(self.instance)
        if others.at(self.cleaned_data.get("email", "")):
            self.add_error("email", _("Somebody else on the lists has this address."))
        if others.numbered(self.cleaned_data.get("number", "")):
            self.add_error("number", _("Somebody else on the lists has this number."))


class Join(forms.Form):
    """Somebody to put into a group, by what the lists call them."""

    who = forms.CharField(
        label=_("Their e-mail address, or their number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    title = forms.CharField(label=_("Office held in the association"), max_length=80, required=False)

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        if group.kind != Group.Kind.ASSOCIATION:
            del self.fields["title"]

    def clean_who(self) -> Individual:
        everyone = Individual.objects.for_school(self.group.school)
        found = everyone.at(self.cleaned_data["who"]) or everyone.numbered(self.cleaned_data["who"])
        if found is None:
            raise ValidationError(_("Nobody on the school’s lists has this address or this number."))
        return found


class NewGroup(forms.Form):
    """A group that is not there yet."""

    kind = forms.ChoiceField(label=_("Kind of group"), choices=Group.Kind.choices)
    name = forms.CharField(label=_("Its name"), max_length=120)
