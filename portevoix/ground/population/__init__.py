"""Who studies and works at a school: lists, groups, and a way in without a password.

The diversity mission brings the lists; students and staff come in by a link or the school’s single sign-on.
It never opens the door of a cell: whoever comes in here is nobody there.
"""
