"""The scanner's folder of this PC: which one, remembered in the home; looked at every now and then while asked for."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Refused
from ui.scans.arrivals import Arrivals, Stamp, listing
from ui.scans.intake import Intake
from ui.session import Session

FILE = "scanner.json"
EVERY = 1500
"""ms between two looks; a file is taken when it stayed the same over one of them."""


@dataclass(frozen=True)
class Scanner:
    """`folder` is "" where none is watched; `clear` deletes from it what was encrypted."""

    folder: str = ""
    clear: bool = False


def load(home: Path | None) -> Scanner:
    """What is remembered; nothing where there is nothing, or nothing that can be read."""
    try:
        data: Any = json.loads((home / FILE).read_text(encoding="utf-8")) if home else {}
        return Scanner(str(data.get("folder", "")), data.get("clear") is True)
    except (OSError, ValueError, AttributeError):
        return Scanner()


def save(home: Path | None, scanner: Scanner) -> None:
    """Remember it. Raises Refused for our own data folder and what lies in it."""
    if home and scanner.folder and Path(scanner.folder).resolve().is_relative_to(home.resolve()):
        raise Refused("scans.folder.unfit", field="folder")
    if home:
        with suppress(OSError):
            draft = home / f"{FILE}.new"
            draft.write_text(json.dumps(vars(scanner)), encoding="utf-8")
            os.replace(draft, home / FILE)


class ScannerWatch(QObject):
    """Looks while somebody `start`ed it. `arrived(paths)`, `lying(paths)` and `gone(bool)` tell what is seen.

    One for a session: what was taken once is not offered again.
    """

    arrived = Signal(list)
    lying = Signal(list)
    gone = Signal(bool)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._intake = session, Intake.of(session)
        self.scanner = load(session.folder)
        self._arrivals = Arrivals()
        self._asking: set[int] = set()
        self._looking = False
        self.missing = False
        """Whether the folder could not be found at the last look."""
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self._look)
        session.closing.connect(lambda: self.stop())

    @classmethod
    def of(cls, session: Session) -> "ScannerWatch":
        """The watch of a session, made when it is first needed."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session)

    def set(self, scanner: Scanner) -> None:
        """Watch another folder from now on, and remember it. Raises Refused."""
        save(self._session.folder, scanner)
        if scanner.folder != self.scanner.folder:
            self._arrivals = Arrivals()
        self.scanner = scanner
        self.lying.emit([])
        self._told_gone(False)
        self._look()

    def start(self, who: QObject) -> None:
        """Look from now on, as long as somebody asks for it."""
        self._asking.add(id(who))
        self._clock.start()
        self._look()

    def stop(self, who: QObject | None = None) -> None:
        """`who`, or nobody at all, asks no more; what comes meanwhile lies there."""
        self._asking = self._asking - {id(who)} if who else set()
        if not self._asking:
            self._clock.stop()

    def take_lying(self) -> list[Path]:
        """What lay in the folder already, to be taken now."""
        found = self._arrivals.take_lying()
        self.lying.emit([])
        return found

    def cleared(self, path: Path) -> None:
        """A file of the folder is in safe keeping: delete it there, if that is wanted."""
        if self.scanner.clear and str(path.parent) == self.scanner.folder:
            with suppress(OSError):
                path.unlink()

    def _look(self) -> None:
        if self._looking or not self.scanner.folder or not self._clock.isActive():
            return
        self._looking, folder = True, self.scanner.folder

        def look() -> dict[Path, Stamp] | None:
            try:
                return listing(Path(folder))
            except OSError:
                return None

        self._intake.aside(look, lambda seen: self._seen(folder, seen))

    def _seen(self, folder: str, seen: Any) -> None:
        self._looking = False
        if folder != self.scanner.folder or not self._clock.isActive():
            return
        self._told_gone(seen is None)
        if seen is None:
            return
        ready = self._arrivals.look(seen)
        self.lying.emit(self._arrivals.lying())
        if ready:
            self.arrived.emit(ready)

    def _told_gone(self, gone: bool) -> None:
        if gone != self.missing:
            self.missing = gone
            self.gone.emit(gone)
