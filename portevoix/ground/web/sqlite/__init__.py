"""Django's SQLite engine with one writer at a time in the process, so that writers queue fairly instead of polling."""
