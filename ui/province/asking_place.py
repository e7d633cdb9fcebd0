"""The PCs that ask to be taken in: words to compare with the person there, then yes or no."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desk import Spoken
from desk.words import text
from sync.keys import disowned
from sync.keys.admitting import shared
from sync.keys.request import LARGEST_REQUEST, Admission, Request, read_file
from sync.keys.statement import Statement
from sync.keys.succession import Succession
from sync.province import acts
from sync.province.secret import Secret
from ui.joining import answer_file, moments
from ui.joining.meaning import Meaning
from ui.joining.request_shown import RequestShown
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.two_line_list import Entry, TwoLineList
from ui.province.hand import Hand
from ui.province.place import ProvincePlace

LEFT, WIDE = 372, 640


class AskingPlace(ProvincePlace):
    """Requests at the left, the one chosen beside."""

    NAME = "asking"
    KEYS = ("F5", "Ctrl+O", "F6", "F8", "F9")

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._requests: dict[str, Request] = {}
        self._clones: dict[str, Succession] = {}
        self._late: dict[str, Statement] = {}
        self._clone, self._accepting = Meaning(text("new_pc.clone_means")), Meaning("\n" * 4)
        self.admission: Admission | None = None
        self.list = TwoLineList(text("province_window.place.asking"))
        self.ask = Button(text("province_window.ask_server"), icon="arrows-clockwise", key="F5", height=36)
        self.read = Button(text("new_pc.read_request"), icon="folder-open", key="Ctrl+O", height=36)
        self.shown = RequestShown()
        self.away = Button(text("new_pc.turn_away"), "danger", icon="prohibit", key="F8", height=38)
        self.go = Button(text("new_pc.approve"), "primary", icon="check", key="F9")
        self.answered = Banner("ok", "")
        self.write = Button(text("new_pc.write_answer"), icon="export", key="F6", height=36)
        self._nothing = EmptyState("user-plus", text("province_window.nobody_asks"))
        self._page = self._filled()
        left = Pane("sunken", edges="r", gap=8, margins=(12, 12, 13, 12)).add((self.list, 1), self.ask, self.read)
        left.setFixedWidth(LEFT)
        self._after = Pane("surface", margins=(28, 18, 28, 0), gap=8).add(row((self.answered, 1), self.write, gap=12))
        right = Pane("surface").add(self._after, (self._page, 1), (self._nothing, 1))
        self.add(row(left, (right, 1), gap=0))
        self._after.hide()
        self._connect()
        self.show_requests()

    def _filled(self) -> Pane:
        inner = Pane(None, gap=12)
        inner.setFixedWidth(WIDE)
        inner.add(self.shown, self._clone, self._accepting, 8, row(self.away, None, self.go))
        page = Pane("surface", margins=(28, 22, 28, 20))
        page.body.addLayout(row((inner, Qt.AlignmentFlag.AlignTop), None))
        return page.add(None)

    def _connect(self) -> None:
        self.list.previewed.connect(self._show)
        self.list.chosen.connect(lambda _: self.go.setFocus())
        self.ask.clicked.connect(lambda: self.hand.with_secret(lambda _: self.hand.ask(self._offices())))
        self.read.clicked.connect(self.ask_file)
        self.go.clicked.connect(lambda: self.hand.with_secret(self._approve))
        self.away.clicked.connect(lambda: self.hand.with_secret(self._turn_away))
        self.write.clicked.connect(self.ask_where)
        self.hand.changed.connect(self.show_requests)
        self.hand.turned.connect(self._judge)

    def come_to(self) -> None:
        """Show who asks now; the keyboard goes to the list, or where there is none to what asks the server."""
        linked = self.hand.linked
        self.ask.release() if linked else self.ask.hold(text("province_window.no_server_yet"))
        self.setFocusProxy(self.list if self._requests else self.ask if linked else self.read)

    def _offices(self) -> list[str]:
        """Those that have an invitation that is still open, or a PC that may enrol; else all."""
        found = [
            code
            for code, kept in self.hand.offices.items()
            if any(not each.used_by for each in kept.invited) or kept.roster.delegates
        ]
        return found or list(self.hand.offices)

    def show_office(self, code: str) -> None:
        """Show the first request of an office."""
        found = next((request for request in self._requests.values() if request.office == code), None)
        if found:
            self.show_requests(found.device)

    def show_requests(self, current: str = "") -> None:
        """Show who asks."""
        chosen = current or self.list.current()
        self._requests = {request.device: request for request in self.hand.folder.requests()}
        self._clones = {asked.successor: asked for asked in self.hand.folder.clones()}
        rows = [self._entry(request) for request in self._requests.values()]
        rows += [self._copy(asked) for asked in self._clones.values()]
        self._late = {disowned.device_of(said): said for said in self.hand.folder.disowned()}
        rows += [self._by_another(said) for said in self._late.values()]
        self.list.show_rows(rows, chosen)
        self._page.setVisible(bool(rows))
        self._nothing.setVisible(not rows and not self._after.isVisibleTo(self))
        if rows:
            self._show(self.list.current())

    def _entry(self, request: Request) -> Entry:
        at = moments.said(request.at, moments.SHORT)
        return Entry(request.device, request.name or request.device, self._office(request), right=at, icon="monitor")

    def _copy(self, asked: Succession) -> Entry:
        """A copy of a PC that asks for a number of its own."""
        kept = self.hand.offices.get(asked.office)
        member = kept.roster.find(asked.device) if kept else None
        name = text("new_pc.clone", name=member.name if member else asked.device)
        right = moments.said(asked.at, moments.SHORT)
        return Entry(asked.successor, name, self._office(asked), right=right, icon="copy")

    def _by_another(self, said: Statement) -> Entry:
        """A PC that a delegate took in beyond its word."""
        right = moments.said(said.at, moments.SHORT)
        return Entry(disowned.device_of(said), said.values[3], self._office(said), right=right, icon="warning")

    def _office(self, request: Request | Succession | Statement) -> str:
        kept = self.hand.offices.get(request.office)
        return (kept.roster.name if kept else "") or request.office

    def request(self) -> Request | None:
        """The request chosen; None for a copy, and where nobody asks."""
        return self._requests.get(self.list.current())

    def _show(self, device: str) -> None:
        copied, late = device in self._clones, self._late.get(device)
        self._clone.setVisible(copied)
        self._accepting.setVisible(late is not None)
        if late is not None:
            kept = self.hand.offices.get(late.office)
            by = kept.roster.find(late.signer) if kept else None
            who = {"device": device, "by": by.name if by else late.signer, "words": disowned.words(late)}
            self._accepting.say(text("new_pc.late_means", **who))
        self.shown.setVisible(not copied and late is None)
        self.away.setVisible(not copied and late is None)
        self.go.release()
        if not (request := self._requests.get(device)):
            return
        self.shown.show_request(request, self._office(request))
        self._judge()

    def _judge(self) -> None:
        """Say whether this PC was invited; only who holds the key can tell."""
        request, secret = self.request(), self.hand.secret
        if request is None:
            return
        self.go.release()
        if secret is None:
            self.shown.judged.say("wait", text("province_window.judge_locked"), icon="lock-key")
            return
        try:
            acts.judge(self.hand.folder, secret, request)
        except Spoken as refused:
            self.shown.refuse(str(refused))
            self.go.hold(str(refused))
        else:
            twice = shared(request, self._requests.values())
            said = text("enrol.asked_twice" if twice else "province_window.was_invited")
            self.shown.judged.say("soon" if twice else "ok", said)

    def _approve(self, secret: Secret) -> None:
        if (asked := self._clones.get(self.list.current()) or self._late.get(self.list.current())) is not None:
            self._let_in(secret, asked)
            return
        if not (request := self.request()) or (number := self.shown.number_chosen()) is None:
            return
        name = self.shown.name.text()
        try:
            self.admission = acts.approve(self.hand.folder, secret, request, pc=number, name=name)
        except Spoken as refused:
            self.shown.refuse(str(refused), getattr(refused, "field", "") or "")
            return
        member = self.hand.folder.office(request.office).roster.find(request.device)
        assert member is not None
        self._tell("ok", text("province_window.approved", name=member.name, office=self._office(request)), answer=True)
        self.hand.renew(request.office)
        self.hand.send(request.office)

    def _let_in(self, secret: Secret, asked: Succession | Statement) -> None:
        folder = self.hand.folder
        try:
            if isinstance(asked, Succession):
                member = acts.let_in(folder, secret, asked)
            else:
                member = acts.accept(folder, secret, asked)
        except Spoken as refused:
            self._tell("late", str(refused))
            return
        self._tell("ok", text("province_window.approved", name=member.name, office=self._office(asked)))
        self.hand.renew(asked.office)
        self.hand.send(asked.office)

    def _turn_away(self, secret: Secret) -> None:
        if not (request := self.request()):
            return
        try:
            acts.turn_away(self.hand.folder, secret, request)
        except Spoken as refused:
            self.shown.refuse(str(refused))
            return
        self._tell("wait", text("province_window.turned_away", device=request.device))
        self.hand.renew(request.office)
        self.hand.send(request.office)

    def _tell(self, tone: str, words: str, *, answer: bool = False) -> None:
        self.answered.say(tone, words)
        self.write.setVisible(answer)
        self._after.show()

    def ask_file(self) -> None:
        """Ask which file a request is in."""
        kinds = text("new_pc.request_files")
        chosen, _ = QFileDialog.getOpenFileName(self, text("new_pc.read_request"), str(Path.home()), kinds)
        if chosen:
            self.take_request(Path(chosen))

    def take_request(self, path: Path) -> None:
        """Take in the file of a PC that asks."""
        try:
            request = Request.read(read_file(path, LARGEST_REQUEST))
            self.hand.folder.office(request.office)
            self.hand.folder.keep_request(request)
        except Spoken as refused:
            self.hand.told.emit("late", str(refused))
            return
        self.show_requests(request.device)
        self.hand.changed.emit()

    def ask_where(self) -> None:
        """Ask where the answer shall be written."""
        if self.admission and (path := answer_file.where(self, self.admission)):
            self.write_answer(path)

    def write_answer(self, path: Path) -> None:
        """Write what the new PC starts with."""
        assert self.admission is not None
        self._tell(*answer_file.write(path, self.admission), answer=True)
