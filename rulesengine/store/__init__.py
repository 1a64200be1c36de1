"""One SQLite file: the register, records, adopted policies and runs of import. Knows no policy."""
