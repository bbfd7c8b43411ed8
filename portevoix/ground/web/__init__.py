"""The hall: what every page stands on.

Templates, styles, headers, throttle, proof of work, the one-writer SQLite engine, the public front pages' furniture.
Everyone comes in. It never knows who a reporter is and never stores an address.
"""
