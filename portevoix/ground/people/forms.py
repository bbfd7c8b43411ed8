"""What people type about their accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people import acts, adapters
from portevoix.ground.people.models import Invitation, Membership, Person


class SignIn(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "spellcheck": "false", "autofocus": True}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class _Code(forms.Form):
    """A code that serves once."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )
    user: Person

    def clean_code(self) -> str:
        if not adapters.may_try_code(self.user):
            raise ValidationError(adapters.Accounts.error_messages["too_many_login_attempts"])
        code: str = self.cleaned_data["code"]
        self.authenticator = acts.spend_code(self.user, code)
        if self.authenticator is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactor(_Code, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code asked after the password."""


class SecondFactorAgain(_Code, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The same, asked again before something that matters."""


class Enrol(forms.Form):
    """The first code of a new application, which proves that it was read in."""

    code = forms.CharField(
        label=_("The six digits your application shows"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )
    counter: int

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.secret: str = get_totp_secret(regenerate=False)

    def clean_code(self) -> str:
        if not adapters.may_try_code(self.person):
            raise ValidationError(adapters.Accounts.error_messages["too_many_login_attempts"])
        code: str = self.cleaned_data["code"]
        counter = acts.counter_of(self.secret, code)
        if counter is None:
            sentence = _("This is not the code it shows now. Check that your phone is on time, then try again.")
            raise ValidationError(sentence)
        self.counter = counter
        return code


class NewPassword(forms.Form):
    """A password, chosen once and readable while it is typed if one wishes."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("Twelve characters or more. A sentence is easier to remember than symbols."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": 12}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> None:
        chosen, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if chosen and again and chosen != again:
            self.add_error("again", _("The two passwords differ."))


class ChangePassword(NewPassword):
    """A new password, by someone who knows the present one."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["present", "password", "again"]

    def clean_present(self) -> str:
        if not adapters.may_try_code(self.person):
            raise ValidationError(adapters.Accounts.error_messages["too_many_login_attempts"])
        present: str = self.cleaned_data["present"]
        if not self.person.check_password(present):
            raise ValidationError(adapters.Accounts.error_messages["enter_current_password"])
        return present


class Forgotten(forms.Form):
    """The address of someone who has forgotten their password."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
    )


class Invite(forms.Form):
    """Who the lead invites, with the name and function that people read before they write."""

    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)
    name = forms.CharField(label=_("First name and name"), max_length=120)
    function = forms.CharField(
        label=_("Function"),
        help_text=_("As people will read it before they write: “social worker”, “head of studies”…"),
        max_length=120,
    )
    role = forms.ChoiceField(
        label=_("Place in the cell"),
        help_text=_(
            "Members and leads read what is sent to the cell. A lead also invites, removes, signs the directory, and "
            "may pass on or close what colleagues look after. A cell needs two."
        ),
        choices=Membership.Role.choices,
        initial=Membership.Role.LISTENER,
        widget=forms.RadioSelect,
    )
    field_order = ["name", "function", "email", "role"]


class InviteOfficer(forms.Form):
    """Who somebody of the mission invites to it."""

    name = forms.CharField(label=_("First name and name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)


def person_of(invitation: Invitation) -> Person:
    """Someone not saved yet, against whom a password is judged."""
    return Person(email=invitation.email, name=invitation.name, function=invitation.function)
