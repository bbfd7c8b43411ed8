"""What a page shows of the shares: a table by year and stage, intakes followed to their degrees, targets, comparisons.

The same for the public (what is published, what is small hidden) and for the mission (all of it).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from portevoix.ground.schools.models import School
from portevoix.ground.web.curves import Curve
from portevoix.steering.shares import cge, masking
from portevoix.steering.shares.masking import Place
from portevoix.steering.shares.models import Programme, Share, ShareTarget, Stage
from portevoix.steering.shares.rules import MIXED, computed


@dataclass(frozen=True)
class Cell:
    """One figure as a page may show it."""

    share: Share | None = None
    is_hidden: bool = False
    """Too small, on this page."""
    is_hidden_in_public: bool = False

    @property
    def percent(self) -> Decimal | None:
        """As published; else what the counts make, with two decimals; None when unknown or hidden."""
        if self.share is None or self.is_hidden:
            return None
        published: Decimal | None = self.share.percent
        if published is not None:
            return published
        women, everyone = self.share.women, self.share.everyone
        return None if women is None or everyone is None else computed(women, everyone)

    @property
    def counts(self) -> tuple[int, int] | None:
        """Women and everyone, when both are known and may be shown."""
        if self.share is None or self.is_hidden or self.share.women is None or self.share.everyone is None:
            return None
        return self.share.women, self.share.everyone

    @property
    def is_bare(self) -> bool:
        """A per cent without its counts."""
        return self.percent is not None and self.counts is None


@dataclass(frozen=True)
class Intake:
    """Those who came in one year, and the degrees of those of them who went straight on."""

    year: int
    until: int
    came: Decimal
    left: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """In points."""
        return None if self.left is None else self.left - self.came

    @property
    def size(self) -> Decimal | None:
        """The same, without its sign."""
        return None if self.difference is None else abs(self.difference)


@dataclass(frozen=True)
class Move:
    """A share at one stage, from the first year that is known to the last."""

    first: int
    last: int
    before: Decimal
    after: Decimal

    @property
    def points(self) -> Decimal:
        return self.after - self.before

    @property
    def size(self) -> Decimal:
        return abs(self.points)

    @property
    def falls(self) -> bool:
        return self.points < 0


@dataclass(frozen=True)
class Aim:
    """A target, and the last figure known of the same stage."""

    target: ShareTarget
    year: int | None
    percent: Decimal | None

    @property
    def missing(self) -> Decimal | None:
        """Points still to win; nought or less when it is reached."""
        return None if self.percent is None else self.target.percent - self.percent

    @property
    def is_reached(self) -> bool:
        return self.missing is not None and self.missing <= 0


@dataclass
class Board:
    """One programme and all that is shown of it."""

    programme: Programme
    cells: dict[tuple[int, str], Cell]
    targets: list[ShareTarget] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.programme)

    @cached_property
    def years(self) -> list[int]:
        return sorted({year for year, _stage in self.cells})

    @cached_property
    def stages(self) -> list[Stage]:
        """Those that something is known of."""
        return [stage for stage in Stage if any(told == stage for _year, told in self.cells)]

    @property
    def last_year(self) -> int:
        return self.years[-1]

    def rows(self) -> list[tuple[int, list[tuple[Stage, Cell]]]]:
        """By year: each stage with its cell."""
        return [
            (year, [(stage, self.cells.get((year, stage), Cell())) for stage in self.stages]) for year in self.years
        ]

    def curves(self) -> list[Curve]:
        """One line for each stage that has something to draw; none of a single year."""
        if len(self.years) < 2:
            return []
        drawn = [
            Curve(str(stage.label), [(year, self.percent(stage, year)) for year in self.years]) for stage in self.stages
        ]
        return [curve for curve in drawn if curve.known()]

    def percent(self, stage: str, year: int) -> Decimal | None:
        return self.cells.get((year, stage), Cell()).percent

    def latest(self, stage: str) -> tuple[int, Decimal] | None:
        """The last year of which a share may be shown."""
        known = [(year, percent) for year in self.years if (percent := self.percent(stage, year)) is not None]
        return known[-1] if known else None

    def intakes(self) -> list[Intake]:
        """Each year's admissions beside the degrees of `programme.years` years later, known or still to come."""
        length = self.programme.years
        return [
            Intake(year, year + length, came, self.percent(Stage.GRADUATED, year + length))
            for year in self.years
            if (came := self.percent(Stage.ADMITTED, year)) is not None
        ]

    def move(self, stage: str) -> Move | None:
        """From the first year to the last; None when there is only one."""
        known = [(year, percent) for year in self.years if (percent := self.percent(stage, year)) is not None]
        if len(known) < 2:
            return None
        (first, before), (last, after) = known[0], known[-1]
        return Move(first, last, before, after)

    @property
    def students(self) -> Move | None:
        return self.move(Stage.ENROLLED)

    @property
    def graduates(self) -> Move | None:
        return self.move(Stage.GRADUATED)

    @property
    def lags(self) -> bool:
        """Whether degrees still go one way when the students already go the other."""
        now, then = self.students, self.graduates
        return now is not None and then is not None and now.points * then.points < 0

    def aims(self) -> list[Aim]:
        found = [(target, self.latest(target.stage)) for target in self.targets]
        return [Aim(target, *(last or (None, None))) for target, last in found]

    @property
    def sources(self) -> list[str]:
        """Where the figures come from, each once."""
        told = (cell.share.source for _key, cell in sorted(self.cells.items()) if cell.share and not cell.is_hidden)
        return list(dict.fromkeys(source for source in told if source))

    @property
    def all_bare(self) -> bool:
        """Nothing but per cents without counts."""
        return all(cell.is_bare for cell in self.cells.values())

    @property
    def some_bare(self) -> bool:
        return any(cell.is_bare for cell in self.cells.values())

    @property
    def some_hidden(self) -> bool:
        return any(cell.is_hidden for cell in self.cells.values())

    @property
    def public_ones(self) -> int:
        """How many of its figures are published."""
        return sum(cell.share.published for cell in self.cells.values() if cell.share)

    @property
    def national(self) -> cge.National | None:
        """The last national figure of schools of its kind."""
        return cge.latest(self.programme.family)

    @property
    def compared(self) -> tuple[int, Decimal, Decimal] | None:
        """Year and share of its students, and how many points they are from the national figure."""
        last, national = self.latest(Stage.ENROLLED), self.national
        return None if last is None or national is None else (*last, last[1] - national.percent)

    @property
    def gap(self) -> Decimal | None:
        """How many points, without their sign."""
        return None if self.compared is None else abs(self.compared[2])

    @property
    def is_mixed(self) -> bool:
        """Between 40 and 60 per cent of its students."""
        last = self.latest(Stage.ENROLLED)
        return last is not None and MIXED[0] <= last[1] <= MIXED[1]


def boards(
    programmes: Iterable[Programme],
    shares: Sequence[Share],
    targets: Sequence[ShareTarget],
    small: set[Place],
    *,
    in_public: bool,
) -> list[Board]:
    """A board for each programme. `small` is what `masking.hidden` says of all figures of the school, shown or not."""
    found = []
    for programme in programmes:
        cells = {}
        for share in shares:
            if share.programme_id == programme.pk:
                kept = (programme.pk, share.stage, share.year) in small
                cells[share.year, share.stage] = Cell(share, in_public and kept, kept)
        found.append(Board(programme, cells, [target for target in targets if target.programme_id == programme.pk]))
    return found


def in_public(school: School) -> list[Board]:
    """What is published, small figures hidden; a programme of which nothing is published is not there."""
    shares = list(Share.objects.for_school(school))
    published = [share for share in shares if share.published]
    targets = list(ShareTarget.objects.for_school(school).in_public().in_order())
    programmes = Programme.objects.for_school(school).in_order()
    found = boards(programmes, published, targets, masking.hidden(shares), in_public=True)
    return [board for board in found if board.cells]


def for_the_mission(school: School) -> list[Board]:
    """Everything, with what the public page hides said of each figure."""
    shares = list(Share.objects.for_school(school))
    targets = list(ShareTarget.objects.for_school(school).in_order())
    programmes = Programme.objects.for_school(school).in_order()
    return boards(programmes, shares, targets, masking.hidden(shares), in_public=False)
