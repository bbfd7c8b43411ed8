"""A member of the cell at work: their browser, written in Python, with the real pages, doors and seal."""

from __future__ import annotations

import json
import re
import secrets
import struct
import time
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from portevoix.ground.seal import testimony as seal
from portevoix.ground.seal.fields import b64, hex16, unb64
from portevoix.ground.seal.identity import Public
from portevoix.ground.seal.member import WayKeys, seal_vault
from portevoix.ground.seal.records import Place
from portevoix.ground.web import clock
from portevoix.sealed.keys.models import Vault
from portevoix.sealed.testimonies.models import Testimony
from tests.browser import Axe
from tests.cast import Camille, Json, Listener, Scene, inst

DATA = re.compile(r'<script id="(\w+)" type="application/json">(.*?)</script>', re.S)


def embedded(answer: HttpResponse, name: str) -> Json:
    """What a page carries for its program."""
    found = {key: json.loads(value) for key, value in DATA.findall(answer.content.decode())}
    data: Json = found[name]
    return data


@dataclass
class AtWork:
    """Someone of the cell, signed in with a second factor, their vault open."""

    who: Listener
    scene: Scene
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.who.person)
        session = self.client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(self.who.person.pk)
        session.save()

    @property
    def fpr(self) -> str:
        return self.who.fpr.hex()

    def desk(self, view: str = "toutes/", **asked: str) -> HttpResponse:
        return self.client.get(f"/cellule/{view}", asked)  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def cases_on_desk(self, view: str = "toutes/", **asked: str) -> list[str]:
        return re.findall(r'data-case="([0-9a-f]{32})"', self.desk(view, **asked).content.decode())

    def page(self, case: str) -> HttpResponse:
        return self.client.get(f"/cellule/situations/{case}/")  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def post(self, path: str, body: Json | None = None) -> HttpResponse:
        return self.client.post(f"/cellule/api/{path}", body or {}, content_type="application/json")  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def get(self, path: str) -> HttpResponse:
        return self.client.get(f"/cellule/api/{path}")  # type: ignore[return-value]  # what the stubs call a test client’s answer

    def does(self, case: str, act: str) -> HttpResponse:
        """An act that needs nothing but the case: prendre, lu, fermer, rouvrir, export."""
        return self.post(f"situations/{case}/{act}")

    def opens(self, case: str, kind: str = "conversation") -> seal.Opened:
        """One thread of a case, as the page's program opens it."""
        data = embedded(self.page(case), "case")["sealed"]
        stream = next(one for one in data["streams"] if one["kind"] == kind)
        return seal.read_stream(
            stream,
            inst=inst(),
            case=hex16(case),
            reader=self.who.keys.identity,
            reporter=Public(unb64(data["reporter"]["xwing"]), unb64(data["reporter"]["ed25519"])),
            directories=self.scene.directories,
        )

    def says(self, case: str, text: str, kind: str = "conversation") -> HttpResponse:
        """Write to the person, or a note when there are notes already."""
        thread = self.opens(case, kind)
        item = thread.say(self.who.keys.identity, "message" if kind == "conversation" else "note", {"text": text})
        return self.post(f"situations/{case}/elements", {"stream": thread.place.stream.hex(), "items": [item]})

    def notes(self, case: str, text: str, readers: list[Public] | None = None) -> HttpResponse:
        """The first note: it opens the thread to those who read the conversation, but the person."""
        record = self.opens(case).chain.last
        place = Place(inst(), hex16(case), secrets.token_bytes(16))
        directories = self.scene.directories
        others = [one.public for one in directories.latest.readers if one.fpr in record.granted]
        stream = seal.open_internal(
            place,
            self.who.keys.identity,
            [one for one in (others if readers is None else readers) if one.fpr != self.who.fpr],
            directories,
            [("note", {"text": text})],
            clock.minute(),
            record.excluded,
        )
        return self.post(f"situations/{case}/flux", {"stream": stream})

    def changes(self, case: str, kind: str, reason: Any, readers: list[Listener], *, person: bool = True) -> Json:
        """A change of who may read one thread, not sent yet."""
        thread = self.opens(case, kind)
        people = [one.keys.public for one in readers]
        if person and kind == "conversation":
            testimony = Testimony.objects.get(ident=case)
            people.append(Public(bytes(testimony.xwing), bytes(testimony.ed25519)))
        aside = None if kind == "conversation" else self.opens(case).chain.last.excluded
        change = thread.regrant(
            self.who.keys.identity, reason, people, self.scene.directories, clock.minute(), excluded=aside
        )
        return {key: change[key] for key in ("stream", "records", "grants")}

    def gives(self, case: str, to: Listener | None, changes: list[Json] | None = None) -> HttpResponse:
        """Change who may read, or pass the case on, or both."""
        ident = to.membership.ident if to else None
        return self.post(f"situations/{case}/acces", {"streams": changes or [], "to": ident})

    @cached_property
    def upload(self) -> bytes:
        return secrets.token_bytes(32)

    def puts_part(self, case: str, file: bytes, number: int, part: bytes) -> HttpResponse:
        import hashlib

        headers = {"X-Case": case, "X-Upload": b64(self.upload), "X-Sha256": hashlib.sha256(part).hexdigest()}
        return self.client.put(  # type: ignore[return-value]  # what the stubs call a test client’s answer
            f"/cellule/api/fichiers/{file.hex()}/{number}",
            part,
            content_type="application/octet-stream",
            headers=headers,
        )


PASSPHRASE = "six mots tirés au hasard pour ouvrir"


def has_a_passphrase(listener: Listener) -> None:
    """Their vault opens with `PASSPHRASE`: what a browser sends when somebody chooses another."""
    vault = Vault.objects.get(fpr=listener.fpr.hex())
    user, key = bytes.fromhex(listener.person.ident), secrets.token_bytes(32)
    way = vault.ways.get(kind="passphrase")
    opens = WayKeys.from_passphrase(PASSPHRASE, bytes.fromhex(way.ident))
    vault.blob = seal_vault(key, inst(), user, vault.version, listener.keys.mseed)
    vault.save()
    way.auth_hash = opens.auth_hash.hex()
    way.wrap = opens.wrap(inst(), user, "passphrase", bytes.fromhex(way.ident), key)
    way.save()


def signs_in(page: Page, listener: Listener, scene: Scene) -> AtWork:
    """The browser has a session of this member."""
    work, name = AtWork(listener, scene), settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": work.client.cookies[name].value, "url": settings.ORIGIN}])
    return work


def sits_down(page: Page, listener: Listener, scene: Scene, where: str) -> AtWork:
    """Signed in, on this page, the vault opened with the passphrase."""
    work = signs_in(page, listener, scene)
    has_a_passphrase(listener)
    page.goto(where)
    page.get_by_label("Votre phrase de passe").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.get_by_text("Coffre ouvert dans cet onglet").wait_for()
    return work


SHOTS = Path(__file__).parent / "out" / "cell"
ANSWERS = {
    "perceived": "Il m'a attendue devant l'ascenseur, puis il m'a suivie.",
    "where": "Résidence, bâtiment B",
    "wish": "Ne plus être dans son groupe de TD.",
    "avoid": "Ne lui parlez pas de moi.",
    "danger": "yes",
}


def picture(width: int = 320, height: int = 180) -> bytes:
    """A PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([y % 256, 120, 160]) * width for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def camille_in_danger(scene: Scene) -> Camille:
    """Has testified with a photo, says that she is in danger, and has put Paul aside."""
    camille = Camille(scene)
    body = {"voice": "concerned", "text": "Il m'a suivie après la soirée.\n\nJ'ai peur.", "answers": ANSWERS}
    photo = camille.attaches(picture(), "ascenseur.png", "image/png")
    camille.speaks(excluded=[scene.paul], said=[photo], testimony={**body, "sealed_by": "browser"})
    return camille


def address(camille: Camille) -> str:
    """The page of her case."""
    return f"/cellule/situations/{camille.case.hex()}/"


def said_by_the_cell(camille: Camille) -> list[str]:
    """What Camille reads when she comes back."""
    return [item.body["text"] for item in camille.opens().items if item.header.kind == "message"]


def look(page: Page, name: str, axe: Axe) -> None:
    """Keep a picture of this state, by day and by night, and hold both to the gate."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    schemes: list[Literal["light", "dark"]] = ["dark", "light"]
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
        axe(page)
