"""Scans of a case: what they are, what may be decided about them, what a file really holds."""
