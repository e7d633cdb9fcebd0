"""The keyboard on the screen: plain letters, for the search needs neither accents nor figures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.words import text
from ui.kiosk.touch import Touch
from ui.kit.layout import Pane, row

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Letters(Pane):
    """`typed(letter)`, `erased()` for one letter, `cleared()` for all. The focus stays where it is."""

    typed = Signal(str)
    erased = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__("rail", gap=8, margins=(12, 12, 12, 12))
        self.setAccessibleName(text("kiosk.keyboard"))
        for letters in ROWS[:-1]:
            self.add(row(*((self._letter(letter), 1) for letter in letters), gap=8))
        clear, erase = self._key(text("kiosk.clear")), self._key(text("kiosk.erase"))
        space = self._key(text("kiosk.space"))
        space.clicked.connect(lambda: self.typed.emit(" "))
        erase.clicked.connect(self.erased)
        clear.clicked.connect(self.cleared)
        last: list[tuple[QWidget, int]] = [(self._letter(letter), 2) for letter in ROWS[-1]]
        self.add(row((clear, 2), *last, (space, 4), (erase, 2), gap=8))

    def _letter(self, letter: str) -> Touch:
        key = self._key(letter)
        key.clicked.connect(lambda: self.typed.emit(letter))
        return key

    def _key(self, words: str) -> Touch:
        key = Touch(words, size="big" if len(words) == 1 else "text")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setMinimumWidth(48)
        return key
