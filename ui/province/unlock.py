"""The sheet that unlocks the province: with its password, or with as many sheets of words as it needs."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.words import text
from sync.province import opening
from sync.province.secret import Secret
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.province.hand import Hand
from ui.province.words_of_sheets import SheetsTyped


class Unlock(QObject):
    """Open when made. `done` comes once the province is unlocked."""

    done = Signal()

    def __init__(self, over: QWidget, hand: Hand) -> None:
        super().__init__(over)
        self._hand, face = hand, hand.folder.face
        self.password = Field(text("province_window.password"), labelled=True, secret=True, icon="lock-key", height=44)
        self.sheets = SheetsTyped(face.needed or 1)
        self.go = Button(text("province_window.unlock"), "primary", icon="lock-open", key="F9")
        by_password = face.lock is not None
        about = "province_window.unlock_why" if by_password else "province_window.unlock_why_sheets"
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        first = self.password if by_password else self.sheets
        body.add(Text(text(about, needed=face.needed), "body", ink="text2", wrap=True), first, None)
        self.sheet = Sheet(over, text("province_window.unlock_title"), body)
        self.sheet.foot((self.go, 1))
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.closed.connect(self.deleteLater)
        self.go.clicked.connect(self.unlock)
        self.password.entered.connect(self.unlock)
        self.sheets.complete.connect(self.unlock)
        self._by_password = by_password
        self.sheet.open(first)

    def unlock(self) -> None:
        """Try what was typed."""
        if not self._by_password and not self.sheets.take():
            return
        self.go.setEnabled(False)
        self.go.setText(text("province_window.unlocking"))
        QTimer.singleShot(20, self, self._try)  # lets the button say so before the key is stretched

    def _try(self) -> None:
        self.go.setEnabled(True)
        self.go.setText(text("province_window.unlock"))
        try:
            opened = self._opened()()
        except Spoken as refused:
            if self._by_password:
                self.password.set_text("")
                self.password.refuse(str(refused))
                self.password.setFocus()
            else:
                self.sheets.start_anew(str(refused))
            return
        self.password.set_text("")
        self.sheets.forget()
        self.sheet.close_sheet()
        self._hand.unlock(opened)
        self.done.emit()

    def _opened(self) -> Callable[[], Secret]:
        folder = self._hand.folder
        if self._by_password:
            return lambda: opening.by_password(folder, self.password.text(), int(time.time()))
        return lambda: opening.by_sheets(folder, self.sheets.typed)
