"""A sheet begun from an action of the school's own plan: what the plan knows already."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.ground.web.days import in_words
from portevoix.steering.plan.models import Action
from portevoix.steering.practices.models import NETWORKS
from portevoix.steering.practices.words import LONGEST


def from_action(action: Action) -> dict[str, Any]:
    """First words for the form. What the plan does not know stays empty: the effect above all."""
    networks = action.axis.plan.networks
    return {
        "title": action.title[: LONGEST["title"]],
        "done": action.text[: LONGEST["done"]],
        "cost": _cost(action),
        "audience": action.audience,
        "partner": ", ".join(map(str, action.contributors.all()))[: LONGEST["partner"]],
        "period": _period(action)[: LONGEST["period"]],
        "networks": [name for name in NETWORKS if name in networks],
    }


def _cost(action: Action) -> str:
    said = []
    if action.planned is not None:
        said.append(_("Planned: %(amount)s €.") % {"amount": _money(action.planned)})
    if action.spent is not None:
        said.append(_("Spent: %(amount)s €.") % {"amount": _money(action.spent)})
    return " ".join(said)


def _money(amount: Any) -> str:
    return number_format(amount, decimal_pos=0 if amount == int(amount) else 2, force_grouping=True)


def _period(action: Action) -> str:
    days = [in_words(day, "YEAR_MONTH_FORMAT") if day else "" for day in (action.begins, action.ends)]
    if all(days):
        return f"{days[0]} – {days[1]}"
    return _("since %(day)s") % {"day": days[0]} if days[0] else ""
