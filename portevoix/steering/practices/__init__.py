"""Sheets of good practice, given to other schools as a feed and taken up from theirs.

The mission writes and adopts; other schools read what is published.
It never fetches from its own network, nor shows anybody’s markup as its own.
"""
