"""A made-up school, with a cell of four and thirty testimonies, written by the code real people use.

It exists only when PORTEVOIX_DEMO is on.
It never adds a feature that a real school does not have.
"""
