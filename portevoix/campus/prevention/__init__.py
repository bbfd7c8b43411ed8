"""The whole of prevention, seen by the mission: coverage, targets, exports, a copy that comes back whole.

The mission comes in; the public sees what it publishes.
It never counts seats for people, nor shows a number small enough to point at someone.
"""
