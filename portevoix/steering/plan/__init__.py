"""The multi-year plan: measures, actions and indicators, and how far they are.

The mission writes it, everyone may propose, the public reads what is published.
It never shows a value without where it comes from, nor an unknown one as nought.
"""
