"""Which files in the scanner's folder are complete: those whose size and time have stopped changing."""

from collections.abc import Mapping
from pathlib import Path

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in ns."""

ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})


def listing(folder: Path) -> dict[Path, Stamp]:
    """The files in a folder that a scanner may have written. Raises OSError where the folder is not there."""
    found = {}
    for path in folder.iterdir():
        if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~")) and path.is_file():
            seen = path.stat()
            found[path] = (seen.st_size, seen.st_mtime_ns)
    return found


class Arrivals:
    """Told what the folder holds again and again, says what may be taken, each file once.

    What lay there at the first look is not taken by itself: it may be another citizen's.
    """

    def __init__(self) -> None:
        self._before: dict[Path, Stamp] | None = None
        self._settled: dict[Path, Stamp] = {}
        self._lying: dict[Path, Stamp] = {}

    def look(self, now: Mapping[Path, Stamp]) -> list[Path]:
        """The files complete since the last look, in the order of their names."""
        if self._before is None:
            self._before, self._lying = dict(now), dict(now)
            return []
        self._lying = {path: stamp for path, stamp in self._lying.items() if now.get(path) == stamp}
        ready = [path for path, stamp in now.items() if self._complete(path, stamp)]
        self._settled |= {path: now[path] for path in ready}
        self._before = dict(now)
        return sorted(ready, key=lambda path: (now[path][1], path.name))

    def _complete(self, path: Path, stamp: Stamp) -> bool:
        assert self._before is not None
        fresh = stamp not in (self._settled.get(path), self._lying.get(path))
        return fresh and stamp[0] > 0 and self._before.get(path) == stamp

    def lying(self) -> list[Path]:
        """What was there before anybody looked and has not been taken."""
        return sorted(self._lying, key=lambda path: (self._lying[path][1], path.name))

    def take_lying(self) -> list[Path]:
        """The same, now taken."""
        found = self.lying()
        self._settled |= self._lying
        self._lying = {}
        return found
