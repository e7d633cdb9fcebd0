"""One sentence on a soft tone, with at most two actions: what would be a dialog box elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.paint import TONES
from ui.kit.text import Icon, Text
from ui.theme.tokens import RADIUS

ICONS = {
    "ok": "check-circle",
    "soon": "info",
    "late": "warning-circle",
    "conflict": "git-fork",
    "accent": "lightbulb",
    "wait": "info",
}


class Banner(Pane):
    """`lead` in strong type, then `text`; `tone` is a key of `paint.TONES`, the icon follows it unless given."""

    def __init__(
        self, tone: str, text: str, *, lead: str = "", icon: str = "", actions: Sequence[Button] = (), pad: int = 8
    ) -> None:
        super().__init__(TONES[tone][1], radius=RADIUS, across=True, gap=10, margins=(12, pad, 8, pad))
        self._icon = Icon(icon or ICONS[tone], 18, TONES[tone][0])
        self._text = Text("", "secondary", wrap=True)
        self.add((self._icon, Qt.AlignmentFlag.AlignVCenter), (self._text, 1), *actions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.say(tone, text, lead=lead, icon=icon)

    def say(self, tone: str, text: str, *, lead: str = "", icon: str = "") -> None:
        """Change tone and sentence; the actions stay."""
        ink, ground = TONES[tone]
        self.set_ground(ground)
        self._icon.change(icon or ICONS[tone], ink)
        self._text.say(text, lead=lead)
        self.setAccessibleName(f"{lead} {text}".strip())
