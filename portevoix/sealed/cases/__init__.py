"""The cell at work: the desk, taking up, answering, passing on, internal notes.

Members of the cell come in, with their vault open in the browser.
It never shows a case to someone who was put aside.
"""
