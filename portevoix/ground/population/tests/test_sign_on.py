"""Lou comes in by her school's own server, and nobody comes in by pretending to be it."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from portevoix.ground.population import acts, oidc
from portevoix.ground.population.models import SignOn, Visit
from portevoix.ground.population.tests.persona import a_campus, someone
from portevoix.ground.population.tests.provider import CLIENT, ISSUER, SECRET, Provider
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused

pytestmark = pytest.mark.django_db
NOTHING: Mapping[str, str | None] = {}
LOU = {"sub": "lmartin", "email": "lou@mines.example", "email_verified": True, "supannEtuId": "220001"}


@pytest.fixture
def mines() -> School:
    school = a_campus()
    someone(school, "Lou Martin", email="lou@mines.example", number="220001")
    acts.set_sign_on(school, ISSUER, CLIENT, SECRET)
    return school


@pytest.fixture
def server(mines: School, monkeypatch: pytest.MonkeyPatch) -> Provider:
    provider = Provider(dict(LOU))
    monkeypatch.setattr(oidc, "ask", provider.answer)
    monkeypatch.setattr(oidc, "_kept", {})
    return provider


def comes_by_school(
    client: Client, server: Provider, then: str = "", changed: Mapping[str, str | None] = NOTHING
) -> Any:
    """From the button to the answer to what the browser brings back."""
    away = client.get("/mines/entrer/ecole/", {"suite": then})
    assert away["Location"].startswith(f"{ISSUER}/auth?")
    said = {**server.signs_in(away["Location"]), **changed}
    return client.get("/mines/moi/retour/", {name: value for name, value in said.items() if value is not None})


def test_lou_comes_in_by_her_school(server: Provider) -> None:
    client = Client()
    assert "compte de l’école" in client.get("/mines/entrer/").content.decode()
    assert comes_by_school(client, server, "/mines/moi/?de=agenda")["Location"] == "/mines/moi/?de=agenda"
    assert "Lou Martin" in client.get("/mines/moi/").content.decode()


def test_the_school_gives_a_number_and_no_address(server: Provider, mines: School) -> None:
    acts.set_sign_on(mines, ISSUER, CLIENT, "", "supannEtuId")
    server.claims = {"sub": "lmartin", "supannEtuId": "220001"}
    assert comes_by_school(Client(), server).status_code == 302


def test_the_school_says_the_address_only_when_asked(server: Provider) -> None:
    server.claims = {"sub": "lmartin"}
    server.only_when_asked = {"email": "lou@mines.example", "email_verified": True}
    assert comes_by_school(Client(), server).status_code == 302
    server.only_when_asked |= {"sub": "somebody else"}
    assert comes_by_school(Client(), server).status_code == 400


def test_someone_the_lists_do_not_know_is_told_so(server: Provider) -> None:
    server.lies = {"email": "nora@mines.example"}
    answer = comes_by_school(Client(), server)
    assert answer.status_code == 403
    assert "vous n’êtes pas sur les listes" in answer.content.decode()


@pytest.mark.parametrize("verified", [False, None, "false", "yes", ["true"]])
def test_an_address_that_the_school_has_not_checked_opens_nothing(server: Provider, verified: object) -> None:
    server.lies = {"email_verified": verified}
    assert comes_by_school(Client(), server).status_code == 403
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://evil.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"aud": "another site"},
        {"aud": [CLIENT, "another site"]},
        {"aud": None},
        {"azp": "another site"},
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"iat": 99999999999},
        {"at_hash": "of another token"},
    ],
)
def test_a_token_that_does_not_hold_opens_nothing(server: Provider, lies: dict[str, Any]) -> None:
    server.lies = lies
    assert comes_by_school(Client(), server).status_code == 400
    assert not Visit.objects.exists()


@pytest.mark.parametrize("changed", [{"state": "another"}, {"state": None}, {"iss": "https://evil.example"}])
def test_what_was_not_asked_from_this_browser_opens_nothing(server: Provider, changed: dict[str, str | None]) -> None:
    assert comes_by_school(Client(), server, changed=changed).status_code == 400
    assert not Visit.objects.exists()


def test_what_another_browser_asked_opens_nothing_here(server: Provider) -> None:
    hers, his = Client(), Client()
    said = server.signs_in(hers.get("/mines/entrer/ecole/")["Location"])
    assert his.get("/mines/moi/retour/", said).status_code == 400
    his.get("/mines/entrer/ecole/")
    assert his.get("/mines/moi/retour/", said).status_code == 400
    assert hers.get("/mines/moi/retour/", said).status_code == 302
    assert hers.get("/mines/moi/retour/", said).status_code == 400


def unsigned(_server: Provider, claims: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in ({"alg": "none"}, claims))
    return ".".join(part.rstrip("=") for part in parts) + "."


def by_another_key(_server: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, RSAKey.generate_key(2048))


def by_the_public_key_as_a_shared_one(server: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode(
        {"alg": "HS256", "kid": "1"}, claims, OctKey.import_key(str(server.key.as_dict(private=False)["n"]))
    )


@pytest.mark.parametrize("forge", [unsigned, by_another_key, by_the_public_key_as_a_shared_one])
def test_a_forged_signature_opens_nothing(server: Provider, forge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Provider, "sign", forge)
    assert comes_by_school(Client(), server).status_code == 400
    assert not Visit.objects.exists()


def test_the_school_changes_its_keys(server: Provider) -> None:
    assert comes_by_school(Client(), server).status_code == 302
    server.key, server.header = RSAKey.generate_key(2048, {"kid": "2"}), {"alg": "RS256", "kid": "2"}
    assert comes_by_school(Client(), server).status_code == 302


@pytest.mark.parametrize(
    "more",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "https://evil.example/token"},
        {"token_endpoint": "http://sso.mines.example/token"},
        {"jwks_uri": "https://127.0.0.1/keys"},
        {"jwks_uri": "https://sso.mines.example:8443/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
    ],
)
def test_a_server_that_points_elsewhere_is_not_followed(server: Provider, more: dict[str, Any]) -> None:
    server.more = more
    assert Client().get("/mines/entrer/ecole/").status_code == 404
    assert server.asked == [f"{ISSUER}/.well-known/openid-configuration"]


def test_a_school_without_a_server_of_its_own_says_so(mines: School) -> None:
    acts.drop_sign_on(mines)
    assert "compte de l’école" not in Client().get("/mines/entrer/").content.decode()
    assert Client().get("/mines/entrer/ecole/").status_code == 404
    assert Client().get("/mines/moi/retour/").status_code == 400


def test_the_secret_is_closed_in_the_table(mines: School) -> None:
    assert SECRET not in str(list(SignOn.objects.values()))
    assert Line.objects.filter(kind="single sign-on set").count() == 1


@pytest.mark.parametrize("issuer", ["http://sso.mines.example", "https://a@sso.mines.example", "ftp://x", "sso"])
def test_an_issuer_that_could_not_be_asked_is_not_kept(mines: School, issuer: str) -> None:
    with pytest.raises(Refused):
        acts.set_sign_on(mines, issuer, CLIENT, SECRET)
    assert SignOn.objects.of(mines).issuer == ISSUER  # type: ignore[union-attr]  # there is one


def test_the_school_account_opens_no_cell_and_no_mission(server: Provider) -> None:
    client = Client()
    comes_by_school(client, server)
    for address in (reverse("cases:desk"), "/mines/mission/personnes/", "/compte/", reverse("keys:vault")):
        assert client.get(address).status_code == 302
