"""Pages of the reporter. `compose` and `comeback` are the same bytes for every visitor of a school and language."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import PART
from portevoix.ground.trail import log
from portevoix.ground.web import headers, throttle
from portevoix.ground.web.compression import same_for_everyone
from portevoix.ground.web.failures import note_failure, without_trace
from portevoix.ground.web.models import Instance
from portevoix.ground.web.rules import Refused
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import parts
from portevoix.sealed.testimonies import plain as browser
from portevoix.sealed.testimonies import rules
from portevoix.sealed.testimonies.forms import ANSWER, TEXT, MailboxForm, PlainForm, WordsForm

LIMITS = {
    "part": PART,
    "file": parts.LARGEST_FILE,
    "files": 20,
    "text": TEXT,
    "answer": ANSWER,
}
"""What the pages tell people before they try: bytes of a part and of a file, how many files, characters of texts."""


def sealing(school: School) -> dict[str, Any]:
    """What a browser needs to seal for this school: embedded in the page, the same for everyone."""
    return {
        "inst": Instance.current_ident(),
        "school": school.slug,
        "cell": school.cell.ident,
        "answer_days": school.answer_days,
        "log": b64(log.public_key()),
        "directories": chain.versions(school.cell),
        "limits": LIMITS,
    }


def page_of(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    school = School.objects.addressed(slug)
    services = Service.objects.for_school(school).emergencies_first()
    return render(request, template, {"school": school, "services": services, "sealing": sealing(school)})


@login_not_required
@headers.sealing
@same_for_everyone
@require_safe
def compose(request: HttpRequest, school: str) -> HttpResponse:
    return page_of(request, school, "testimonies/compose.html")


@login_not_required
@headers.sealing
@same_for_everyone
@require_safe
def comeback(request: HttpRequest, school: str) -> HttpResponse:
    return page_of(request, school, "testimonies/return.html")


def broken(request: HttpRequest) -> HttpResponse:
    """What is shown when a page without JavaScript breaks. It repeats nothing of what was sent."""
    return render(request, "testimonies/plain_broken.html", status=500)


def plain_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page on which the server sees a text for an instant: small plain forms only, and no report when it breaks.

    There is no CSRF token, because there is nothing it could protect: the public side has neither cookie nor session,
    so a page of another site could only send what it could send from anywhere. Browsers that say where a form comes
    from are believed all the same.
    """

    @login_not_required
    @csrf_exempt
    @sensitive_post_parameters()
    @without_trace(broken)
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, school: str) -> HttpResponse:
        rules.must_be_a_plain_form(
            request.method or "",
            request.content_type or "",
            request.META.get("CONTENT_LENGTH") or "0",
            request.headers.get("Sec-Fetch-Site", ""),
        )
        return view(request, School.objects.addressed(school))

    return guarded


@plain_page
def plain(request: HttpRequest, school: School) -> HttpResponse:
    """Testify without JavaScript."""
    status, people = 200, browser.listeners(school)
    form = PlainForm(request.POST or None, listeners=people, spare=browser.spare(school))
    if request.method == "POST" and form.is_valid():
        try:
            _must_not_hurry(request)
            receipt = browser.testify(
                school,
                form.cleaned_data["key"],
                form.testimony,
                excluded=form.cleaned_data["excluded"],
                transmit=form.cleaned_data["keep"] == "send",
            )
            shown = {"school": school, "receipt": receipt, "sent": form.cleaned_data["keep"] == "send"}
            template = "testimonies/plain_receipt.html" if receipt else "testimonies/plain_received.html"
            return render(request, template, shown)
        except Exception as failure:
            status = _explain(form, failure)
    return render(request, "testimonies/plain.html", {"school": school, "form": form, "people": people}, status=status)


@plain_page
def plain_back(request: HttpRequest, school: School) -> HttpResponse:
    """Come back without JavaScript: nine words first, then what the page itself carries, closed."""
    if "capsule" in request.POST:
        return _in_the_mailbox(request, school)
    form = WordsForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _must_not_hurry(request)
            mailbox = browser.Mailbox.with_words(school, form.cleaned_data["words"])
            return _show(request, mailbox, text=form.cleaned_data["text"])
        except Exception as failure:
            status = _explain(form, failure)
    return render(request, "testimonies/plain_back.html", {"school": school, "form": form}, status=status)


def _in_the_mailbox(request: HttpRequest, school: School) -> HttpResponse:
    try:
        mailbox = browser.Mailbox.with_capsule(school, request.POST["capsule"])
    except Refused as refused:
        again = WordsForm(initial={"text": request.POST.get("text", "")})
        context = {"school": school, "form": again, "closed": refused.sentence}
        return render(request, "testimonies/plain_back.html", context, status=refused.status)
    form = MailboxForm(request.POST, listeners=browser.listeners(school))
    if not form.is_valid():
        form.data = mailbox.looked_at_again(request.POST)
        return _show(request, mailbox, form, 422)
    try:
        _must_not_hurry(request)
        if browser.do(mailbox, form.cleaned_data, request.POST.get("do", "")) is None:
            return render(request, "testimonies/plain_gone.html", {"school": school})
    except Exception as failure:
        form.data = mailbox.looked_at_again(request.POST)
        return _show(request, mailbox, form, _explain(form, failure))
    return _show(request, browser.Mailbox.with_capsule(school, mailbox.capsule), done=request.POST.get("do", ""))


def _show(
    request: HttpRequest,
    mailbox: browser.Mailbox,
    form: Form | None = None,
    status: int = 200,
    text: str = "",
    done: str = "",
) -> HttpResponse:
    initial = {**mailbox.initial, "text": text}
    form = form or MailboxForm(listeners=browser.listeners(mailbox.school), initial=initial)
    context = {"school": mailbox.school, "mailbox": mailbox, "form": form, "done": done}
    return render(request, "testimonies/plain_mailbox.html", context, status=status)


def _must_not_hurry(request: HttpRequest) -> None:
    """Each of these requests costs the server a quarter of a second of computing."""
    if not throttle.take(throttle.address_key(request, "plain"), capacity=60, per_second=0.5):
        raise rules.slow_down()


def _explain(form: Form, failure: Exception) -> int:
    """Say in the form why it was not taken, so that what was written is still there; returns the status."""
    if isinstance(failure, Refused):
        form.add_error(None, failure.sentence)
        return failure.status
    note_failure(failure)
    form.add_error(None, _("Something broke on our side. Nothing was received; please try again."))
    return 500
