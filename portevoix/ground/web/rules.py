"""What every room's rules share: the way to say no to a person."""


class Refused(Exception):
    """Something may not be done; the message is the sentence shown to the person."""

    def __init__(self, sentence: str, *, code: str = "refused", status: int = 403) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.status = status
