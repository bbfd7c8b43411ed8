"""A survey that is open, and people whose browsers draw tickets and blind them, for the stories of this room."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from voprf import ristretto

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import an_office
from portevoix.ground.schools.models import School
from portevoix.ground.seal.ticket import KEY, NONCE, PROOF, TAG, Ticket, asked, fingerprint
from portevoix.ground.web.models import Instance
from portevoix.steering.survey import acts, answering, instrument
from portevoix.steering.survey.models import Survey

TODAY = date(2026, 11, 20)
YES = {"you.status": "student", "you.gender": "woman"}


def a_survey(school: School, slug: str = "2026", by: Office | None = None, **known: object) -> Survey:
    """Not open yet."""
    told: dict[str, object] = {
        "title": f"Baromètre {slug}",
        "year": 2026,
        "opens": TODAY - timedelta(days=1),
        "closes": TODAY + timedelta(days=13),
        "modules": [],
        "version": instrument.current_version(),
    } | known
    return acts.make_survey(school, slug=slug, by=by or an_office(school), **told)  # type: ignore[arg-type]  # told by name


def an_open_survey(school: School, slug: str = "2026", today: date = TODAY, **known: object) -> Survey:
    """One that everybody on the lists may ask a ticket of."""
    office = an_office(school)
    return acts.open_survey(a_survey(school, slug, office, **known), today, office)


@dataclass
class Browser:
    """What somebody's browser draws for one survey, and keeps to itself."""

    survey: Survey
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(NONCE))

    @property
    def ident(self) -> bytes:
        return bytes.fromhex(self.survey.ident)

    @cached_property
    def _blinding(self) -> tuple[ristretto.Client, ristretto.BlindedInput]:
        return ristretto.Client.blind(asked(self.ident, self.nonce))

    @property
    def blinded(self) -> bytes:
        return bytes(self._blinding[1].serialize())

    def finish(self, evaluated: bytes, proof: bytes) -> Ticket:
        """The ticket, once the proof holds for the key that is published."""
        public = bytes.fromhex(self.survey.public_key)
        said = ristretto.VerifiableOutput.deserialize(proof[:PROOF] + evaluated)
        output = self._blinding[0].finalize(said, ristretto.PublicKey.deserialize(public))
        inst = bytes.fromhex(Instance.current_ident())
        return Ticket(fingerprint(inst, self.ident, public)[:KEY], self.nonce, bytes(output)[:TAG])


def asks(individual: Individual, survey: Survey, today: date = TODAY) -> Ticket:
    """Asks for a ticket and gets it."""
    browser = Browser(survey)
    return browser.finish(*answering.give_ticket(survey, individual, browser.blinded, today))
