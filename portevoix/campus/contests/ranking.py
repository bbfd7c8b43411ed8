"""The order in which the jury puts the entries, with how many have judged each."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from portevoix.campus.contests.models import Contest, Entry, Score
from portevoix.ground.sheets.writing import Cell

OUT_OF = 20


@dataclass(frozen=True)
class Place:
    """An entry, its mean out of twenty, and how many jurors have judged it on everything."""

    entry: Entry
    mean: float | None
    scores: int
    conflicts: int


def of(contest: Contest) -> list[Place]:
    """Best first; those nobody has judged come last. A juror who has not said everything does not count yet."""
    most = {criterion.pk: criterion.most for criterion in contest.criteria.all()}
    given: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for score in Score.objects.of_contest(contest):
        given[score.entry_id][score.juror_id][score.criterion_id] = score.points
    places = [
        Place(entry, *_mean(list(given[entry.pk].values()), most), entry.conflicts.count())
        for entry in contest.entries.all().submitted()
    ]
    return sorted(places, key=lambda place: -1.0 if place.mean is None else place.mean, reverse=True)


def lines(contest: Contest) -> Iterator[list[Cell]]:
    """One line each, for a list that is saved."""
    for place in of(contest):
        entry = place.entry
        yield [entry.title, entry.authors, place.mean, place.scores, place.conflicts, entry.award]


def _mean(by_juror: list[dict[int, int]], most: dict[int, int]) -> tuple[float | None, int]:
    whole = [points for points in by_juror if points.keys() == most.keys()]
    if not whole or not sum(most.values()):
        return None, 0
    shares = [sum(points.values()) / sum(most.values()) for points in whole]
    return round(sum(shares) / len(shares) * OUT_OF, 1), len(whole)
