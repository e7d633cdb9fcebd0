"""The sheet that asks the citizen how the service was: one tap on a large face, or not at all."""

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.asking import CaseSheet
from ui.citizen.face import SCALE, Face
from ui.kit.button import Button
from ui.kit.layout import row
from ui.kit.text import Text
from ui.theme.tokens import STRONG

_WIDE = 820


class RatingSheet(CaseSheet):
    """A face is chosen by a tap or by its place, 1 to 3; Esc leaves it unasked."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk, title=text("casework.rate.title"), width=_WIDE)
        self.score = 0
        self.faces = [Face(score) for score in range(SCALE, 0, -1)]
        for number, face in enumerate(self.faces, start=1):
            face.clicked.connect(lambda _=False, score=face.score: self.tap(score))
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(lambda score=face.score: self.tap(score))
        self.body_pane.add(24, Text(text("citizen.rate"), "title", weight=STRONG, wrap=True))
        self.body_pane.add(Text(text("casework.rate.about"), "body", ink="text2", wrap=True), 16)
        self.body_pane.add(row(*((face, 1) for face in self.faces), gap=16))
        self.end()
        self.take.hide()
        later = Button(text("casework.rate.skip"), "quiet", key="Esc", bind=False)
        later.clicked.connect(self.close_sheet)
        self.foot(None, later)

    def tap(self, score: int) -> None:
        """Take what was tapped."""
        self.score = score
        self.taken.emit()

    def values(self) -> dict[str, Any]:
        return {"score": self.score, "scale": SCALE}

    def first_field(self) -> QWidget:
        return self.faces[0]
