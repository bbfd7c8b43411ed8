"""The climate survey: what people live, asked once a year, answered once by each, by nobody in particular.

Everyone on the school’s lists may answer; the mission reads sums.
It never knows who answered what, and never shows a number small enough to point at someone.
"""
