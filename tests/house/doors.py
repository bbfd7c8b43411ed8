"""Every address of the house and who may come in; those who knock, and how.

A new address without a line in `DOORS` fails `test_who_comes_in.py`: whoever adds one says who may come in.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLResolver

from portevoix.campus.associations.models import Line
from portevoix.campus.associations.tests.persona import a_party
from portevoix.campus.care.models import Service
from portevoix.campus.contests.tests.persona import two_contests
from portevoix.campus.evaluation.tests.persona import LAW, a_question
from portevoix.campus.library.tests.persona import a_picture, a_work, kept
from portevoix.campus.prevention.models import Target
from portevoix.campus.sittings.models import Cycle
from portevoix.campus.sittings.tests.persona import a_sitting, a_training
from portevoix.campus.trainings.models import Partner
from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Membership, Person
from portevoix.ground.people.tests.persona import PASSWORD, sign_in
from portevoix.ground.population import lists
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import an_office, belongs, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.steering.committee.tests.persona import things_of_committees
from tests.cast import Camille, Listener, Scene
from tests.house.door import ACCOUNT, ANYONE, INDIVIDUAL, LEAD, MEMBER, MINE, MISSION, OFFICE, SCHOOL, UNKNOWN, Door
from tests.house.doors_of_committee import COMMITTEE
from tests.house.doors_of_plan import PLAN, a_whole_plan
from tests.house.doors_of_practices import PRACTICES, some_practices
from tests.house.doors_of_report import REPORT, a_report
from tests.house.doors_of_shares import SHARES, a_followed_programme
from tests.house.doors_of_survey import SURVEY, two_surveys
from tests.house.doors_of_survey_results import SURVEY_RESULTS, a_closed_survey
from tests.house.doors_of_works import WORKS

STUDENT = "paul.petit@mines.example"
SIGN_IN = "/compte/connexion/"
COME_IN = "/mines/entrer/"
TO_SIGN_IN = (SIGN_IN, COME_IN, "/compte/second-facteur/")


SOMEONE = Door(MISSION, {"school": "mines", "ident": "individual"})
AS_A_FILE = Door(MISSION, {"school": "mines", "kind": "csv"})
AN_IMPORT = Door(MISSION, {"school": "mines", "ident": "import"})
FILE = {"school": "mines", "file": UNKNOWN}
GROUP = {"school": "mines", "group": "group"}
EVENT = {"school": "mines", "ident": "event"}
COLLEAGUE = Door(LEAD, {"ident": "colleague"}, "ident")

CASE = Door(MEMBER, {"case": "case"}, "case")
DATE = Door(MISSION, {"school": "mines", "ident": "sitting"})
LEARNT = Door(MISSION, {"school": "mines", "slug": "formation-1"})
ASKED = Door(MISSION, {"school": "mines", "ident": "question"})
LENT = Door(ANYONE, {"school": "mines", "code": UNKNOWN})
SITTING = Door(INDIVIDUAL, {"school": "mines", "ident": "sitting"})
TRAINING = Door(INDIVIDUAL, {"school": "mines", "slug": "formation-1"})
TAUGHT = Door(MISSION, {"school": "mines", "ident": "training"})

DOORS: dict[str, Door] = {
    "account_change_password": Door(ACCOUNT),
    "account_login": Door(ANYONE),
    "account_logout": Door(ACCOUNT),
    "account_reauthenticate": Door(ACCOUNT),
    "account_reset_password": Door(ANYONE),
    "account_reset_password_done": Door(ANYONE),
    "attendance:ask_check": SCHOOL,
    "attendance:certificate": Door(INDIVIDUAL, {"school": "mines", "ident": UNKNOWN}),
    "attendance:check": LENT,
    "attendance:door": DATE,
    "attendance:drawing": DATE,
    "attendance:export": Door(MISSION, DATE.words | {"kind": "csv"}),
    "attendance:give_pass": DATE,
    "attendance:import": DATE,
    "attendance:lent_door": LENT,
    "attendance:lent_drawing": LENT,
    "attendance:lent_list": LENT,
    "attendance:list": DATE,
    "attendance:mine": MINE,
    "attendance:paper": DATE,
    "attendance:scan": LENT,
    "attendance:take_back": Door(MISSION, DATE.words | {"presence": UNKNOWN}),
    "attendance:withdraw_pass": Door(MISSION, DATE.words | {"given": UNKNOWN}),
    "cases:all": Door(MEMBER),
    "cases:api:access": Door(MEMBER),
    "cases:api:again": CASE,
    "cases:api:change_access": CASE,
    "cases:api:close": CASE,
    "cases:api:export": CASE,
    "cases:api:not_open": Door(MEMBER, {"fpr": UNKNOWN * 2}),
    "cases:api:open_notes": CASE,
    "cases:api:own_part": Door(MEMBER, {"case": "case", "file": "file", "number": "0"}, "case"),
    "cases:api:part": Door(MEMBER, {"file": UNKNOWN, "number": "0"}),
    "cases:api:read": CASE,
    "cases:api:recover": Door(LEAD, {"case": "case"}, "case"),
    "cases:api:recoverable": Door(LEAD),
    "cases:api:reopen": CASE,
    "cases:api:say": CASE,
    "cases:api:still_open": Door(MEMBER, {"fpr": UNKNOWN * 2}),
    "cases:api:take_up": CASE,
    "cases:api:titles": Door(MEMBER),
    "cases:case": CASE,
    "cases:desk": Door(MEMBER),
    "cases:mine": Door(MEMBER),
    "cases:trail": Door(MEMBER),
    "cases:viewer": Door(ANYONE),
    "associations:add_line": OFFICE,
    "associations:ask_for_line": Door(MISSION, {"school": "mines", "ident": "line"}),
    "associations:call_off": Door(INDIVIDUAL, EVENT),
    "associations:door": Door(INDIVIDUAL, EVENT),
    "associations:edit": Door(INDIVIDUAL, GROUP),
    "associations:event": Door(INDIVIDUAL, EVENT),
    "associations:everyone": SCHOOL,
    "associations:export": Door(MISSION, {"school": "mines", "kind": "ods"}),
    "associations:make_sitting": Door(MISSION, EVENT),
    "associations:manage": OFFICE,
    "associations:mine": MINE,
    "associations:office_door": Door(MISSION, EVENT),
    "associations:office_event": Door(MISSION, EVENT),
    "associations:office_tick": Door(MISSION, EVENT | {"line": "line"}),
    "associations:one": Door(MISSION, GROUP),
    "associations:own": Door(INDIVIDUAL, GROUP),
    "associations:page": Door(ANYONE, {"school": "mines", "slug": "bde"}),
    "associations:propose": Door(INDIVIDUAL, GROUP),
    "associations:referents": Door(INDIVIDUAL, EVENT),
    "associations:revise": Door(INDIVIDUAL, EVENT),
    "associations:show": Door(INDIVIDUAL, EVENT),
    "associations:standard": OFFICE,
    "associations:tick": Door(INDIVIDUAL, EVENT | {"line": "line"}),
    "care:accessibility": SCHOOL,
    "care:add": OFFICE,
    "care:check": Door(MISSION, {"school": "mines", "ident": "service"}),
    "care:data": SCHOOL,
    "care:limits": SCHOOL,
    "care:manage": OFFICE,
    "care:service": Door(MISSION, {"school": "mines", "ident": "service"}),
    "care:show": Door(MISSION, {"school": "mines", "ident": "service"}),
    "care:welcome": SCHOOL,
    "evaluation:answer": Door(INDIVIDUAL, {"school": "mines", "ident": UNKNOWN}),
    "evaluation:change": ASKED,
    "evaluation:export": Door(MISSION, LEARNT.words | {"kind": "csv"}),
    "evaluation:manage": OFFICE,
    "evaluation:mine": MINE,
    "evaluation:take_first_set": LEARNT,
    "evaluation:training": LEARNT,
    "evaluation:withdraw": ASKED,
    "evaluation:write": LEARNT,
    "keys:api:change_way": Door(MEMBER),
    "keys:api:directory": Door(MEMBER),
    "keys:api:keep_keyring": Door(MEMBER),
    "keys:api:key": Door(MEMBER),
    "keys:api:keyring": Door(MEMBER),
    "keys:api:make": Door(MEMBER),
    "keys:api:sign": Door(MEMBER),
    "keys:directory": Door(MEMBER),
    "keys:listeners": SCHOOL,
    "keys:member": COLLEAGUE,
    "keys:new_recovery_key": Door(LEAD),
    "keys:new_vault": Door(MEMBER),
    "keys:poster": Door(MEMBER),
    "keys:recovery": Door(LEAD),
    "cases:remove_member": COLLEAGUE,
    "keys:vault": Door(MEMBER),
    "mfa_activate_totp": Door(ACCOUNT),
    "mfa_authenticate": Door(ANYONE),
    "mfa_generate_recovery_codes": Door(ACCOUNT),
    "mfa_reauthenticate": Door(ACCOUNT),
    "mfa_view_recovery_codes": Door(ACCOUNT),
    "people:account": Door(ACCOUNT),
    "people:close_sessions": Door(ACCOUNT),
    "people:home": Door(ACCOUNT),
    "people:invitation": Door(ANYONE, {"code": UNKNOWN}),
    "people:members": Door(MEMBER),
    "people:new_password": Door(ANYONE, {"ident": UNKNOWN, "token": "x"}),
    "people:new_password_now": Door(ANYONE),
    "people:remove_officer": Door(MISSION, {"school": "mines", "ident": UNKNOWN}),
    "people:reset_second_factor": COLLEAGUE,
    "people:team": OFFICE,
    "people:work_in": Door(MEMBER, {"ident": UNKNOWN}),
    "people:withdraw_officer_invitation": Door(MISSION, {"school": "mines", "ident": UNKNOWN}),
    "people:withdraw_invitation": Door(LEAD, {"ident": "invitation"}, "ident"),
    "population:at_school": SCHOOL,
    "population:link": Door(ANYONE, {"school": "mines", "code": UNKNOWN}),
    "population:add": OFFICE,
    "population:drop": AN_IMPORT,
    "population:export": AS_A_FILE,
    "population:export_group": Door(MISSION, {"school": "mines", "ident": "group", "kind": "csv"}),
    "population:group": Door(MISSION, {"school": "mines", "ident": "group"}),
    "population:groups": OFFICE,
    "population:import": OFFICE,
    "population:leave": SOMEONE,
    "population:look": AN_IMPORT,
    "population:manage": OFFICE,
    "population:person": SOMEONE,
    "population:progress": AN_IMPORT,
    "population:take_out": Door(MISSION, {"school": "mines", "ident": "group", "who": "individual"}),
    "population:me": MINE,
    "population:returned": SCHOOL,
    "population:sent": SCHOOL,
    "population:sign_in": SCHOOL,
    "population:sign_out": SCHOOL,
    "population:sign_out_everywhere": MINE,
    "prevention:aim": LEARNT,
    "prevention:export": Door(MISSION, LEARNT.words | {"kind": "csv"}),
    "prevention:give_up": Door(MISSION, {"school": "mines", "ident": "target"}),
    "prevention:home": OFFICE,
    "prevention:training": LEARNT,
    "schools:list": Door(ANYONE),
    "sittings:agenda": SCHOOL,
    "sittings:call_off": DATE,
    "sittings:cancel": SITTING,
    "sittings:change": DATE,
    "sittings:cycle": Door(MISSION, {"school": "mines", "ident": "cycle"}),
    "sittings:discard": DATE,
    "sittings:export": Door(MISSION, DATE.words | {"kind": "csv"}),
    "sittings:feed": SCHOOL,
    "sittings:manage": OFFICE,
    "sittings:mine": MINE,
    "sittings:my_feed": Door(ANYONE, {"school": "mines", "token": UNKNOWN * 2}),
    "sittings:my_training": TRAINING,
    "sittings:new": OFFICE,
    "sittings:new_cycle": OFFICE,
    "sittings:one": Door(ANYONE, SITTING.words),
    "sittings:one_feed": Door(ANYONE, SITTING.words),
    "sittings:one_of_mine": SITTING,
    "sittings:open": DATE,
    "sittings:opt_out": TRAINING,
    "sittings:overview": DATE,
    "sittings:register": SITTING,
    "sittings:renew_feed": MINE,
    "sittings:repeat": DATE,
    "sittings:take_back": TRAINING,
    "testimonies:api:access": SCHOOL,
    "testimonies:api:back": SCHOOL,
    "testimonies:api:deposit": SCHOOL,
    "testimonies:api:own_part": Door(ANYONE, FILE | {"number": "0"}),
    "testimonies:api:part": Door(ANYONE, FILE | {"number": "0"}),
    "testimonies:api:parts": Door(ANYONE, FILE),
    "testimonies:api:say": SCHOOL,
    "testimonies:api:transmit": SCHOOL,
    "testimonies:api:withdraw": SCHOOL,
    "testimonies:api:words": SCHOOL,
    "testimonies:comeback": SCHOOL,
    "testimonies:compose": SCHOOL,
    "testimonies:plain": SCHOOL,
    "testimonies:plain_back": SCHOOL,
    "trail:checkpoint": Door(ANYONE),
    "trail:consistency": Door(ANYONE, {"first": "64", "second": "64"}),
    "trail:key": Door(ANYONE),
    "trainings:all": SCHOOL,
    "trainings:change": TAUGHT,
    "trainings:export": AS_A_FILE,
    "trainings:export_partners": AS_A_FILE,
    "trainings:manage": OFFICE,
    "trainings:new": OFFICE,
    "trainings:new_partner": OFFICE,
    "trainings:new_programme": OFFICE,
    "trainings:one": TAUGHT,
    "trainings:partner": Door(MISSION, {"school": "mines", "ident": "partner"}),
    "trainings:partners": OFFICE,
    "trainings:programme": Door(MISSION, {"school": "mines", "ident": "programme"}),
    "trainings:publish": TAUGHT,
    "trainings:review": TAUGHT,
    "trainings:training": Door(ANYONE, TRAINING.words),
    "trainings:withdraw": TAUGHT,
    "web:exit": Door(ANYONE),
    "web:leave": Door(ANYONE),
    **PLAN,
    **SURVEY,
    **SURVEY_RESULTS,
    **COMMITTEE,
    **REPORT,
    **PRACTICES,
    **SHARES,
    **WORKS,
}

LEADS_BACK = {"account_logout", "mfa_authenticate"}
"""Open to anyone, and of no use to someone who has not begun to sign in: they lead there."""


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def known_there(scene: Scene) -> dict[str, str]:
    """What the words of `DOORS` stand for here."""
    invitation = people.invite(
        scene.cell, scene.marc.person, "omar@mines.example", "Omar", "", Membership.Role.LISTENER
    )
    camille = Camille(scene)
    a_work(scene.school, cover=kept(scene.school, a_picture(), "image/jpeg", "picture"))
    photo = camille.attaches(b"a photo")
    camille.speaks(said=[photo])
    sitting = a_sitting(a_training(scene.school))
    return {
        "colleague": scene.ines.membership.ident,
        "invitation": invitation.ident,
        **some_practices(scene.school),
        **the_party(scene.school),
        **a_whole_plan(scene.school, STUDENT),
        **two_contests(scene.school, STUDENT),
        **two_surveys(scene.school),
        **a_closed_survey(scene.school),
        **a_report(scene.school),
        **things_of_committees(scene.school, STUDENT),
        **a_followed_programme(scene.school),
        "service": Service.objects.create(name="3919", phone="3919").ident,
        "case": camille.case.hex(),
        "file": photo[1]["file"],
        "sitting": sitting.ident,
        "training": sitting.training.ident,
        "target": Target.objects.create(training=sitting.training, percent=80, by="2030-09-01").ident,
        "programme": sitting.training.programme.ident,
        "question": a_question(sitting.training, LAW).ident,
        "cycle": Cycle.objects.create(training=sitting.training, name="1").ident,
        "partner": Partner.objects.create(school=scene.school, name="Consentis").ident,
        "individual": (individual := someone(scene.school)).ident,
        "group": belongs(individual, "association", "BDE").ident,
        "import": lists.receive(an_office(scene.school), "liste.csv", b"Nom;Mel\nMartin;lou@mines.example").ident,
    }


def the_party(school: School) -> dict[str, str]:
    """What the only student who comes in here has proposed, in the name of the association where he holds an office."""
    paul = someone(school, "Paul Petit", email=STUDENT)
    group = belongs(paul, "association", "BDE", "Président")
    event = a_party(paul, group)
    return {"group": group.ident, "event": event.ident, "line": Line.objects.for_school(school)[2].ident}


def signed_in(listener: Listener) -> Client:
    person = Person.objects.get(pk=listener.person.pk)
    person.email = f"{person.ident}@mines.example"
    person.set_password(PASSWORD)
    person.save()
    return sign_in(Client(), person)


def a_student(scene: Scene) -> Client:
    individuals = Individual.objects.for_school(scene.school)
    return comes_in(Client(), individuals.at(STUDENT) or someone(scene.school))


def an_officer(scene: Scene) -> Client:
    client = Client()
    of_the_mission(client, scene.school)
    return client


def knock(client: Client, method: str, address: str) -> Any:
    """As a browser would: an empty form on a page, an empty object at a door for JSON."""
    if method == "get" or ("/api/" not in address and method == "post"):
        answer = getattr(client, method)(address)
    else:
        answer = getattr(client, method)(address, "{}", content_type="application/json")
    if answer.streaming:
        list(answer.streaming_content)  # to its end, as closing it would close the test's database
    return answer


def address_of(name: str, words: dict[str, str]) -> str:
    return reverse(name, kwargs={key: words.get(value, value) for key, value in DOORS[name].words.items()})


def rows() -> dict[str, int]:
    """How much there is of everything, but what keeps track of visits."""
    kept = (model for model in apps.get_models() if model._meta.label not in {"people.Session", "web.Bucket"})
    return {model._meta.label: model._default_manager.count() for model in kept}


def was_refused(answer: HttpResponse) -> bool:
    """Sent to sign in, to a second factor or to one more code; or told no."""
    if answer.status_code == 302:
        return answer["Location"].startswith((SIGN_IN, "/compte/confirmer/", reverse("mfa_activate_totp"), COME_IN))
    return answer.status_code in {401, 403, 404, 405}


def came_in(client: Client, who: Iterable[int], words: dict[str, str]) -> list[str]:
    """The doors for others than anyone, among `who`, that this visitor got through; nothing may have changed."""
    before = rows()
    through = [
        f"{method} {name}: {answer.status_code} {answer.headers.get('Location', '')}"
        for name, door in DOORS.items()
        for method in ("get", "post", "put", "delete")
        if door.who in who and not was_refused(answer := knock(client, method, address_of(name, words)))
    ]
    assert rows() == before
    return through
