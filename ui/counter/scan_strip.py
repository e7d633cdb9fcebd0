"""The foot of section 3: scans come in from the scanner's folder, from files and by dropping; here is said where to."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QFileDialog

from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Elided, Icon
from ui.scans.draft_pile import DraftPile
from ui.scans.intake import Intake
from ui.scans.scanner import ScannerWatch
from ui.scans.shelf import ScanShelf
from ui.scans.taking import Taking
from ui.session import Session
from ui.theme.palette import colour
from ui.theme.tokens import RADIUS

HIGH, WIDE = 40, 520


class ScanStrip(Pane):
    """`changed()` follows the pile. `in_hand` names the paper that what the scanner sends is of, "" for none."""

    changed = Signal()
    troubled = Signal(str)
    """Why a file was not taken."""

    def __init__(self, session: Session, pile: DraftPile, in_hand: Callable[[], str]) -> None:
        super().__init__(None, across=True, gap=8, margins=(10, 0, 4, 0))
        self._session, self.pile, self._in_hand = session, pile, in_hand
        self._watch = ScannerWatch.of(session)
        self.taking = Taking(pile, Intake.of(session), self._watch, self)
        self._inviting = False
        self._icon = Icon("image", 18, "text3")
        self._words = Elided("", "secondary", ink="text2")
        self._take_lying = Button("", "link", height=28, size="small")
        self._take_lying.hide()
        self.add_button = Button("", "quiet", icon="plus", key="Ctrl+O", height=30, name=text("counter.scans.add"))
        self.order_button = Button(text("counter.scans.order"), "quiet", key="Alt+6", height=30, size="small")
        self.setFixedHeight(HIGH)
        self.add(self._icon, (self._words, 1), self._take_lying, self.order_button, self.add_button)
        self._connect()
        self.turn_to(pile)

    def _connect(self) -> None:
        self.order_button.clicked.connect(self.put_in_order)
        self._take_lying.clicked.connect(lambda: self.take(self._watch.take_lying()))
        self._watch.arrived.connect(self._arrived)
        self._watch.lying.connect(self._tell_lying)
        self._watch.gone.connect(lambda _: self._show())
        self.taking.progressed.connect(self._progress)
        self.taking.told.connect(self._told)

    def turn_to(self, pile: DraftPile) -> None:
        """Another draft's scans."""
        self.pile = self.taking.pile = pile
        pile.changed.connect(self._show)
        pile.changed.connect(self.changed)
        self._show()

    def counts(self) -> Counter[str]:
        """How many scans there are of each paper, by its key; those of none under ""."""
        return Counter(item.paper for item in self.pile.items())

    def ask_files(self, paper: str = "") -> None:
        """Ask for files and take them, as scans of that paper."""
        chosen, _ = QFileDialog.getOpenFileNames(self, text("scans.choose"), str(Path.home()), text("scans.file_type"))
        self.take([Path(path) for path in chosen], paper)

    def take(self, paths: Sequence[Path], paper: str = "") -> None:
        """Take files, as scans of that paper."""
        self.taking.take(paths, paper)

    def put_in_order(self) -> None:
        """Open the sheet in which scans are looked at, named, put in order and given to papers."""
        shelf = ScanShelf(self._session, self.pile, watching=False)
        inside = Pane(None, margins=(16, 12, 16, 12)).add((shelf, 1))
        sheet = Sheet(self.window(), text("counter.scans.title"), inside, width=WIDE)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open(shelf)

    def invite(self, on: bool) -> None:
        """Something is held over the counter that may be dropped here."""
        self._inviting = on
        self._show()

    def _arrived(self, paths: list[Path]) -> None:
        if self.isVisible():
            self.take(paths, self._in_hand())

    def _tell_lying(self, paths: list[Path]) -> None:
        self._take_lying.setVisible(bool(paths))
        self._take_lying.setText(text("counter.scans.lying", count=len(paths)))

    def _progress(self, words: str) -> None:
        if words:
            self._words.say(words, ink="text2")
        else:
            self._show()

    def _told(self, words: str, refused: bool) -> None:
        if refused:
            self.troubled.emit(words)
        self._show()

    def _show(self) -> None:
        loose, whole = self.counts()[""], len(self.pile.items())
        self.order_button.setVisible(bool(whole))
        self._icon.change("image", "accent" if loose or self._inviting else "text3")
        self._words.say(self._sentence(loose, whole), ink="text" if loose else "text2")
        self.update()

    def _sentence(self, loose: int, whole: int) -> str:
        if self._inviting:
            return text("counter.scans.let_go")
        if loose:
            return text("counter.scans.loose", count=loose)
        if self._watch.missing:
            return text("counter.scans.gone")
        return text("counter.scans.given", count=whole) if whole else text("counter.scans.none")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch.start(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if self._inviting else "field"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(colour("accent_soft") if self._inviting else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
