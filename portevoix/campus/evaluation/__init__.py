"""What a training changes: questions before, after and three months later, satisfaction.

Whoever was registered answers; the mission reads masked results.
It never keeps who answered what.
"""
