"""Attack 10, in the committee: names, points, minutes, decisions and reviews are shown as they were typed."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.ground.web import clock
from portevoix.steering.committee import acts, yearly
from portevoix.steering.committee.models import Decision, Meeting, Point, Review, ReviewLine, Seat
from portevoix.steering.committee.tests.persona import (
    SPRING,
    a_committee,
    a_meeting,
    a_point,
    called,
    decided,
    held,
    minuted,
    sits,
)
from portevoix.steering.plan.tests.persona import a_plan, an_action, an_axis
from tests.attacks.test_09_text_that_is_markup import HOSTILE
from tests.attacks.test_10_markup_in_works_and_contests import made

pytestmark = pytest.mark.django_db


def test_hostile_words_make_nothing_on_any_page() -> None:
    school, helene, mine = a_campus(), Client(), Client()
    office = of_the_mission(helene, school)
    plan = a_plan(school, 2025, 2027)
    an_action(an_axis(plan))
    committee = a_committee(plan)
    lou = someone(school)
    comes_in(mine, lou)
    sits(committee, lou)
    coming = a_meeting(committee, datetime(2099, 3, 12, tzinfo=UTC))
    a_point(coming)
    called(coming)
    meeting = a_meeting(committee)
    a_point(meeting)
    held(meeting)
    acts.show_proof(meeting, office)
    decision = decided(meeting)
    with clock.telling(datetime(2026, 1, 10, tzinfo=UTC)):
        review = yearly.open_review(plan, 2025, office)
    mission = "/mines/mission/comite/"
    pages = [
        *((mine, f"/mines/moi/comite/{end}") for end in ("", f"{coming.ident}/", f"{meeting.ident}/")),
        *((helene, f"{mission}{end}") for end in ("", f"{plan.slug}/membres/", f"membre/{Seat.objects.get().ident}/")),
        *((helene, f"{mission}reunion/{one.ident}/") for one in (coming, meeting)),
        (helene, f"{mission}reunion/{meeting.ident}/ecrire/"),
        *((helene, f"{mission}{end}") for end in (f"decision/{decision.ident}/", f"revue/{review.ident}/")),
    ]

    def written(text: str) -> None:
        Seat.objects.update(name=text[:120], function=text[:120])
        Meeting.objects.update(place=text[:200])
        Point.objects.update(title=text[:200], text=text, said=text)
        Decision.objects.update(text=text[:500], who=text[:120])
        Review.objects.update(summary=text)
        ReviewLine.objects.update(axis=text[:240], title=text[:240], done=text, gap=text, correction=text)

    written("mot")
    plain = [made(visitor.get(page).content.decode()) for visitor, page in pages]
    for text in HOSTILE[::3]:
        written(text.replace("\0", ""))
        shown = [made(visitor.get(page).content.decode()) for visitor, page in pages]
        assert shown == plain, text


def test_what_was_frozen_with_markup_is_read_and_printed_as_words() -> None:
    school, helene = a_campus(), Client()
    of_the_mission(helene, school)
    committee = a_committee(a_plan(school, 2025, 2027))
    sits(committee, "<img src=x onerror=alert(1)> Roche")
    meeting = a_meeting(committee)
    a_point(meeting, "<script>alert(1)</script>")
    with clock.telling(SPRING):
        done = minuted(meeting, "[x](javascript:alert(1)) <svg onload=alert(1)>")
    page = helene.get(f"/mines/mission/comite/reunion/{done.ident}/").content.decode()
    found = made(page)
    assert not [one for one in found if one.startswith(("img", "javascript:")) or "onload" in one or "onerror" in one]
    assert "<script>alert" not in page
    assert helene.get(f"/mines/mission/comite/reunion/{done.ident}/document.pdf").content.startswith(b"%PDF-")
