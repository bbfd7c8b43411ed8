"""Sealed in the room, opened far away: what Camille's own browser seals, Inès opens and Paul, put aside, does not."""

from typing import Any

import pytest
from django.templatetags.static import static
from playwright.sync_api import Page

from portevoix.ground.seal import testimony
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.receipt import Receipt, unwrap_root
from portevoix.ground.seal.reporter import Reporter
from portevoix.ground.seal.tests.cast import CELL, INES, INST, PAUL, SAID, TEAM, directories, versions

pytestmark = pytest.mark.journey

SEAL = """
async ([address, inst, cell, versions, aside, said]) => {
    const seal = await import(address);
    const wires = versions.map(([text, signatures], i) => ({version: i + 1, text, signatures}));
    const [directory] = await seal.followDirectories(wires, {inst, cell});
    const draft = await seal.begin(inst);
    const items = said.map(([kind, body]) => ({kind, body}));
    const composed = await seal.compose(draft, {directory, kind: "conversation", excluded: [aside], said: items});
    return {words: seal.wordsOf(composed.receipt, seal.words), deposit: composed.deposit};
}
"""


@pytest.fixture
def school() -> None:
    from portevoix.ground.schools.models import Cell, School

    School.objects.create(slug="mines", name="Mines", cell=Cell.objects.create(name="Cellule"))


@pytest.fixture
def sealed(page: Page, live: str, school: None) -> dict[str, Any]:
    page.goto("/mines/")
    given = [static("bundle/unseal.js"), INST.hex(), CELL.hex(), versions(TEAM), PAUL.public.fpr.hex(), SAID]
    found: dict[str, Any] = page.evaluate(SEAL, given)
    return found


def test_what_the_browser_seals_is_opened_by_those_it_is_for(sealed: dict[str, Any]) -> None:
    deposit = sealed["deposit"]
    common: dict[str, Any] = {"inst": INST, "case": bytes.fromhex(deposit["case"]), "directories": directories()}
    reporter = Public.from_b64(deposit["xwing"], deposit["ed25519"])
    (stream,) = deposit["streams"]
    opened = testimony.read_stream(stream, reader=INES.identity, reporter=reporter, **common)
    opened.must_be_sound()
    assert [(item.header.kind, item.body) for item in opened.items] == SAID
    with pytest.raises(SealError, match="not_granted"):
        testimony.read_stream(stream, reader=PAUL.identity, reporter=reporter, **common)

    keys = Receipt.from_words(" ".join(sealed["words"])).keys(INST)
    assert keys.auth_hash.hex() == deposit["auth_hash"]
    camille = Reporter(unwrap_root(keys, INST, unb64(deposit["wrap"])))
    assert camille.public == reporter
    again = testimony.read_as_reporter(stream, reporter=camille, **common)
    again.must_be_sound()
    assert [item.body for item in again.items] == [body for _, body in SAID]
    assert camille.withdraw_hash.hex() == deposit["withdraw_hash"]
