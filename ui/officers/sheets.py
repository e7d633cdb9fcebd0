"""The sheets about officers: a new one, one that is here already, and one's own password."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken
from desk.officers import officer as officers
from desk.officers import passwords, staff
from desk.officers.officer import Officer, Role
from desk.words import text
from sync import home
from sync.keys import accounts, vault
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.officers.choosing import Choosing
from ui.officers.handing import Handing
from ui.officers.roles_ticked import RolesTicked
from ui.session import Session


class Appointing(QObject):
    """A new officer: name and roles; the desk makes up the first password. `done` comes when they are entered."""

    done = Signal()

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self._session = session
        self.name = Field(text("accounts.name"), labelled=True)
        self.roles = RolesTicked([Role.RECEPTION])
        self.handing = Handing()
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(self.name, self.roles, self.handing, None)
        self.sheet = Sheet(over, text("accounts.add_title"), body)
        self.button = Button(text("accounts.add"), "primary", icon="user-plus", key="F9")
        self.button.clicked.connect(self.appoint)
        self.sheet.foot((self.button, 1))
        self.sheet.open(self.name)

    def appoint(self) -> None:
        """Enter the officer; a refusal stands at the field it concerns."""
        name, roles, first = self.name.text(), self.roles.chosen(), passwords.temporary()
        if not roles:
            return
        try:
            until = self.roles.last_day()
            self._session.do(accounts.add(self._session.desk.db, name, roles, first, until=until))
        except Spoken as refused:
            _refuse(refused, self.name, {"until": self.roles.until})
            return
        self.handing.show_password(text("accounts.added", name=name), first)
        self.button.hold(text("accounts.added", name=name))
        self.done.emit()


class Looking(QObject):
    """One officer: roles, a temporary password, an account that wrong tries have closed. `done` comes on a change."""

    done = Signal()

    def __init__(self, over: QWidget, session: Session, officer: Officer) -> None:
        super().__init__(over)
        self._session, self._officer = session, officer
        held = staff.roles_of(session.desk.db, officer.id, session.desk.now().date())
        self.roles = RolesTicked(held, seconded=True)
        self.said = Text("", "secondary", ink="ok", wrap=True)
        self.handing = Handing()
        self.reset = Button(text("accounts.reset_button"), icon="key", height=36)
        self.unlock = Button(text("accounts.unlock_button"), icon="lock-open", height=36)
        self.reset.clicked.connect(self.give_password)
        self.unlock.clicked.connect(self.let_in)
        self.unlock.setVisible(self._closed())
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(self.roles, self.said, 8, self.reset, self.unlock, self.handing, None)
        self.sheet = Sheet(over, officer.name, body)
        self.button = Button(text("accounts.save_roles"), "primary", icon="check", key="F9")
        self.button.clicked.connect(self.set_roles)
        self.sheet.foot((self.button, 1))
        for button, action in ((self.button, "set_roles"), (self.reset, "reset"), (self.unlock, "unlock")):
            if not session.desk.may(action):
                button.hold(text("settings.officer.ask"))
        self.sheet.open(next(iter(self.roles.boxes.values())))

    def _closed(self) -> bool:
        found = home.read(self._session.folder).locks if self._session.folder else ()
        return any(lock.officer == self._officer.id and vault.locked(lock) for lock in found)

    def set_roles(self) -> None:
        """Let the officer hold the roles that are ticked; with a last day or a field, beside the standing ones."""
        roles, field, officer = self.roles.chosen(), self.roles.field.text(), self._officer
        if not roles:
            return
        try:
            until = self.roles.last_day()
            if until or field:
                _give(self._session, officer, roles, until, field)
            else:
                _set(self._session, officer, roles)
        except Spoken as refused:
            _refuse(refused, self.roles.until, {"role": self.roles.wrong})
            return
        self.said.say(text("accounts.roles_kept", name=officer.name))
        self.done.emit()

    def give_password(self) -> None:
        """Make up a temporary password and show it once."""
        password = passwords.temporary()
        try:
            self._session.do(accounts.reset(self._session.desk.db, self._officer.id, password))
        except Spoken as refused:
            self.said.say(str(refused), ink="late")
            return
        self.handing.show_password(text("accounts.reset", name=self._officer.name), password)
        self.done.emit()

    def let_in(self) -> None:
        """Let the officer try again at once."""
        if self._session.folder is None:
            return
        self._session.desk.demand("unlock")
        home.reopen(self._session.folder, self._officer.id)
        self._session.desk.audit("unlock", self._officer.id)
        self.said.say(text("accounts.unlocked", name=self._officer.name))
        self.unlock.hide()
        self.done.emit()


def _set(session: Session, officer: Officer, roles: list[Role]) -> None:
    db = session.desk.db
    now = staff.named(db, officer.id)
    session.do(lambda hand: staff.set_roles(db, now, roles, by=hand.by, today=hand.now.date(), reason=""))


def _give(session: Session, officer: Officer, roles: list[Role], until: str, field: str) -> None:
    """Give the roles that are not held without end; in a field of work, those that are ticked."""
    held = set(staff.named(session.desk.db, officer.id).roles.split())
    new = [role for role in roles if field or role not in held]
    if not new:
        raise Refused("officers.roles_same", field="role", name=officer.name)
    session.do(
        lambda hand: officers.give(
            [
                officers.duty(officer.id, role, until=until, since=hand.at[:10], new_id=hand.new_id(), field=field)
                for role in new
            ],
            by=hand.by,
        )
    )


class OwnPassword(QObject):
    """One's own password: the one in use, and another."""

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self._session = session
        self.now = Field(text("accounts.now"), labelled=True, secret=True)
        self.choosing = Choosing()
        self.said = Text("", "secondary", ink="ok", wrap=True)
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(self.now, self.choosing, self.said, None)
        self.sheet = Sheet(over, text("accounts.own_title"), body)
        self.button = Button(text("accounts.take"), "primary", icon="check", key="F9")
        self.button.clicked.connect(self.change)
        self.choosing.entered.connect(self.change)
        self.sheet.foot((self.button, 1))
        self.sheet.open(self.now)

    def change(self) -> None:
        """Take the new password once the one in use is right."""
        folder, desk = self._session.folder, self._session.desk
        if folder is None or not (new := self.choosing.chosen()):
            return
        try:
            home.unlock(folder, self.now.text(), desk.by)
        except Refused as refused:
            self.now.refuse(str(refused))
            self.now.setFocus()
            return
        try:
            self._session.do(accounts.choose(desk.db, new, self.now.text()))
        except Spoken as refused:
            self.choosing.refuse(str(refused))
            return
        self.now.set_text("")
        self.choosing.forget()
        self.said.say(text("accounts.changed"))


def _refuse(refused: Spoken, otherwise: Field, fields: dict[str, Field | Text]) -> None:
    """Put a refusal at the field it concerns."""
    found = fields.get(getattr(refused, "field", None) or "", otherwise)
    if isinstance(found, Text):
        found.say(str(refused))
        found.show()
    else:
        found.refuse(str(refused))
        found.setFocus()
