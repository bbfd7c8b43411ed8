"""Somebody reads the public figures with a pencil: no small count is found again."""

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.counts.indicators import DECLARED, Period
from portevoix.ground.population.tests.persona import a_campus
from portevoix.steering.shares.indicators import option
from portevoix.steering.shares.masking import hidden
from portevoix.steering.shares.models import Programme, Share
from portevoix.steering.shares.tests.persona import a_programme, a_share

LENGTH = 3


def figure(
    stage: str, year: int, women: int | None, everyone: int | None, of: Programme | None = None, percent: str = ""
) -> Share:
    programme = of or Programme(pk=1, name="ICM", years=LENGTH)
    told = Decimal(percent) if percent else None
    return Share(programme=programme, stage=stage, year=year, women=women, everyone=everyone, percent=told)


def places(shares: Iterable[Share]) -> set[tuple[str, int]]:
    return {(stage, year) for _pk, stage, year in hidden(shares)}


@pytest.mark.parametrize(("women", "everyone"), [(3, 12), (9, 12), (0, 40), (40, 40), (4, 400), (396, 400), (0, 0)])
def test_few_women_or_few_men_are_hidden(women: int, everyone: int) -> None:
    assert hidden([figure("effectif", 2024, women, everyone)])


def test_a_figure_of_many_is_shown() -> None:
    assert not hidden([figure("effectif", 2024, 5, 10), figure("diplome", 2024, 13, 48)])


def test_a_total_and_a_per_cent_tell_as_much_as_counts() -> None:
    assert hidden([figure("effectif", 2024, None, 12, percent="25.0")])
    assert not hidden([figure("effectif", 2024, None, None, percent="25.0")]), "nobody knows out of how many"


def test_an_intake_is_not_found_again_from_those_who_are_there() -> None:
    """18 women are there; 3, 7 and 8 came in: who knows the rest knows the 3."""
    told = [figure("effectif", 2024, 18, 60), figure("admission", 2024, 3, 20)]
    told += [figure("admission", 2023, 7, 20), figure("admission", 2022, 8, 20)]
    assert places(told) == {("admission", 2024), ("admission", 2023)}


def test_an_intake_that_is_nowhere_else_takes_nothing_with_it() -> None:
    told = [figure("effectif", 2024, 18, 60), figure("admission", 2024, 3, 20), figure("admission", 2023, 7, 20)]
    assert places(told) == {("admission", 2024)}, "the intake of 2022 is unknown: nothing can be subtracted"


def test_degrees_do_not_give_the_intake_away() -> None:
    assert places([figure("admission", 2021, 5, 20), figure("diplome", 2024, 4, 18)]) == {
        ("admission", 2021),
        ("diplome", 2024),
    }


def test_a_year_is_not_found_again_from_the_year_before() -> None:
    told = [figure("effectif", 2023, 30, 90), figure("effectif", 2024, 28, 90)]
    told += [figure("admission", 2024, 2, 30), figure("diplome", 2024, 12, 30)]
    assert ("admission", 2024) in places(told)
    assert len(places(told)) == 2


def test_one_campus_is_not_found_again_from_all() -> None:
    whole, here, there = (Programme(pk=pk, name="ICM", years=3, campus_id=at) for pk, at in ((1, None), (2, 1), (3, 2)))
    told = [figure("effectif", 2024, 20, 60, whole), figure("effectif", 2024, 3, 20, here)]
    told.append(figure("effectif", 2024, 17, 40, there))
    assert {pk for pk, _stage, _year in hidden(told)} == {2, 3}


def test_a_small_programme_is_not_found_again_from_the_whole_school() -> None:
    whole = Programme(pk=1, name="École", years=3, is_whole=True)
    icm, master = Programme(pk=2, name="ICM", years=3), Programme(pk=3, name="Master", years=2)
    told = [figure("effectif", 2024, 53, 160, whole), figure("effectif", 2024, 50, 140, icm)]
    told.append(figure("effectif", 2024, 3, 20, master))
    assert {pk for pk, _stage, _year in hidden(told)} == {2, 3}


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=7),
    st.sets(st.tuples(st.sampled_from(["admission", "effectif", "diplome"]), st.integers(2020, 2030))),
)
def test_no_small_count_is_the_only_one_that_fits(intakes: list[tuple[int, int]], lost: set[tuple[str, int]]) -> None:
    """Nobody leaves, nobody joins: each intake is there three years, then has its degrees. Some figures are lost."""
    came = {2021 + at: counts for at, counts in enumerate(intakes)}
    told: dict[tuple[str, int], tuple[int, int]] = {("admission", year): counts for year, counts in came.items()}
    told |= {("diplome", year + LENGTH): counts for year, counts in came.items()}
    for year in came:
        there = [came[year - back] for back in range(LENGTH) if year - back in came]
        if len(there) == LENGTH:
            told["effectif", year] = (sum(one[0] for one in there), sum(one[1] for one in there))
    kept = {place: counts for place, counts in told.items() if place not in lost}
    shares = [figure(*place, women, women + men) for place, (women, men) in kept.items()]
    concealed = places(shares)
    assert concealed == places(list(reversed(shares)))
    for place, (women, men) in kept.items():
        assert place in concealed or min(women, men) >= 5
        if min(women, men) < 5:
            assert not _follows(place, kept.keys() - concealed, came)


def _follows(place: tuple[str, int], shown: Iterable[tuple[str, int]], came: dict[int, tuple[int, int]]) -> bool:
    """Whether a count is a combination of those shown, written as sums of intakes. Solved for, by ranks of matrices."""
    years = sorted(came)

    def row(stage: str, year: int) -> list[int]:
        first, last = {"admission": (year, year), "diplome": (year - LENGTH,) * 2}.get(stage, (year - LENGTH + 1, year))
        return [int(first <= one <= last) for one in years]

    known = np.array([row(*one) for one in shown] or [[0] * len(years)])
    return bool(np.linalg.matrix_rank(np.vstack([known, row(*place)])) == np.linalg.matrix_rank(known))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=6))
def test_what_is_hidden_of_a_school_is_more_than_one_small_programme(counts: list[tuple[int, int]]) -> None:
    ones = [Programme(pk=pk, name=f"P{pk}", years=LENGTH) for pk in range(1, len(counts) + 1)]
    told = {one.pk: (women, men) for one, (women, men) in zip(ones, counts, strict=True)}
    shares = [
        figure("candidature", 2024, women, women + men, one) for one, (women, men) in zip(ones, counts, strict=True)
    ]
    whole = Programme(pk=99, name="École", years=LENGTH, is_whole=True)
    women, men = (sum(both) for both in zip(*counts, strict=True))
    concealed = {pk for pk, _stage, _year in hidden([*shares, figure("candidature", 2024, women, women + men, whole)])}
    small = {pk for pk, both in told.items() if min(both) < 5}
    assert small <= concealed
    if small and 99 not in concealed:
        inside = [told[pk] for pk in concealed]
        assert len(inside) > 1
        assert min(sum(one[0] for one in inside), sum(one[1] for one in inside)) >= 5 or len(inside) == len(ones)


@pytest.mark.django_db
def test_a_small_count_is_hidden_on_the_page_in_the_file_and_from_the_plan(client: Client) -> None:
    mines = a_campus()
    programme = a_programme(mines)
    a_share(programme, women=3, everyone=12, source="interne")
    a_share(programme, "diplome", women=13, everyone=48)
    page = client.get("/mines/plan/part-des-femmes/").content.decode()
    assert "trop peu pour être montré" in page
    assert "3 sur 12" not in page
    assert "25,00" not in page
    assert "13 sur 48" in page
    sheet = client.get("/mines/plan/part-des-femmes.csv").content.decode("utf-8-sig")
    assert "ICM;;Effectifs;2024;;;;;;;trop peu pour être montré" in sheet
    read = DECLARED["shares.women"].read
    hidden_one, shown_one = (
        read(mines, Period.year(2024), option(programme, stage))[0] for stage in ("effectif", "diplome")
    )
    assert (hidden_one.is_masked, hidden_one.numerator, hidden_one.denominator) == (True, None, None)
    assert (shown_one.numerator, shown_one.denominator, shown_one.percent) == (13, 48, Decimal("27.08"))
