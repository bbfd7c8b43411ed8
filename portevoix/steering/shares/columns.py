"""What each column of a table of figures is about, guessed from its title; and what its cells call a stage."""

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portevoix.ground.sheets import titles
from portevoix.ground.sheets.titles import plain
from portevoix.steering.shares.models import Stage

PROGRAMME, CAMPUS, STAGE, YEAR = "programme", "campus", "stage", "year"
WOMEN, MEN, EVERYONE, PERCENT, SOURCE, IGNORED = "women", "men", "everyone", "percent", "source", ""
OF_STAGE = {f"{PERCENT}:{stage.value}": stage for stage in Stage}
"""A column that holds the per cents of one stage: a line then tells several figures."""

MEANINGS: dict[str, str | Promise] = {
    IGNORED: _("Not taken"),
    PROGRAMME: _("Programme"),
    CAMPUS: _("Campus"),
    STAGE: _("Stage"),
    YEAR: _("Year"),
    WOMEN: _("Number of women"),
    MEN: _("Number of men"),
    EVERYONE: _("Total of women and men"),
    PERCENT: _("Per cent of women"),
    **{meaning: format_lazy("{} · {}", _("Per cent of women"), stage.label) for meaning, stage in OF_STAGE.items()},
    SOURCE: _("Source"),
}
EXPORTED = [PROGRAMME, CAMPUS, STAGE, YEAR, WOMEN, MEN, EVERYONE, PERCENT, SOURCE]
"""The columns of a table that leaves, in order; they are guessed again when it comes back."""

STAGES: list[tuple[Stage, str]] = [
    (Stage.APPLIED, r"candidat(ure|e|s|es|ures)*|candidats?|applications?|applicants?|postulant(e|s|es)?|v(oe|o)ux"),
    (Stage.ADMITTED, r"admissions?|admise?s?|admis(es)?|integres?|entrante?s?|intake|admitted|recrutements?"),
    (Stage.ENROLLED, r"effectifs?|inscrite?s?|etudiante?s?|eleves?|students?|enrolled|enrolment|presente?s?"),
    (Stage.GRADUATED, r"diplomes?|diplomees?|diplomations?|graduates?|graduated|degrees?|sortante?s?|diploma"),
]
SMALL_WORDS = re.compile(
    r"\b(part|parts|pourcentage|pourcentages|taux|nombre|nb|de|des|d|du|la|le|les|l|of|the|share|percent|percentage|"
    r"femmes?|filles?|women|female|et|etudiants? femmes|parmi|chez|aux|en|an|in|number|at|stade|per cent|cent)\b"
)
WOMEN_TOLD = r"(femmes?|filles?|women|female|f|etudiantes|feminine?s?)"
WORDS: list[tuple[str, str]] = [
    (YEAR, r"annee( universitaire| scolaire| civile)?|an|year|promotion|promo|millesime|rentree|session"),
    (
        PROGRAMME,
        r"programmes?|cycle|formation|cursus|filiere|diplome prepare|parcours|specialite|course|degree programme",
    ),
    (CAMPUS, r"campus|site|implantation|lieu|location"),
    (STAGE, r"stage|etape|stade|niveau|population|public|indicateur|phase|step"),
    (SOURCE, r"sources?|origine|reference|provenance|link|lien|url"),
    (PERCENT, rf"(part|taux|proportion|share|per ?cent|ratio|pourcentage|pct)s?( d)?( of| de| des)? ?{WOMEN_TOLD}?"),
    (PERCENT, rf"percentage( of)?( {WOMEN_TOLD})?|{WOMEN_TOLD} (pct|percent|per ?cent|en pourcentage)"),
    (PERCENT, "(taux de )?feminisation"),
    (WOMEN, rf"((nombre|nb|number|effectif|total)( de| of| d| des)? )?{WOMEN_TOLD}|dont {WOMEN_TOLD}"),
    (MEN, r"((nombre|nb|number|effectif|total)( de| of| d| des)? )?(hommes?|garcons?|men|male|h|m)|dont hommes"),
    (
        EVERYONE,
        "total|ensemble|tous|toutes et tous|everyone|all|(nb|nombre|effectifs?) tota(l|ux)|total general",
    ),
    (EVERYONE, "(total (des |of )?)?(femmes et (des )?hommes|hommes et femmes|women and men)|denominateur"),
]
"""What titles say, in French and in English, and what that is; the first that fits a whole title wins."""


def guess(header: Sequence[str]) -> list[str]:
    """A meaning for each title. « % femmes » is a per cent; a title that only names a stage holds that of the stage."""
    found = titles.guess([title.replace("%", " pct ") for title in header], _meaning_of)
    enrolled = f"{PERCENT}:{Stage.ENROLLED}"
    if enrolled in found and EVERYONE not in found and {WOMEN, MEN} & set(found):
        found[found.index(enrolled)] = EVERYONE  # « effectif » beside « femmes » is how many there are
    return found


def _meaning_of(title: str) -> str:
    if re.fullmatch(
        rf"pct( (de |des |d )?{WOMEN_TOLD})?|{WOMEN_TOLD} pct|(part|share|percent)s? {WOMEN_TOLD} pct", title
    ):
        return PERCENT
    for meaning, words in WORDS:
        if re.fullmatch(words, title):
            return meaning
    stage = stage_of(re.sub(r"\bpct\b", " ", title))
    return f"{PERCENT}:{stage}" if stage else IGNORED


def stage_of(told: str) -> str:
    """The stage that a cell or a title names; empty when it names none, or several."""
    bare = " ".join(SMALL_WORDS.sub(" ", plain(told)).split())
    for stage, words in STAGES:
        if bare and re.fullmatch(rf"({words})( ({words}))*", bare):
            return stage.value
    return _enrolled(plain(told))


def _enrolled(told: str) -> str:
    """« Effectifs étudiants » and the like, that say the same thing twice."""
    named = {stage.value for stage, words in STAGES if re.search(rf"\b({words})\b", told)}
    return named.pop() if len(named) == 1 else ""
