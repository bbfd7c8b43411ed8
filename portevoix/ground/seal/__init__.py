"""The formats and the cryptography: what is sealed, byte by byte, as `docs/formats.md` states it.

Rooms of the sealed wing come in to check what arrives, the page without JavaScript and the demo to seal and open.
It never imports a framework, never touches a disk or a network, and never says more of a failure than its code.
"""
