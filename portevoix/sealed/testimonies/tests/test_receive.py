"""Camille testifies; the server takes it in whole, once, and can open none of it."""

from portevoix.sealed.testimonies.models import Stage, Testimony
from tests.cast import Camille, Scene, read_by


def test_camille_testifies_and_the_cell_can_read_it(mines: Scene) -> None:
    camille = Camille(mines)
    promise = camille.speaks()
    assert set(promise) == {"commitment", "salt", "minute", "signature"}
    assert [item.body["text"] for item in read_by(mines.ines, camille.case.hex(), mines).items] == [
        "Il m'a suivie",
        "Il m'a suivie après la soirée.",
    ]
    assert Testimony.objects.get().stage == Stage.TRANSMITTED


def test_camille_comes_back_and_says_more(mines: Scene) -> None:
    camille = Camille(mines)
    camille.speaks()
    assert camille.writes("J'ai oublié de dire quand.").status_code == 200
    opened = camille.opens()
    opened.must_be_sound()
    assert [i.body["text"] for i in opened.items][-1] == "J'ai oublié de dire quand."
