"""Backups of a PC's home: written to a folder or a stick, checked, and restored from."""
