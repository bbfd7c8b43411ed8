"""What the mission types about trainings, programmes and partners."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.campus.trainings.models import Audience, Partner, Programme, Training
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web import prose
from portevoix.ground.web.widgets import Day, choose_among

SMALL = {"rows": 3}


def _must_be_free(name: str, others: "QuerySet[Any]") -> str:
    if others.named_so(name):  # type: ignore[attr-defined]  # ours has it
        raise ValidationError(gettext("There is one of this name already."))
    return name


class _OfSchool(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Something of one school, whose name nothing else of its kind there has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: type[Model] = self._meta.model
        self.others = model._default_manager.for_school(self.instance.school).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]  # ours has it

    def clean_name(self) -> str:
        return _must_be_free(self.cleaned_data["name"], self.others)


class ProgrammeForm(_OfSchool):
    aims = forms.CharField(
        label=_("What people should know and be able to do"),
        help_text=_("Markdown: # heading, - list, **bold**, [text](https://…)."),
        widget=forms.Textarea(),
        max_length=prose.LONGEST,
        required=False,
    )

    class Meta:
        model = Programme
        fields: ClassVar = ["name", "aims", "begins", "ends", "rank"]
        labels: ClassVar = {
            "name": _("Name"),
            "begins": _("From"),
            "ends": _("Until"),
            "rank": _("Order on the page"),
        }
        help_texts: ClassVar = {"rank": ""}
        widgets: ClassVar = {"begins": Day(), "ends": Day(), "rank": forms.NumberInput(attrs={"class": "short"})}


class PartnerForm(_OfSchool):
    web = forms.URLField(label=_("Their site"), assume_scheme="https", required=False, max_length=200)

    class Meta:
        model = Partner
        fields: ClassVar = [
            *("name", "presents", "web", "is_public", "convention_until", "price"),
            *("contact_name", "contact_email", "contact_phone", "notes"),
        ]
        labels: ClassVar = {
            "name": _("Name"),
            "presents": _("Who they are, in a few words"),
            "is_public": _("Name them on the public pages"),
            "convention_until": _("The convention holds until"),
            "price": _("Price, as agreed"),
            "contact_name": _("Whom to call"),
            "contact_email": _("E-mail address"),
            "contact_phone": _("Telephone"),
            "notes": _("Notes of the mission"),
        }
        help_texts: ClassVar = {
            "presents": _("People read this."),
            "convention_until": _("You are told two months before."),
            "price": "",
            "notes": _("Only the mission reads this."),
        }
        widgets: ClassVar = {
            "presents": forms.Textarea(attrs=SMALL),
            "convention_until": Day(),
            "notes": forms.Textarea(attrs=SMALL),
        }


class TrainingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """What a training is. Its legal review is noted apart, when it has been done."""

    class Meta:
        model = Training
        fields: ClassVar = [
            *("name", "kind", "programme", "summary", "aims", "content", "warning", "instead", "minutes", "partner"),
            *("prerequisites", "is_compulsory", "valid_months", "may_be_named", "rank"),
        ]
        labels: ClassVar = {
            "name": _("Name"),
            "kind": _("Kind of training"),
            "programme": _("Programme"),
            "summary": _("In one sentence"),
            "aims": _("What one knows and can do afterwards"),
            "content": _("What happens there"),
            "warning": _("What may be hard to see or hear"),
            "instead": _("What else there is, for whoever prefers not to come"),
            "minutes": _("How long it lasts, in minutes"),
            "partner": _("Given by"),
            "prerequisites": _("To be followed before"),
            "is_compulsory": _("Compulsory"),
            "valid_months": _("How many months it counts"),
            "may_be_named": _("Letters and personal calendars may say its name"),
            "rank": _("Order on the page"),
        }
        help_texts: ClassVar = {
            "aims": "",
            "content": _("Markdown: # heading, - list, **bold**, [text](https://…)."),
            "warning": _("People read this first. Say it simply: “scenes of assault are shown”."),
            "instead": _("A written version, a talk with the psychologist… People read this when they opt out."),
            "minutes": "",
            "valid_months": _("Empty: for good."),
            "is_compulsory": _("Even then people may prefer not to come, and need not say why."),
            "may_be_named": _("Someone may read over a shoulder: by default they say “date of the school”."),
        }
        widgets: ClassVar = {
            "warning": forms.Textarea(attrs=SMALL),
            "instead": forms.Textarea(attrs=SMALL),
            "summary": forms.TextInput(),
            "aims": forms.Textarea(attrs=SMALL),
            "prerequisites": forms.CheckboxSelectMultiple(),
            **{name: forms.NumberInput(attrs={"class": "short"}) for name in ("minutes", "valid_months", "rank")},
        }

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Training.objects.for_school(school).in_order().exclude(pk=self.instance.pk)
        choose_among(self, "programme", Programme.objects.for_school(school))
        choose_among(self, "partner", Partner.objects.for_school(school), none=gettext("the school itself"))
        choose_among(self, "prerequisites", others)
        if not others.exists():
            del self.fields["prerequisites"]
        for name in ("aims", "content", "instead"):
            self.fields[name].validators.append(MaxLengthValidator(prose.LONGEST))

    @property
    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields, under headings."""
        for title, names in (
            (gettext("What it is"), ("name", "kind", "programme", "summary", "aims", "content", "minutes", "partner")),
            (gettext("Who comes, and who prefers not to"), ("warning", "instead", "prerequisites")),
            (gettext("What counts"), ("is_compulsory", "valid_months", "may_be_named", "rank")),
        ):
            yield title, [self[name] for name in names if name in self.fields]


class AudienceForm(forms.Form):
    """Whom it is for: one line. An empty line says nothing."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("everyone")), *Individual.Status.choices], required=False
    )
    campus = forms.ModelChoiceField(
        label=_("Campus"), queryset=Campus.objects.none(), empty_label=_("every campus"), required=False
    )
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), empty_label=_("every group"), required=False
    )
    in_office = forms.BooleanField(label=_("in office in an association"), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "campus", school.campuses.order_by("name"), by="name")
        choose_among(self, "group", Group.objects.for_school(school).by_kind())

    @property
    def audience(self) -> Audience | None:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Audience(**said) if said else None


MORE = 2
Audiences = forms.formset_factory(AudienceForm, extra=MORE, max_num=30)


def audiences_of(training: Training, school: School, data: Any = None) -> Any:
    """The lines there are, and two more."""
    lines = training.audiences.order_by("pk") if training.pk else []
    known = [{name: getattr(one, name) for name in ("status", "campus", "group", "in_office")} for one in lines]
    return Audiences(data, initial=known, prefix="audience", form_kwargs={"school": school})


class ReviewForm(forms.Form):
    """Somebody has checked the law in it."""

    day = forms.DateField(label=_("Reviewed on"), widget=Day())
    reviewed_by = forms.CharField(label=_("By whom"), max_length=120, help_text=_("People read this with the date."))

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": timezone.localdate(), "reviewed_by": training.reviewed_by})
        super().__init__(*args, **kwargs)
