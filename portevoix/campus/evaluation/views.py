"""Pages of questions: what somebody answers, what the mission asks and reads."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.campus.evaluation import acts, results, rules, waiting
from portevoix.campus.evaluation.forms import Answered, Written
from portevoix.campus.evaluation.models import Asked, Moment, Question
from portevoix.campus.trainings.models import Training
from portevoix.ground.counts.masking import LEAST
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web.rules import must_be_there


def _now() -> datetime:
    return datetime.now(UTC)


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """The questions that wait for me."""
    return render(request, "evaluation/mine.html", {"school": school, "waiting": waiting.of(individual, _now())})


@for_individuals
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """Answer, once; then thank you."""
    asked = Asked.objects.of(individual).named(ident)
    if asked is None:
        return redirect("evaluation:mine", school.slug)
    shown = {"school": school, "asked": asked, "training": asked.sitting.training}
    if request.method != "POST" and asked.answered:
        return render(request, "evaluation/thanks.html", shown)
    rules.must_be_allowed_to_answer(asked, _now())
    questions = Question.objects.about(asked.sitting.training).asked_now().at(asked.moment)
    form = Answered(request.POST if request.method == "POST" else None, questions=list(questions))
    if form.is_valid():
        acts.answer(asked, form.answers, _now())
        return redirect("evaluation:answer", school.slug, ident)
    return render(request, "evaluation/answer.html", shown | {"form": form})


@for_the_mission
@require_safe
def manage(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What each training changes."""
    every = results.of_each(Training.objects.for_school(school).in_order())
    return render(request, "evaluation/manage.html", {"school": school, "section": "evaluation", "every": every})


@for_the_mission
@require_safe
def training(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """What people said about one training, and what they are asked."""
    found = results.of(_training(school, slug))
    shown = {"school": school, "section": "evaluation", "training": found.training, "results": found, "by": LEAST}
    return render(request, "evaluation/training.html", shown)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    """The same, as a file: what the page shows, and no more."""
    found = results.of(_training(school, slug))
    header = [_("Question"), _("Answer"), *(f"{moment.label} (%)" for moment in Moment)]
    name, counts = _("evaluation"), [str(moment.label) for moment in Moment]
    return sent(f"{name}-{slug}", [*header, *counts], found.rows(), kind)


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """A new question."""
    about = _training(school, slug)
    form = Written(request.POST or None, initial={"topic": Question.Topic.QUIZ, "kind": Question.Kind.CHOICE})
    if form.is_valid():
        acts.keep_question(form.put_into(Question(training=about)), office)
        return redirect("evaluation:training", school.slug, slug)
    return _form(request, school, about, form)


@for_the_mission
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """Another wording, as long as nobody has answered."""
    question = _question(school, ident)
    rules.must_be_allowed_to_change(question)
    form = Written(request.POST or None, initial=Written.of(question))
    if form.is_valid():
        acts.keep_question(form.put_into(question), office)
        return redirect("evaluation:training", school.slug, question.training.slug)
    return _form(request, school, question.training, form)


@for_the_mission
@require_POST
def withdraw(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    about = acts.withdraw_question(_question(school, ident), office)
    return redirect("evaluation:training", school.slug, about.slug)


@for_the_mission
@require_POST
def take_first_set(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Begin with the questions that come with the house."""
    acts.take_first_set(_training(school, slug), office)
    return redirect("evaluation:training", school.slug, slug)


def _form(request: HttpRequest, school: School, about: Training, form: Written) -> HttpResponse:
    shown = {"school": school, "section": "evaluation", "training": about, "form": form}
    return render(request, "evaluation/write.html", shown)


def _training(school: School, slug: str) -> Training:
    return must_be_there(Training.objects.for_school(school).addressed(slug))


def _question(school: School, ident: str) -> Question:
    return must_be_there(Question.objects.of_school(school).named(ident))
