"""Portevoix: a voice carried further. `docs/house.md` is the map of the rooms."""

__version__ = "0.1.0"
