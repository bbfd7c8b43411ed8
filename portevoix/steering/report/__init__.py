"""The yearly report: what the school chooses to say of a year, to the public, its board or the ministry.

The mission makes it; whoever it is published for reads it.
It never holds a number that cannot be traced to its definition.
"""
