"""Sealed items, records, grants and file parts: one mechanism for both ends.

Reporters and members append here, through the rooms above.
It checks shapes, signatures and places; it never opens anything.
"""
