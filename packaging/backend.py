"""Builds the wheel (PEP 517): first what the browser and a reader of French need, then what `uv_build` does alone.

Without it a wheel made from a clean checkout would hold neither the browser bundle nor the translations, and would
still install. See docs/decisions/wheel.md.
"""

import sys
from pathlib import Path

import uv_build

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

from portevoix import build  # noqa: E402  found by the line above

prepare_metadata_for_build_wheel = uv_build.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = uv_build.prepare_metadata_for_build_editable


def build_wheel(folder: str, settings: dict[str, object] | None = None, metadata: str | None = None) -> str:
    """The wheel, whole."""
    _make()
    return str(uv_build.build_wheel(folder, settings, metadata))


def build_editable(folder: str, settings: dict[str, object] | None = None, metadata: str | None = None) -> str:
    """For who works in the checkout."""
    _make()
    return str(uv_build.build_editable(folder, settings, metadata))


def build_sdist(folder: str, settings: dict[str, object] | None = None) -> str:
    """The sources, with the bundle already built in them: who installs from it needs no Node."""
    _make()
    return str(uv_build.build_sdist(folder, settings))


def _make() -> None:
    if build.FRONTEND.exists():
        build.bundle()
        build.fonts()
    elif not build.BUNDLE.exists():
        raise SystemExit("these sources hold neither frontend/ nor the bundle made from it")
    build.catalogues()
