"""Frames that schools share, in which an action is marked. Pure; codes never change once released."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEVENS: dict[str, str | Promise] = {
    "prevalence": _("Prevalence"),
    "prevention": _("Prevention"),
    "protection": _("Protection"),
    "prosecution": _("Prosecution"),
    "provision": _("Provision of services"),
    "partnerships": _("Partnerships"),
    "policies": _("Policies"),
}
"""UniSAFE: https://unisafe-gbv.eu/the-project/unisafe-7p-conceptual-framework/"""
AREAS: dict[str, str | Promise] = {
    "pay": _("Pay gaps"),
    "careers": _("Equal access to corps, grades and jobs"),
    "balance": _("Work and private life"),
    "violence": _("Discrimination, violence, harassment and sexist behaviour"),
}
"""The four areas that a plan for professional equality has at least: CGFP, art. L. 132-2."""
OPTION: dict[str, str | Promise] = {"violence": _("Sexist and sexual violence (eighth axis)")}
"""The charter Cpas1option, of which this house knows the eighth axis for certain."""
SCHEMES = {"sevens": SEVENS, "areas": AREAS, "cpas1option": OPTION}


def name_of(scheme: str, code: str) -> str:
    """What a code is called; the code itself, if this version does not know it."""
    return str(SCHEMES.get(scheme, {}).get(code, code))


def is_known(scheme: str, code: str) -> bool:
    return code in SCHEMES.get(scheme, {})
