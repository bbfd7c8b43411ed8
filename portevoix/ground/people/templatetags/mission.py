"""`{% mission_menu school section as menu %}`: the two lines of the menu of a school's mission."""

from django import template

from portevoix.ground.people import menu
from portevoix.ground.schools.models import School

register = template.Library()


@register.simple_tag
def mission_menu(school: School, section: str) -> dict[str, list[menu.Link]]:
    """The groups, and the pages of the group where we are."""
    return {"groups": menu.groups(school, section), "pages": menu.pages(school, section)}
