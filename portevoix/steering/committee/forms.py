"""What the mission types about a committee: members, meetings, minutes, decisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web import prose
from portevoix.ground.web.widgets import Day, Moment, choose_among
from portevoix.steering.committee import record
from portevoix.steering.committee.acts import NewDecision
from portevoix.steering.committee.models import (
    Attendance,
    Decision,
    DecisionQuerySet,
    Meeting,
    Point,
    Seat,
    digest_of,
)
from portevoix.steering.plan.models import Action, Axis, Plan
from portevoix.steering.plan.rules import next_states

FEW = {"rows": 3, "class": "few"}


class SeatForm(forms.Form):
    """A new member: of the mission, of the school's lists, or from outside."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Somebody of the mission"), required=False)
    email = forms.EmailField(
        label=_("Or an e-mail address"),
        help_text=_("Whoever is on the school’s lists reads the agenda and the minutes in their own space."),
        required=False,
        max_length=254,
    )
    name = forms.CharField(
        label=_("Name, for somebody from outside"),
        max_length=120,
        required=False,
        help_text=_("Known already otherwise."),
    )
    function = forms.CharField(
        label=_("What they are there for"),
        max_length=120,
        required=False,
        help_text=_("For instance: head of a students’ house, students’ bureau, direction."),
    )
    since = forms.DateField(label=_("Member since"), widget=Day(), initial=localdate)

    def __init__(self, data: Any, *, school: School) -> None:
        super().__init__(data)
        self.school = school
        offices = Office.objects.for_school(school).current().with_people().in_order()
        choose_among(self, "office", offices, none=gettext("nobody of the mission"))
        self.fields["office"].label_from_instance = lambda office: office.person.name  # type: ignore[attr-defined]  # of a choice among models

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        office, email, name = (cleaned.get(key) for key in ("office", "email", "name"))
        if office:
            return cleaned | {"name": office.person.name, "email": "", "individual": None}
        found = Individual.objects.for_school(self.school).present().at(email) if email else None
        if found is not None:
            return cleaned | {"name": str(found), "email": "", "individual": found}
        if not email and not self.errors:
            self.add_error("email", _("Choose somebody of the mission, or give an address."))
        elif not name and not self.errors:
            self.add_error("name", _("Nobody on the school’s lists has this address: say who it is."))
        return cleaned | {"individual": None}


class SeatChange(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """What is said of a member."""

    class Meta:
        model = Seat
        fields = ("name", "function", "since", "left")
        labels = {
            "name": _("Name"),
            "function": _("What they are there for"),
            "since": _("Member since"),
            "left": _("Left on"),
        }
        help_texts = {
            "left": _("From that day on they are not written to, and read nothing any more. Empty: a member.")
        }
        widgets = {"since": Day(), "left": Day()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, left = cleaned.get("since"), cleaned.get("left")
        if since and left and left < since:
            self.add_error("left", _("They cannot leave before the day they came."))
        return cleaned


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """When and where the committee meets."""

    length = forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        initial=120,
        choices=[
            (60, _("1 hour")),
            (90, _("1 hour 30")),
            (120, _("2 hours")),
            (180, _("3 hours")),
            (240, _("4 hours")),
        ],
    )
    link = forms.URLField(label=_("Link, to meet online"), assume_scheme="https", required=False, max_length=200)

    class Meta:
        model = Meeting
        fields = ("at", "length", "place", "link")
        labels = {"at": _("Day and hour"), "place": _("Place")}
        help_texts = {"place": _("Only the members read it.")}
        widgets = {"at": Moment()}


class PointForm(forms.Form):
    """A point that somebody wants on the agenda."""

    title = forms.CharField(label=_("Point"), max_length=200)
    text = forms.CharField(
        label=_("What one should know before"),
        required=False,
        max_length=prose.LONGEST,
        widget=forms.Textarea(attrs=FEW),
    )
    action = forms.ModelChoiceField(Action.objects.none(), label=_("About an action of the plan"), required=False)

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        choose_among(self, "action", Action.objects.of(plan).in_order(), none=gettext("none in particular"))
        self.fields["action"].label_from_instance = named  # type: ignore[attr-defined]  # of a choice among models


def named(action: Action) -> str:
    """« 2.3 Former les personnels »."""
    return f"{action.reference} {action.title}"


class Together(forms.Form):
    """What several may write at once: whoever saves what somebody else has changed meanwhile is told first."""

    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)

    def remember(self, texts: Iterable[str]) -> None:
        """What is there now; a second saving, having read it, goes through."""
        now = digest_of({"texts": list(texts)})
        self.initial["seen"], self.now = now, now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") and cleaned["seen"] != self.now:
            self.data = {name: self.data[name] for name in self.data} | {"seen": self.now}
            sentence = _(
                "Somebody else has written here since you opened this page. Your words are still below, and nothing "
                "is saved yet. Look at theirs on another tab, then save again: what is below will stay."
            )
            raise forms.ValidationError(sentence, code="changed")
        return cleaned


@dataclass
class PointFields:
    """What is written of one point: words, the decisions there are, and a new one."""

    point: Point
    said: BoundField
    decisions: list[Decision]
    new: list[BoundField]

    @property
    def is_open(self) -> bool:
        """Whether the fields of a new decision show from the start."""
        return not self.decisions or any(field.errors for field in self.new)


class MinutesForm(Together):
    """Who was there; for each point what was said, and what was decided. One form, so that one button keeps it all."""

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.points = list(meeting.points.all().in_order())
        self.seats = record.seats_of(meeting)
        self.decided: DecisionQuerySet = Decision.objects.of_meeting(meeting)
        noted = dict(meeting.attendances.values_list("seat", "state"))
        for seat in self.seats:
            self.fields[f"there_{seat.ident}"] = forms.ChoiceField(
                label=record.introduced(seat),
                choices=Attendance.State.choices,
                widget=forms.RadioSelect(),
                required=False,
                initial=noted.get(seat.pk),
            )
        for point in self.points:
            self._ask_about(point)
        self.remember(point.said for point in self.points)
        self.fields["also"] = forms.CharField(
            label=_("A point that was not on the agenda"),
            help_text=_("Save: it comes with the others, to be written about."),
            required=False,
            max_length=200,
        )

    def _ask_about(self, point: Point) -> None:
        self.fields[f"said_{point.ident}"] = forms.CharField(
            label=_("What was said"),
            required=False,
            initial=point.said,
            max_length=prose.LONGEST,
            widget=forms.Textarea(attrs=FEW),
        )
        self.fields[f"decision_{point.ident}"] = forms.CharField(
            label=_("It is decided that"), required=False, max_length=500
        )
        self.fields[f"who_{point.ident}"] = forms.CharField(label=_("Who does it"), required=False, max_length=120)
        self.fields[f"until_{point.ident}"] = forms.DateField(label=_("By when"), required=False, widget=Day())

    def attendance(self) -> Iterator[BoundField]:
        """One question for each member."""
        yield from (self[f"there_{seat.ident}"] for seat in self.seats)

    def groups(self) -> Iterator[PointFields]:
        """Point by point."""
        decisions: dict[int, list[Decision]] = {}
        for one in self.decided:
            decisions.setdefault(one.point_id, []).append(one)
        for point in self.points:
            new = [self[f"{name}_{point.ident}"] for name in ("decision", "who", "until")]
            yield PointFields(point, self[f"said_{point.ident}"], decisions.get(point.pk, []), new)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for point in self.points:
            lonely = cleaned.get(f"who_{point.ident}") or cleaned.get(f"until_{point.ident}")
            if lonely and not cleaned.get(f"decision_{point.ident}"):
                self.add_error(f"decision_{point.ident}", _("Say what is decided, not only who and when."))
        return cleaned

    def said(self) -> dict[Point, str]:
        return {point: self.cleaned_data[f"said_{point.ident}"] for point in self.points}

    def there(self) -> dict[Seat, str]:
        return {seat: state for seat in self.seats if (state := self.cleaned_data[f"there_{seat.ident}"])}

    def written(self) -> dict[str, Any]:
        """All of it, as `acts.write` takes it."""
        words = {"said": self.said(), "there": self.there(), "decided": self.new_decisions()}
        return words | {"also": self.cleaned_data["also"]}

    def new_decisions(self) -> list[NewDecision]:
        cleaned = self.cleaned_data
        return [
            NewDecision(point, text, cleaned[f"who_{point.ident}"], cleaned[f"until_{point.ident}"])
            for point in self.points
            if (text := cleaned[f"decision_{point.ident}"])
        ]


class CorrectionForm(forms.Form):
    """What is put right under approved minutes."""

    text = forms.CharField(label=_("Correction"), max_length=prose.LONGEST, widget=forms.Textarea(attrs=FEW))


class NewActionForm(forms.Form):
    """The decision becomes an action."""

    axis = forms.ModelChoiceField(Axis.objects.none(), label=_("In which measure"), empty_label=None)
    title = forms.CharField(label=_("Title of the action"), max_length=200)

    def __init__(self, data: Any, *, decision: Decision, plan: Plan) -> None:
        axis = decision.point.action.axis.ident if decision.point.action is not None else None
        super().__init__(data, initial={"title": decision.text[:200], "axis": axis}, prefix="new")
        choose_among(self, "axis", plan.axes.all().in_order())
        self.fields["axis"].label_from_instance = lambda axis: f"{axis.label} · {axis.title}"  # type: ignore[attr-defined]  # of a choice among models


class ActionChangeForm(forms.Form):
    """The decision changes the action its point is about, or another."""

    state = forms.ChoiceField(label=_("How far it is"))
    begins = forms.DateField(label=_("Begins"), required=False, widget=Day())
    ends = forms.DateField(label=_("Ends"), required=False, widget=Day())

    def __init__(self, data: Any, *, action: Action, until: date | None) -> None:
        initial = {"state": action.state, "begins": action.begins, "ends": until or action.ends}
        super().__init__(data, initial=initial, prefix="change")
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = next_states(action)


class WhichAction(forms.Form):
    """Of the plan's actions, the one to change."""

    action = forms.ModelChoiceField(Action.objects.none(), label=_("Action"), empty_label=None)

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        choose_among(self, "action", Action.objects.of(plan).in_order())
        self.fields["action"].label_from_instance = named  # type: ignore[attr-defined]  # of a choice among models
