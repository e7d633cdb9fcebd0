"""The sheet to look at scans: page by page, scan by scan, with what may be said and done about each.

Shows the scans of a pile over a window; the arrows turn pages, Alt with them goes to the next scan.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Refused, Spoken
from desk.scans import pictures, scan_words, scanning
from desk.words import text
from sync.scans import scan_store, standing
from sync.scans.scan_folder import Kept
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.notice import Notice
from ui.kit.scroll import scrolled
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.scans.intake import Intake
from ui.scans.page_view import PageView
from ui.scans.pile import Item, Pile

WIDTH = 860
PAGE = 790
ZOOMS = (0.55, 1.0, 1.6, 2.4)
SIDEWAYS_BAR = 14
FETCHED = ("scans.file_not_here", "scans.damaged")
"""Why a page cannot be drawn where others may have the file."""

FITTED = 1
"""Which of ZOOMS fills the width."""


class PreviewSheet(Sheet):
    """Hidden until `look_at`. `removed(id)` asks to take a scan out; `told(words)` is for the line of the shelf."""

    removed = Signal(str)
    told = Signal(str)

    def __init__(self, over: QWidget, pile: Pile, intake: Intake) -> None:
        self._pile, self._intake = pile, intake
        self._id, self._page, self._zoom = "", 0, FITTED
        self._fetched = ""  # the hash of what is on its way for the sheet
        self._away = ""  # the hash of what is on show and was found not to be here
        self._shrinking = False
        self._inside = Pane(None, gap=10, margins=(20, 14, 20, 20))
        super().__init__(over, text("scans.look_at"), self._inside, width=WIDTH)
        self.view = PageView(intake)
        self.notice = Notice()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.name = Field(text("scans.name"), labelled=True, height=38)
        self.paper = Choice(name=text("scans.paper"), height=38)
        self.mark = CheckBox(text("scans.mark"))
        self.mark.setToolTip(text("scans.sensitive_hint"))
        self._pages = Text("", "secondary", ink="text2")
        self._about = Text("", "secondary", ink="text3")
        self.page_back = Button("", "quiet", icon="caret-left", key="←", bind=False, name=text("scans.page_back"))
        self.page_on = Button("", "quiet", icon="caret-right", key="→", bind=False, name=text("scans.page_on"))
        self.smaller = Button("", "quiet", icon="magnifying-glass-minus", name=text("scans.zoom_out"))
        self.larger = Button("", "quiet", icon="magnifying-glass-plus", name=text("scans.zoom_in"))
        papers = Pane(None, gap=4).add(Text(text("scans.paper"), "secondary", ink="text2"), self.paper)
        self._inside.add(
            row((self.name, 1), (papers, 1), gap=12), row(self.mark, None, self._about, gap=8), self.notice
        )
        bar = row(self.page_back, self._pages, self.page_on, None, self.smaller, self.larger, gap=4)
        across = scrolled(self.view, sideways=True)
        across.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.resized.connect(lambda high: across.setFixedHeight(high + SIDEWAYS_BAR))
        self._inside.add(bar, across, None)
        self._feet()

    def _feet(self) -> None:
        self.remove = Button(text("scans.remove"), "danger", icon="trash", height=38)
        self.shrink = Button(text("scans.shrink"), icon="arrows-in-simple", height=38)
        self.export = Button(text("scans.export"), icon="export", height=38)
        self.scan_back = Button("", icon="caret-left", key="Alt+←", bind=False, name=text("scans.scan_back"), height=38)
        self.scan_on = Button("", icon="caret-right", key="Alt+→", bind=False, name=text("scans.scan_on"), height=38)
        self._where = Text("", "secondary", ink="text2")
        self.foot(self.remove, self.shrink, self.export, None, self.scan_back, self._where, self.scan_on)

    def _connect(self) -> None:
        for keys, button in (("Left", self.page_back), ("Right", self.page_on), ("Alt+Left", self.scan_back),
                             ("Alt+Right", self.scan_on)):  # fmt: skip
            QShortcut(QKeySequence(keys), self, button.click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn), self, self.larger.click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut), self, self.smaller.click)
        self.page_back.clicked.connect(lambda: self.turn(-1))
        self.page_on.clicked.connect(lambda: self.turn(1))
        self.scan_back.clicked.connect(lambda: self.go(-1))
        self.scan_on.clicked.connect(lambda: self.go(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.name.edit.editingFinished.connect(self._rename)
        self.paper.changed.connect(lambda key: self._try(lambda: self._pile.attach(self._id, key)))
        self.mark.clicked.connect(lambda on: self._try(lambda: self._pile.mark(self._id, on)))
        self.remove.clicked.connect(self._remove)
        self.shrink.clicked.connect(self._shrink)
        self.export.clicked.connect(self._export)
        self._pile.changed.connect(self._refresh)
        self.view.failed.connect(self._fetch)
        self.notice.acted.connect(self._fetch)
        ways = self._pile.session.scans
        ways.told.connect(self._tell_way)
        ways.came.connect(self._came)
        ways.kept_away.connect(self._kept_away)

    def look_at(self, id: str) -> None:
        """Open on the scan of this id."""
        self.notice.hide()
        self._show(id)
        if self.isHidden():
            self.open(self.page_on if self.page_on.isEnabled() else self.name)

    def item(self) -> Item | None:
        """The scan on show; None when it is gone."""
        return self._pile.item(self._id)

    def page(self) -> int:
        """The page on show, from 0."""
        return self._page

    def turn(self, step: int) -> None:
        """Turn pages; beyond the last one nothing happens."""
        item = self.item()
        if item and 0 <= self._page + step < item.pages:
            self._page += step
            self._draw(item)

    def go(self, step: int) -> None:
        """Go to the next scan of the pile, or the one before."""
        ids = [item.id for item in self._pile.items()]
        at = ids.index(self._id) + step if self._id in ids else 0
        if 0 <= at < len(ids):
            self.notice.hide()
            self._show(ids[at])

    def zoom(self, step: int) -> None:
        """One step larger or smaller."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + step))
        if item := self.item():
            self._draw(item)

    def _show(self, id: str) -> None:
        self._id, self._page, self._away = id, 0, ""
        self.view.blank()
        self._refresh()
        if item := self.item():
            self._pile.viewed(item)
            self._draw(item)

    def _refresh(self) -> None:
        items = self._pile.items()
        item = next((item for item in items if item.id == self._id), None)
        if item is None:
            self.close_sheet()
            return
        self.title.say(item.name)
        if not self.name.edit.hasFocus():
            self.name.set_text(item.name)
            self.name.edit.setCursorPosition(0)
        self.paper.offer([("", text("scans.paper_none")), *self._pile.papers()], item.paper)
        self.paper.setEnabled(bool(self._pile.papers()))
        self.mark.setChecked(item.sensitive)
        self._about.say(item.about)
        at = items.index(item)
        self._where.say(text("scans.scan_of", number=at + 1, count=len(items)))
        self.scan_back.setEnabled(at > 0)
        self.scan_on.setEnabled(at < len(items) - 1)
        self._offer_file(item)

    def _offer_file(self, item: Item) -> None:
        """What needs the file waits until it is here; writing it out, until there is a case."""
        away = text("scans.file_not_here") if item.sha256 == self._away else ""
        shrinking = text("scans.shrinking") if self._shrinking else ""
        no_case = "" if self._pile.exports else text("scans.export_after")
        for button, why in ((self.shrink, away or shrinking), (self.export, away or no_case)):
            button.hold(why) if why else button.release()

    def _draw(self, item: Item) -> None:
        self._pages.say(text("scans.page_of", number=self._page + 1, count=item.pages))
        self.page_back.setEnabled(self._page > 0)
        self.page_on.setEnabled(self._page < item.pages - 1)
        self.view.setMinimumWidth(round(PAGE * ZOOMS[self._zoom]) if ZOOMS[self._zoom] > 1 else 0)
        self.view.show_page(item, self._page, round(PAGE * ZOOMS[self._zoom]))

    def _fetch(self, error: BaseException | None = None) -> None:
        """Have the file brought that does not lie here, or not as its hash says."""
        item = self.item()
        if item is None or not self._pile.exports or (isinstance(error, Spoken) and error.key not in FETCHED):
            return
        self.notice.hide()
        self._fetched = self._away = item.sha256
        self._offer_file(item)
        self._pile.session.scans.bring(item.sha256)
        self._tell_way()

    def _tell_way(self) -> None:
        """Say how far what is on its way has come."""
        item = self.item() if self._fetched and self.isVisible() else None
        if item and item.sha256 == self._fetched:
            done = scan_words.size(standing.came_of(self._pile.session.desk, item.sha256))
            self.view.say(text("scans_window.fetching", done=done, size=scan_words.size(item.size)))

    def _came(self, sha256: str) -> None:
        item = self.item()
        if sha256 == self._fetched:
            self._fetched = self._away = ""
            if item and item.sha256 == sha256:
                self._refresh()
                self._draw(item)

    def _kept_away(self, sha256: str, reason: str) -> None:
        item = self.item()
        if sha256 == self._fetched:
            self._fetched = ""
            if item and item.sha256 == sha256:
                self.view.say(text("scans.file_not_here"))
                words = " ".join(filter(None, (text("scans_window.kept_away"), reason)))
                self.notice.say(words, tone="soon", seconds=0, action=text("scans_window.again"), key="F5")

    def _rename(self) -> None:
        item, wanted = self.item(), self.name.text()
        if item and wanted != item.name:
            self._try(lambda: self._pile.rename(item.id, wanted))
            self._refresh()

    def _remove(self) -> None:
        self.removed.emit(self._id)

    def _shrink(self) -> None:
        item = self.item()
        if item is None:
            return
        self._shrinking = True
        self._offer_file(item)
        self.notice.say(text("scans.shrinking"), tone="wait", seconds=0)
        self._intake.shrink(item.sha256, item.media, item.name, lambda kept: self._shrunk(item, kept), self._failed)

    def _shrunk(self, item: Item, kept: Kept) -> None:
        self._shrinking = False
        self._refresh()
        before, after = scan_words.size(item.size), scan_words.size(kept.file.size)
        if self._try(lambda: self._pile.shrink(item.id, kept.file)):
            self.notice.say(text("scans.shrunk", before=before, after=after))
            if item.id == self._id and (now := self.item()):
                self._draw(now)

    def _failed(self, error: BaseException) -> None:
        self._shrinking = False
        self._refresh()
        if not isinstance(error, Spoken):
            raise error
        self.notice.say(str(error), tone="soon", seconds=0)

    def _export(self) -> None:
        item = self.item()
        if item is None:
            return
        name = item.name.replace("/", "-") + pictures.EXTENSIONS.get(item.media, "")
        chosen, _ = QFileDialog.getSaveFileName(self, text("scans.export"), str(Path.home() / name))
        if chosen:
            self._try(lambda: self._write_out(item, Path(chosen)))

    def _write_out(self, item: Item, path: Path) -> None:
        session = self._pile.session
        session.tell(scan_store.export(session.desk, scanning.here(session.desk.db, item.id), path))
        self.notice.say(text("scans.exported", path=path))

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except Spoken as error:
            if not (isinstance(error, Refused) and error.key == "scans.nothing_changed"):
                self.notice.say(str(error), tone="late", seconds=0)
            return False
        return True
