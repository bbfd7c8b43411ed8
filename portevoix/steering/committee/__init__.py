"""The steering committee: meetings, minutes whose decisions become actions, the yearly review, the next plan.

The mission prepares, the members come.
It never changes what was decided: it adds to it.
"""
