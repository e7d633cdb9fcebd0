"""How much to ask for at a time: what came is put to use, and safe from a power cut, every some seconds of any line."""

FIRST = 256 * 1024
LEAST, MOST = 128 * 1024, 4 * 1024 * 1024
"""Bytes of segments asked for in the first answer, and in those after it."""

SECONDS = 20.0
"""An answer takes about so long on a line as slow as the last answer showed it; round trips weigh little then."""

TELLING = 32 * 1024
"""Bytes of an answer that say how fast the line is; a smaller one says only how far away the other side is."""


class Pace:
    """Follows how fast answers come."""

    def __init__(self) -> None:
        self.room = FIRST

    def measured(self, received: int, seconds: float) -> None:
        """An answer of so many bytes took so long."""
        if received >= TELLING and seconds > 0:
            self.room = max(LEAST, min(MOST, int(received / seconds * SECONDS)))
