"""The scans of the case on show: their shelf, made when it is first looked at, in the place the page gives it."""

from pathlib import Path

from desk.words import text
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.scans.shelf import ScanShelf
from ui.session import Session


class ScansPane(Pane):
    """Files dropped on the page are given to `take`."""

    def __init__(self, session: Session) -> None:
        super().__init__(None)
        self._session, self._case_id = session, ""
        self.shelf: ScanShelf | None = None

    def show_case(self, case_id: str) -> None:
        """Show the scans of that case."""
        if case_id != self._case_id:
            self._case_id = case_id
            self._drop()
            if self.isVisible():
                self._make()

    def take(self, paths: list[Path]) -> None:
        """Add files to the case."""
        self._make().take(paths)

    def ask_files(self) -> None:
        """Ask for files and add them."""
        self._make().ask_files()

    def look_at(self, scan: str) -> None:
        """Show one of them large."""
        self._make().look_at(scan)

    def _make(self) -> ScanShelf:
        if self.shelf is None:
            self.shelf = ScanShelf(self._session, self._case_id)
            self.add((self.shelf, 1), Text(text("casework.scans_drop"), "small", ink="text3", wrap=True))
            self.setFocusProxy(self.shelf)
        return self.shelf

    def _drop(self) -> None:
        self.shelf = None
        while (item := self.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def showEvent(self, event: object) -> None:
        if self._case_id:
            self._make()
