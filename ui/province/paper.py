"""A sheet of words on paper: drawn on the printer, never into a file."""

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPainter
from PySide6.QtWidgets import QWidget

from desk import Unusable
from desk.words import text
from ui import days, printing
from ui.theme import fonts

COLUMNS = 3
_WRAP = Qt.TextFlag.TextWordWrap


def print_sheet(over: QWidget, words: list[str], number: int, of: int, needed: int, name: str) -> None:
    """Print sheet `number` of `of` on the printer that the person chooses. Raises Unusable where there is none."""
    printer = printing.ask_printer(over)
    if printer is None:
        return
    painter = QPainter()
    if not painter.begin(printer):
        raise Unusable("preview.printer_failed", printer=printer.printerName())
    draw(painter, printer, words, number, of, needed, name)
    if not painter.end():
        raise Unusable("preview.printer_failed", printer=printer.printerName())


def draw(
    painter: QPainter, paper: QPagedPaintDevice, words: list[str], number: int, of: int, needed: int, name: str
) -> None:  # fmt: skip
    """Draw the sheet on a page of `paper`, which `painter` is at."""
    wide, high = painter.viewport().width(), painter.viewport().height()
    inch = paper.logicalDpiX()

    def put(y: float, points: float, said: str, *, bold: bool = False) -> float:
        painter.setFont(_font(points, bold=bold))
        box = painter.boundingRect(QRectF(0, y, wide, high - y), int(_WRAP), said)
        painter.drawText(box, int(_WRAP), said)
        return float(box.bottom() + inch * 0.12)

    y = put(0, 16, text("province_window.paper_title", name=name), bold=True)
    y = put(y, 13, text("province_window.sheet_of", n=number, of=of), bold=True)
    y = put(y, 11, text("province_window.paper_about", needed=needed, day=days.shown(date.today())))
    rows = -(-len(words) // COLUMNS)
    painter.setFont(_font(15))
    for place, word in enumerate(words):
        at = QRectF(place // rows * wide / COLUMNS, y + (place % rows) * inch * 0.42, wide / COLUMNS, inch * 0.4)
        painter.drawText(at, int(Qt.AlignmentFlag.AlignLeft), f"{place + 1:>2}  {word}")


def _font(points: float, *, bold: bool = False) -> QFont:
    found = QFont(fonts.family())
    found.setPointSizeF(points)
    found.setBold(bold)
    return found
