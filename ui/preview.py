"""The preview of a printed form: its pages exactly as they will be on paper, to print or to save. Makes no form itself.

What was printed or saved is told by signals; writing it into the case is the business of whoever opened the preview.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desk import Spoken, Unusable, words
from desk.forms.render import POINTS, Pages
from ui import printing, saving
from ui.kit import paint
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.text import Elided, Text
from ui.theme.tokens import HEADER, STRONG

SIZES = (("A5", "A5"), ("A4", "A4"))
GROUND_MARGIN, BETWEEN = 20, 16
SHARPNESS = 1.6  # most pixels to a point when fitted to the width: beyond, a small page looks coarse and huge
STEP, LEAST, MOST = 1.25, 0.4, 3.0

Make = Callable[[str], bytes]


class Preview(Pane):
    """The pages of one form. `make(size)` gives its PDF for "A4" or "A5" and may raise an error a person can read.

    `printed` carries the paper size, `saved` the path, `closed` comes on Esc. Without a parent it is a window.
    """

    printed = Signal(str)
    saved = Signal(str)
    closed = Signal()

    def __init__(self, make: Make, *, title: str, file_name: str, size: str = "A5") -> None:
        super().__init__("window")
        self._make, self._file_name, self._pdf = make, file_name, b""
        self._pages: Pages | None = None
        self._zoom = 1.0
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.size_choice = Segmented(SIZES, size, name=words.text("preview.size"))
        self.print_button = Button(words.text("preview.print"), "primary", icon="printer", key="Ctrl+P", height=38)
        self.save_button = Button(words.text("preview.save"), icon="file-pdf", key="Ctrl+S", height=38)
        self.notice = Notice()
        self._count = Text("", "small", ink="text3")
        self._area = self._table()
        self.add(self._head(title), self._message(), (self._area, 1), self._foot())
        self._bind()
        self.show_form()

    def show_form(self) -> None:
        """Make the form anew in the size chosen and show it; what went wrong stands in the notice instead."""
        self._drop()
        try:
            self._pdf = self._make(self.size_choice.chosen())
            self._pages = Pages(self._pdf)
        except Spoken as wrong:
            self._tell(wrong)
        for button in (self.print_button, self.save_button):
            if self._pages:
                button.release()
            else:
                button.hold(self.notice.accessibleName())
        self._fill()

    def warn(self, said: str) -> None:
        """Say something about the pages on show that whoever prints them should know."""
        if self._pages:
            self.notice.say(said, tone="soon", seconds=0)

    def print_pages(self) -> None:
        """Ask for a printer and print; without one, say so."""
        try:
            printer = printing.ask_printer(self)
            if not printer or not self._pages:
                return
            printing.put(self._pages, printer)
        except Unusable as wrong:
            self._tell(wrong)
            return
        self.notice.say(words.text("preview.sent", count=len(self._pages), printer=printer.printerName()))
        self.printed.emit(self.size_choice.chosen())

    def save_pdf(self) -> None:
        """Ask where and save the PDF; a file that was there stays whole until the new one is."""
        path = saving.ask_path(self, self._file_name)
        if path is None:
            return
        try:
            saving.write_whole(path, self._pdf)
        except Unusable as wrong:
            self._tell(wrong)
            return
        self.notice.say(words.text("preview.saved", path=path))
        self.saved.emit(str(path))

    def zoom(self, step: int) -> None:
        """One step larger (1) or smaller (-1); 0 fits the width again."""
        self._zoom = max(LEAST, min(MOST, self._zoom * STEP**step)) if step else 1.0
        self._fit()

    def pages_shown(self) -> list["Page"]:
        """The pages on show, in order."""
        return self._body.findChildren(Page)

    def _head(self, title: str) -> Pane:
        head = Pane("surface", edges="b", across=True, gap=12, margins=(16, 0, 12, 0))
        head.setFixedHeight(HEADER)
        return head.add((Elided(title, "section", weight=STRONG), 1), self._count, self.size_choice)

    def _message(self) -> Pane:
        return Pane(None, margins=(12, 8, 12, 0)).add(self.notice)

    def _foot(self) -> Pane:
        smaller = Button("", "quiet", icon="minus", name=words.text("preview.smaller"))
        larger = Button("", "quiet", icon="plus", name=words.text("preview.larger"))
        smaller.clicked.connect(lambda: self.zoom(-1))
        larger.clicked.connect(lambda: self.zoom(1))
        close = Button(words.text("preview.close"), "quiet", key="Esc", bind=False)
        close.clicked.connect(self._leave)
        foot = Pane("surface", edges="t", across=True, gap=8, margins=(12, 8, 12, 8))
        return foot.add(smaller, larger, None, close, self.save_button, self.print_button)

    def _table(self) -> QScrollArea:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(GROUND_MARGIN, GROUND_MARGIN, GROUND_MARGIN, GROUND_MARGIN)
        column.setSpacing(BETWEEN)
        area = scrolled(self._body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.viewport().installEventFilter(self)
        return area

    def _bind(self) -> None:
        self.print_button.clicked.connect(self.print_pages)
        self.save_button.clicked.connect(self.save_pdf)
        self.size_choice.changed.connect(self.show_form)
        QShortcut(QKeySequence("F9"), self, self.print_button.click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn), self, lambda: self.zoom(1))
        QShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut), self, lambda: self.zoom(-1))

    def _drop(self) -> None:
        for page in self.pages_shown():
            page.setParent(None)
            page.deleteLater()
        if self._pages:
            self._pages.close()
        self._pages = None
        self.notice.hide()

    def _fill(self) -> None:
        count = len(self._pages) if self._pages else 0
        column = self._body.layout()
        assert column is not None
        for number in range(count):
            assert self._pages is not None
            page = Page(self._pages, number)
            column.addWidget(page)
            column.setAlignment(page, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        size = self.size_choice.chosen()
        self._count.say(words.text("preview.count", count=count) if count else "")
        self._area.setAccessibleName(words.text("preview.pages", count=count, size=size))
        self._fit()

    def _fit(self) -> None:
        """Give every page its width: the widest fills the ground, others in proportion."""
        shown = self.pages_shown()
        if not shown:
            return
        room = self._area.viewport().width() - 2 * GROUND_MARGIN
        scale = min(SHARPNESS, room / max(page.points[0] for page in shown)) * self._zoom
        for page in shown:
            page.fit(scale)

    def _tell(self, wrong: Spoken) -> None:
        self.notice.say(str(wrong), tone="late", seconds=0)

    def _leave(self) -> None:
        self.closed.emit()
        if self.isWindow():
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.print_button if self._pages else self._area).setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._drop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


class Page(QWidget):
    """One page, drawn from the PDF at the very pixels it is shown at, when it comes into view."""

    def __init__(self, pages: Pages, number: int) -> None:
        super().__init__()
        self._pages, self._number = pages, number
        self.points = pages.size(number)
        self._drawn = QPixmap()
        self.setAccessibleName(words.text("preview.page", number=number + 1, count=len(pages)))

    def fit(self, scale: float) -> None:
        """Show it at `scale` pixels to a point."""
        self.setFixedSize(round(self.points[0] * scale), round(self.points[1] * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatio()
        wanted = round(self.width() * ratio)
        if self._drawn.width() != wanted:
            dpi = (wanted - 0.01) / self.points[0] * POINTS  # rounded up to whole pixels when drawn
            self._drawn = QPixmap.fromImage(printing.picture(self._pages, self._number, dpi))
            self._drawn.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        paint.rounded(painter, QRectF(self.rect()), 0, None, "line_strong")
