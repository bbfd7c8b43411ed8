"""E-mails that say nothing but that something is waiting.

Acts ring; a task sends, at most once an hour to each person.
It never writes a name, a number or a word of content.
"""
