"""`{% load prose %}{{ text|prose }}`: Markdown, shown; `{{ text|borrowed }}`: that of another site."""

from django import template

from portevoix.ground.web.prose import borrowed, rendered

register = template.Library()
register.filter("prose", rendered)
register.filter("borrowed", borrowed)
