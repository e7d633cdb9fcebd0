"""An invitation to be handed out: its QR code large enough to scan, its code to be read out, its file."""

from pathlib import Path

from PySide6.QtCore import Qt

from desk import Spoken
from desk.words import text
from sync.keys.invitation import Invitation
from ui import saving
from ui.joining import moments
from ui.joining.qr_code import QrCode
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG

WIDEST = 420
"""Pixels of the QR code at the most."""


class HandingOut(Pane):
    """Shows one invitation. `code_works` says whether the server knows of it, None while that is being asked."""

    def __init__(self, invitation: Invitation, *, code_works: bool | None = None) -> None:
        super().__init__(None, gap=12)
        self.invitation = invitation
        self.save = Button(text("new_pc.save_invitation"), icon="export", key="F5", height=38)
        self._state = Banner("wait", "")
        self._saved = Banner("ok", "")
        self._saved.hide()
        ends = moments.said(invitation.ends)
        self.add(Text(text("new_pc.hand_out", ends=ends), "body", ink="text2", wrap=True))
        self.add(row(None, QrCode(invitation.qr, widest=WIDEST), None))
        lines = _halves(invitation.code)
        for line in lines:
            label = Text(line, "section", weight=STRONG, selectable=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.add(label)
        self.add(self._state, row(self.save, None), self._saved)
        self.save.clicked.connect(self.ask_path)
        self.say_state(code_works)

    def say_state(self, code_works: bool | None) -> None:
        """Say whether the code can be typed already."""
        tones = {None: "wait", True: "ok", False: "soon"}
        names = {None: "code_unsure", True: "code_works", False: "code_not_yet"}
        self._state.say(tones[code_works], text(f"new_pc.{names[code_works]}"))

    def ask_path(self) -> None:
        """Ask where the file shall be written."""
        name = f"{self.invitation.office}.invitation"
        path = saving.ask_path(self, name, suffix="invitation", kinds=text("new_pc.invitation_files"))
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the file; one of that name is replaced, for the person was asked."""
        path.unlink(missing_ok=True)
        try:
            self.invitation.write(path)
        except Spoken as refused:
            self._saved.say("late", str(refused))
        else:
            self._saved.say("ok", text("new_pc.invitation_saved", file=path.name))
        self._saved.show()


def _halves(code: str) -> tuple[str, str]:
    groups = code.split("-")
    return "-".join(groups[:5]) + "-", "-".join(groups[5:])
