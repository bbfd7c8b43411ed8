"""What anybody may read of the trail: checkpoints, the key that signs them, and proofs between them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portevoix.ground.trail import acts, log
from portevoix.ground.trail.models import Batch


@login_not_required
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest tree head, signed."""
    newest = Batch.objects.newest()
    if newest is None:
        raise Http404("no day has been closed yet")
    return _text(newest.checkpoint)


@login_not_required
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The log's public key."""
    return _text(f"{log.verifier()}\n")


@login_not_required
@require_safe
def consistency(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """The proof that nothing was taken away between two checkpoints."""
    try:
        return _text(log.path_lines(acts.consistency(first, second)))
    except ValueError as error:
        raise Http404("no such checkpoint") from error


def _text(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
