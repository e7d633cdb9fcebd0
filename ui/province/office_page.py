"""One office of the province: its PCs, its invitations, and what may be done with them."""

import time
from collections.abc import Callable

from PySide6.QtCore import Signal

from desk.words import text
from sync.keys.member import Member
from sync.keys.statement import PROVINCE
from sync.province.folder import Invited, Kept
from ui.joining import moments
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line, heading
from ui.kit.text import Chip, Elided
from ui.province.hand import Hand
from ui.province.inviting import Inviting
from ui.province.office_sheets import Delegating, Naming, Recovering, Revoking
from ui.theme.tokens import STRONG

INVITATION = "invitation:"
Opened = Inviting | Naming | Delegating | Recovering | Revoking


class OfficePage(Pane):
    """Shows the office of `code`; "" before one was chosen."""

    requests_wanted = Signal(str)

    def __init__(self, hand: Hand) -> None:
        super().__init__("surface", margins=(20, 16, 20, 14), gap=10)
        self._hand = hand
        self.code = ""
        self._name = Elided("", "section", weight=STRONG)
        self._about = Elided("", "secondary", ink="text2")
        self._told = Chip("", "wait")
        see = Button(text("province_window.see_requests"), "link", height=28)
        see.clicked.connect(lambda: self.requests_wanted.emit(self.code))
        self._asking = Banner("soon", "", icon="user-plus", actions=(see,), pad=4)
        heads = ("number", "pc", "state", "enrolled", "changes")
        wide = (64, 0, 168, 190, 104)
        columns = [
            Column(text(f"province_window.head.{name}"), width, name == "changes")
            for name, width in zip(heads, wide, strict=True)
        ]
        self.ledger = Ledger(columns, text("province_window.pcs"), tall=True)
        self.rename = Button(text("province_window.rename"), icon="pencil-simple", key="Ctrl+E")
        self.ask = Button(text("province_window.ask_server"), icon="arrows-clockwise", key="F5")
        self.trust = Button(text("province_window.delegate"), icon="handshake", key="F6")
        self.recover = Button(text("province_window.recover"), icon="key", key="F7")
        self.revoke = Button(text("province_window.revoke"), "danger", icon="prohibit", key="F8")
        self.invite = Button(text("province_window.invite"), "primary", icon="envelope-simple", key="F9")
        self.opened: Opened | None = None
        head = Pane(None, gap=1).add(self._name, self._about)
        self.add(row((head, 1), self._told, self.rename, gap=12), self._asking, (self.ledger, 1))
        self.add(row(self.revoke, self.trust, self.recover, self.ask, None, self.invite, gap=6))
        self._connect()

    def _connect(self) -> None:
        self.ledger.previewed.connect(lambda _: self._fit())
        self.ledger.opened.connect(self._open_line)
        self.rename.clicked.connect(lambda: self._with(lambda: Naming(self.window(), self._hand, *self._named())))
        self.ask.clicked.connect(lambda: self._hand.with_secret(lambda _: self._hand.ask([self.code])))
        self.trust.clicked.connect(self._trust)
        self.recover.clicked.connect(lambda: self._with(lambda: Recovering(self.window(), self._hand, self.code)))
        self.revoke.clicked.connect(self._revoke)
        self.invite.clicked.connect(lambda: self._with(lambda: Inviting(self.window(), self._hand, self.code)))

    def _with(self, make: Callable[[], Opened]) -> None:
        """Open a sheet once the key is unlocked."""

        def opened(_: object) -> None:
            self.opened = make()

        self._hand.with_secret(opened)

    def _named(self) -> tuple[str, str]:
        return self.code, self._kept().roster.name

    def _kept(self) -> Kept:
        return self._hand.offices[self.code]

    def show_office(self, code: str) -> None:
        """Show another office."""
        if code != self.code and code in self._hand.offices:
            self.code = code
            self.ledger.clearSelection()
            self.renew()

    def renew(self) -> None:
        """Show it as it is now."""
        if self.code not in self._hand.offices:
            return
        kept, chosen = self._kept(), self.ledger.chosen()
        roster = kept.roster
        self._name.say(roster.name or roster.office)
        self._about.say(text("province_window.office_about", code=roster.office, pcs=len(roster.live)))
        told, tone = ("ahead_chip", "soon") if kept.ahead else ("told_chip", "ok")
        self._told.say(text(f"province_window.{told}"), tone)
        asking = sum(request.office == self.code for request in self._hand.folder.requests())
        self._asking.say("soon", text("province_window.asking_here", count=asking), icon="user-plus")
        self._asking.setVisible(asking > 0)
        lines = [_pc(kept, member) for member in roster.members]
        if kept.invited:
            now = int(time.time() * 1000)
            lines.append(heading(text("province_window.invitations")))
            numbered = reversed(list(enumerate(kept.invited, start=1)))
            lines += [_invited(kept, n, each, now) for n, each in numbered]
        self.ledger.show_lines(lines, chosen)
        self._fit()

    def member(self) -> Member | None:
        """The PC chosen, if one is."""
        return self._kept().roster.find(self.ledger.chosen()) if self.code else None

    def _fit(self) -> None:
        """Let each action say what it waits for."""
        member, linked = self.member(), self._hand.linked
        live = member is not None and member.revoked_after is None
        for button in (self.trust, self.revoke):
            button.release() if live else button.hold(text("province_window.choose_pc"))
        trusted = live and member is not None and self._kept().roster.may_enrol(member.id)
        self.trust.setText(text("province_window.withdraw" if trusted else "province_window.delegate"))
        self.ask.release() if linked else self.ask.hold(text("province_window.no_server_yet"))
        known = bool(self._hand.folder.face.server)
        self.invite.release() if known else self.invite.hold(text("province_window.no_server_yet"))

    def _trust(self) -> None:
        if member := self.member():
            self._with(lambda: Delegating(self.window(), self._hand, self.code, member))

    def _revoke(self) -> None:
        if member := self.member():
            self._with(lambda: Revoking(self.window(), self._hand, self.code, member))

    def _open_line(self, key: str) -> None:
        if key.startswith(INVITATION):
            number = int(key.removeprefix(INVITATION))
            self._with(lambda: Inviting(self.window(), self._hand, self.code, number))


def _pc(kept: Kept, member: Member) -> Line:
    roster = kept.roster
    if member.revoked_after is not None:
        state = Cell(text("province_window.state.revoked", last=member.revoked_after), tone="late")
    elif roster.may_enrol(member.id):
        state = Cell(text("province_window.state.enrols"), tone="accent")
    else:
        state = Cell(text("province_window.state.member"), tone="ok")
    by = roster.enrolled_by(member.id)
    author = roster.find(by or "")
    who = author.name if author else text("province_window.by_province") if by == PROVINCE else ""
    below = member.id
    if member.replaces:
        replaced = roster.find(member.replaces)
        below = text(
            "province_window.instead_of", device=member.id, name=replaced.name if replaced else member.replaces
        )
    enrolled = Cell(moments.said(member.enrolled) if member.enrolled else "", who)
    heads = kept.heads.get(member.id)
    cells = (Cell(f"{member.pc:02}"), Cell(member.name, below, strong=True), state, enrolled)
    return Line(member.id, (*cells, Cell("" if heads is None else f"{heads:,}".replace(",", "."))))


def _invited(kept: Kept, n: int, each: Invited, now: int) -> Line:
    used = kept.roster.find(each.used_by)
    if each.used_by:
        state = Cell(text("province_window.invitation.used", name=used.name if used else each.used_by), tone="ok")
    elif each.ends <= now:
        state = Cell(text("province_window.invitation.ended"), tone="wait")
    else:
        state = Cell(text("province_window.invitation.open"), tone="accent")
    ends = text("province_window.until", day=moments.said(each.ends))
    name = text("province_window.invitation_number", n=n)
    replaced = kept.roster.find(each.replaces)
    below = text("province_window.replaces", name=replaced.name) if replaced else each.name
    return Line(f"{INVITATION}{each.number}", (Cell(""), Cell(name, below), state, Cell(ends), Cell("")))
