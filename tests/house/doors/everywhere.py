"""What a stranger must know of every address of the house: who may come in, and what stands behind it.

A new address without a line in its wing's file fails `test_who_comes_in.py`: whoever adds one says who may come in.
"""

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
from portevoix.ground.people.models import Membership
from portevoix.ground.population import lists
from portevoix.ground.population.tests.persona import an_office, belongs, someone
from portevoix.ground.schools.models import School
from portevoix.steering.committee.tests.persona import things_of_committees
from tests.cast import Camille, Scene
from tests.house.doors.campus import CAMPUS
from tests.house.doors.committee import COMMITTEE
from tests.house.doors.door import Door
from tests.house.doors.ground import GROUND
from tests.house.doors.plan import PLAN, a_whole_plan
from tests.house.doors.practices import PRACTICES, some_practices
from tests.house.doors.report import REPORT, a_report
from tests.house.doors.sealed import SEALED
from tests.house.doors.shares import SHARES, a_followed_programme
from tests.house.doors.survey import SURVEY, two_surveys
from tests.house.doors.survey_results import SURVEY_RESULTS, a_closed_survey
from tests.house.doors.works import WORKS

STUDENT = "paul.petit@mines.example"

DOORS: dict[str, Door] = {
    **GROUND,
    **CAMPUS,
    **WORKS,
    **SEALED,
    **SHARES,
    **SURVEY,
    **SURVEY_RESULTS,
    **PLAN,
    **COMMITTEE,
    **PRACTICES,
    **REPORT,
}

LEADS_BACK = {"account_logout", "mfa_authenticate"}
"""Open to anyone, and of no use to someone who has not begun to sign in: they lead there."""


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
