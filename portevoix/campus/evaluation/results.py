"""What answers say, as far as the mission may see it: five at least, question by question and moment by moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from portevoix.campus.evaluation.models import SCALE, Moment, Question, Tally
from portevoix.campus.trainings.models import Training


@dataclass(frozen=True)
class Said:
    """What was said to one question at one moment. Without answers enough: nothing is shown."""

    moment: Moment
    tally: Tally | None

    @property
    def answers(self) -> int:
        return self.tally.shown_answers if self.tally else 0

    def percent(self, place: int) -> int | None:
        """How many out of a hundred gave this answer."""
        return round(100 * self.tally.shown_counts[place] / self.answers) if self.tally and self.answers else None

    @property
    def mean(self) -> float | None:
        """Of a scale from 1 to 5."""
        if self.tally is None or not self.answers:
            return None
        total: int = sum((place + 1) * count for place, count in enumerate(self.tally.shown_counts))
        return total / self.answers


@dataclass(frozen=True)
class Line:
    """One answer to choose from, with its share at each moment."""

    label: str
    is_right: bool
    shares: list[tuple[Moment, int | None]]


@dataclass(frozen=True)
class Result:
    """One question, with what was said at each moment at which it is asked."""

    question: Question
    said: list[Said]

    @property
    def lines(self) -> list[Line]:
        question = self.question
        if question.kind == Question.Kind.WORDS:
            return []
        labels = question.choices if question.kind == Question.Kind.CHOICE else [str(n + 1) for n in range(SCALE)]
        return [
            Line(label, place == question.right, [(said.moment, said.percent(place)) for said in self.said])
            for place, label in enumerate(labels)
        ]

    @property
    def texts(self) -> list[str]:
        return [text for said in self.said if said.tally for text in said.tally.shown_texts]

    @property
    def has_answers(self) -> bool:
        return any(said.answers for said in self.said)


@dataclass(frozen=True)
class Score:
    """How many answers of the quiz were right at one moment, out of a hundred, and of how many people at most."""

    moment: Moment
    percent: int | None
    answers: int


@dataclass(frozen=True)
class Results:
    """Everything the answers about one training say."""

    training: Training
    questions: list[Question]
    tallies: dict[tuple[int, str], Tally]

    @cached_property
    def lines(self) -> list[Result]:
        return [
            Result(question, [Said(moment, self.tallies.get((question.pk, moment))) for moment in _moments(question)])
            for question in self.questions
        ]

    @cached_property
    def scores(self) -> list[Score]:
        return [self._score(moment) for moment in Moment]

    def _score(self, moment: Moment) -> Score:
        known = [
            (tally, question.right)
            for question in self.questions
            if question.right is not None
            and (tally := self.tallies.get((question.pk, moment))) is not None
            and tally.shown_answers
        ]
        answers = sum(tally.shown_answers for tally, _right in known)
        right = sum(tally.shown_counts[place] for tally, place in known)
        percent = round(100 * right / answers) if answers else None
        return Score(moment, percent, max((tally.shown_answers for tally, _right in known), default=0))

    def rows(self) -> Iterator[list[str | int]]:
        """As a table: each answer with its shares and the numbers of answers at each moment; texts one by one."""
        for result in self.lines:
            said = {one.moment: one for one in result.said}
            for place, line in enumerate(result.lines):
                shares = [said[moment].percent(place) if moment in said else None for moment in Moment]
                counts = [said[moment].answers or None if moment in said else None for moment in Moment]
                yield [str(result.question), line.label, *("" if cell is None else cell for cell in (*shares, *counts))]
            for text in result.texts:
                yield [str(result.question), text, *[""] * (2 * len(Moment))]

    @property
    def gain(self) -> int | None:
        """Points between before and just after."""
        return self._between(0, 1)

    @property
    def lasting_gain(self) -> int | None:
        """Points between before and three months later."""
        return self._between(0, 2)

    def _between(self, first: int, last: int) -> int | None:
        before, after = self.scores[first].percent, self.scores[last].percent
        return None if before is None or after is None else after - before


def of(training: Training) -> Results:
    """What may be shown of one training."""
    return of_each([training])[0]


def of_each(trainings: Iterable[Training]) -> list[Results]:
    """The same for several, in two questions to the database."""
    wanted = list(trainings)
    questions: dict[int, list[Question]] = {training.pk: [] for training in wanted}
    for question in Question.objects.about_each(wanted):
        questions[question.training_id].append(question)
    tallies = {(tally.question_id, tally.moment): tally for tally in Tally.objects.about_each(wanted)}
    return [Results(training, questions[training.pk], tallies) for training in wanted]


def _moments(question: Question) -> list[Moment]:
    return list(Moment) if question.topic == Question.Topic.QUIZ else [Moment.AFTER]
