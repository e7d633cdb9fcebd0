"""A line that tells what was just done and offers to undo it; it leaves by itself and never takes the keyboard."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy

from ui.kit.banner import ICONS
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.paint import TONES
from ui.kit.text import Icon, Text
from ui.theme.tokens import RADIUS


class Notice(Pane):
    """Hidden until `say`. `acted` comes when its one action is used."""

    acted = Signal()

    def __init__(self) -> None:
        super().__init__("ok_soft", radius=RADIUS, across=True, gap=10, margins=(12, 6, 8, 6))
        self._icon = Icon("check-circle", 18, "ok")
        self._text = Text("", "secondary", wrap=True)
        self._action = Button("", "link", height=28)
        self._action.clicked.connect(self._act)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.add((self._icon, Qt.AlignmentFlag.AlignVCenter), (self._text, 1), self._action)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, text: str, *, tone: str = "ok", action: str = "", key: str = "", seconds: int = 8) -> None:
        """Show `text`; `action` and its `key` stand behind it. 0 seconds keeps it until the next `say` or `hide`."""
        self.set_ground(TONES[tone][1])
        self._icon.change(ICONS[tone], TONES[tone][0])
        self._text.say(text)
        self.setAccessibleName(text)
        self._action.set_key(key)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._clock.stop()
        if seconds:
            self._clock.start(seconds * 1000)
        self.show()

    def unsay(self, text: str) -> None:
        """Go, if it is still `text` that is told: what is true no longer is not left standing."""
        if text and self._text.text() == text:
            self.hide()

    def _act(self) -> None:
        self.hide()
        self.acted.emit()
