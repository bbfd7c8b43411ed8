"""Charts: drawn as SVG beside the numbers they draw, so that nobody has to read a drawing."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
WIDTH = 100


@register.simple_tag
def bar(part: float | None, whole: float, mark: float | None = None) -> SafeString | str:
    """How much of `whole` is `part`, with a mark where it should be. Decorative: the numbers stand beside it."""
    if part is None or not whole:
        return ""
    drawn, goal = (min(WIDTH, round(WIDTH * value / whole, 1)) for value in (part, mark or 0))
    line = format_html('<path class="goal" d="M{} 0V10"/>', goal) if mark else ""
    return format_html(
        '<svg class="bar" viewBox="0 0 {} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="of" width="{}" height="10"/><rect class="part" width="{}" height="10"/>{}</svg>',
        WIDTH,
        WIDTH,
        drawn,
        line,
    )
