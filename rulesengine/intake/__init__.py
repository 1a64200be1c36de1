"""Files to rows: CSV and XLSX files of records, households and people, every bad cell listed.

Knows the columns, not the policies: whatever a policy has to say of a row is said elsewhere. Reads
files; writes only what `guard` is asked to write.
"""
