"""What the mission fills in: a sheet, an address to follow, a search, an adoption."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School
from portevoix.steering.plan.models import Axis, Plan
from portevoix.steering.practices import words
from portevoix.steering.practices.models import NETWORKS, Received, ReceivedQuerySet, Sheet, Subscription

LONG = {"rows": 6}
SHORT = {"rows": 3}


class SheetForm(forms.ModelForm[Sheet]):
    """What another school needs to do it again."""

    networks = forms.MultipleChoiceField(
        label=_("Shared in the networks"),
        choices=[(name, name) for name in NETWORKS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    subjects = forms.CharField(
        label=_("Subjects"),
        help_text=_("A few words, with commas: consent, parties, staff…"),
        max_length=words.LONGEST["tags"] - 40,
        required=False,
    )

    class Meta:
        model = Sheet
        fields: ClassVar = [
            *("title", "problem", "done", "cost", "effect", "again"),
            *("audience", "partner", "period", "licence", "credit"),
        ]
        labels: ClassVar = {
            "title": _("Title"),
            "problem": _("The problem"),
            "done": _("What was done"),
            "cost": _("What it cost"),
            "effect": _("What it changed"),
            "again": _("How to do it again"),
            "audience": _("For whom"),
            "partner": _("With"),
            "period": _("When"),
            "licence": _("What others may do with this text"),
            "credit": _("Who is to be named"),
        }
        help_texts: ClassVar = {
            "problem": _("Why something had to be done. Markdown: - list, **bold**, [text](https://…)."),
            "done": _("What, by whom, in what order."),
            "cost": _("Money, hours, rooms: an order of magnitude helps more than nothing."),
            "effect": _("With its source and its date. Empty: the sheet says that nobody knows."),
            "again": _("What one must have, where to begin, what you would do otherwise."),
            "audience": _("Students of the first year, staff, student associations…"),
            "partner": _("Associations, companies, services."),
            "period": _("« Since 2021–2022 », « each autumn »."),
            "licence": _("Each of these lets others use it again, and name you."),
            "credit": _("Empty: the school."),
        }
        widgets: ClassVar = {
            "problem": forms.Textarea(attrs=SHORT),
            "done": forms.Textarea(attrs=LONG),
            "cost": forms.Textarea(attrs=SHORT),
            "effect": forms.Textarea(attrs=SHORT),
            "again": forms.Textarea(attrs=LONG),
            "licence": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags = self.instance.tag_list
        self.initial.setdefault("networks", [tag for tag in tags if tag in NETWORKS])
        self.initial.setdefault("subjects", ", ".join(tag for tag in tags if tag not in NETWORKS))

    @property
    def words(self) -> dict[str, Any]:
        """What is kept of it, by column."""
        said = dict(self.cleaned_data)
        said["tags"] = words.joined([*said.pop("networks"), *said.pop("subjects").split(words.SEPARATOR)])
        return said


class SubscribeForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the feed"),
        help_text=_("As the school gives it: https://…/pratiques.json. Atom feeds work too."),
        max_length=400,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


class SearchForm(forms.Form):
    """What to look for among the sheets that have come."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False, widget=forms.SearchInput)
    reseau = forms.ChoiceField(label=_("Network or subject"), required=False)
    de = forms.ChoiceField(label=_("From which site"), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all = Received.objects.for_school(school)
        tags, sources = self.all.tags_used(), Subscription.objects.for_school(school)
        for name, known in (
            ("reseau", [("", _("all")), *((tag, tag) for tag in tags)]),
            ("de", [("", _("all")), *((one.ident, str(one)) for one in sources)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = known

    def found(self) -> ReceivedQuerySet:
        """Those that answer to it; what is asked for and does not exist finds all."""
        asked = self.cleaned_data if self.is_valid() else {}
        found = self.all.saying(asked.get("q", ""))
        found = found.tagged(asked["reseau"]) if asked.get("reseau") else found
        found = found.from_subscription(asked["de"]) if asked.get("de") else found
        return found.latest_first().without_texts()


class _Measure(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} · {obj}"


class AdoptForm(forms.Form):
    """Into which measure, and in which words: they are those of one's own plan from then on."""

    axis = _Measure(
        label=_("Under which measure of your plan"),
        queryset=Axis.objects.none(),
        to_field_name="ident",
        empty_label=_("choose a measure"),
    )
    title = forms.CharField(label=_("Title of the action"), max_length=200)
    text = forms.CharField(
        label=_("What you mean to do"),
        help_text=_("The text of the sheet, to be rewritten for your school."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        required=False,
    )

    def __init__(self, *args: Any, received: Received, plan: Plan | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": received.title, "text": received.text})
        super().__init__(*args, **kwargs)
        axis = self.fields["axis"]
        assert isinstance(axis, forms.ModelChoiceField)
        axis.queryset = Axis.objects.of(plan).in_order() if plan else Axis.objects.none()
