"""A sheet of the page of PCs; it goes with its closing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.kit.sheet import Sheet

if TYPE_CHECKING:
    from ui.settings.pcs_page import PcsPage


class OnSheet(QObject):
    """Opened over a window for a page, which knows it as `opened` while it is there."""

    def __init__(self, over: QWidget, page: "PcsPage", title: str, body: QWidget, *, width: int = 460) -> None:
        super().__init__(over)
        self.page, self.desk = page, page.session.desk
        self.sheet = Sheet(over, title, body, width=width)
        self.sheet.closed.connect(self._gone_with_it)

    def _gone_with_it(self) -> None:
        self.page.opened = None
        self.sheet.deleteLater()
        self.deleteLater()
