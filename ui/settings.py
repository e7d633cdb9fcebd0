"""Settings of this PC's window: language, theme, who may log in here, what this program is."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desk import Refused
from desk.officers import Role
from desk.words import language, text
from sync import home
from ui import preferences
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Item, Pane, Rule, column, row
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.text import Avatar, Text
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
        self.officers = Officers(session)
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


class Officers(Pane):
    """Who may log in at this PC; an administrator lets others."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=8)
        self._session = session
        self._list = Pane(None)
        self.add(self._list)
        self.name = Field(text("settings.officer.name"), labelled=True)
        self.password = Field(text("settings.officer.password"), labelled=True, secret=True)
        self.own = Field(text("settings.officer.own"), labelled=True, secret=True)
        roles = [(str(role), capital(text(f"officers.role.{role}"))) for role in Role]
        self.role = Choice(roles, name=text("settings.officer.role"), height=36)
        self.add_button = Button(text("settings.officer.add"), icon="user-plus", height=38)
        self._said = Text("", "secondary", ink="ok", wrap=True)
        self._said.hide()
        if self._may():
            role = column(Text(text("settings.officer.role"), "secondary", ink="text2"), self.role, gap=4)
            self.add(8, row((self.name, 1), role, gap=12), row((self.password, 1), (self.own, 1), gap=12))
            self.add(self._said, row(None, self.add_button))
        else:
            self.add(Text(text("settings.officer.ask"), "secondary", ink="text3", wrap=True))
        self.add_button.clicked.connect(self.add_officer)
        self.show_officers()

    def _may(self) -> bool:
        return self._session.folder is not None and Role.ADMIN in self._session.desk.officer.roles.split()

    def show_officers(self) -> None:
        """Show who may log in."""
        old, self._list = self._list, Pane(None)
        if self._session.folder:
            for lock in home.read(self._session.folder).locks:
                me = text("settings.officer.you") if lock.officer == self._session.desk.by else ""
                about = Text(me, "small", ink="text3")
                self._list.add(row(Avatar(lock.name), Text(lock.name), None, about, margins=(0, 7, 0, 7)), Rule())
        self.body.replaceWidget(old, self._list)
        old.deleteLater()

    def add_officer(self) -> None:
        """Let the officer that was typed log in here, once the administrator's own password is right."""
        self._said.hide()
        folder, desk = self._session.folder, self._session.desk
        assert folder is not None
        try:
            key = self._key()
            home.add_officer(folder, desk, self.name.text(), [Role(self.role.chosen())], self.password.text(), key)
        except Refused as refusal:
            known = {"officer": self.name, "name": self.name, "own": self.own}
            field = known.get(refusal.field or "", self.password)
            field.refuse(str(refusal))
            field.setFocus()
            return
        self._said.say(text("settings.officer.added", name=self.name.text()))
        self._said.show()
        for field in (self.name, self.password, self.own):
            field.set_text("")
        self.show_officers()
        self._session.tell(set())

    def _key(self) -> bytes:
        folder = self._session.folder
        assert folder is not None
        try:
            return home.unlock(folder, self.own.text(), self._session.desk.by)[1]
        except Refused as refusal:
            raise Refused(refusal.key, **{**refusal.values, "field": "own"}) from refusal


def capital(words: str) -> str:
    """Words at the beginning of a line."""
    return words[:1].upper() + words[1:]


def _title(name: str) -> Text:
    return Text(text(f"settings.{name}"), "section", weight=STRONG)


def _line(name: str, value: Segmented | Text) -> Pane:
    label = Text(text(f"settings.{name}"), "secondary", ink="text2")
    label.setFixedWidth(LABEL)
    line = Pane(None, margins=(0, 8, 0, 8))
    stretch = 1 if isinstance(value, Text) else 0
    line.add(row(label, (value, stretch), *([] if stretch else [None])))
    return line
