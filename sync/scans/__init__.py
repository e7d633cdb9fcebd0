"""The files of scans: encrypted, beside the database, known by their hash."""
