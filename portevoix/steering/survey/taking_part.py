"""Who takes part: how many have asked for a ticket, by status; how many answers have come. Two different numbers.

While a survey is open they move on by five, so that looking before and after somebody did something tells nothing.
"""

from dataclasses import dataclass

from portevoix.ground.counts.masking import Masked, mask_line, masked
from portevoix.ground.population.models import Individual
from portevoix.steering.survey.models import Answer, Survey, Ticket

BY = 5


@dataclass(frozen=True)
class Line:
    """Of one status: how many are on the lists, how many have asked for a ticket."""

    label: str
    asked: int
    given: Masked

    @property
    def percent(self) -> int | None:
        """None when it is not known, or not shown."""
        return None if self.given.value is None or not self.asked else round(100 * self.given.value / self.asked)


@dataclass(frozen=True)
class Part:
    """Everybody, and each status; the answers that came, whoever they are from; the tickets that were printed."""

    lines: list[Line]
    everyone: Line
    answers: Masked
    papers: int

    @property
    def percent(self) -> int | None:
        """Answers, of all who could ask for a ticket: those with a paper ticket are in it."""
        known = self.answers.value
        return None if known is None or not self.everyone.asked else round(100 * known / self.everyone.asked)


def of(survey: Survey) -> Part:
    """As far as it may be shown now."""
    tickets = Ticket.objects.to(survey)
    closed = survey.state == Survey.State.CLOSED
    asked = survey.asked if closed else tickets.by_status()
    given = survey.given if closed else tickets.given_out().by_status()
    shown = [(status, label) for status, label in Individual.Status.choices if asked.get(status)]
    counts = [given.get(status, 0) for status, _label in shown]
    answers = survey.answered if closed else Answer.objects.in_survey(survey).count()
    if not closed:
        counts, answers = [count - count % BY for count in counts], answers - answers % BY
    parts, total = mask_line(counts)
    lines = [Line(str(label), asked[status], part) for (status, label), part in zip(shown, parts, strict=True)]
    everyone = Line("", sum(asked.values()), total)
    return Part(lines, everyone, masked(answers), survey.papers)
