"""What the clock does for this room."""

from portevoix.ground.web import clock
from portevoix.steering.practices import following


def ask_other_schools() -> None:
    """Those whose turn has come, a few at a time."""
    following.ask_those_due(clock.rounded())
