"""The counter: what follows from what while a case is entered. What it looks like is `sections`, what ends it
`finishing`, what is put aside `aside`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken
from desk.cases import Case
from desk.procedures.procedure import Procedure
from desk.words import text
from sync.log import Touched
from ui.counter import usual_way
from ui.counter.aside import Aside
from ui.counter.columns import NARROW
from ui.counter.drafting import Drafting
from ui.counter.dropping import Drops
from ui.counter.due_card import DueCard
from ui.counter.due_sheet import due_sheet, earlier_sheet
from ui.counter.finishing import Finishing
from ui.counter.hints import open_hints
from ui.counter.scanning import ScanCatcher
from ui.counter.sections import Sections
from ui.counter.slip import open_form
from ui.kit.button import Button
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.procedures.page import ProcedurePage
from ui.scans.draft_pile import DraftPile
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window

TICK = 20_000
KEYS = {
    "F4": "scan", "F6": "citizen", "F7": "supplement", "F8": "refuse", "F9": "print", "Ctrl+S": "save",
    "Alt+1": "procedure", "Alt+2": "person", "Alt+3": "papers", "Alt+4": "promise", "Alt+5": "kind", "Alt+6": "scans",
    "Alt+X": "alike", "Ctrl+L": "earlier", "Ctrl+T": "last", "Ctrl+O": "add_scans", "Ctrl+M": "hint",
    "Ctrl+R": "received_earlier", "Ctrl+B": "drafts", "Ctrl+P": "reprint", "Ctrl+D": "again",
}  # fmt: skip

TimeSheet = Callable[[QWidget, DueCard, Callable[[], datetime]], Sheet]


class Counter(Sections):
    """Receiving a case."""

    def __init__(self, session: Session) -> None:
        self.drafting = Drafting(session.desk, self._state)
        super().__init__(session, lambda: DraftPile(session, f"scans:{self.drafting.name}"))
        self._heading: Heading | None = None
        self._said = Text("", "secondary", ink="text3")
        self._citizen_button = Button(text("counter.citizen.button"), "quiet", icon="monitor", key="F6")
        self._citizen_button.clicked.connect(self._turn_citizens_screen)
        self.aside = Aside(session, self.drafting, self.form, self)
        self.finishing = Finishing(session, self.form, lambda: self.papers_section.scans.pile, self)
        self._connect()
        self._connect_ends()
        self._connect_drafts()
        self._catcher = ScanCatcher(self)
        self._catcher.scanned.connect(self.person.read_card)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._follow_clock)
        self._tick.start()

    def _state(self) -> dict[str, Any] | None:
        """What is to be kept: the form, or scans alone."""
        return self.form.state() or ({} if self.papers_section.scans.pile.items() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        name = text("counter.citizen.button")
        self._citizen_button.setText("" if event.size().width() < NARROW else name)
        self._citizen_button.setAccessibleName(name)
        self._citizen_button.setToolTip("" if self._citizen_button.text() else name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._first_look)

    def _first_look(self) -> None:
        """After the first paint: the finder, the usual procedures, and the draft of last time."""
        if self.search.list.current() or self.search.query() or self.form.procedure:
            return
        self.search.search("")
        if draft := self.drafting.kept():
            self.form.show_state(draft.values)
        self._follow()

    # what follows from what

    def _connect(self) -> None:
        self.search.previewed.connect(self._preview)
        self.search.chosen.connect(self._choose)
        self.search.full_wanted.connect(self.show_full)
        self.hint.opened.connect(self._open_hints)
        for signal in (self.search.edited, self.person.edited, self.papers_section.changed, self.promise.edited):
            signal.connect(self._edited)
        self.person.card_read.connect(self._after_card)
        self.applicant.other.toggled.connect(self.papers.expect_authorisation)
        self.alike.wanted.connect(self._see_case)
        self.papers_section.as_last_time.connect(self._as_last_time)
        self.papers_section.scans.troubled.connect(lambda words: self._tell(words, "soon"))
        self.session.changed.connect(self._touched)
        self.session.finder_renewed.connect(self.search.search_again)
        self.citizen.told.connect(self.promise.say_answer)
        drops = Drops(self)
        drops.over.connect(self.papers_section.scans.invite)
        drops.dropped.connect(self.papers_section.drop)

    def _preview(self, procedure: Procedure) -> None:
        if procedure == self.form.procedure:
            return  # taken already, as with a draft of last time
        if self.form.procedure is None or self.search.hasFocus() or self.search.list.hasFocus():
            self.form.show_procedure(procedure, chosen=False)
            self._follow()

    def _choose(self, procedure: Procedure) -> None:
        self.form.show_procedure(procedure, chosen=True)
        if self.applicant.other.isChecked():
            self.papers.expect_authorisation(True)
        self._edited()
        finding = self.search.field.edit.hasFocus() or self.search.list.hasFocus()
        self.columns.take_turns(finding=False)
        if finding:
            (self.applicant.first_empty() or self.papers).setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self.drafting.soon()
        self._follow()

    def _follow(self) -> None:
        """Let what depends on other sections follow them."""
        chosen, desk = self.form.procedure, self.session.desk
        self.follow_form(usual_known=chosen is not None and usual_way.remembered(desk, chosen.code) is not None)
        self.look_for_others()
        if self._heading:
            self._heading.say(text("counter.title"), chosen.short if chosen else "")

    def _touched(self, touched: Touched) -> None:
        if any(kind == "case" for kind, _ in touched):
            self.look_for_others(anew=True)

    def _follow_clock(self) -> None:
        """The promise moves with the time of day."""
        if self.isVisible():
            self.promise.show_procedure(self.form.shown, self.session.desk.now())

    def _after_card(self, onward: str) -> None:
        target = self.applicant.cells[onward] if self.form.procedure else self.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _as_last_time(self) -> None:
        procedure = self.form.procedure
        if procedure and (known := usual_way.remembered(self.session.desk, procedure.code)):
            self.form.take_usual(known)
            self._edited()

    # the ends

    def _connect_ends(self) -> None:
        promise = self.promise
        promise.print_button.clicked.connect(lambda: self.save(printing=True))
        promise.save_button.clicked.connect(lambda: self.save(printing=False))
        promise.supplement_button.clicked.connect(lambda: self.finishing.turn_back("ask_supplement"))
        promise.refuse_button.clicked.connect(lambda: self.finishing.turn_back("refuse"))
        promise.due.due_button.clicked.connect(lambda: self._set_time(due_sheet))
        promise.due.received_button.clicked.connect(lambda: self._set_time(earlier_sheet))
        self.finishing.received.connect(self._received)
        self.finishing.hindered.connect(self._hindered)
        self.received.print_wanted.connect(self.print_slip)
        self.received.again.connect(self._same_person)

    def save(self, *, printing: bool) -> None:
        """Receive the case; what hinders is shown at its field, and nothing is lost."""
        case = self.finishing.receive()
        if case and printing:
            self.print_slip(case)

    def _received(self, case: Case) -> None:
        if state := self.form.state():
            usual_way.remember(self.session.desk, case.procedure, state)
        if isinstance(window := self.window(), Window):
            window.notice.hide()
        self._settle_scans()
        self.drafting.drop()
        self.drafting.begin()
        self._empty()
        self.received.show_case(case)
        self.citizen.ask_rating(case)

    def _settle_scans(self) -> None:
        try:
            self.papers_section.scans.pile.settled()
        except Spoken as wrong:
            self._tell(str(wrong), "soon")  # the pile knows by itself that they are a case's now

    def _hindered(self, why: Spoken) -> None:
        self.show_hindrance(why)
        if not isinstance(why, Refused):
            self._tell(str(why), "late")

    def print_slip(self, case: Case) -> None:
        """Open the slip of a case to print."""
        open_form(self.session, case, self.window())

    # one citizen after the other

    def _connect_drafts(self) -> None:
        self.drafting.setParent(self)
        self.drafting.said.connect(self._said.say)
        self.drafting.moved.connect(self._turn_to_draft)
        self.aside.emptied.connect(self._empty)
        self.aside.shown.connect(self._draft_shown)

    def next_citizen(self) -> None:
        """An empty form; what was on it is put aside, and can be had back at once."""
        there = self.aside.put()
        self.received.forget()
        self.citizen.next_citizen()
        self.look_for_others()
        if there:
            self._tell(text("counter.emptied"), "accent", action=text("counter.back"), key="Ctrl+Z")

    def _give_back(self) -> None:
        window = self.window()
        if isinstance(window, Window) and window.place() == "counter":
            self.aside.give_back()

    def _turn_to_draft(self) -> None:
        self.papers_section.scans.turn_to(DraftPile(self.session, f"scans:{self.drafting.name}"))

    def _draft_shown(self) -> None:
        self._follow()
        self.columns.take_turns(finding=self.form.procedure is None)

    def _empty(self) -> None:
        self.clear()
        self._follow()

    def _same_person(self, case: Case) -> None:
        self.person.show_person(case, submitter=True)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_case(self, id: str) -> None:
        """What is entered stays here, kept, while the other case is looked at."""
        self.drafting.keep_if_due()
        self.case_wanted.emit(id)

    # sheets and the window

    def show_full(self, procedure: Procedure) -> None:
        """All that is known of a procedure, on a sheet."""
        self._open(Sheet(self.window(), text("counter.full.title"), ProcedurePage(procedure), width=560))

    def _open_hints(self) -> None:
        if procedure := self.form.shown:
            open_hints(self.window(), self.session, procedure)

    def _set_time(self, make: TimeSheet) -> None:
        self._open(make(self.window(), self.promise.due, self.session.desk.now))

    def _open(self, sheet: Sheet) -> None:
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _tell(self, words: str, tone: str, *, action: str = "", key: str = "") -> None:
        window = self.window()
        if isinstance(window, Window):
            window.tell(words, tone=tone, action=action, key=key, seconds=8 if tone == "accent" else 0)

    def move_in(self, window: Window, heading: Heading) -> None:
        following = Button(text("counter.next"), icon="plus", key="F2")
        following.clicked.connect(self.next_citizen)
        heading.show_items(self._said, self.aside.button, self._citizen_button, following)
        self._heading = heading
        window.notice.acted.connect(self._give_back)
        self.citizen.watch(window)
        self.aside.count()
        self._follow()

    def _turn_citizens_screen(self) -> None:
        self.citizen.turn()
        self._follow()

    def show_draft(self, name: str) -> None:
        """Take the draft of this name in hand again; what was in hand is put aside."""
        if name != self.drafting.name:
            self.aside.come_back_to(name)

    def keys(self) -> Keys:
        """The keys of the counter."""
        return [(key, text(f"counter.keys.{name}")) for key, name in KEYS.items()]

    def keep(self) -> None:
        self.drafting.keep_if_due()

    def leave(self) -> None:
        self.drafting.leave()
