"""What every room's rules share: the way to say no to a person."""

from django.utils.translation import gettext as _


class Refused(Exception):  # noqa: N818  it is no error: somebody is told no
    """Something may not be done; the message is the sentence shown to the person."""

    def __init__(self, sentence: str, *, code: str = "refused", status: int = 403) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.status = status


class TooMany(Refused):
    """Too many requests from one place in a short time. Never a reason to lose what a person wrote."""

    def __init__(self) -> None:
        super().__init__(
            _("Too many requests came from your network in a short time. Wait a minute, then try again."),
            code="too_many",
            status=429,
        )
