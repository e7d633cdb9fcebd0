"""The window every screen stands in: rail of places, header, status line. Knows no screen and no case."""
