"""Where to find help, now.

Anyone comes in, without an account or JavaScript.
It never asks who is looking, and says when a number was last checked.
"""
