"""`{% load prose %}{{ text|prose }}`: Markdown, shown."""

from django import template

from portevoix.ground.web.prose import rendered

register = template.Library()
register.filter("prose", rendered)
