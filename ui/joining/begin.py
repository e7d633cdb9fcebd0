"""The first screen of a PC that has no office yet: in by invitation, from a backup, or a trial office of its own."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from desk import Spoken
from desk.words import text
from sync import enrolling, home, standalone
from sync.backup import manifest
from ui.background import Background
from ui.joining import ways
from ui.joining.dropping import Drops
from ui.joining.invitation_field import InvitationField
from ui.joining.restoring import Restoring
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.languages import languages
from ui.kit.layout import Pane, row
from ui.kit.pages import Pages
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.officers.choosing import Choosing
from ui.theme.tokens import STRONG

SIDE, COLUMN = 400, 410
PARTS = (manifest.NAME, home.FACE, home.FILE)
"""The files of a backup; one that is dropped means the backup."""
WAYS = ("enrol", "restore", "trial")


class Begin(Pane):
    """Makes the home in `folder`. `begun(lock, key)` comes with its first officer's lock and the file's key."""

    begun = Signal(object, object)
    language_chosen = Signal(str)

    def __init__(self, folder: Path, server: str = "", *, lan: bool = False) -> None:
        super().__init__("surface", across=True)
        self._folder = folder
        self._background = Background(self)
        self.invited = InvitationField(self._background, server, lan=lan)
        self.name = Field(text("new_pc.pc_name"), labelled=True, placeholder=text("new_pc.pc_name_like"))
        self.code = Field(text("new_pc.office_code"), labelled=True, placeholder="00562")
        self.office = Field(text("new_pc.office_name"), labelled=True)
        self.officer = Field(text("new_pc.officer"), labelled=True, icon="user")
        self.choosing = Choosing()
        self.restoring = Restoring(folder, self)
        self.wrong = Banner("late", "")
        self.go = Button("", "primary", icon="arrow-right", key="F9")
        self._ways = QButtonGroup(self)
        self._pages, self._people = Pages(), Pages()
        self.add(self._left(), (scrolled(self._right(), sideways=True), 1))
        self._connect()
        self._turn(0)

    def _left(self) -> Pane:
        pane = ways.rail(text("shell.name"), text("new_pc.title"), text("new_pc.about"))
        pane.setFixedWidth(SIDE)
        ways.offer(pane, WAYS, "new_pc", self._ways)
        self.language = languages()
        pane.add(None, row(self.language, None))
        return pane

    def _right(self) -> QWidget:
        enrol = _column(self.invited, self.name)
        trial = _column(self.code, self.office, Text(text("new_pc.trial_about"), "small", ink="text3", wrap=True))
        for page in (enrol, self.restoring.copies, trial):
            self._pages.addWidget(page)
        who = _column(Text(text("new_pc.first_officer"), "section", weight=STRONG), self.officer, self.choosing)
        for page in (who, _column(self.restoring.who)):
            self._people.addWidget(page)
        for column in (self._pages, self._people):
            column.setFixedWidth(COLUMN)
        self._head = Text("", "section", weight=STRONG)
        left = Pane(None, gap=14).add(self._head, self._pages, None)
        columns = row((left, Qt.AlignmentFlag.AlignTop), (self._people, Qt.AlignmentFlag.AlignTop), None, gap=48)
        pane = Pane("surface", margins=(40, 36, 40, 28), gap=0)
        pane.body.addLayout(columns)
        self.wrong.setFixedWidth(2 * COLUMN + 48)
        foot = Pane(None, margins=(0, 12, 0, 0)).add(row(None, self.go))
        foot.setFixedWidth(2 * COLUMN + 48)
        pane.add(18, row(self.wrong, None), row(foot, None), None)
        return pane

    def _connect(self) -> None:
        self.wrong.hide()
        self._ways.idToggled.connect(lambda number, on: self._turn(number) if on else None)
        self._ways.button(0).setChecked(True)
        self.language.changed.connect(self.language_chosen)
        self.invited.found.connect(self.officer.setFocus)
        self.officer.entered.connect(self.choosing.new.setFocus)
        self.choosing.entered.connect(self.begin)
        self.code.entered.connect(self.office.setFocus)
        self.office.entered.connect(self.officer.setFocus)
        self.name.entered.connect(self.officer.setFocus)
        self.go.clicked.connect(self.begin)
        self.restoring.password.entered.connect(self.begin)
        self.restoring.told.connect(self._follow)
        self.restoring.restored.connect(self.begun)
        Drops(self).dropped.connect(self._dropped)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first().setFocus()

    def way(self) -> str:
        """What was chosen: "enrol", "restore" or "trial"."""
        return WAYS[self._ways.checkedId()]

    def choose(self, way: str) -> None:
        """Choose "enrol", "restore" or "trial"."""
        self._ways.button(WAYS.index(way)).setChecked(True)

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._people.setCurrentIndex(int(WAYS[number] == "restore"))
        self._head.say(text(f"new_pc.head.{WAYS[number]}"))
        self.go.setText(text(f"new_pc.go.{WAYS[number]}"))
        self.wrong.hide()

    def _first(self) -> QWidget:
        firsts: dict[str, QWidget] = {"enrol": self.invited, "restore": self.restoring.copies, "trial": self.code}
        return firsts[self.way()]

    def _dropped(self, path: Path) -> None:
        if path.is_dir() or path.name in PARTS:
            self.choose("restore")
            self.restoring.copies.look(path)
        else:
            self.choose("enrol")
            self.invited.take_file(path)

    def _follow(self) -> None:
        """While a backup is copied nothing else can be begun."""
        busy = self.restoring.share is not None
        for widget in (*self._ways.buttons(), self.language, self._pages, self._people, self.go):
            widget.setEnabled(not busy)

    def begin(self) -> None:
        """Make the home, once everything is there."""
        if self.way() == "restore":
            self.restoring.go()
            return
        if self.way() == "enrol" and self.invited.invitation is None:
            self.invited.read()
            return
        if not self._filled() or not (password := self.choosing.chosen()):
            return
        self.wrong.hide()
        self.go.setText(text("new_pc.working"))
        self.go.setEnabled(False)
        QTimer.singleShot(20, self, lambda: self._make(password))  # lets the button say so before the key is stretched

    def _filled(self) -> bool:
        needed: Sequence[Field] = (self.officer,) if self.way() == "enrol" else (self.code, self.officer)
        for field in needed:
            if not field.text():
                field.refuse(text("new_pc.missing"))
                field.setFocus()
                return False
        return True

    def _make(self, password: str) -> None:
        try:
            self._fill_home(password)
            lock, key = home.unlock(self._folder, password)
        except Spoken as refused:
            self._refuse(refused)
        else:
            self.choosing.forget()
            self.begun.emit(lock, key)
        finally:
            self.go.setEnabled(True)
            self.go.setText(text(f"new_pc.go.{self.way()}"))

    def _fill_home(self, password: str) -> None:
        officer, invited = self.officer.text(), self.invited.invitation
        if self.way() == "trial":
            made = standalone.provision(self.code.text(), self.office.text())
            home.make(self._folder, made, officer, password)
        else:
            assert invited is not None
            enrolling.begin(self._folder, invited, officer, password, name=self.name.text())

    def _refuse(self, refused: Spoken) -> None:
        fields = {"office": self.code, "office_name": self.office, "invitation": self.invited.given}
        fields |= {"officer": self.officer, "name": self.officer, "password": self.choosing.new}
        if field := fields.get(getattr(refused, "field", None) or ""):
            field.refuse(str(refused))
            field.setFocus()
        else:
            self.wrong.say("late", str(refused))
            self.wrong.show()

    def close_down(self) -> None:
        """End what is under way beside."""
        self._background.close()
        self.restoring.close_down()


def _column(*items: QWidget) -> Pane:
    return Pane(None, gap=14).add(*items)
