"""The menu of the mission: everything it looks after is two clicks away, and it says where we are."""

import pytest
from django.test import Client

from portevoix.ground.people import menu
from portevoix.ground.population.tests.persona import a_campus, of_the_mission

pytestmark = pytest.mark.django_db


def test_each_page_of_the_menu_is_marked_in_it_when_somebody_is_there() -> None:
    school, client = a_campus(), Client()
    of_the_mission(client, school)
    for group in menu.MENU:
        for link, page in zip(menu.pages(school, group.pages[0].section), group.pages, strict=False):
            shown = client.get(link.address).content.decode()
            assert f'<a href="{link.address}" aria-current="page">' in shown, page.section
            assert shown.count('aria-current="true"') == 1, page.section


def test_no_page_stands_in_two_groups() -> None:
    sections = [page.section for group in menu.MENU for page in group.pages]
    assert len(sections) == len(set(sections))


def test_a_group_of_one_page_has_no_second_line() -> None:
    assert menu.pages(a_campus(), "team") == []
