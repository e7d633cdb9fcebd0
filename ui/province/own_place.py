"""The province itself: its key, its server, the window's look, and the journal of what was done."""

from base64 import b64encode

from PySide6.QtCore import Signal

from desk import Spoken, words
from desk.words import text
from sync.desk import local
from sync.province import acts, opening
from sync.province.folder import Noted
from sync.province.secret import Secret
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.languages import languages
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.province.hand import Hand
from ui.province.place import ProvincePlace
from ui.theme.tokens import STRONG

LEFT = 480


class OwnPlace(ProvincePlace):
    """`setting_wanted(name, value)` asks for a language or a theme."""

    NAME = "own"
    KEYS = ("F9",)
    setting_wanted = Signal(str, str)

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        face = hand.folder.face
        self.root = Text(b64encode(face.root).decode(), "secondary", selectable=True, wrap=True)
        self.server_key = Field(text("province_window.server_key"), labelled=True)
        self.url = Field(text("province_window.server_url"), labelled=True, placeholder="https://")
        self.go = Button(text("province_window.keep_server"), "primary", icon="check", key="F9")
        self.said = Banner("ok", "")
        self.said.hide()
        self.language = languages()
        themes = [(name, text(f"settings.themes.{name}")) for name in ("light", "dark")]
        self.theme = Segmented(themes, "light", name=text("settings.theme"))
        columns = (("at", 112), ("act", 112), ("office", 0), ("reason", 216))
        self.journal = Ledger(
            [Column(text(f"province_window.head.{name}"), wide) for name, wide in columns],
            text("province_window.journal"), tall=True,
        )  # fmt: skip
        self.add(row(self._left(), (self._right(), 1), gap=0))
        self.setFocusProxy(self.url)
        self._connect()

    def _left(self) -> Pane:
        face = self.hand.folder.face
        kept = "kept_password" if face.lock else "kept_sheets"
        pane = Pane("surface", edges="r", margins=(28, 20, 28, 16), gap=10)
        pane.setFixedWidth(LEFT)
        pane.add(Text(face.name, "section", weight=STRONG, wrap=True))
        about = text(f"province_window.{kept}", needed=face.needed)
        pane.add(Text(about, "secondary", ink="text2", wrap=True), 4)
        pane.add(Text(text("province_window.root"), "small", ink="text3"), self.root)
        pane.add(Text(text("province_window.root_hint"), "small", ink="text3", wrap=True), 12)
        pane.add(Text(text("province_window.server"), "body", weight=STRONG), self.server_key, self.url)
        pane.add(Text(text("province_window.server_hint"), "small", ink="text3", wrap=True), self.said)
        pane.add(row(None, self.go), None, row(self.language, self.theme, None, gap=12))
        return pane

    def _right(self) -> Pane:
        pane = Pane("surface", margins=(20, 20, 20, 16), gap=8)
        pane.add(Text(text("province_window.journal"), "section", weight=STRONG))
        pane.add(Text(text("province_window.journal_about"), "secondary", ink="text2", wrap=True), (self.journal, 1))
        return pane

    def _connect(self) -> None:
        self.go.clicked.connect(self.keep)
        self.server_key.entered.connect(self.url.setFocus)
        self.url.entered.connect(self.keep)
        self.language.changed.connect(lambda value: self.setting_wanted.emit("language", value))
        self.theme.changed.connect(lambda value: self.setting_wanted.emit("theme", value))

    def come_to(self) -> None:
        """Show what is known of the server, and what was done."""
        face = self.hand.folder.face
        self.server_key.set_text(b64encode(face.server).decode())
        self.url.set_text(face.url)
        self.journal.show_lines([self._line(each, n) for n, each in enumerate(self.hand.folder.journal())])

    def _line(self, noted: Noted, number: int) -> Line:
        kept = self.hand.offices.get(noted.office)
        member = kept.roster.find(noted.device) if kept else None
        which = member.name if member else noted.device
        office = Cell((kept.roster.name if kept else "") or noted.office, which)
        at = Cell(f"{local(noted.at):%d/%m/%Y}", f"{local(noted.at):%H:%M}")
        act = f"province_window.act.{noted.act}"
        return Line(str(number), (at, text(act) if words.known(act) else noted.act, office, noted.reason))

    def keep(self) -> None:
        """Remember the server; another key than before is stated to every office, which needs the province's own."""
        key, url = self.server_key.text(), self.url.text()
        try:
            if opening.changes_server(self.hand.folder, key):
                opening.server_key(key)
                self.hand.with_secret(lambda secret: self._tell_offices(secret, key, url))
                return
            opening.know_server(self.hand.folder, key, url)
        except Spoken as refused:
            self._refuse(refused)
            return
        self._say(text("province_window.server_kept"))

    def _tell_offices(self, secret: Secret, key: str, url: str) -> None:
        try:
            told = acts.name_server(self.hand.folder, secret, opening.server_key(key), url)
        except Spoken as refused:
            self._refuse(refused)
            return
        self._say(text("province_window.server_changed", count=len(told)))
        self.hand.load()

    def _refuse(self, refused: Spoken) -> None:
        self.said.hide()
        self.server_key.refuse(str(refused))
        self.server_key.setFocus()

    def _say(self, words: str) -> None:
        self.said.say("ok", words)
        self.said.show()
        self.hand.changed.emit()
