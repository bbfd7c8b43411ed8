"""Films, 360° films, posters and kits, with captions and warnings, open or reserved until a date.

Anyone sees what is open; students and staff what is for them; the mission publishes.
It never plays anything by itself, nor notes who watched.
"""
