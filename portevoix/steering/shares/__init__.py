"""The share of women, programme by programme: counts and per cents as published, intakes followed to their diplomas.

The mission brings the figures in; the public reads those it publishes.
It never shows a per cent as if it were a count, nor makes a count out of a per cent.
"""
