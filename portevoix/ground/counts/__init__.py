"""Counting people without pointing at one: small numbers are masked, and each room declares its indicators here.

Rooms that publish a number come in.
It never lets a masked number be found again from its neighbours or its total.
"""
