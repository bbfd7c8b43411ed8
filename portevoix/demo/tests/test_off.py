"""Where nobody asked for it, there is no made-up school."""

import pytest
from pytest_django import Settings

from portevoix.demo import acts
from portevoix.ground.web.rules import Refused
from portevoix.sealed.testimonies.models import Testimony


@pytest.mark.django_db
def test_an_installer_asks_for_the_made_up_school_where_it_is_off(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(Refused):
        acts.show()
    assert not Testimony.objects.exists()
