"""A paper of a case, drawn: its name in up to two lines, in which form it came, and its scans, which a click shows.

A click on a missing one asks to note that it was handed in.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desk.cases import CasePaper
from desk.scans import scan_words
from desk.scans.scan import Scan
from desk.words import text
from ui.cases import saying
from ui.kit import paint
from ui.kit.paragraph import Paragraph
from ui.kit.pressed import Pressed
from ui.theme import icons
from ui.theme.tokens import RADIUS_CHIP

_LEFT, _TOP = 44, 6


class PaperLine(Pressed):
    """Takes the keyboard where it has scans to show, or is missing and the case still `takes` it; `clicked` asks."""

    def __init__(self, paper: CasePaper, scans: Sequence[Scan] = (), *, takes: bool = False) -> None:
        super().__init__()
        self._paper, self._missing = paper, paper.form == "missing"
        self.takes = takes and self._missing
        form = saying.value("form", paper.form)
        said = text("case_page.copies", form=form, count=paper.copies) if paper.copies > 1 else form
        self._about = " · ".join(filter(None, (said, _scanned(scans))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{paper.name}, {self._about}")
        self._icon = "warning-circle" if self._missing else "image" if scans else "file-text"
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setEnabled(self.takes or bool(scans))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.isEnabled() else Qt.FocusPolicy.NoFocus)
        if self.isEnabled():
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleDescription(text("papers.mark" if self.takes else "casework.show_scans"))

    def _name(self) -> Paragraph:
        return Paragraph(self._paper.name, max(60, self.width() - 50), size="secondary", lines=2)

    def sizeHint(self) -> QSize:
        return QSize(240, self._name().height + 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._name().height + 34)

    def resizeEvent(self, event: object) -> None:
        self.setFixedHeight(self.sizeHint().height())
        rows = " ".join(self._name().rows)
        whole = "" if rows.split() == self._paper.name.split() else self._paper.name
        self.setToolTip("\n".join(filter(None, (whole, text("papers.mark") if self.takes else ""))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, name = QPainter(self), self._name()
        if self.isEnabled() and self.underMouse():
            paint.rounded(painter, QRectF(self.rect()), RADIUS_CHIP, "hover")
        ink = "soon" if self._missing else "text3"
        paint.rounded(painter, QRectF(0.5, _TOP, 32, 40), RADIUS_CHIP, "sunken", "line_strong")
        icons.draw(painter, self._icon, 8.5, _TOP + 12, 16, ink)
        name.draw(painter, _LEFT, _TOP)
        room = QRectF(_LEFT, _TOP + name.height, self.width() - _LEFT - 4, 19)
        paint.put(painter, room, self._about, size="small", ink=ink)
        paint.hairline(painter, _LEFT, self.height() - 1, self.width() - _LEFT)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), RADIUS_CHIP)


def _scanned(scans: Sequence[Scan]) -> str:
    """How many scans show it, and how large they are together."""
    if not scans:
        return ""
    size = scan_words.size(sum(scan.size for scan in scans if isinstance(scan.size, int)))
    return text("casework.scanned", count=len(scans), size=size)
