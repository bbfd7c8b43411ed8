"""Accounts of those who work in the house: members of cells, leads.

They come in by invitation, with a password and a second factor.
It never holds an account of a reporter, and signing in never opens a vault.
"""
