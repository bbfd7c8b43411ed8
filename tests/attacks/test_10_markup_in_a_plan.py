"""Attack 10, in the plan: whatever the mission or a student types is shown as it was typed, on every page."""

import pytest
from django.test import Client

from portevoix.ground.population.tests.persona import a_campus, comes_in, of_the_mission, someone
from portevoix.steering.plan import acts
from portevoix.steering.plan.models import (
    Action,
    Axis,
    Contributor,
    Evidence,
    Gauge,
    Message,
    Plan,
    Proposal,
    Step,
    Value,
)
from portevoix.steering.plan.tests.persona import a_gauge, a_piece, a_plan, an_action, an_axis
from tests.attacks.test_09_text_that_is_markup import HOSTILE
from tests.attacks.test_10_markup_in_works_and_contests import made

pytestmark = pytest.mark.django_db
OURS, ONE = "/mines/mission/plan/", "/mines/plan/2025-2027/"


def together(most: int) -> list[str]:
    """The hostile texts, as many at a time as a field holds; those that are longer, alone."""
    told = [""]
    for text in (one.replace("\0", "") for one in HOSTILE):
        if len(told[-1]) + len(text) >= most:
            told.append("")
        told[-1] = f"{told[-1]} {text}"
    return told


def test_hostile_words_make_nothing_on_any_page() -> None:
    school, helene, hers = a_campus(), Client(), Client()
    office, lou = of_the_mission(helene, school), someone(school)
    comes_in(hers, lou)
    axis = an_axis(a_plan(school))
    proposal = acts.propose(school, lou, title="x", axis=axis)
    acts.discuss(proposal, "x", lou)
    action = an_action(axis, contributors=["x"], origin=proposal, adopted_from="x", lead="x")
    gauge = a_gauge(axis, action=action, target=3)
    acts.note_value(gauge, 2026, office, number=2, campus="x", programme="x", source="x")
    a_piece(action, published=True)
    ours = ("", "2025-2027/", "2025-2027/modifier/", "2025-2027/tableau/", "2025-2027/calendrier/", "propositions/")
    deeper: dict[str, Axis | Action | Gauge | Proposal]
    deeper = {"mesures": axis, "actions": action, "indicateurs": gauge, "propositions": proposal}
    pages = [
        *((Client(), path) for path in ("/mines/plan/", ONE, f"{ONE}mesures/{axis.ident}/")),
        *((helene, f"{OURS}{path}") for path in ours),
        *((helene, f"{OURS}{kind}/{thing.ident}/") for kind, thing in deeper.items()),
        *((helene, f"{OURS}{kind}/{deeper[kind].ident}/modifier/") for kind in ("actions", "indicateurs")),
        *((hers, f"/mines/moi/plan/{path}") for path in ("", "proposer/", f"{proposal.ident}/")),
    ]

    def written(text: str) -> None:
        short = text[:200]
        Plan.objects.update(title=short, governing_body=short, aims=text, networks=short)
        Axis.objects.update(title=short)
        Action.objects.update(title=short, text=text, lead=short, audience=short, adopted_from=short)
        Step.objects.update(sentence=short)
        Contributor.objects.update(name=short)
        Evidence.objects.update(title=short)
        told = {"definition": text, "numerator": short, "denominator": short, "source": short}
        Gauge.objects.update(name=short, **told)
        Value.objects.update(campus=text[:120], programme=text[:120], source=short)
        Proposal.objects.update(title=short, text=text, answer=text, state="refused")
        Message.objects.update(text=text)

    written("mot")
    plain = [made(visitor.get(page).content.decode()) for visitor, page in pages]
    for text in together(120):
        written(text)
        for (visitor, page), before in zip(pages, plain, strict=True):
            answer = visitor.get(page)
            assert answer.status_code == 200, page
            assert made(answer.content.decode()) == before, (page, text)
