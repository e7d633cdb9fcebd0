"""A preview in a sheet over the window; Esc and the cross put it away."""

from PySide6.QtWidgets import QWidget

from ui.kit.sheet import Sheet
from ui.preview import Preview

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
