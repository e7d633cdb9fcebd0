"""Takes files into a pile, one after another, off the window's thread, and says in words what became of them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk import Spoken
from desk.scans import scan_words
from desk.words import text
from sync.scans.scan_folder import Kept
from ui.scans.intake import Intake, Progress
from ui.scans.pile import Pile
from ui.scans.scanner import ScannerWatch


class Taking(QObject):
    """`told(words, refused)` comes once for each handful of files, `progressed(words)` while they come in."""

    told = Signal(str, bool)
    progressed = Signal(str)

    def __init__(self, pile: Pile, intake: Intake, watch: ScannerWatch | None, parent: QObject) -> None:
        super().__init__(parent)
        self.pile = pile
        self._intake, self._watch, self._tally = intake, watch, _Tally()
        intake.progressed.connect(self._tell_progress)
        intake.idle.connect(self._tell_done)

    @property
    def busy(self) -> bool:
        """Whether files are on their way."""
        return self._tally.asked > 0

    def take(self, paths: Sequence[Path], paper: str = "") -> None:
        """Take these files; with `paper`, a key or record id of `Pile.papers`, as scans of that paper."""
        self._tally.asked += len(paths)
        for path in paths:
            self._intake.take([path], partial(self._kept, path, self.pile, paper), self._refused)

    def _kept(self, path: Path, pile: Pile, paper: str, kept: Kept) -> None:
        try:
            pile.add(kept.file)
        except Spoken as error:
            self._refused(error)
            self._intake.forget(kept.file)
            return
        self._attach(pile, paper, kept.file.sha256)
        self._tally.added += 1
        if kept.known:
            self._tally.words = text("scans.added_known", name=kept.file.name)
        if self._watch:
            self._watch.cleared(path)

    def _attach(self, pile: Pile, paper: str, sha256: str) -> None:
        item = next((item for item in reversed(pile.items()) if item.sha256 == sha256), None)
        if item and paper in dict(pile.papers()):
            pile.attach(item.id, paper)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        self._tally.refused.append(str(error))

    def _tell_progress(self, progress: Progress) -> None:
        if not self.busy:
            return  # another pile's
        done, size = scan_words.size(progress.done), scan_words.size(progress.size)
        said = text("scans.keeping", name=progress.name, done=done, size=size)
        waiting = text("scans.waiting", count=progress.waiting) if progress.waiting else ""
        self.progressed.emit(" · ".join(filter(None, (said, waiting))))

    def _tell_done(self) -> None:
        tally, self._tally = self._tally, _Tally()
        self.progressed.emit("")
        if tally.refused:
            words = "\n".join(tally.refused)
            said = text("scans.some_refused", count=tally.added, reason=words) if tally.added else words
            self.told.emit(said, True)
        elif tally.added:
            self.told.emit(tally.words or text("scans.added", count=tally.added), False)


class _Tally:
    """What one handful of files came to."""

    def __init__(self) -> None:
        self.asked = self.added = 0
        self.words = ""
        self.refused: list[str] = []
