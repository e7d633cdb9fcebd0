"""The window of this PC: its language, its ground, the size of all that is shown."""

from PySide6.QtCore import Signal

from desk.words import text
from ui import preferences
from ui.kit.languages import languages
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.session import Session
from ui.settings.page import LABEL, Page, line
from ui.theme import palette


class LookPage(Page):
    """`wanted(name, value)` asks for a language, a theme or a scale."""

    wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(text("settings.look"))
        kept = preferences.load(session.folder) if session.folder else preferences.Preferences()
        themes = [(each, text(f"settings.themes.{each}")) for each in preferences.THEMES]
        scales = [(str(each), f"{each} %") for each in preferences.SCALES]
        self.language = languages(text("settings.language"))
        self.theme = Segmented(themes, palette.theme(), name=text("settings.theme"))
        self.scale = Segmented(scales, str(kept.scale), name=text("settings.scale"))
        self.later = Text(text("settings.scale_later"), "small", ink="text3", wrap=True)
        for name in ("language", "theme", "scale"):
            choice: Segmented = getattr(self, name)
            choice.changed.connect(lambda chosen, name=name: self.wanted.emit(name, chosen))
            self.add(line(text(f"settings.{name}"), choice, None))
        self.later.setContentsMargins(LABEL + 8, 0, 0, 0)
        self.add(self.later, None)
        self.setFocusProxy(self.language)
