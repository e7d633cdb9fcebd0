"""Settings of this PC's window: language, theme, who may log in here, what this program is."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desk.words import language, text
from ui import preferences
from ui.kit.button import Button
from ui.kit.layout import Item, Pane, row
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.officers.here import OfficersHere
from ui.places import Place
from ui.session import Session
from ui.theme import palette
from ui.theme.tokens import STRONG
from ui.version import VERSION

WIDE, LABEL = 680, 200
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))


class Settings(Place):
    """The place of settings. `settings_wanted(name, value)` asks for a language or a theme."""

    settings_wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.language = Segmented(LANGUAGES, language(), name=text("settings.language"))
        themes = [(each, text(f"settings.themes.{each}")) for each in preferences.THEMES]
        self.theme = Segmented(themes, palette.theme(), name=text("settings.theme"))
        self.language.changed.connect(lambda chosen: self.settings_wanted.emit("language", chosen))
        self.theme.changed.connect(lambda chosen: self.settings_wanted.emit("theme", chosen))
        self.officers = OfficersHere(session)
        inner = Pane(None, margins=(28, 24, 28, 28))
        inner.setMaximumWidth(WIDE)
        inner.add(_title("look"), _line("language", self.language), _line("theme", self.theme), 24)
        inner.add(_title("officers"), self.officers, 24)
        inner.add(_title("about"), *self._about(), None)
        self.add((scrolled(inner), 1))
        self.setFocusProxy(self.language)

    def _about(self) -> list[Item]:
        desk, folder = self.session.desk, self.session.folder
        found: list[Item] = []
        for name, value in (
            ("program", f"{text('shell.name')} {VERSION}"),
            ("office", f"{desk.office.name} ({desk.office.code})"),
            ("pc", f"{desk.device.name} · {desk.device.id}"),
            ("folder", str(folder or "")),
        ):
            if value:
                found.append(_line(name, Text(value, "secondary", wrap=True, selectable=True)))
        if folder:
            show = Button(text("settings.open_folder"), icon="folder-open", height=32)
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            found.append(row(show, None, margins=(LABEL + 8, 4, 0, 0)))
        return found


def _title(name: str) -> Text:
    return Text(text(f"settings.{name}"), "section", weight=STRONG)


def _line(name: str, value: Segmented | Text) -> Pane:
    label = Text(text(f"settings.{name}"), "secondary", ink="text2")
    label.setFixedWidth(LABEL)
    line = Pane(None, margins=(0, 8, 0, 8))
    stretch = 1 if isinstance(value, Text) else 0
    line.add(row(label, (value, stretch), *([] if stretch else [None])))
    return line
