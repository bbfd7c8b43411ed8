"""What would put people in danger on this installation, each with what to do."""

import os
import pwd
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

SHORTEST_KEY = 32
ROOM = 2 * 10**9
"""Bytes below which a disk is nearly full: a few days of testimonies with photos."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def dangers() -> list[str]:
    """What `serve` refuses to start with, quick to look at. The demo only has to be able to seal."""
    return _say(sealing) if settings.DEMO else _say(debug, key, plain_http, readable_data, sealing, made_up)


def findings() -> list[str]:
    """Everything the doctor looks at."""
    return _say(
        debug,
        key,
        numbers,
        plain_http,
        proxy,
        readable_data,
        room,
        account,
        demo,
        made_up,
        sealing,
        database,
        pages,
        letters,
        second_factors,
    )


def _say(*checks: Callable[[], Iterator[str]]) -> list[str]:
    return [sentence for check in checks for sentence in check()]


def debug() -> Iterator[str]:
    if settings.DEBUG:
        yield _("PORTEVOIX_DEBUG is on: error pages would show what people wrote. Unset it.")


def key() -> Iterator[str]:
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_KEY or len(set(secret)) < 10 or secret.startswith("django-insecure"):
        yield _(
            "PORTEVOIX_SECRET_KEY is too short or too plain to keep anybody out. Unset it and a good one is made and "
            "kept in the data folder, or set one of at least %(count)d random characters."
        ) % {"count": SHORTEST_KEY}


def plain_http() -> Iterator[str]:
    address = urlsplit(settings.ORIGIN)
    if address.scheme != "https" and (address.hostname not in LOOPBACK or not settings.DEMO):
        yield _(
            "People would reach %(origin)s without encryption. Put a proxy with TLS in front (docs/run/proxy.md) and "
            "set PORTEVOIX_ORIGIN to its https:// address."
        ) % {"origin": settings.ORIGIN}
    elif not address.hostname or address.path or address.query:
        yield _("PORTEVOIX_ORIGIN is %(origin)s. Give https:// and the name people type, and nothing after it.") % {
            "origin": settings.ORIGIN
        }


def proxy() -> Iterator[str]:
    if settings.ORIGIN.startswith("https://") and not settings.TRUSTED_PROXY:
        yield _(
            "All visitors would seem to come from the proxy: one who hammers would slow down everybody. Set "
            "PORTEVOIX_TRUSTED_PROXY to its address (127.0.0.1 when it is on this machine)."
        )


def numbers() -> Iterator[str]:
    for name in settings.MISREAD:
        yield _("%(name)s is not a number. Correct it, or unset it.") % {"name": name}


def readable_data() -> Iterator[str]:
    data: Path = settings.DATA
    if not data.is_dir():
        yield _("The data folder %(path)s does not exist. Make it: mkdir -m 700 %(path)s") % {"path": data}
    elif data.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield _("Other accounts of this machine can read %(path)s. Close it: chmod 700 %(path)s") % {"path": data}
    for name in ("secret.key", "log.key"):
        path = data / name
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield _("Other accounts of this machine can read %(path)s. Close it: chmod 600 %(path)s") % {"path": path}


def room() -> Iterator[str]:
    """Files are refused on a disk that is nearly full; on one that is full, nobody can testify."""
    data: Path = settings.DATA
    free = shutil.disk_usage(data).free if data.is_dir() else ROOM
    if free < ROOM:
        yield _(
            "Only %(free)d MB are left on the disk of %(path)s. Below 500 MB files are refused; on a full disk nobody "
            "can write any more. Make room, or give it a larger disk."
        ) % {"free": free // 10**6, "path": data}


def account() -> Iterator[str]:
    """Whoever types a command as another account makes files that the server can then not open."""
    owner = settings.DATA.stat().st_uid if settings.DATA.is_dir() else os.geteuid()
    if owner != os.geteuid():
        yield _(
            "You are not the account that %(path)s belongs to: what you make there, the server could not open. Run "
            "portevoix as %(owner)s."
        ) % {"path": settings.DATA, "owner": _named(owner)}


def _named(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def demo() -> Iterator[str]:
    if settings.DEMO and urlsplit(settings.ORIGIN).hostname not in LOOPBACK:
        yield _("PORTEVOIX_DEMO is on: everybody knows the passwords of the demo. Unset it.")


def made_up() -> Iterator[str]:
    """Accounts whose passwords are published, left in the data of an installation that is no longer a demo."""
    from django.db import DatabaseError

    from portevoix.demo.accounts import ACCOUNTS
    from portevoix.ground.people.models import Person

    try:
        left = not settings.DEMO and any(Person.objects.at(account.email) for account in ACCOUNTS)
    except DatabaseError:
        return
    if left:
        yield _("This database holds the made-up school, whose passwords everybody knows. Begin with an empty one.")


def sealing() -> Iterator[str]:
    from portevoix.ground.seal import selftest

    try:
        selftest.check()
    except selftest.Unusable as error:
        yield str(error)


def reachable() -> Iterator[str]:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        if connection.vendor == "sqlite":
            yield _("The database %(path)s cannot be opened (%(why)s). Look at whom it and its folder belong to.") % {
                "path": connection.settings_dict["NAME"],
                "why": error,
            }
        else:
            yield _("The database does not answer (%(why)s). Look at DATABASE_URL.") % {"why": type(error).__name__}


def database() -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    silent = list(reachable())
    if silent:
        yield from silent
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _("The database is not of this version. Run: portevoix migrate")
    if connection.vendor == "postgresql" and connection.pg_version < 150000:  # type: ignore[attr-defined]  # what PostgreSQL alone has
        yield _("PostgreSQL is older than 15. Install a newer one.")


def pages() -> Iterator[str]:
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield _("The pages have no scripts and styles yet. Run: portevoix migrate")


def letters() -> Iterator[str]:
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost") and not settings.DEMO:
        yield _("Letters to members would come from nowhere. Set PORTEVOIX_MAIL_FROM and PORTEVOIX_SMTP_HOST.")
        return
    if settings.EMAIL_HOST_USER and not (
        settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or settings.EMAIL_HOST in LOOPBACK
    ):
        yield _("The password of the post office would travel in clear. Set PORTEVOIX_SMTP_TLS to 1.")
        return
    try:
        with get_connection():
            pass
    except OSError as error:
        yield _(
            "%(host)s takes no letters (%(why)s): nobody would receive an invitation or hear that something waits. "
            "Look at PORTEVOIX_SMTP_HOST and the settings beside it."
        ) % {"host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "why": type(error).__name__}


def second_factors() -> Iterator[str]:
    """They are kept sealed with the secret key: another key, after a restoration, and nobody signs in any more."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from cryptography.fernet import InvalidToken
    from django.db import DatabaseError

    try:
        kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).first()
        if kept:
            get_adapter().decrypt(kept.data["secret"])
    except DatabaseError:
        return
    except InvalidToken:
        yield _(
            "The secret key is not the one these accounts were made with: no member can sign in. Put back the %(path)s "
            "(or the PORTEVOIX_SECRET_KEY) that belongs to this database (docs/run/backup.md)."
        ) % {"path": settings.DATA / "secret.key"}
