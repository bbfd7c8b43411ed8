"""Student associations and houses as actors: their page, the events they propose, what a party must have.

Their officers propose and tick; the mission accepts.
It never turns a check-list green by itself: each line says who saw it, and when.
"""
