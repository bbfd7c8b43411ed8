"""What each column of a list is about, guessed from its title."""

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population.models import Group, Individual
from portevoix.ground.sheets import titles
from portevoix.ground.sheets.titles import plain

NUMBER, EMAIL, FAMILY, GIVEN, WHOLE_NAME = "number", "email", "family_name", "given_name", "whole_name"
STATUS, CAMPUS, TITLE, LEFT, IGNORED = "status", "campus", "title", "left", ""

MEANINGS: dict[str, str | Promise] = {
    IGNORED: _("Not taken"),
    FAMILY: _("Family name"),
    GIVEN: _("First name"),
    WHOLE_NAME: _("Family name and first name, together"),
    EMAIL: _("E-mail address"),
    NUMBER: _("Number on the school’s lists"),
    STATUS: _("Status"),
    CAMPUS: _("Campus"),
    **{kind.value: kind.label for kind in Group.Kind},
    TITLE: _("Office held in the association"),
    LEFT: _("Date of departure"),
}

EXPORTED = [FAMILY, GIVEN, EMAIL, NUMBER, STATUS, CAMPUS, LEFT, *Group.Kind.values, TITLE]
"""The columns of a list that leaves, in order; they are guessed again when it comes back."""

WORDS: list[tuple[str, str]] = [
    (
        WHOLE_NAME,
        "nom complet|nom et prenom|nom prenom|prenom et nom|prenom nom|full name|name and first name|identite",
    ),
    (GIVEN, "prenom|first ?name|given ?name|forename"),
    (EMAIL, "mel|mail|courriel|e ?mail|adresse mail|adresse electronique|adresse e ?mail|email address"),
    (Group.Kind.PROMOTION, "promo|promotion|annee|annee d etude|niveau|class of|cohort|year"),
    (Group.Kind.PROGRAMME, "cursus|filiere|formation|diplome|parcours|specialite|degree|course|programme of study"),
    (Group.Kind.PROGRAMME, "program|programmes?"),
    (Group.Kind.DEPARTMENT, "departement|service|direction|laboratoire|labo|unite|composante|equipe|division|lab"),
    (Group.Kind.DEPARTMENT, "department|departement (et |ou )?service|service (et |ou )?departement"),
    (Group.Kind.ASSOCIATION, "association|asso|club|bureau|society|student (society|association)"),
    (TITLE, "fonction|mandat|poste|titre|charge|function|office|position|title"),
    (TITLE, "fonction dans l association|office held in the association"),
    (Group.Kind.ROLE, "roles?|mission"),
    (STATUS, "statut|qualite|categorie|type|population|status|category"),
    (CAMPUS, "campus|site|implantation|lieu|location"),
    (LEFT, "depart|sortie|date (de |d )?(depart|sortie|fin)|fin( de contrat| d etudes)?|end date"),
    (LEFT, "left( on)?|leaving|date of departure"),
    (NUMBER, "n|no|num|numero|matricule|ine|id|identifiant|code|student id|number|badge"),
    (FAMILY, "nom( de famille| d usage| usuel| patronymique)?|family ?name|last ?name|surname|name"),
]
"""What titles say, in French and in English, and what that is; the first that fits a whole title wins."""

OF_WHOM = re.compile(
    r" (de |d |du |des |l )*(l )?(etudiante?s?|eleves?|agents?|personnels?|personnes?|membres?|ecole|etablissement|"
    r"student|person|member|school|professionnel(le)?|institutionnel(le)?|principal(e)?)$"
)
BEFORE = re.compile(r"^(adresse|n|no|num|numero|date|student|school) (de |d |du )?")

STATUSES: dict[str, str] = {
    Individual.Status.STUDENT: """eleve eleves etudiant etudiante etudiants student students apprenti apprentie
        alternant alternante master licence stagiaire undergraduate""",
    Individual.Status.DOCTORAL: "doctorant doctorante doctorants doctorat phd doctoral thesard thesarde",
    Individual.Status.STAFF: """personnel personnels agent agente staff enseignant enseignante enseignants chercheur
        chercheuse professeur professeure biatss itrf administratif administrative technique vacataire titulaire
        contractuel contractuelle salarie salariee employee teacher""",
}
"""Words people write in a column of status."""
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words.split()}
STRONGEST = (Individual.Status.DOCTORAL, Individual.Status.STAFF, Individual.Status.STUDENT)
"""« Élève doctorante » is a doctoral student; « personnel ingénieur » is staff."""


def guess(header: Sequence[str]) -> list[str]:
    """A meaning for each title; each is given once, to the first column that seems to have it."""
    return titles.guess(header, _meaning_of)


def _meaning_of(title: str) -> str:
    """Tried as it is, then without whose it is (« de l’étudiant »), then without « adresse » or « numéro »."""
    for said in (title, OF_WHOM.sub("", title), BEFORE.sub("", title), BEFORE.sub("", OF_WHOM.sub("", title))):
        for meaning, words in WORDS:
            if said and re.fullmatch(words, said):
                return str(meaning)
    return NUMBER if re.match(r"(n|no|num|numero|number) ", title) else IGNORED


def status_of(told: str) -> str:
    """What a cell of status says; empty when nothing is recognised."""
    said = {STATUS_OF[word] for word in plain(told).split() if word in STATUS_OF}
    return next((str(status) for status in STRONGEST if status in said), "")
