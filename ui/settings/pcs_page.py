"""The PCs of this office: which live, how far their work has come, and what an administrator may do about them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from desk import Spoken
from desk.words import text
from sync import delivery, doors, home, log, takeover, taking_in
from sync.carriers import peers
from sync.healing import succession
from sync.keys.member import Member
from sync.keys.request import Request
from sync.log import Touched
from ui.joining.dropping import Drops
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.text import Text
from ui.session import Session
from ui.settings.on_sheet import OnSheet
from ui.settings.pc_sheets import InvitingHere, RequestsHere, RevokingHere
from ui.settings.takeover_sheet import TakingOver
from ui.theme.tokens import STRONG
from ui.words_of_delivery import moment

OFTEN = 10_000
"""ms between two looks at who is heard on the network."""


class PcsPage(Pane):
    """`told(words)` says what was done."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface", margins=(28, 22, 28, 18), gap=8)
        self.session, self._away = session, list[Request]()
        self.opened: OnSheet | None = None
        see = Button(text("office_pcs.see"), "link", height=28)
        self.asking = Banner("soon", "", icon="user-plus", actions=(see,), pad=4)
        self._heir_go = Button(text("office_pcs.go_on"), "link", height=28)
        self.heir = Banner("accent", "", icon="swap", actions=(self._heir_go,), pad=4)
        self.said = Banner("wait", "")
        self._who = Text("", "secondary", ink="text2", wrap=True)
        columns = (("number", 52), ("pc", 0), ("state", 150), ("heard", 196), ("here", 178))
        self.ledger = Ledger(
            [Column(text(f"office_pcs.head.{name}"), wide) for name, wide in columns], text("office_pcs.title"),
            tall=True,
        )  # fmt: skip
        self.invite = Button(text("office_pcs.invite"), "primary", icon="envelope-simple", key="F9")
        self.replace = Button(text("office_pcs.replace"), icon="swap", key="Ctrl+T")
        self.go_on = Button(text("office_pcs.go_on"), icon="arrow-bend-up-right", key="Ctrl+U")
        self.revoke = Button(text("office_pcs.revoke"), "danger", icon="prohibit", key="Ctrl+Del")
        self.ask = Button(text("office_pcs.ask"), icon="arrows-clockwise", key="F5")
        self.requests = Button(text("office_pcs.requests"), icon="user-plus", key="Ctrl+Y")
        self.add(Text(text("office_pcs.title"), "section", weight=STRONG), self._who)
        self.add(self.heir, self.asking, self.said, (self.ledger, 1))
        self.add(row(self.revoke, self.replace, self.go_on, None, gap=6))
        self.add(row(self.requests, self.ask, None, self.invite, gap=6))
        self.said.hide()
        self.setFocusProxy(self.ledger)
        self._regularly = QTimer(self, interval=OFTEN)
        see.clicked.connect(lambda: self.show_requests())
        self._connect()
        self.show_pcs()

    def _connect(self) -> None:
        self.invite.clicked.connect(lambda: self._invite(""))
        self.replace.clicked.connect(lambda: self._invite(self.ledger.chosen()))
        self.revoke.clicked.connect(self._revoke)
        self.go_on.clicked.connect(lambda: self.take_over(self.ledger.chosen()))
        self._heir_go.clicked.connect(lambda: self.take_over(""))
        self.ask.clicked.connect(self.ask_server)
        self.requests.clicked.connect(lambda: self.show_requests())
        self.ledger.previewed.connect(lambda _: self._fit())
        self.session.changed.connect(self._heard)
        self.session.syncing.told.connect(lambda _: self._soon())
        self.session.lan.told.connect(self._soon)
        self._regularly.timeout.connect(self._soon)
        self._regularly.start()
        Drops(self).dropped.connect(self.show_requests)

    def _heard(self, touched: Touched) -> None:
        if any(kind in ("doorway", "asking", "successor") for kind, _ in touched):
            self._soon()

    def _soon(self) -> None:
        if self.isVisible():
            self.show_pcs()

    def show_pcs(self) -> None:
        """Show how it stands now."""
        desk, chosen = self.session.desk, self.ledger.chosen()
        seen = {each.device for each in self.session.lan.neighbours() if each.device and not each.reason}
        heads, known, vector = delivery.last_heads(desk.db)[0], peers.known(desk.db), log.vector(desk.db)
        lines = []
        for member in desk.keyring.roster.members:
            told = known.get(member.id)
            at = told.at if told else None
            there = heads[member.id].last if member.id in heads else 0
            here = vector.get(member.id, 0)
            lines.append(self._line(member, at, member.id in seen, there, here))
        self.ledger.show_lines(lines, chosen or desk.device.id)
        self._say_who()
        self._say_asking()
        self._say_heir()
        self._fit()

    def _line(self, member: Member, at: int | None, seen: bool, there: int, here: int) -> Line:
        desk = self.session.desk
        below = member.id
        if member.replaces:
            below = text("office_pcs.instead_of", device=member.id, name=desk.device_name(member.replaces))
        mine = member.id == desk.device.id
        if mine:
            heard = Cell(text("office_pcs.mine"))
        elif seen:
            heard = Cell(text("office_pcs.seen"), ink="ok")
        else:
            heard = Cell(moment(at, desk.now()) if at else text("office_pcs.never"))
        held = text("office_pcs.held", count=here)
        said = text("office_pcs.delivered", count=there) if there else text("office_pcs.nothing_delivered")
        delivered = Cell(said, held if here > there else "")
        name = Cell(member.name, below, strong=True)
        return Line(member.id, (Cell(f"{member.pc:02}"), name, self._state(member, mine), heard, delivered))

    def _state(self, member: Member, mine: bool) -> Cell:
        if member.revoked_after is not None:
            return Cell(text("office_pcs.state.revoked"), tone="late")
        if self.session.desk.keyring.roster.may_enrol(member.id):
            return Cell(text("office_pcs.state.enrols"), tone="accent")
        return Cell(text("office_pcs.state.mine" if mine else "office_pcs.state.member"), tone="ok")

    def _say_who(self) -> None:
        """Say who takes PCs in here."""
        desk, roster = self.session.desk, self.session.desk.keyring.roster
        names = [member.name for member in roster.live if roster.may_enrol(member.id)]
        if taking_in.may(desk):
            self._who.say(text("office_pcs.may_here"))
        elif names:
            self._who.say(text("office_pcs.may_there", names=", ".join(names)))
        else:
            self._who.say(text("office_pcs.may_province"))

    def _say_asking(self) -> None:
        asking = len(self.waiting()) + len(succession.waiting(self.session.desk))
        self.asking.say("soon", text("office_pcs.asking", count=asking), icon="user-plus")
        self.asking.setVisible(asking > 0 and taking_in.may(self.session.desk))

    def _say_heir(self) -> None:
        """Say that this PC was taken in for a dead one, until it has taken over."""
        gone = takeover.replaced(self.session.desk)
        open_ = gone is not None and takeover.outlook(self.session.desk, gone).done is None
        self.heir.setVisible(open_)
        if gone is not None and open_:
            self.heir.say("accent", text("office_pcs.heir", name=gone.name), icon="swap")

    def waiting(self) -> list[Request]:
        """Who asks, at the office's network or the server, as far as it is known here; each once."""
        desk = self.session.desk
        near = doors.requests(desk)
        known = {request.device for request in near} | {member.id for member in desk.keyring.roster.members}
        return [*near, *(request for request in self._away if request.device not in known)]

    def _fit(self) -> None:
        """Let each action say what it waits for."""
        desk = self.session.desk
        member = desk.keyring.roster.find(self.ledger.chosen())
        live = member is not None and member.revoked_after is None
        may = taking_in.may(desk)
        reason = "office_pcs.ask_admin" if desk.keyring.roster.may_enrol(desk.device.id) else "office_pcs.ask_province"
        for button in (self.invite, self.requests):
            button.release() if may else button.hold(text(reason))
        other = live and member is not None and member.id != desk.device.id
        for button in (self.revoke, self.replace):
            if may and other:
                button.release()
            else:
                button.hold(text("office_pcs.choose_other" if may else reason))
        heir = takeover.replaced(desk)
        able = member is not None and member.id != desk.device.id
        allowed = desk.may("appoint") or (heir is not None and member is not None and heir.id == member.id)
        if able and allowed:
            self.go_on.release()
        else:
            self.go_on.hold(text("office_pcs.choose_dead" if allowed else "office_pcs.ask_admin"))
        linked = bool(self.url())
        self.ask.release() if may and linked else self.ask.hold(text("office_pcs.no_server" if may else reason))

    def url(self) -> str:
        """The address of the server, "" for none."""
        return home.read(self.session.folder).server if self.session.folder else ""

    def _invite(self, replaces: str) -> None:
        self.opened = InvitingHere(self.window(), self, replaces)

    def _revoke(self) -> None:
        if member := self.session.desk.keyring.roster.find(self.ledger.chosen()):
            self.opened = RevokingHere(self.window(), self, member)

    def take_over(self, device: str) -> None:
        """Show what going on with the work of that PC comes to; of the one this PC was taken in for, unless named."""
        try:
            gone = takeover.meant(self.session.desk, device)
        except Spoken as refused:
            self._say("late", str(refused))
            return
        self.opened = TakingOver(self.window(), self, gone)

    def show_requests(self, path: Path | None = None) -> None:
        """Show who asks; with the file of a request, that one first."""
        if taking_in.may(self.session.desk):
            self.opened = RequestsHere(self.window(), self, path)

    def add_request(self, request: Request) -> None:
        """Know of a PC that asks by a file."""
        self._away = [each for each in self._away if each.device != request.device] + [request]
        self.show_pcs()

    def forget_request(self, request: Request) -> None:
        """Know of it no longer."""
        self._away = [each for each in self._away if each.device != request.device]
        self.show_pcs()

    def ask_server(self) -> None:
        """Learn from the server who asks."""
        desk, url = self.session.desk, self.url()
        server, asked = desk.keyring.server, taking_in.query(desk)
        self._say("wait", text("office_pcs.asking_server"))
        self.session.background.run(lambda: taking_in.waiting(url, server, asked), self._found, self._missed)

    def _found(self, requests: list[Request]) -> None:
        files = [each for each in self._away if each.device not in {request.device for request in requests}]
        self._away = [*files, *requests]
        self._say("ok", text("office_pcs.asked_server", count=len(self.waiting())))
        self.show_pcs()
        if isinstance(self.opened, RequestsHere):
            self.opened.show_requests()

    def _missed(self, error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        self._say("soon", str(error))

    def publish(self, parcel: bytes, done: Callable[[bool], object]) -> None:
        """Bring a parcel to the server; `done` with whether it took it now."""
        server, url = self.session.desk.keyring.server, self.url()
        self.session.background.run(lambda: taking_in.publish(url, server, parcel), done, self._missed)

    def tell(self, words: str) -> None:
        """Say what was done, show how it stands, and let the others hear of it soon."""
        self.told.emit(words)
        self.session.tell(set())
        self.show_pcs()

    def _say(self, tone: str, words: str) -> None:
        self.said.say(tone, words)
        self.said.show()
