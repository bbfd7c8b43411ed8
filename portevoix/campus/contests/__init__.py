"""A contest of films: the call, the entries, the jury, the prize, and what is shown afterwards.

Authors enter, jurors score, the mission calls and publishes.
It never shows a work without the consent of those seen or heard in it.
"""
