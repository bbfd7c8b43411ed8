"""What was done, by whom, when, provably.

Every act leaves one line; lines are committed to a Merkle tree once a day; a promise is given at once.
Acts of every room come in. It never holds content, and no line is ever changed: only its clear part may be erased.
"""
