"""Secrets that the house must be able to use, kept closed under a key of the installation."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def box(purpose: str) -> Fernet:
    """Closes and opens what serves one purpose, so that a copy of the database gives nothing of it."""
    key = hashlib.sha256(f"portevoix {purpose}\0{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
