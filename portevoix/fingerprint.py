"""The SHA-256 of what a reporter's browser is given, so that anybody can compare a server with what was published."""

import json
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portevoix.ground.schools.models import School

PAGES = ["testimonies:compose", "testimonies:comeback"]


def fingerprints() -> Iterator[tuple[str, str]]:
    """Each page in each language, then each script: digest and address."""
    host = settings.ORIGIN.split("://", 1)[1]
    client = Client(headers={"host": host})
    for slug in School.objects.order_by("slug").values_list("slug", flat=True):
        for language, _name in settings.LANGUAGES:
            with override(language):
                addresses = [reverse(page, args=[slug]) for page in PAGES]
            for address in addresses:
                page = client.get(address, secure=settings.PRODUCTION)
                page.close()
                yield sha256(page.content).hexdigest(), settings.ORIGIN + address
    manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())
    for name, stored in sorted(manifest["paths"].items()):
        if name.startswith("bundle/") and name.endswith(".js"):
            digest = sha256((settings.STATIC_ROOT / stored).read_bytes()).hexdigest()
            yield digest, f"{settings.ORIGIN}{settings.STATIC_URL}{stored}"
