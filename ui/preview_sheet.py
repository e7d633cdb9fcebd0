"""A preview in a sheet over the window; Esc and the cross put it away. Long documents are made beside the work."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk import Spoken
from desk.words import text
from ui.kit.button import Button
from ui.kit.sheet import Sheet
from ui.preview import Preview
from ui.session import Session

WIDE = 720
WIDE_ACROSS = 980
"""For paper that lies across."""


def show_over(beside: QWidget, preview: Preview, title: str, *, across: bool = False) -> Sheet:
    """Open the preview over the window that `beside` is in."""
    sheet = Sheet(beside.window(), title, preview, width=WIDE_ACROSS if across else WIDE)
    preview.closed.connect(sheet.close_sheet)
    sheet.closed.connect(preview.close)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open(preview.print_button)
    return sheet


def make_beside(
    session: Session,
    button: Button,
    make: Callable[[], bytes],
    show: Callable[[bytes], object],
    tell: Callable[[str], object],
) -> None:
    """Let `make` write a PDF beside the work, for a book of a year takes half a minute; then `show` it.

    `make` touches neither widgets nor the desk's file. The button waits; `tell` says that it goes on, and what failed.
    """

    def done(pdf: bytes) -> None:
        if isValid(button):
            button.release()
            show(pdf)

    def failed(error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        if isValid(button):
            button.release()
            tell(str(error))

    button.hold(text("preview.making"))
    tell(text("preview.making"))
    session.background.run(make, done, failed)
