"""The reporter's interface: no account, no cookie, no session. It takes and gives sealed bytes only."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path

from portevoix.ground.web.doors import door, problem

reporter_api = door("reporter")

School = Annotated[str, Path(...)]


@reporter_api.post("temoignages", url_name="deposit")
def deposit(request: HttpRequest, school: School) -> HttpResponse:
    return problem("broken", "not yet", 501)


@reporter_api.put("fichiers/{file}/{number}", url_name="part")
def put_part(
    request: HttpRequest, school: School, file: str, number: int, x_case: Annotated[str, Header(...)]
) -> HttpResponse:
    return problem("broken", "not yet", 501)
