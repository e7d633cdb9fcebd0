"""The sheet that invites a PC into an office, or hands an invitation out that was made before."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk import Spoken
from desk.words import text
from sync.keys.invitation import DAYS, Invitation
from sync.province import acts
from sync.province.secret import Secret
from ui.joining.handing_out import HandingOut
from ui.joining.invitation_asked import InvitationAsked
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.pages import Pages
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.province.hand import Hand
from ui.theme.tokens import STRONG


class Inviting(QObject):
    """Open when made. `number` is that of an invitation to hand out again, 0 for a new one."""

    def __init__(self, over: QWidget, hand: Hand, code: str, number: int = 0) -> None:
        super().__init__(over)
        self._hand, self._code = hand, code
        roster = hand.offices[code].roster
        self.asked = InvitationAsked(roster.members, DAYS)
        self.handed: HandingOut | None = None
        self._pages = Pages()
        self._pages.addWidget(self.asked)
        self.go = Button(text("province_window.invite"), "primary", icon="envelope-simple", key="F9")
        self.go.clicked.connect(self.invite)
        self.asked.entered.connect(self.invite)
        self._office = Text(roster.name or code, "body", weight=STRONG, wrap=True)
        body = Pane(None, margins=(20, 16, 20, 16), gap=12).add(self._office, self._pages, None)
        self.sheet = Sheet(over, f"{text('province_window.invite')} · {code}", body)
        self.sheet.foot((self.go, 1))
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.closed.connect(self.deleteLater)
        if number:
            hand.with_secret(lambda secret: self._hand_out(acts.invitation(hand.folder, secret, code, number)))
        self.sheet.open(self.handed.save if self.handed else self.asked)

    def invite(self) -> None:
        """Make the invitation; then, to close the sheet."""
        if self.handed:
            self.sheet.close_sheet()
        else:
            self._hand.with_secret(self._make)

    def _make(self, secret: Secret) -> None:
        if not (days := self.asked.days()):
            return
        name, replaces = self.asked.name.text(), self.asked.replaces.chosen()
        try:
            made = acts.invite(self._hand.folder, secret, self._code, days=days, name=name, replaces=replaces)
        except Spoken as refused:
            self.asked.refuse(str(refused))
            return
        handed = self._hand_out(made)
        self._hand.renew(self._code)
        self._hand.send(self._code, lambda: handed.say_state(True) if isValid(handed) else None)

    def _hand_out(self, made: Invitation) -> HandingOut:
        handed = self.handed = HandingOut(made)
        self._office.hide()  # the code and the button to save it stand whole on a low screen
        self._pages.addWidget(handed)
        self._pages.setCurrentWidget(handed)
        self.go.setText(text("province_window.done"))
        self.go.set_icon("check")
        handed.save.setFocus()
        return handed
