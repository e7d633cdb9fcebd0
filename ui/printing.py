"""Puts the pages of a PDF on a printer, at their true size. Asks for the printer; makes no PDF."""

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desk import Unusable
from desk.forms.render import POINTS, Pages

SHARPEST = 300  # dots per inch: enough for a code of half a millimetre a module, and kind to an old PC's memory


def picture(pages: Pages, number: int, dpi: float) -> QImage:
    """Page `number` of `pages` as a Qt picture."""
    drawn = pages.picture(number, dpi)
    return QImage(drawn.tobytes(), *drawn.size, drawn.width * 3, QImage.Format.Format_RGB888).copy()


def ask_printer(over: QWidget) -> QPrinter | None:
    """The printer the person chose, None when they changed their mind. Raises Unusable where there is none."""
    if not QPrinterInfo.availablePrinterNames():
        raise Unusable("preview.no_printer")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, over).exec() else None


def put(pages: Pages, printer: QPrinter) -> None:
    """Print all pages. Raises Unusable when the printer does not take them."""
    _lay(printer, pages, 0)
    painter = QPainter()
    if not painter.begin(printer):
        raise Unusable("preview.printer_failed", printer=printer.printerName())
    try:
        for number in range(len(pages)):
            if number:
                _lay(printer, pages, number)
                if not printer.newPage():
                    raise Unusable("preview.printer_failed", printer=printer.printerName())
            _draw(painter, printer, pages, number)
    finally:
        ended = painter.end()
    if not ended or printer.printerState() == QPrinter.PrinterState.Error:
        raise Unusable("preview.printer_failed", printer=printer.printerName())


def _lay(printer: QPrinter, pages: Pages, number: int) -> None:
    """Give the printer the paper of page `number`, edge to edge."""
    width, height = pages.size(number)
    upright = QPageLayout.Orientation.Portrait if width <= height else QPageLayout.Orientation.Landscape
    paper = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
    layout = QPageLayout(paper, upright, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)  # else a printer that wants margins keeps the paper it had
    printer.setPageLayout(layout)


def _draw(painter: QPainter, printer: QPrinter, pages: Pages, number: int) -> None:
    """Page `number` at its true size in the middle of the paper; smaller only when the paper is."""
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    dots = printer.resolution() / POINTS
    width, height = (side * dots for side in pages.size(number))
    fit = min(1.0, sheet.width() / width, sheet.height() / height)
    target = QRectF(0, 0, width * fit, height * fit)
    target.moveCenter(QRectF(0, 0, sheet.width(), sheet.height()).center())
    painter.drawImage(target, picture(pages, number, min(SHARPEST, printer.resolution())))
