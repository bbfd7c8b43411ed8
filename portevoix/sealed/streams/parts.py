"""Parts of sealed files, on disk: whole or absent."""

from typing import Final

PART: Final = 8 * 1024 * 1024
"""Bytes of every part but the last."""
LARGEST_BODY: Final = PART + 64 * 1024
