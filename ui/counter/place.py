"""The counter: left finds, middle fills, right promises. Puts the four sections together and saves the case."""

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.cases import Case
from desk.people.identity_card import CardError, read_card
from desk.procedures.procedure import Procedure
from desk.words import text
from ui.counter.applicant import Applicant
from ui.counter.drafting import Drafting
from ui.counter.due_sheet import due_sheet
from ui.counter.form import Form
from ui.counter.hints import Duplicate, LastVisit, ScanTrouble
from ui.counter.papers import PaperList
from ui.counter.promise import Promise
from ui.counter.received import Received
from ui.counter.scanning import ScanCatcher
from ui.counter.search import ProcedureSearch
from ui.counter.slip import open_slip
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled, turn_to
from ui.kit.section import Section
from ui.kit.sheet import Sheet
from ui.kit.text import Chip, Text
from ui.places import Place
from ui.procedures.page import ProcedurePage
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window
from ui.usual import usual

LEFT, RIGHT, MIDDLE_MOST = 346, 336, 760
WIDEST = 16_777_215  # Qt's own limit
LEFT_SMALL, SMALL = 296, 1180
NARROW, LEAST = 1120, 820
"""Width of the place below which finding and filling take turns beside the promise."""
CONTEXT_FROM = 1500
"""Width of the place from which there is room for the procedure's details beside the form."""
TICK = 20_000


class Counter(Place):
    """Receiving a case."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        desk = session.desk
        self.search = ProcedureSearch(lambda: session.finder, lambda: usual(desk))
        self.applicant, self.papers, self.promise = Applicant(), PaperList(), Promise(desk.calendar)
        self.form = Form(desk, self.search, self.applicant, self.papers, self.promise)
        self.trouble, self.alike, self.last = ScanTrouble(), Duplicate(desk), LastVisit(desk)
        self.received = Received()
        self.drafting = Drafting(desk, self.form.state, self)
        self._emptied: dict[str, Any] | None = None
        self._said = Text("", "secondary", ink="text3")
        self.promise.setFixedWidth(RIGHT)
        self._lay()
        self._connect()
        self._catcher = ScanCatcher(self)
        self._catcher.scanned.connect(self.read_card)
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._follow_clock)
        self._tick.start()
        self.setFocusProxy(self.search)

    # what it looks like

    def _lay(self) -> None:
        self._context = scrolled(QWidget())
        self._context_pane = Pane("sunken", edges="l").add((self._context, 1))
        self._context_pane.hide()
        self._middle = self._centre()
        self._narrow = False
        self._to_middle = QShortcut(QKeySequence("Alt+2"), self.search)
        self._to_middle.activated.connect(lambda: self._take_turns(finding=False))
        self._to_middle.setEnabled(False)
        across = row(self.search, (self._middle, 1), self._context_pane, self.promise, gap=0)
        self.add(across)

    def _centre(self) -> Pane:
        self._chip = Chip("", "ok", icon="identification-card")
        self._chip.hide()
        self._scan = Button(text("counter.scan.button"), "quiet", icon="qr-code", key="F4", height=28)
        name, hint = text("counter.scan.name"), text("counter.scan.hint")
        self._scan_field = Field(name, placeholder=hint, icon="qr-code", height=30)
        self._scan_field.setFixedWidth(280)
        self._scan_field.hide()
        self._papers_count = Text("", "secondary", ink="text2")
        who = Section(
            2, text("counter.person.title"), self._chip, self._scan_field, self._scan, key="Alt+2",
            target=self.applicant,
        )  # fmt: skip
        what = Section(3, text("counter.papers.title"), self._papers_count, key="Alt+3", target=self.papers)
        self._find = Button(text("counter.search.name"), icon="magnifying-glass", key="Alt+1")
        self._find.clicked.connect(lambda: self._take_turns(finding=True))
        self._find.hide()
        pane = Pane("surface", margins=(20, 12, 20, 10))
        pane.add(self._find, 2, who, 6, self.applicant, 6, row((self.applicant.other, 1), self.last, gap=8))
        return pane.add(self.trouble, self.alike, 6, what, 2, (self.papers, 1), 8, self.received)

    def minimumSizeHint(self) -> QSize:
        """What it needs when finding and filling take turns."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        if (wide < NARROW) != self._narrow:
            self._narrow = wide < NARROW
            self._take_turns(finding=self.form.procedure is None)
        if not self._narrow:
            self.search.setFixedWidth(LEFT_SMALL if wide < SMALL else LEFT)
        context = wide >= CONTEXT_FROM
        self._middle.setMaximumWidth(MIDDLE_MOST if context else WIDEST)
        if context:
            self._context_pane.setFixedWidth(max(300, wide - LEFT - RIGHT - MIDDLE_MOST))
        self._context_pane.setVisible(context)

    def _take_turns(self, *, finding: bool) -> None:
        """In a narrow window show either the search or the form; in a wide one both."""
        self.search.setVisible(finding or not self._narrow)
        self._middle.setVisible(not finding or not self._narrow)
        if self._narrow:
            self.search.setMinimumWidth(LEFT_SMALL)
            self.search.setMaximumWidth(WIDEST)
        self._find.setVisible(self._narrow)
        self._to_middle.setEnabled(self._narrow)
        if self._narrow:
            (self.search if finding else self.applicant).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        self.applicant.edited.connect(self._person_edited)
        self.applicant.scan_pasted.connect(self.read_card)
        for signal in (self.search.edited, self.papers.changed, self.promise.edited):
            signal.connect(self._edited)
        self._scan.clicked.connect(self._wait_for_scan)
        self._scan_field.entered.connect(self._read_scan_field)
        self._scan_field.edit.editingFinished.connect(self._hide_scan_field)
        self.trouble.number_wanted.connect(self._take_number)
        self.alike.wanted.connect(self.case_wanted)
        self.last.taken.connect(self._as_last_time)
        self.received.print_wanted.connect(self.print_slip)
        self.received.again.connect(self._same_person)
        self.promise.print_button.clicked.connect(lambda: self.save(printing=True))
        self.promise.save_button.clicked.connect(lambda: self.save(printing=False))
        self.promise.due_button.clicked.connect(self._change_due)
        self.session.changed.connect(self._look_for_others)
        self.drafting.said.connect(self._said.say)

    def _preview(self, procedure: Procedure) -> None:
        if procedure == self.form.procedure:
            return  # taken already, as with a draft of last time
        if self.form.procedure is None or self.search.hasFocus() or self.search.list.hasFocus():
            self.form.show_procedure(procedure, chosen=False)
            self._follow()

    def _choose(self, procedure: Procedure) -> None:
        self.form.show_procedure(procedure, chosen=True)
        self._edited()
        finding = self.search.field.edit.hasFocus() or self.search.list.hasFocus()
        if self._narrow:
            self._take_turns(finding=False)
        if finding:
            cells = self.applicant.cells
            empty = next((cell for cell in cells.values() if cell.isVisible() and not cell.value()), None)
            (empty or self.papers).setFocus(Qt.FocusReason.OtherFocusReason)

    def _person_edited(self, field: str) -> None:
        if field in ("applicant_id", "phone"):
            self._look_for_others()
        self._edited()

    def _edited(self) -> None:
        self.drafting.soon()
        self._follow()

    def _follow(self) -> None:
        """Let what depends on other sections follow them."""
        here, needed, missing = self.papers.counts()
        procedure = self.form.shown
        whole = here == needed and not missing
        count = text("counter.papers.whole" if whole else "counter.papers.count", here=here, needed=needed)
        self._papers_count.say(count if procedure else "", ink="ok" if whole else "text2")
        self.promise.say_ready(*self.form.readiness())
        self._look_for_others()
        if heading := self._heading:
            heading.say(text("counter.title"), self.form.procedure.short if self.form.procedure else "")
        self._show_context(procedure)
        chosen = self.form.procedure
        self._find.setText((chosen.short or chosen.name) if chosen else text("counter.search.name"))

    def _look_for_others(self) -> None:
        values, now = self.applicant.values(), self.session.desk.now()
        number, procedure = values.get("applicant_id", ""), self.form.shown
        self.alike.look(number, procedure.code if procedure else "", now)
        known = bool(values.get("applicant_name") and values.get("address"))
        self.last.look("" if known else number, "" if known or number else values.get("phone", ""))

    def _show_context(self, procedure: Procedure | None) -> None:
        page = self._context.widget()
        if self._context_pane.isVisible() and procedure is not getattr(page, "procedure", None):
            turn_to(self._context, ProcedurePage(procedure) if procedure else QWidget())

    def _follow_clock(self) -> None:
        """The promise moves with the time of day."""
        if self.isVisible():
            self.promise.show_procedure(self.form.shown, self.session.desk.now())

    # the card

    def _wait_for_scan(self) -> None:
        self._scan_field.set_text("")
        self._scan.hide()
        self._chip.hide()
        self._scan_field.show()
        self._scan_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _hide_scan_field(self) -> None:
        self._scan_field.hide()
        self._scan.show()

    def _read_scan_field(self) -> None:
        payload = self._scan_field.edit.text()
        self._hide_scan_field()
        self.read_card(payload)

    def read_card(self, payload: str) -> None:
        """Fill in the person from a card's code, or say why not."""
        now = self.session.desk.now()
        try:
            card = read_card(payload, now.date())
        except CardError as error:
            self.trouble.say(error)
            return
        self._hide_scan_field()
        onward = self.applicant.take_card(card)
        self._chip.say(text("counter.scan.read", time=f"{now:%H:%M}"), "ok", icon="identification-card")
        self._chip.show()
        self.trouble.warn(tuple(kind for kind in card.warnings if not kind.startswith("id_")))
        target = self.applicant.cells[onward] if self.form.procedure else self.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_number(self, number: str) -> None:
        self.applicant.show_values({**self.applicant.values(), "applicant_id": number}, self.applicant.from_card())
        self._person_edited("applicant_id")

    # saving

    def save(self, *, printing: bool) -> None:
        """Receive the case; what hinders is shown at its field."""
        try:
            case = self.form.receive(self.session.do)
        except Refused as refusal:
            self._show_refusal(refusal)
            return
        self.drafting.drop()
        self._clear()
        self.received.show_case(case)
        if printing:
            self.print_slip(case)

    def _show_refusal(self, refusal: Refused) -> None:
        words = str(refusal)
        if refusal.field == "procedure":
            self._take_turns(finding=True)
            self.search.refuse(words)
            self.search.setFocus()
        elif cell := self.applicant.field(refusal.field or ""):
            cell.refuse(words)
            cell.setFocus(Qt.FocusReason.OtherFocusReason)
        elif refusal.field in ("fee", "sets"):
            field = self.promise.fee if refusal.field == "fee" else self.promise.sets
            field.refuse("")
            field.setFocus()
        self.promise.say_ready(words, "soon")

    def print_slip(self, case: Case) -> None:
        """Open the slip of a case to print."""
        open_slip(self.session, case, self.window())

    # one citizen after the other

    def next_citizen(self) -> None:
        """An empty form; what was on it can be had back."""
        self._emptied = self.form.state()
        self.drafting.drop()
        self._clear()
        self.received.hide()
        window = self.window()
        if self._emptied and isinstance(window, Window):
            window.tell(text("counter.emptied"), tone="accent", action=text("counter.back"), key="Ctrl+Z")

    def _give_back(self) -> None:
        window = self.window()
        if self._emptied and isinstance(window, Window) and window.place() == "counter":
            self.form.show_state(self._emptied)
            self._emptied = None
            self._edited()

    def _clear(self) -> None:
        self.form.clear()
        self.trouble.hide()
        self._chip.hide()
        self._follow()
        self._take_turns(finding=True)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _same_person(self, case: Case) -> None:
        self._show_person(case)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _as_last_time(self, case: Case) -> None:
        self._show_person(case, kept=self.applicant.values())
        self.applicant.cells["phone"].setFocus()

    def _show_person(self, case: Case, kept: dict[str, str] | None = None) -> None:
        known = asdict(case)
        names = ("applicant_name", "birth_date", "sex", "applicant_id", "phone", "address")
        values = {name: known[name] for name in names if known[name]}
        self.applicant.show_values({**values, **(kept or {})}, self.applicant.from_card())
        self._edited()

    # sheets

    def show_full(self, procedure: Procedure) -> None:
        """All that is known of a procedure, on a sheet."""
        sheet = Sheet(self.window(), text("counter.full.title"), ProcedurePage(procedure), width=560)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _change_due(self) -> None:
        sheet = due_sheet(self.window(), self.promise, self.session.desk.now)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    # the window

    _heading: Heading | None = None

    def move_in(self, window: Window, heading: Heading) -> None:
        following = Button(text("counter.next"), icon="plus", key="F2")
        following.clicked.connect(self.next_citizen)
        heading.show_items(self._said, following)
        self._heading = heading
        window.notice.acted.connect(self._give_back)
        self._follow()

    def keys(self) -> Keys:
        """The keys of the counter."""
        names = {
            "F4": "scan", "Alt+1": "procedure", "Alt+2": "person", "Alt+3": "papers", "Alt+4": "promise",
            "F9": "print", "Ctrl+S": "save", "Ctrl+P": "reprint", "Ctrl+D": "again", "Ctrl+L": "last",
        }  # fmt: skip
        return [(key, text(f"counter.keys.{name}")) for key, name in names.items()]

    def keep(self) -> None:
        self.drafting.keep_if_due()
