"""A secret made once, and kept in a file that only its owner reads."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of this file; made, and on the disk, if it was not there. Two processes at once get the same ones."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(fresh, path)  # whole or not at all: whoever comes second reads the first one's
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
