"""The certificate, on paper: what its holder may show, and a code by which anybody checks it."""

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.campus.attendance.models import Presence
from portevoix.ground.web import paper
from portevoix.ground.web.days import in_words
from portevoix.ground.web.paper import ACCENT, SOFT

LEFT, WIDTH = 25.0, 160.0
"""Millimetres, on A4."""


def as_pdf(presence: Presence, language: str) -> bytes:
    """One page of A4, in the language that is set."""
    sitting, school = presence.sitting, presence.sitting.training.programme.school
    address = settings.ORIGIN + reverse("attendance:check", args=[school.slug, presence.code])
    sheet = paper.sheet("A4", title=_("Certificate of attendance"), language=language)
    sheet.add_page()
    sheet.fill(ACCENT, 0, 0, 210, 6)
    below = sheet.say(school.name, LEFT, 28, WIDTH, size=13, colour=SOFT)
    below = sheet.say(_("Certificate of attendance"), LEFT, below + 18, WIDTH, size=26, bold=True, colour=ACCENT)
    below = sheet.say(_("The school certifies that"), LEFT, below + 16, WIDTH, size=13)
    below = sheet.say(str(presence.individual), LEFT, below + 3, WIDTH, size=20, bold=True)
    below = sheet.say(_("attended"), LEFT, below + 5, WIDTH, size=13)
    below = sheet.say(sitting.training.name, LEFT, below + 3, WIDTH, size=16, bold=True)
    below = sheet.say(_when(presence), LEFT, below + 5, WIDTH, size=13)
    if presence.valid_until:
        counts = _("This training counts until %(day)s.") % {"day": in_words(presence.valid_until)}
        sheet.say(counts, LEFT, below + 5, WIDTH, size=13)
    sheet.draw_code(address, LEFT, 228, 36)
    check = _(
        "To check this certificate, scan the code or type %(code)s on %(address)s. The page shows the initials, the "
        "date and the hours; it does not say what the training was about."
    )
    typed = settings.ORIGIN.split("://")[-1] + reverse("attendance:ask_check", args=[school.slug])
    words = check % {"code": presence.code_in_groups, "address": typed}
    sheet.say(words, LEFT + 44, 230, WIDTH - 44, size=10.5, colour=SOFT, leading=1.4)
    return paper.written(sheet)


def _when(presence: Presence) -> str:
    begins, ends = localtime(presence.sitting.begins), localtime(presence.sitting.ends)
    length = _duration(int((ends - begins).total_seconds()) // 60)
    words = {"day": in_words(begins), "from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}", "length": length}
    return _("on %(day)s, from %(from)s to %(to)s (%(length)s).") % words


def _duration(minutes: int) -> str:
    """In hours and minutes, as people say it."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(said)
