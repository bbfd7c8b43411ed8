"""The made-up library and its contest: films, a 360° film, posters and a kit, all made by code."""

import io
import zipfile
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from PIL import Image

from portevoix.campus.contests import acts as contests
from portevoix.campus.contests.models import Contest, Juror
from portevoix.campus.library import acts, poster
from portevoix.campus.library.models import File, Work
from portevoix.demo import film
from portevoix.demo.accounts import OFFICER
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools import fingerprint
from portevoix.ground.schools.models import School

LINES = [
    ("Un oui,\nça s’entend.", "A yes can be heard."),
    ("« Tu veux\nqu’on s’arrête ? »", "“Do you want us to stop?”"),
    ("« Je ne sais pas. »", "“I don’t know.”"),
    ("« Alors on s’arrête. »", "“Then we stop.”"),
    ("Le silence\nn’est pas un oui.", "Silence is not a yes."),
    ("Dans le doute,\nje demande.", "In doubt, I ask."),
]
SIGNS = ["Le bar", "La piste\nde danse", "L’entrée", "L’espace\ncalme", "Les\nréférent·es"]
LOOKS = ["The bar", "The dance floor", "The entrance", "The quiet place", "People to turn to"]
LASTS = 4000
RULES = """\
## Qui
Toute l’école : élèves, doctorant·es, personnels. Seul·e ou à plusieurs.

## Quoi
- un film de **trois minutes au plus**, MP4 ou WebM ;
- des sous-titres : personne ne doit en être écarté ;
- l’accord signé de chaque personne qu’on voit ou qu’on entend.

## Ensuite
Le jury regarde après la clôture. Vous décidez de ce que le film devient : montré à tous, ou réservé.
"""


def show(school: School, now: datetime) -> None:
    """Hélène fills the library; a contest is over and won, another is open. Comes after the campus."""
    helene = Office.objects.for_school(school).current().get(person__email=OFFICER.email)
    _shelves(school, helene)
    _won(school, helene, now)
    contests.call(
        school,
        helene,
        [("Justesse du propos", 10), ("Image et son", 5)],
        title="Témoin : et maintenant ?",
        theme="Un film de trois minutes sur celles et ceux qui voient, et qui peuvent faire quelque chose.",
        rules=RULES,
        opens=now - timedelta(days=10),
        closes=now + timedelta(days=40),
        is_published=True,
    )


def _shelves(school: School, helene: Office) -> None:
    flat = acts.make(
        school,
        helene,
        kind=Work.Kind.FILM,
        title="Un oui, ça s’entend",
        summary="Un soir, deux personnes, une question simple. À regarder seul·e ou à plusieurs, puis à discuter.",
        credits="Film muet fait par un programme, pour la démonstration.",
        licence=Work.Licence.BY_SA,
        minutes=1,
        warning="On y parle de pression et de consentement. Rien de violent n’est montré.",
        transcript="\n\n".join(french.replace("\n", " ") for french, _english in LINES),
    )
    _fill(flat, helene, _spoken(), "film.webm", cover=film.card(LINES[0][0]))
    _caption(flat, helene, [(french.replace("\n", " "), english) for french, english in LINES], LASTS)
    acts.open_to(flat, Work.Access.EVERYONE, None, helene)
    sphere = acts.make(
        school,
        helene,
        kind=Work.Kind.SPHERE,
        title="Autour de la soirée",
        summary="Une soirée à 360° : où regarder, où aller, à qui parler. Au casque, au téléphone ou à l’écran.",
        credits="Images faites par un programme, pour la démonstration.",
        licence=Work.Licence.BY_SA,
        minutes=1,
        warning="L’image tourne autour de vous : cela peut donner le vertige.",
    )
    _fill(sphere, helene, _round(), "360.webm", cover=film.around(3, SIGNS, (1280, 720)).crop((600, 160, 1240, 520)))
    _caption(sphere, helene, [(sign.replace("\n", " "), look) for sign, look in zip(SIGNS, LOOKS, strict=True)], 2000)
    acts.open_to(sphere, Work.Access.EVERYONE, None, helene)
    paper = _poster(school)
    printed = acts.make(
        school,
        helene,
        kind=Work.Kind.POSTER,
        title="On vous écoute ici",
        summary="L’affiche de l’école, à imprimer en A4 : un code à scanner, et les numéros d’urgence.",
        licence=Work.Licence.OPEN,
    )
    _fill(printed, helene, paper, "affiche.pdf", cover=film.card("On vous écoute ici.", "affiche A4"))
    acts.open_to(printed, Work.Access.EVERYONE, None, helene)
    kit = acts.make(
        school,
        helene,
        kind=Work.Kind.KIT,
        title="Animer l’atelier après le film",
        summary="Le déroulé, les questions qui reviennent, à qui passer le relais. Pour qui anime.",
    )
    _fill(kit, helene, _kit(paper), "kit.zip", cover=film.card("Animer l’atelier", "kit"))
    acts.open_to(kit, Work.Access.SCHOOL, None, helene)


def _won(school: School, helene: Office, now: datetime) -> None:
    """*Sans voix* has won; it stays reserved, as its authors ask."""
    call = {"title": "ACTION contre les VSS", "theme": "Un court métrage pour donner envie d’agir.", "rules": RULES}
    criteria = [("Justesse du propos", 10), ("Image et son", 5)]
    moments = {"opens": now - timedelta(days=80), "closes": now + timedelta(days=1)}
    contest = contests.call(school, helene, criteria, **call, **moments, is_published=True)
    author, _new = Individual.objects.get_or_create(
        school=school,
        email="zoe@demo.example",
        defaults={"given_name": "Zoé", "family_name": "Arnaud", "status": "student", "campus": school.campuses.first()},
    )
    entry = contests.enter(
        contest,
        author,
        title="Sans voix",
        authors="Zoé Arnaud, Adèle Morin, Hugo Le Gall",
        summary="Trois élèves filment ce qui ne se dit pas.",
        warning="Une scène de harcèlement est racontée.",
        has_rights=True,
        stays_reserved=True,
        captions=_vtt(["Sans voix.", "Réservé pour le moment."], LASTS),
    )
    pictures = [
        (film.card("Sans voix", "film de démonstration"), LASTS),
        (film.card("Réservé\npour le moment."), LASTS),
    ]
    contests.film(entry, _sent(school, author.ident, film.film(pictures), "sans-voix.webm", contests.FILM))
    signed = poster.draw("consent", ["fr"], {"fr": _door(school)}, "A4", strips=False)
    paper = _sent(school, author.ident, signed, "accord.pdf", contests.SIGNED)
    contests.consent(entry, "Adèle Morin", paper)
    contests.submit(entry)
    Contest.objects.filter(pk=contest.pk).update(closes=now - timedelta(days=20))
    contest.refresh_from_db()
    entry.contest = contest
    for name, points in (("Maison des femmes", (9, 4)), ("Consentis", (8, 4)), ("Sciences Po", (9, 5))):
        juror, _link = contests.invite(contest, name, helene)
        given = zip(contest.criteria.all(), points, strict=True)
        contests.judge(Juror.objects.get(pk=juror.pk), entry, {criterion.pk: one for criterion, one in given})
    contests.award(entry, "Premier prix", 1, helene)
    contests.announce(contest, helene)
    contests.show(entry, helene)


def _fill(work: Work, helene: Office, data: bytes, name: str, *, cover: Image.Image) -> None:
    picture = io.BytesIO()
    cover.save(picture, "PNG")
    for use, sent, called in (("file", data, name), ("cover", picture.getvalue(), "image.png")):
        wanted = acts.wanted_for(work, use)
        acts.put(work, use, _sent(work.school, helene.ident, sent, called, wanted), helene)


def _sent(school: School, sender: str, data: bytes, name: str, wanted: set[File.Kind]) -> File:
    """A file, as a browser sends it: in one part, these are small."""
    file = acts.begin(school, sender, name, len(data), wanted)
    return acts.finish(acts.go_on(file, sender, 0, io.BytesIO(data), wanted), sender)


def _caption(work: Work, helene: Office, lines: list[tuple[str, str]], lasts: int) -> None:
    for place, language in enumerate(("fr", "en")):
        acts.caption(work, language, _vtt([line[place] for line in lines], lasts).encode(), helene)


def _vtt(lines: list[str], lasts: int) -> str:
    def at(milliseconds: int) -> str:
        return f"{milliseconds // 60_000:02}:{milliseconds // 1000 % 60:02}.{milliseconds % 1000:03}"

    cues = (f"{at(n * lasts)} --> {at((n + 1) * lasts)}\n{line}\n" for n, line in enumerate(lines))
    return "WEBVTT\n\n" + "\n".join(cues)


@cache
def _spoken() -> bytes:
    return film.film([(film.card(french), LASTS) for french, _english in LINES])


@cache
def _round() -> bytes:
    return film.film([(film.around(lit, SIGNS), 2000) for lit in range(len(SIGNS))])


def _door(school: School) -> poster.Door:
    return poster.Door(school.name, f"{settings.ORIGIN}/{school.slug}/", fingerprint.of(school.cell))


def _poster(school: School) -> bytes:
    door = _door(school)
    return poster.draw("help", ["fr", "en"], {"fr": door, "en": door}, "A4", strips=False)


def _kit(paper: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("affiche.pdf", paper)
        archive.writestr(
            "deroule.txt",
            "Avant : rappeler qu’on peut sortir à tout moment.\n"
            "Après : vingt minutes en petits groupes, puis ensemble.\n"
            "À la fin : dire à qui parler, dans l’école et dehors.\n",
        )
    return out.getvalue()
