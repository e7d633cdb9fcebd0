"""Scans in the window: the shelf of a case or draft, the sheet to look at them, the scanner's folder."""
