"""How allauth is held to the rules of the house: no open door, our own throttle, secrets sealed at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Person, as_written_once
from portevoix.ground.people.sessions import OPENED
from portevoix.ground.web import clock, throttle
from portevoix.ground.web.box import box

SECOND_FACTOR = "second factor"


def bucket(*parts: str) -> str:
    """The throttle's name for an account: nobody reads an address or a person from it."""
    return salted_hmac("portevoix people throttle", "\0".join(parts), algorithm="sha256").hexdigest()


def may_try_password(request: HttpRequest, email: str) -> bool:
    """Whether this address may try one more password for this account.

    Someone who hammers an account from one place shuts out that place only. All places together have a hundred tries an
    hour, so that many machines cannot guess either; it takes nine places, all the time, to use those up.
    """
    here, account = throttle.address_key(request), as_written_once(email)
    return (
        throttle.take(bucket("password", account, here), capacity=8, per_second=1 / 300)
        and throttle.take(bucket("address", here), capacity=60, per_second=1 / 5)
        and throttle.take(bucket("account", account), capacity=100, per_second=1 / 36)
    )


def may_try_code(person: Person) -> bool:
    """Whether one more code of the second factor may be tried. Only someone who knows the password comes here."""
    return throttle.take(bucket("code", person.ident), capacity=6, per_second=1 / 120)


def may_ask_for_reset(request: HttpRequest, email: str) -> bool:
    """Three letters an hour to one address, whoever asks; a sender is slowed before that."""
    here = throttle.address_key(request)
    return throttle.take(bucket("reset from", here), capacity=10, per_second=1 / 60) and throttle.take(
        bucket("reset to", as_written_once(email)), capacity=3, per_second=1 / 1200
    )


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in with an address and a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not go together."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_code": _("This is not the code, or it has served already. Wait for the next one."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Someone who has left the cell is told the same as with a wrong password."""
        if not may_try_password(request, credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")
        return authenticate(request, **credentials)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Only asked of someone who has no second factor yet."""
        assert isinstance(user, Person)
        return may_try_code(user) and user.check_password(password)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        request.session[OPENED] = clock.minute() * 60

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened where it happened."""

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor proves who they are with it, never with the password alone."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "mfa_reauthenticate"] or methods


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Codes of an application, and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the code, or it has served already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return box(SECOND_FACTOR).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(SECOND_FACTOR).decrypt(encrypted_text.encode()).decode()
