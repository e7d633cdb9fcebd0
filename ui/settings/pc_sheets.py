"""The sheets about this office's PCs: an invitation, who asks to be taken in, one taken out."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Spoken
from desk.words import text
from sync import taking_in
from sync.healing import succession
from sync.keys.invitation import DAYS, Invitation
from sync.keys.member import Member
from sync.keys.request import LARGEST_REQUEST, Admission, Request, read_file
from sync.keys.succession import Succession
from ui.joining import answer_file
from ui.joining.dropping import Drops
from ui.joining.handing_out import HandingOut
from ui.joining.invitation_asked import InvitationAsked
from ui.joining.meaning import Meaning
from ui.joining.request_shown import RequestShown
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.pages import Pages
from ui.kit.two_line_list import Entry, TwoLineList
from ui.settings.on_sheet import OnSheet

if TYPE_CHECKING:
    from ui.settings.pcs_page import PcsPage

WIDE = 560
DAY = 86_400_000
"""ms"""


class InvitingHere(OnSheet):
    """Invites a PC, in place of `replaces` where that is one; then hands the invitation out."""

    def __init__(self, over: QWidget, page: "PcsPage", replaces: str) -> None:
        members = page.session.desk.keyring.roster.members
        self.asked = InvitationAsked(members, DAYS)
        self.asked.replaces.choose(replaces)
        self.handed: HandingOut | None = None
        self._pages = Pages()
        self._pages.addWidget(self.asked)
        body = Pane(None, margins=(20, 16, 20, 16)).add(self._pages, None)
        super().__init__(over, page, text("office_pcs.invite_title"), body)
        self.go = Button(text("office_pcs.invite"), "primary", icon="envelope-simple", key="F9")
        self.go.clicked.connect(self.invite)
        self.asked.entered.connect(self.invite)
        self.sheet.foot((self.go, 1))
        self.sheet.open(self.asked)

    def invite(self) -> None:
        """Make the invitation; then, to close the sheet."""
        if self.handed:
            self.sheet.close_sheet()
            return
        if not (days := self.asked.days()):
            return
        ends = int(self.desk.clock() * 1000) + days * DAY
        name, replaces = self.asked.name.text(), self.asked.replaces.chosen()
        try:
            made = taking_in.invite(self.desk, self.page.url(), ends, name=name, replaces=replaces)
        except Spoken as refused:
            self.asked.refuse(str(refused))
            return
        self._hand_out(made)
        self.page.tell(text("office_pcs.invited"))

    def _hand_out(self, made: Invitation) -> None:
        handed = self.handed = HandingOut(made)
        self._pages.addWidget(handed)
        self._pages.setCurrentWidget(handed)
        self.go.setText(text("office_pcs.done"))
        self.go.set_icon("check")
        handed.save.setFocus()
        self.page.publish(taking_in.announcement(self.desk, made), self._known)

    def _known(self, known: bool) -> None:
        if self.page.opened is self and self.handed:
            self.handed.say_state(known)


class RevokingHere(OnSheet):
    """Takes a PC out of the office."""

    def __init__(self, over: QWidget, page: "PcsPage", member: Member) -> None:
        self._member = member
        self.wrong = Banner("late", "")
        self.wrong.hide()
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        self.last = Field(text("office_pcs.last_change"), labelled=True)
        self.last.hide()
        body.add(Meaning(text("office_pcs.revoke_means", name=member.name)), self.wrong, self.last, None)
        super().__init__(over, page, text("office_pcs.revoke_title", name=member.name), body)
        self.go = Button(text("office_pcs.revoke_go"), "primary", icon="prohibit", key="F9")
        self.go.clicked.connect(self.revoke)
        self.sheet.foot((self.go, 1))
        self.sheet.open(self.go)

    def revoke(self) -> None:
        """Take it out; where it is not known how far it is, only after a number was typed."""
        typed = self.last.text()
        if typed and not typed.isdecimal():
            self.last.refuse(text("office_pcs.last_wrong"))
            return
        try:
            last = taking_in.revoke(self.desk, self._member.id, int(typed) if typed else None)
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            if getattr(refused, "field", "") == "last":
                self.last.show()
                self.last.setFocus()
            return
        self.sheet.close_sheet()
        self.page.tell(text("office_pcs.revoked", name=self._member.name, last=last))


class RequestsHere(OnSheet):
    """Who asks to be taken in, one after another; copies of a PC that ask for a number of their own among them."""

    def __init__(self, over: QWidget, page: "PcsPage", path: Path | None = None) -> None:
        self._requests, self._clones = dict[str, Request](), dict[str, Succession]()
        self.admission: Admission | None = None
        self.list = TwoLineList(text("office_pcs.requests"))
        self.shown = RequestShown()
        self._clone = Meaning(text("new_pc.clone_means"))
        self._nothing = EmptyState("user-plus", text("office_pcs.nobody_asks"))
        self.answered = Banner("ok", "")
        self.write = Button(text("new_pc.write_answer"), icon="export", key="F6", height=36)
        self.read = Button(text("new_pc.read_request"), icon="folder-open", key="Ctrl+O", height=36)
        self._after = Pane(None).add(row((self.answered, 1), self.write, gap=10))
        body = Pane(None, margins=(20, 12, 20, 16), gap=12)
        body.add(row(self.read, None), self._after, self.list, self.shown, self._clone, self._nothing, None)
        super().__init__(over, page, text("office_pcs.requests"), body, width=WIDE)
        self.away = Button(text("new_pc.turn_away"), "danger", icon="prohibit", key="F8", height=38)
        self.go = Button(text("new_pc.approve"), "primary", icon="check", key="F9")
        self.sheet.foot(self.away, None, self.go)
        self._after.hide()
        self._connect()
        self.show_requests()
        if path is not None:
            self.take_request(path)
        self.sheet.open(self.list if self._requests or self._clones else self.read)

    def _connect(self) -> None:
        self.list.previewed.connect(self._show)
        self.list.chosen.connect(lambda _: self.go.setFocus())
        self.read.clicked.connect(self.ask_file)
        self.write.clicked.connect(self.ask_where)
        self.go.clicked.connect(self.approve)
        self.away.clicked.connect(self.turn_away)
        Drops(self.sheet).dropped.connect(self.take_request)

    def show_requests(self, current: str = "") -> None:
        """Show who asks now."""
        chosen = current or self.list.current()
        self._requests = {request.device: request for request in self.page.waiting()}
        self._clones = {asked.successor: asked for asked in succession.waiting(self.desk)}
        rows = [Entry(id, each.name or id, id, icon="monitor") for id, each in self._requests.items()]
        rows += [
            Entry(id, text("new_pc.clone", name=self.desk.device_name(each.device)), id, icon="copy")
            for id, each in self._clones.items()
        ]
        self.list.show_rows(rows, chosen)
        self.list.setFixedHeight(min(3, max(1, len(rows))) * 54)
        for widget in (self.list, self.away, self.go):
            widget.setVisible(bool(rows))
        self._nothing.setVisible(not rows and self._after.isHidden())
        self._show(self.list.current())

    def request(self) -> Request | None:
        """The request chosen; None for a copy, and where nobody asks."""
        return self._requests.get(self.list.current())

    def _show(self, device: str) -> None:
        request = self._requests.get(device)
        self.shown.setVisible(request is not None)
        self._clone.setVisible(device in self._clones)
        self.away.setVisible(request is not None)
        self.go.release()
        if request is None:
            return
        self.shown.show_request(request, request.name or request.device)
        every = taking_in.judged(self.desk, self._requests.values())
        asking = next(each for each in every if each.request.device == device)
        if asking.welcome:
            said = asking.said if asking.shared else text("office_pcs.was_invited")
            self.shown.judged.say("soon" if asking.shared else "ok", said)
        else:
            self.shown.refuse(asking.said)
            self.go.hold(asking.said)

    def approve(self) -> None:
        """Take the PC chosen in."""
        if (asked := self._clones.get(self.list.current())) is not None:
            self._let_in(asked)
            return
        if (request := self.request()) is None or (number := self.shown.number_chosen()) is None:
            return
        try:
            self.admission = taking_in.approve(self.desk, request, pc=number, name=self.shown.name.text())
        except Spoken as refused:
            self.shown.refuse(str(refused), getattr(refused, "field", "") or "")
            return
        self.page.forget_request(request)
        self._tell("ok", text("office_pcs.approved", name=self.desk.device_name(request.device)), answer=True)

    def _let_in(self, asked: Succession) -> None:
        try:
            member = succession.let_in(self.desk, asked)
        except Spoken as refused:
            self._tell("late", str(refused))
            return
        self._tell("ok", text("office_pcs.approved", name=member.name))

    def turn_away(self) -> None:
        """Take the PC chosen not in, nor any other by its invitation."""
        if (request := self.request()) is None:
            return
        parcel = taking_in.turn_away(self.desk, request)
        self.page.publish(parcel, lambda known: None)
        self.page.forget_request(request)
        self._tell("wait", text("office_pcs.turned_away", device=request.device))

    def _tell(self, tone: str, words: str, *, answer: bool = False) -> None:
        self.answered.say(tone, words)
        self.write.setVisible(answer)
        self._after.show()
        self.page.tell(words)
        self.show_requests()

    def ask_file(self) -> None:
        """Ask which file a request is in."""
        kinds = text("new_pc.request_files")
        chosen, _ = QFileDialog.getOpenFileName(self.sheet, text("new_pc.read_request"), str(Path.home()), kinds)
        if chosen:
            self.take_request(Path(chosen))

    def take_request(self, path: Path) -> None:
        """Take in the file of a PC that asks."""
        try:
            request = Request.read(read_file(path, LARGEST_REQUEST))
        except Spoken as refused:
            self.answered.say("late", str(refused))
            self.write.hide()
            self._after.show()
            return
        self.page.add_request(request)
        self.show_requests(request.device)

    def ask_where(self) -> None:
        """Ask where the answer shall be written."""
        if self.admission and (path := answer_file.where(self.sheet, self.admission)):
            self.write_answer(path)

    def write_answer(self, path: Path) -> None:
        """Write what the new PC starts with."""
        assert self.admission is not None
        self.answered.say(*answer_file.write(path, self.admission))
