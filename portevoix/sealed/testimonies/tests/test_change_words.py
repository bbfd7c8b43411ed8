"""Someone has seen Camille's nine words: she changes them."""

import secrets
from dataclasses import replace

from portevoix.ground.seal.fields import b64
from portevoix.sealed.testimonies.models import Testimony
from tests.cast import Camille, Scene, some_keys


def test_new_words_open_it_and_the_old_ones_no_longer_do(mines: Scene, camille: Camille) -> None:
    old = camille.keys
    assert camille.changes_words().status_code == 204
    assert camille.comes_back()["steps"][-1]["kind"] == "words_changed"
    camille.keys = old
    assert camille.post("revenir", camille.auth).status_code == 404


def test_whoever_only_has_the_words_cannot_change_them(mines: Scene, camille: Camille) -> None:
    body = {
        **camille.auth,
        "withdraw": b64(secrets.token_bytes(32)),
        "auth_hash": some_keys().auth_hash.hex(),
        "wrap": b64(bytes(105)),
    }
    assert camille.post("revenir/mots", body).status_code == 404
    assert Testimony.objects.get().auth_hash == camille.keys.auth_hash.hex()


def test_the_words_of_another_testimony_cannot_be_taken(mines: Scene, camille: Camille) -> None:
    other = Camille(mines)
    other.speaks()
    taken = replace(some_keys(), auth=other.keys.auth)
    body = {
        **camille.auth,
        "withdraw": b64(camille.reporter.withdrawal),
        "auth_hash": taken.auth_hash.hex(),
        "wrap": b64(bytes(105)),
    }
    assert camille.post("revenir/mots", body).status_code == 409
    assert other.post("revenir", other.auth).status_code == 200
