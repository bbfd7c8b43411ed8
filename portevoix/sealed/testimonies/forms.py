"""The forms of the pages without JavaScript: there, and nowhere else, the server sees a text for an instant."""

import secrets
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portevoix.ground.seal import words
from portevoix.ground.seal.directory import Member
from portevoix.ground.seal.receipt import Receipt, WrongCount, WrongOrder, WrongWord

TEXT: Final = 50_000
ANSWER: Final = 4_000
"""Characters that the pages take in a text, and in an answer."""
OWN_WORDS: Final = ("perceived", "where", "when", "wish", "avoid", "contact")
"""Answers in someone's own words, in the order in which they make a title."""

TICKED: Final = {"wish": "wishes", "avoid": "avoidances"}

SURE = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unsure", gettext_lazy("I do not know"))]
WHO = [
    ("concerned", gettext_lazy("It happened to me.")),
    ("witness", gettext_lazy("I saw or heard something")),
    ("relay_student", gettext_lazy("Someone told me, and I study here")),
    ("relay_staff", gettext_lazy("Someone told me, and I work here")),
]
DESTINATIONS = [
    ("send", gettext_lazy("Send it to the cell")),
    ("keep", gettext_lazy("Keep it for me alone")),
]
WISHES = [
    gettext_lazy("That it stops"),
    gettext_lazy("To talk with someone"),
    gettext_lazy("To know what is possible"),
    gettext_lazy("To be protected: courses, housing, placement, parties"),
    gettext_lazy("That the school looks into it"),
    gettext_lazy("That it is known, and nothing more for now"),
]
AVOIDANCES = [
    gettext_lazy("Contact me anywhere but here"),
    gettext_lazy("Talk to the person in question"),
    gettext_lazy("Tell the teachers, the laboratory or the team"),
    gettext_lazy("Tell the family"),
    gettext_lazy("Act without asking me first"),
]


def _own_words(label: Any, hint: Any = "", *, rows: int = 3, most: int = ANSWER) -> forms.CharField:
    height = "tall" if rows > 5 else "low" if rows < 5 else ""
    quiet = {"class": height, "rows": rows, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "sentences"}
    widget = forms.Textarea(quiet)
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=widget)


def _ticked(label: Any, choices: Sequence[Any] = (), hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[(str(number), choice) for number, choice in enumerate(choices)],
        widget=forms.CheckboxSelectMultiple,
    )


def _one_of(label: Any, choices: Sequence[tuple[str, Any]], hint: Any = "", *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=hint, required=required, choices=choices, widget=forms.RadioSelect)


class PlainForm(forms.Form):
    """The same questions as on the page with JavaScript, without files."""

    key = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)
    voice = _one_of(gettext_lazy("For whom are you writing?"), WHO, required=True)
    danger = _one_of(
        gettext_lazy("Is someone in danger now?"), SURE, gettext_lazy("You, or someone else."), required=False
    )
    text = _own_words(
        gettext_lazy("What happened, in your words"),
        gettext_lazy(
            "In any order. A few words are enough, and you can add to them later. You do not have to find the right "
            "word, or to prove anything."
        ),
        rows=10,
        most=TEXT,
    )
    perceived = _own_words(
        gettext_lazy("What comes back to you"),
        gettext_lazy(
            "What you saw, heard, felt; a detail, a smell, a sentence; just before, just after. Pieces are fine, "
            "and so is not being sure."
        ),
        rows=5,
    )
    where = _own_words(gettext_lazy("Where"), gettext_lazy("A place, a party, a placement, a group chat…"), rows=2)
    when = _own_words(
        gettext_lazy("When"), gettext_lazy("A date, a season, “in my first year”, “several times since March”…"), rows=2
    )
    wishes = _ticked(
        gettext_lazy("What would you like to happen?"),
        WISHES,
        gettext_lazy("You can change your mind later. Not knowing is an answer too."),
    )
    wish = _own_words(gettext_lazy("Something else, or more exactly"))
    avoidances = _ticked(
        gettext_lazy("What must we not do?"),
        AVOIDANCES,
        gettext_lazy(
            "The cell keeps to it. If the law obliged it to do otherwise, it would tell you beforehand whenever that "
            "is possible."
        ),
    )
    avoid = _own_words(gettext_lazy("Something else, or more exactly"))
    minor = _one_of(
        gettext_lazy("Is someone under 18 concerned?"),
        SURE,
        gettext_lazy(
            "It changes one thing: protecting a minor in danger comes before the rest. The cell may then have to alert "
            "child protection or the prosecutor, even without agreement. It tells you beforehand whenever that is "
            "possible."
        ),
        required=False,
    )
    contact = _own_words(
        gettext_lazy("How can we reach you safely?"),
        gettext_lazy(
            "You can leave this empty: the cell answers here, and you read it with your nine words. If you would "
            "rather be called or written to, say where, at what hours, and what must not be left behind: a voice "
            "message, a name on the screen…"
        ),
    )
    excluded = _ticked(
        gettext_lazy("Who must not read?"),
        hint=gettext_lazy(
            "These are the people of the cell. Tick anyone who must not read: because they are involved, close to "
            "someone who is, or for a reason of your own. They will not have the key. The others will see that you put "
            "them aside."
        ),
    )
    keep = _one_of(gettext_lazy("Send it, or keep it?"), DESTINATIONS, required=True)

    def __init__(self, *args: Any, listeners: Sequence[Member] = (), spare: str = "", **kwargs: Any) -> None:
        """`spare`: which of the listeners is nobody, but the recovery key of the cell."""
        super().__init__(*args, **kwargs)
        self.people = {one.fpr.hex() for one in listeners} - {spare}
        _let_choose(self, listeners)
        self.initial.update({"key": secrets.token_hex(16), "voice": "concerned", "keep": "send"})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("text", *OWN_WORDS):
            cleaned[name] = str(cleaned.get(name) or "").replace("\r\n", "\n").strip()
        cleaned["wish"] = _joined(WISHES, cleaned.get("wishes"), cleaned["wish"])
        cleaned["avoid"] = _joined(AVOIDANCES, cleaned.get("avoidances"), cleaned["avoid"])
        if not self.errors and not any(cleaned[name] for name in ("text", *OWN_WORDS)):
            self.add_error("text", _("Write a few words, anywhere on this page: nothing else is needed."))
        if cleaned.get("keep") == "send" and self.people <= set(cleaned.get("excluded") or ()):
            self.add_error("excluded", _("Nobody of the cell would be left to read it."))
        return cleaned

    @property
    def testimony(self) -> dict[str, Any]:
        """What is said, as the seal takes it, without what was skipped."""
        names = (*OWN_WORDS, "danger", "minor")
        answers = {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
        return {
            "voice": self.cleaned_data["voice"],
            "text": self.cleaned_data["text"],
            "answers": answers,
            "sealed_by": "server",
        }


class WordsForm(forms.Form):
    """Nine words, to come back."""

    words = forms.CharField(
        label=gettext_lazy("Your nine words"),
        help_text=gettext_lazy("In their order. The first four letters of each are enough."),
        max_length=400,
        widget=forms.Textarea(
            {"class": "low", "rows": 3, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": gettext_lazy("Type your nine words.")},
    )
    text = forms.CharField(required=False, max_length=TEXT, widget=forms.HiddenInput)
    """What was being written when the mailbox closed."""

    def clean_words(self) -> Receipt:
        """The receipt. Says which word is wrong, before anything is looked for."""
        typed: str = self.cleaned_data["words"]
        try:
            return Receipt.from_base32(typed) if _is_code(typed) else Receipt.from_words(typed)
        except WrongWord as wrong:
            raise forms.ValidationError(_sentence(wrong)) from None
        except WrongCount as wrong:
            sentence = _("There are %(given)s words here; nine are needed.")
            raise forms.ValidationError(sentence % {"given": wrong.given}) from None
        except WrongOrder:
            raise forms.ValidationError(
                _("These words do not go together: one of them is another word, or two have changed places.")
            ) from None


class MailboxForm(forms.Form):
    """What is done in the mailbox: a text to write, people to put aside, a box to tick before all is erased."""

    capsule = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    key = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)
    text = _own_words(gettext_lazy("Write something more"), rows=6, most=TEXT)
    excluded = _ticked(gettext_lazy("Who must not read?"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Version of the list of members from which people were put aside."""
    sure = forms.BooleanField(label=gettext_lazy("Yes, erase everything for good"), required=False)

    def __init__(self, *args: Any, listeners: Sequence[Member] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _let_choose(self, listeners)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        """Whoever pressed a button is told when it could do nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        asked = self.data.get("do")
        if asked == "write" and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write a few words first."))
        if asked == "withdraw" and not cleaned.get("sure"):
            self.add_error("sure", _("Tick the box first: it cannot be undone."))
        return cleaned


def answers_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions that were answered in a testimony, with their answers."""
    asked = PlainForm.base_fields | {name: PlainForm.base_fields[many] for name, many in TICKED.items()}
    choices = dict(SURE)
    return [
        {"question": asked[name].label, "text": choices.get(text, text) if name in {"danger", "minor"} else text}
        for name, text in body.get("answers", {}).items()
    ]


def _let_choose(form: forms.Form, listeners: Sequence[Member]) -> None:
    """The people whom the reporter may put aside, each with their function."""
    field = form.fields["excluded"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.error_messages["invalid_choice"] = _(
        "The list of members has just changed. Look again at who will be able to read, then send."
    )
    field.choices = [(one.fpr.hex(), f"{one.name} · {one.role}" if one.role else one.name) for one in listeners]


def _joined(labels: Sequence[Any], ticked: Any, own: str) -> str:
    return "\n".join([*(str(labels[int(number)]) for number in ticked or ()), *([own] if own else [])])[:ANSWER]


def _is_code(typed: str) -> bool:
    """Three words may have eighteen letters together: letters that begin with a word are words."""
    if words.read_base32(typed, 18) is None:
        return False
    return any(letter.isdigit() for letter in typed) or words.index_of(words.typed_words(typed)[0]) is None


def _sentence(wrong: WrongWord) -> str:
    values = {"position": wrong.position, "typed": wrong.typed, "words": ", ".join(wrong.suggestions)}
    if wrong.suggestions:
        return _("Word %(position)s, “%(typed)s”, is not in the list. Is it one of these: %(words)s?") % values
    return _("Word %(position)s, “%(typed)s”, is not in the list.") % values
