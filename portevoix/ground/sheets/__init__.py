"""Spreadsheets in and out: csv, ods and xlsx, read with care and written without formulas.

Rooms that import or export tables come in.
It never runs, keeps or writes a formula, and never takes in half a file.
"""
