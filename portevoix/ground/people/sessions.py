"""Sessions kept in the database under a hash of their key, with the person they belong to.

Named by `SESSION_ENGINE`. Knowing whose they are is what lets a lead or a new password close them all.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from portevoix.ground.people.models import Session

OPENED = "opened"
"""When the person signed in, in seconds since 1970."""


def kept(session_key: str) -> str:
    """What the table keeps of a session's key: 160 bits of its SHA-256."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = kept(self.session_key or "")
        found = Session.objects.filter(session_key=key, expire_date__gt=datetime.now(UTC)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(kept(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.session_key = kept(row.session_key)
        row.person_id = data.get("_auth_user_id")
        row.opened = datetime.fromtimestamp(data[OPENED], UTC) if OPENED in data else None
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(kept(key))
