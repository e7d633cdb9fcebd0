"""The invitation that a new PC was given: a file dropped or chosen, a code typed, a QR code scanned at the counter."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desk import Spoken
from desk.words import text
from sync import enrolling
from sync.carriers import knocking
from sync.errors import Offline
from sync.keys.invitation import QR, Invitation, scanned
from ui.background import Background
from ui.joining import moments
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Text

LOOKING = 3.0
"""Seconds to look for PCs of the office on this network."""


class InvitationField(Pane):
    """`found` comes with the invitation (`invitation`), however it was given."""

    found = Signal()

    def __init__(self, background: Background, server: str = "", *, lan: bool = False) -> None:
        super().__init__(None, gap=10)
        self._background, self._lan = background, lan
        self.invitation: Invitation | None = None
        self.given = Field(
            text("new_pc.invitation"), labelled=True, icon="envelope-simple-open", placeholder=text("new_pc.code_like")
        )
        self.server = Field(text("new_pc.server"), text=server, labelled=True, placeholder="https://")
        self.choose = Button(text("new_pc.choose_file"), icon="folder-open", key="Ctrl+O", height=36)
        self._said = Banner("ok", "")
        self.add(self.given, Text(text("new_pc.three_ways"), "small", ink="text3", wrap=True))
        self.add(row(self.choose, None), self.server, self._said)
        for field in (self.given, self.server):
            field.edit.setAcceptDrops(False)  # a file that is dropped is meant for the screen
            field.entered.connect(self.read)
        self.given.edited.connect(self._typed)
        self.choose.clicked.connect(self.ask_file)
        self.server.hide()
        self._said.hide()
        self.setFocusProxy(self.given)

    def ask_file(self) -> None:
        """Ask which file."""
        kinds = text("new_pc.invitation_files")
        chosen, _ = QFileDialog.getOpenFileName(self, text("new_pc.choose_file"), str(Path.home()), kinds)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Read the invitation in a file."""
        try:
            self._take(Invitation.read(path))
        except Spoken as refused:
            self._refuse(refused)

    def read(self) -> None:
        """Read what was typed or scanned: a code is looked up at the server."""
        given = self.given.text()
        if not given:
            self.given.refuse(text("new_pc.no_invitation"))
            self.given.setFocus()
        elif given.upper().startswith(QR):
            try:
                self._take(scanned(given))
            except Spoken as refused:
                self._refuse(refused)
        elif not self.server.text() and not self._lan:
            self._need_server()
        else:
            self._look_up(given, self.server.text())

    def _look_up(self, code: str, url: str) -> None:
        self._say("wait", text("new_pc.looking_up"))
        lan = self._lan
        self._background.run(lambda: _found(code, url, lan), self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        if isinstance(error, Offline) and not self.server.text():
            self._said.hide()
            self._need_server()
        else:
            self._refuse(error)

    def _need_server(self) -> None:
        self.server.show()
        self.server.refuse(text("new_pc.server_needed"))
        self.server.setFocus()

    def _take(self, invitation: Invitation) -> None:
        self.invitation = invitation
        self.given.set_text(invitation.code)
        self.given.allow()
        ends = moments.said(invitation.ends)
        office = invitation.name or invitation.office
        key = "new_pc.invited_instead" if invitation.replaces else "new_pc.invited"
        self._say("ok", text(key, office=office, ends=ends))
        self.server.setVisible(False)
        self.found.emit()

    def _refuse(self, refused: Spoken) -> None:
        self.invitation = None
        self._said.hide()
        self.given.refuse(str(refused))
        self.given.setFocus()

    def _typed(self) -> None:
        self.invitation = None
        self._said.hide()
        typed = self.given.text().upper()
        self.server.setVisible(bool(typed) and not QR.startswith(typed[: len(QR)]))

    def _say(self, tone: str, words: str) -> None:
        self._said.say(tone, words)
        self._said.show()


def _found(code: str, url: str, lan: bool) -> Invitation:
    """The invitation behind a code: from a PC of the office on this network, else from the server."""
    for address in knocking.near(LOOKING) if lan else ():
        with suppress(Offline):
            return enrolling.fetch_near(code, address)
    if not url:
        raise Offline("enrol.near_none")
    return enrolling.fetch(code, url)
