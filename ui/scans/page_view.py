"""One page of a scan on show: asked for at the pixels it takes, drawn off the window's thread."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk.words import text
from ui.kit import paint
from ui.scans.intake import Intake
from ui.scans.pile import Item

MOST = 6000
"""Device pixels of a side at the most: what an old PC draws without waiting."""


class PageView(QWidget):
    """As high as the page is, which `resized` tells. While a page comes, the words of `say` stand in its place.

    `failed` comes with the error where a page cannot be drawn, after its words are on show.
    """

    resized = Signal(int)
    failed = Signal(object)

    def __init__(self, intake: Intake) -> None:
        super().__init__()
        self._intake = intake
        self._drawn, self._words, self._turn = QPixmap(), "", 0
        self.setMinimumHeight(200)

    def show_page(self, item: Item, page: int, width: int) -> None:
        """Show page `page` (from 0) of a scan, `width` pixels wide or as wide as its pixels serve."""
        self._turn += 1
        turn, ratio = self._turn, self.devicePixelRatio()
        self.setAccessibleName(text("scans.picture", number=page + 1, name=item.name))
        if self._drawn.isNull():
            self.say(text("scans.opening"))
        box = (min(MOST, round(width * ratio)), MOST)
        self._intake.picture(
            item.sha256, item.media, page, box,
            lambda image: self._come(turn, image, ratio), lambda error: self._fail(turn, error),
        )  # fmt: skip

    def blank(self) -> None:
        """Forget the page on show, so that another citizen's is not seen under this one's name."""
        self._turn += 1
        self._drawn = QPixmap()
        self.say(text("scans.opening"))

    def say(self, words: str) -> None:
        """Show words in place of a page."""
        self._words = words
        self._be_high(240)

    def _come(self, turn: int, image: QImage, ratio: float) -> None:
        if turn != self._turn or not isValid(self):
            return
        self._drawn, self._words = QPixmap.fromImage(image), ""
        self._drawn.setDevicePixelRatio(ratio)
        self._be_high(round(image.height() / ratio))

    def _fail(self, turn: int, error: BaseException) -> None:
        if turn == self._turn and isValid(self):
            self._drawn = QPixmap()
            self.say(str(error))
            self.failed.emit(error)

    def _be_high(self, high: int) -> None:
        self.setFixedHeight(high)
        self.resized.emit(high)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._words:
            painter.setPen(self.palette().windowText().color())
            how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 0, -40, 0), int(how), self._words)
            return
        wide = self._drawn.width() / self._drawn.devicePixelRatio()
        high = self._drawn.height() / self._drawn.devicePixelRatio()
        at = QRectF((self.width() - wide) / 2, 0, wide, high)
        painter.drawPixmap(at.topLeft(), self._drawn)
        paint.rounded(painter, at, 0, None, "line_strong")
