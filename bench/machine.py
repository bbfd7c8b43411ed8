"""Which machine it was: figures say little without it."""

import os
import platform
import sqlite3
import tempfile
from pathlib import Path


def described() -> str:
    """One line: processor, cores, memory, disk under the data, versions, and how busy it was."""
    processor = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return ", ".join(
        [
            processor,
            f"{len(os.sched_getaffinity(0))} cores",
            f"{memory / 1e6:.0f} GB",
            f"{_file_system(tempfile.gettempdir())} under {tempfile.gettempdir()}",
            f"Linux {platform.release().split('-')[0]}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"load {os.getloadavg()[0]:.1f} when it began",
        ]
    )


def _file_system(folder: str) -> str:
    real = Path(folder).resolve()
    mounts = [line.split()[1:3] for line in _lines("/proc/mounts")]
    under = [(place, kind) for place, kind in mounts if real.is_relative_to(place)]
    return max(under, key=lambda one: len(one[0]))[1] if under else "unknown"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
