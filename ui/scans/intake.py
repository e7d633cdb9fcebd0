"""Files on their way into safe keeping, and pictures on their way out of it: off the window's thread, one at a time.

One for a session. What is done with a kept file is decided by who asked.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desk import Spoken, Unusable
from desk.scans import pictures
from desk.scans.scan import FileGiven
from sync.delivery import Delivery
from sync.scans import scan_store
from sync.scans.scan_folder import Kept
from ui.background import Background
from ui.session import Session

TOLD_EVERY = 2_000_000
"""Bytes between two words about how far a file is."""

STALE = 3600
"""Seconds after which a half-written file is what a power cut left."""

Failed = Callable[[BaseException], object]


class Progress(NamedTuple):
    """The file under way: bytes done, its size, and how many wait behind it."""

    name: str
    done: int
    size: int
    waiting: int


class _Errand(NamedTuple):
    path: Path
    kept: Callable[[Kept], object]
    failed: Failed


class Intake(QObject):
    """`progressed(Progress)` follows a file; `idle()` comes when none is left."""

    progressed = Signal(object)
    idle = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._work = session, Background(self)
        self._folder = scan_store.folder_of(session.desk)
        self._waiting: deque[_Errand] = deque()
        self._busy = False
        session.closing.connect(self.close)
        session.syncing.told.connect(self._release)
        before = session.desk.clock() - STALE
        self._work.run(lambda: self._folder.tidy(before), lambda count: None, lambda error: None)

    @classmethod
    def of(cls, session: Session) -> "Intake":
        """The intake of a session, made when it is first needed."""
        found = session.findChild(cls)
        return found if isinstance(found, cls) else cls(session)

    def take(self, paths: Sequence[Path], kept: Callable[[Kept], object], failed: Failed) -> None:
        """Keep files one after another; `kept` or `failed` follows for each, `kept` with its hash written down."""
        self._waiting.extend(_Errand(path, kept, failed) for path in paths)
        self._next()

    def keep_bytes(self, make: Callable[[], bytes], name: str, kept: Callable[[Kept], object], failed: Failed) -> None:
        """Keep what `make` makes on the other thread."""
        self._work.run(
            lambda: self._folder.keep_bytes(make(), name), lambda done: self._note(done, kept, failed), failed
        )

    def shrink(self, sha256: str, media: str, name: str, kept: Callable[[Kept], object], failed: Failed) -> None:
        """Make a smaller copy of a file and keep it."""

        def make() -> bytes:
            with self._folder.open(sha256) as source:
                return pictures.shrunk(source, media, name)

        self.keep_bytes(make, name, kept, failed)

    def picture(
        self,
        sha256: str,
        media: str,
        page: int,
        box: tuple[int, int],
        shown: Callable[[QImage], object],
        failed: Failed,
    ) -> None:
        """Draw a page (from 0) to fit `box`, in device pixels."""

        def draw() -> QImage:
            with self._folder.open(sha256) as source:
                drawn = pictures.preview(source, media, page, box)
            return QImage(drawn.tobytes(), *drawn.size, drawn.width * 3, QImage.Format.Format_RGB888).copy()

        self._work.run(draw, shown, failed)

    def aside(self, job: Callable[[], object], done: Callable[[object], object]) -> None:
        """Let something else that touches the disk take its turn; what it comes to nothing for is dropped."""
        self._work.run(job, done, lambda error: None)

    def _release(self, delivery: Delivery) -> None:
        """All is delivered: what a smaller copy stands in for need not be kept any longer."""
        if delivery.complete:
            with suppress(Unusable):
                scan_store.release(self._session.desk)

    def close(self) -> None:
        """Stop before the desk's file is closed; a file under way leaves nothing behind."""
        self._waiting.clear()
        self._work.close()

    def _next(self) -> None:
        if self._busy:
            return
        if not self._waiting:
            self.idle.emit()
            return
        errand = self._waiting.popleft()
        self._busy = True
        self._work.run(
            lambda: self._keep(errand.path),
            lambda kept: self._done(lambda: self._note(kept, errand.kept, errand.failed)),
            lambda error: self._done(lambda: errand.failed(error)),
        )

    def _keep(self, path: Path) -> Kept:
        told = 0

        def tell(done: int) -> None:
            nonlocal told
            if done - told >= TOLD_EVERY:
                told = done
                self.progressed.emit(Progress(path.name, done, size, len(self._waiting)))

        size = path.stat().st_size if path.exists() else 0
        self.progressed.emit(Progress(path.name, 0, size, len(self._waiting)))
        return self._folder.keep(path, tell)

    def _done(self, tell: Callable[[], object]) -> None:
        self._busy = False
        try:
            tell()
        finally:
            self._next()

    def _note(self, kept: Kept, then: Callable[[Kept], object], failed: Failed) -> None:
        try:
            scan_store.note(self._session.desk, kept.file)
        except Spoken as error:
            failed(error)
            return
        then(kept)

    def forget(self, file: FileGiven) -> None:
        """Let a file go that was kept and then not wanted, unless something else mentions it."""
        scan_store.forget(self._session.desk, file.sha256)
