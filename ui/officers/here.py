"""Who works at this office, in the settings: roles, who may log in at this PC, and the doors to change that."""

from desk import store
from desk.officers import staff
from desk.officers.officer import Duty, Officer, Role
from desk.words import text
from sync import home
from sync.keys import accounts, vault
from sync.keys.vault import Lock
from sync.log import Touched
from ui.kit.button import Button
from ui.kit.layout import Item, Pane, Rule, row
from ui.kit.text import Avatar, Chip, Elided, Text
from ui.officers.roles_ticked import capital
from ui.officers.sheets import Appointing, Looking, OwnPassword
from ui.session import Session

KINDS = {"officer", "duty", "account"}


class OfficersHere(Pane):
    """The officers as this PC knows them; follows what other PCs bring."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=8)
        self._session = session
        self._list = Pane(None)
        self.add_button = Button(text("accounts.add"), icon="user-plus", key="Ctrl+N", height=36)
        self.own_button = Button(text("accounts.own_title"), icon="key", key="Ctrl+K", height=36)
        self.add_button.clicked.connect(self.appoint)
        self.own_button.clicked.connect(self.change_own)
        self.add(self._list, 4, row(self.own_button, None, self.add_button))
        if not session.desk.may("appoint"):
            self.add_button.hide()
            self.add(Text(text("settings.officer.ask"), "secondary", ink="text3", wrap=True))
        self.opened: Appointing | Looking | OwnPassword | None = None
        session.changed.connect(self._heard)
        self.show_officers()

    def _heard(self, touched: Touched) -> None:
        if any(kind in KINDS for kind, _ in touched):
            self.show_officers()

    def show_officers(self) -> None:
        """Show who there is, by name."""
        old, self._list = self._list, Pane(None)
        locks = {lock.officer: lock for lock in home.read(self._session.folder).locks} if self._session.folder else {}
        for officer in store.select(self._session.desk.db, Officer, "ORDER BY name"):
            self._list.add(row(*self._line(officer, locks.get(officer.id)), gap=10, margins=(0, 7, 0, 7)), Rule())
        self.body.replaceWidget(old, self._list)
        old.hide()
        old.deleteLater()

    def _line(self, officer: Officer, lock: Lock | None) -> list[Item]:
        desk = self._session.desk
        held = capital(", ".join(self._held(officer))) or text("accounts.no_role")
        you = text("settings.officer.you") if officer.id == desk.by else ""
        about = Elided(" · ".join(part for part in (held, you) if part), "small", ink="text3")
        who = Pane(None, gap=1)
        who.add(Elided(officer.name), about)
        chips = [Chip(text(f"accounts.{key}"), tone) for key, tone in self._stands(officer, lock)]
        line: list[Item] = [Avatar(officer.name), (who, 1), *chips]
        if desk.may("set_roles") or desk.may("unlock"):
            look = Button(text("accounts.look"), "quiet", height=32, name=text("accounts.look_at", name=officer.name))
            look.clicked.connect(lambda: self.look_at(officer))
            line.append(look)
        return line

    def _held(self, officer: Officer) -> list[str]:
        """What the officer holds today: the standing roles, then those for a time or a field, with both."""
        db, today = self._session.desk.db, self._session.desk.now().date().isoformat()
        standing = [text(f"officers.role.{role}") for role in Role if role in officer.roles.split()]
        return standing + [_duty(duty) for duty in staff.duties_of(db, officer.id) if duty.holds(today)]

    def _stands(self, officer: Officer, lock: Lock | None) -> list[tuple[str, str]]:
        if lock is None:
            return [("not_here", "wait")]
        return [
            (key, tone)
            for key, tone, is_so in (
                ("locked", "late", vault.locked(lock)),
                ("provisional", "soon", lock.provisional),
                ("disputed", "conflict", accounts.disputed(self._session.desk.db, officer.id)),
            )
            if is_so
        ]

    def appoint(self) -> None:
        """Open the sheet for a new officer."""
        self._open(Appointing(self.window(), self._session))

    def look_at(self, officer: Officer) -> None:
        """Open the sheet of one officer."""
        self._open(Looking(self.window(), self._session, officer))

    def change_own(self) -> None:
        """Open the sheet for one's own password."""
        self._open(OwnPassword(self.window(), self._session))

    def _open(self, sheet: Appointing | Looking | OwnPassword) -> None:
        self.opened = sheet
        if not isinstance(sheet, OwnPassword):
            sheet.done.connect(self.show_officers)
        sheet.sheet.closed.connect(sheet.sheet.deleteLater)
        sheet.sheet.closed.connect(sheet.deleteLater)


def _duty(duty: Duty) -> str:
    """A role for a time or a field: "chuyên môn (Hộ tịch) đến 31/12/2026"."""
    role = text(f"officers.role.{duty.role}") if duty.role in tuple(Role) else duty.role
    named = f"{role} ({duty.field})" if duty.field else role
    until = f"{duty.until[8:10]}/{duty.until[5:7]}/{duty.until[:4]}"
    return text("accounts.until", role=named, until=until) if duty.until else named
