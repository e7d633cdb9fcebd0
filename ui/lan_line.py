"""The office's own network in the panel of delivery: which PCs answer, and a field for the address of another."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

from desk import Refused, Spoken
from desk.words import text
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, Rule, row
from ui.kit.text import Text
from ui.session import Session
from ui.words_of_arriving import of_pc

if TYPE_CHECKING:
    from sync.carriers.lan_preview import Offered
    from sync.carriers.neighbours import Neighbour


class LanLine(Pane):
    """Hidden in an office of one PC."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=0, margins=(0, 18, 0, 0))
        self._session = session
        self._inside = Pane(None, gap=0)
        self.address = Field(text("lan.address"), placeholder=text("lan.address_like"))
        self.address.entered.connect(self.meet)
        go = Button(text("lan.meet"))
        go.clicked.connect(self.meet)
        self.look = Button(text("evidence.arriving_look"), key="F7")
        self.look.clicked.connect(self.preview)
        self._said = Banner("wait", "")
        self._said.hide()
        self.add(self._inside, 8, row((self.address, 1), self.look, go, gap=8), 8, self._said)
        session.lan.told.connect(self.show_anew)
        self.setVisible(session.lan.others > 0)
        self.show_anew()

    def meet(self) -> None:
        """Exchange with the PC at the address typed in."""
        try:
            self._session.lan.meet(self.address.text())
        except Refused as refused:
            self.address.refuse(str(refused))
            return
        self.address.set_text("")
        self.show_anew()

    def preview(self) -> None:
        """Say what the PC at the address typed in would bring, and what of it would have to be decided."""
        address = self.address.text()
        try:
            self._session.lan.preview(address, self._offered, self._failed)
        except Refused as refused:
            self.address.refuse(str(refused))
            return
        self.look.setEnabled(False)
        self._say("wait", text("evidence.arriving_asking", address=address))

    def _offered(self, offered: "Offered") -> None:
        if not isValid(self):
            return
        found, name = offered.arriving, self._session.desk.device_name(offered.device)
        lines = [*of_pc(name, offered), text("evidence.arriving_kept_out")]
        self._say("conflict" if found.questions or found.aside else "accent", " ".join(lines))

    def _failed(self, error: Spoken) -> None:
        if isValid(self):
            self._say("late", str(error))

    def _say(self, tone: str, words: str) -> None:
        self.look.setEnabled(tone != "wait")
        self._said.say(tone, words)
        self._said.show()

    def show_anew(self) -> None:
        """Show who answers."""
        old, self._inside = self._inside, Pane(None, gap=0)
        for each in self._session.lan.neighbours():
            self._inside.add(self._row(each), 6)
        if not self._session.lan.neighbours():
            self._inside.add(_pair(text("lan.title"), text("lan.nobody_yet")), 6)
        self._inside.add(Rule())
        self.body.replaceWidget(old, self._inside)
        old.deleteLater()

    def _row(self, each: "Neighbour") -> QLayout | QWidget:
        """Who it is and how it answers; a reason why not has lines of its own."""
        name = self._session.desk.device_name(each.device) if each.device else each.address
        if not each.reason:
            return _pair(name, text("lan.answers") if each.device else text("lan.asking"))
        pane = Pane(None, gap=0)
        pane.add(Text(name, "secondary"), 2, Text(each.reason, "small", ink="text2", wrap=True))
        return pane


def _pair(name: str, value: str) -> QLayout | QWidget:
    return row(Text(name, "secondary"), None, Text(value, "small", ink="text2"), gap=12)
