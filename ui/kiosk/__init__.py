"""Screens for citizens to look procedures up by themselves: no case, no log-in, no file but the catalogue."""
