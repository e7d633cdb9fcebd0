"""When something breaks that nobody foresaw: a calm sheet, a log without personal data, and the program goes on.

The log and the details name places in the program only. Messages are left out: they may repeat what was typed.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from desk import Spoken
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.kit.text_area import TextArea
from ui.shell.window import Window
from ui.theme.tokens import STRONG

FILE = "trouble.log"
LARGEST = 200_000
"""Bytes of the log beyond which it is begun anew."""


class Trouble:
    """Takes what would end the program; `shown` is the window to show it over."""

    def __init__(self, folder: Path, shown: Callable[[], QWidget | None]) -> None:
        self._folder, self._shown, self._open = folder, shown, False

    def listen(self) -> None:
        """Take exceptions that nobody handled from now on."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show what happened: an error with words in its words, any other as a fault of ours."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        window = self._shown()
        if isinstance(error, Spoken) and isinstance(window, Window):
            window.tell(str(error), tone="late", seconds=0)
            return
        details = described(error)
        self._write(details)
        if window is not None and not self._open:
            self._show(window, details)

    def _write(self, details: str) -> None:
        logging.getLogger(__name__).critical("%s", details)
        with suppress(OSError):
            path = self._folder / FILE
            fresh = not path.exists() or path.stat().st_size > LARGEST
            with path.open("w" if fresh else "a", encoding="utf-8") as file:
                file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n{details}\n")

    def _show(self, window: QWidget, details: str) -> None:
        self._open = True
        sheet = trouble_sheet(window, details)
        sheet.closed.connect(self._closed)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _closed(self) -> None:
        self._open = False


def described(error: BaseException) -> str:
    """The kinds of an error and its causes with the places in the program, without messages and values."""
    chain: list[str] = []
    while error is not None and len(chain) < 5:
        places = traceback.extract_tb(error.__traceback__)
        lines = [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
        chain.insert(0, "\n".join([type(error).__name__, *lines]))
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    return "\n".join(chain)


def trouble_sheet(over: QWidget, details: str) -> Sheet:
    """A sheet that says so calmly, with the details to copy."""
    area = TextArea(details, name=text("window.trouble.details"), lines=12)
    area.setReadOnly(True)
    body = Pane(None, gap=10, margins=(20, 16, 20, 20))
    body.add(Text(text("window.trouble.lead"), "section", weight=STRONG, wrap=True))
    body.add(Text(text("window.trouble.text"), "body", ink="text2", wrap=True), 6)
    box = Pane("sunken", radius=6, border="line_strong", margins=(12, 8, 12, 8)).add(area)
    body.add(Text(text("window.trouble.details"), "small", ink="text3"), box, None)
    sheet = Sheet(over, text("window.trouble.title"), body)
    copy = Button(text("window.trouble.copy"), icon="copy", height=38)

    def copied() -> None:
        QApplication.clipboard().setText(details)
        copy.setText(text("window.trouble.copied"))

    copy.clicked.connect(copied)
    sheet.foot(None, copy)
    return sheet


def no_desk(why: Spoken) -> Pane:
    """What is shown where there is no desk to open."""
    pane = Pane("surface", gap=12, margins=(48, 40, 48, 40))
    pane.add(None, Text(text("window.start.no_home"), "title", weight=STRONG), Text(str(why), "body", wrap=True), None)
    pane.setWindowTitle(text("shell.name"))
    return pane
