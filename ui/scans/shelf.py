"""The shelf: the scans of a case or a draft, where they are added, looked at, put in order and taken out.

Made with a session and a pile, or with the record id of a case; `pile` is what the one who made it may ask.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog

from desk import Refused, Spoken
from desk.scans import scan_words
from desk.words import text
from sync.scans.standing import standing
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.notice import Notice
from ui.kit.text import Elided, Text
from ui.scans.intake import Intake
from ui.scans.pile import CasePile, Pile
from ui.scans.preview_sheet import PreviewSheet
from ui.scans.scanner import ScannerWatch
from ui.scans.shelf_list import ShelfList
from ui.scans.taking import Taking
from ui.scans.thumbs import Thumbs
from ui.session import Session
from ui.theme.tokens import STRONG

KEYS = (("Ctrl+O", "scans.keys_add"), ("Enter", "scans.keys_preview"), ("Alt+↑ ↓", "scans.keys_move"),
        ("Delete", "scans.keys_remove"))  # fmt: skip


_COMES = ("coming", "elsewhere")


class ScanShelf(Pane):
    """Takes the room it is given, from 300 pixels of width on. The keyboard goes to its list.

    With `watching`, what the scanner writes while the shelf is on show comes in by itself.
    """

    def __init__(self, session: Session, of: Pile | str, *, watching: bool = True) -> None:
        super().__init__(None, gap=8)
        self.session = session
        self.pile = CasePile(session, of) if isinstance(of, str) else of
        self._intake, self._watch = Intake.of(session), ScannerWatch.of(session) if watching else None
        self._undo: Callable[[], None] | None = None
        self.taking = Taking(self.pile, self._intake, self._watch, self)
        self._sheet: PreviewSheet | None = None
        self._thumbs = Thumbs(self._intake, self)
        self._list = ShelfList(self._thumbs)
        self._size = Elided("", "small", ink="text3")
        self.add_button = Button(text("scans.add"), icon="plus", key="Ctrl+O", height=32)
        self._progress = Elided("", "small", ink="text2")
        self.notice = Notice()
        self._take_lying = Button(text("scans.folder.take"), "link", height=28)
        self._lying = Banner("wait", "", icon="tray", actions=[self._take_lying], pad=4)
        self._scanner = Elided("", "small", ink="text3")
        self._fill()
        self._connect()
        self._show()

    def _fill(self) -> None:
        self.setFocusProxy(self._list)
        head = row(Text(text("scans.shelf"), "section", weight=STRONG), (self._size, 1), self.add_button)
        self.add(head, (self._list, 1), self._progress, self._lying, self.notice, self._scanner)
        for hidden in (self._progress, self._lying, self._scanner):
            hidden.hide()

    def _connect(self) -> None:
        self.pile.changed.connect(self._show)
        self.add_button.clicked.connect(self.ask_files)
        self._list.dropped.connect(self.take)
        self._list.opened.connect(self.look_at)
        self._list.removed.connect(self.remove)
        self._list.moved.connect(self._reorder)
        self.notice.acted.connect(self._take_back)
        if self.pile.exports:
            self.session.scans.told.connect(self._show_ways)
            self.session.scans.came.connect(self._thumbs.renew)
        self.taking.progressed.connect(self._tell_progress)
        self.taking.told.connect(self._tell_done)
        if self._watch:
            self._watch.arrived.connect(self._arrived)
            self._watch.lying.connect(self._tell_lying)
            self._watch.gone.connect(lambda gone: self._tell_folder())
            self._take_lying.clicked.connect(self._take_what_lies)

    def ask_files(self) -> None:
        """Ask for files and add them (Ctrl+O)."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, text("scans.choose"), str(Path.home()), text("scans.file_type")
        )  # fmt: skip
        self.take([Path(path) for path in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Add files, one after another, off the window's thread; what was not taken says why."""
        self.taking.take(paths)

    def look_at(self, id: str) -> None:
        """Open the sheet on one scan (Enter)."""
        if self._sheet is None:
            self._sheet = PreviewSheet(self.window(), self.pile, self._intake)
            self._sheet.removed.connect(self.remove)
            self._sheet.told.connect(self.notice.say)
        self._sheet.look_at(id)

    def remove(self, id: str) -> None:
        """Take one out (Delete); the notice offers it back."""
        item = self.pile.item(id)
        if item is None:
            return
        try:
            self._undo = self.pile.remove(id)
        except Spoken as error:
            self._tell(error)
            return
        self.notice.say(text("scans.removed", name=item.name), action=text("scans.undo"))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The (key, words) of the shelf for the sheet of keys."""
        return tuple((key, text(words)) for key, words in KEYS)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo:
            with suppress(Refused):
                undo()

    def _reorder(self, ids: list[str]) -> None:
        try:
            self.pile.reorder(ids)
        except Refused:
            return  # it stands there already
        except Spoken as error:
            self._tell(error)

    def _tell_progress(self, words: str) -> None:
        self._progress.say(words)
        self._progress.setVisible(bool(words))

    def _tell_done(self, words: str, refused: bool) -> None:
        self.notice.say(words, tone="soon" if refused else "ok", seconds=0 if refused else 8)

    def _tell(self, error: Spoken) -> None:
        self.notice.say(str(error), tone="late", seconds=0)

    def _arrived(self, paths: list[Path]) -> None:
        if self.isVisible():
            self.take(paths)

    def _take_what_lies(self) -> None:
        assert self._watch is not None
        self.take(self._watch.take_lying())

    def _tell_lying(self, paths: list[Path]) -> None:
        self._lying.setVisible(bool(paths))
        self._lying.say("wait", text("scans.folder.lying", count=len(paths)), icon="tray")
        self._tell_folder()

    def _tell_folder(self) -> None:
        folder = self._watch.scanner.folder if self._watch else ""
        self._scanner.setVisible(bool(folder))
        if folder and self._watch:
            key = "scans.folder.gone" if self._watch.missing else "scans.folder.watching"
            self._scanner.say(text(key, folder=folder), ink="soon" if self._watch.missing else "text3")

    def _show(self) -> None:
        items, chosen = self.pile.items(), self._list.current()
        self._list.rows.show(items, self.pile.papers())
        if items:
            self._list.choose(chosen)
        self._show_ways()
        self._size.say(scan_words.size(sum(item.size for item in items)) if items else "")

    def _show_ways(self) -> None:
        """Show how each file stands on its way, of a draft's only those that come from a PC that had it before.

        An office without a server has no way to show.
        """
        if not self.pile.exports or self.session.syncing.linked:
            found = standing(self.session.desk, {item.sha256 for item in self.pile.items()})
            shown = found if self.pile.exports else {hash: how for hash, how in found.items() if how in _COMES}
            self._list.rows.stand(shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_folder()
        if self._watch:
            self._watch.start(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._watch:
            self._watch.stop(self)
