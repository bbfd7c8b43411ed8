"""The Chromium that journeys run in: found, or installed, or asked for with the exact command.

`python -m tests.chromium` prints its path.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
# Without the window that nobody sees, the same engine needs a third less of the processor.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
PLAYWRIGHT = ["chromium_headless_shell-*/chrome-*/*headless?shell", "chromium-*/chrome-linux*/chrome"]
ADD = "apt-get install -y -qq --no-install-recommends"
INSTALLERS = {
    "apt-get": f"apt-get update -qq && {{ {ADD} chromium-headless-shell || {ADD} chromium; }}",
    "dnf": "dnf install -y -q chromium",
    "apk": "apk add --quiet chromium",
    "pacman": "pacman -Sy --noconfirm --quiet chromium",
}


def found() -> str | None:
    """The path given, else Playwright's own browser, else the system's."""
    given = os.environ.get("PORTEVOIX_CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    own = next(filter(None, (sorted(Path(folder).glob(pattern)) for pattern in PLAYWRIGHT)), None)
    return str(own[-1]) if own else next(filter(None, map(shutil.which, NAMES)), None)


def installed() -> str:
    """Find Chromium or install it; without either, stop with what to type."""
    path = found()
    if path is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], timeout=300, check=False)
        path = found()
    manager = next((name for name in INSTALLERS if shutil.which(name)), None)
    if path is None and manager and os.geteuid() == 0:
        subprocess.run(
            INSTALLERS[manager], shell=True, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        )
        path = found()
    if path is None:
        command = (
            f"sudo sh -c '{INSTALLERS[manager]}'" if manager else f"{sys.executable} -m playwright install chromium"
        )
        sys.exit(
            f"The journeys need Chromium and none was found. Install it, then run the tests again:\n\n    {command}\n"
        )
    return path


if __name__ == "__main__":
    sys.stdout.write(f"Chromium: {installed()}\n")
