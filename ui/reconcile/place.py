"""The place of decisions: one after another or many at once, seen whole, settled with a reason. Follows the log."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk import Refused
from desk.reconcile import disputes
from desk.words import text
from ui.cases.dates import as_iso
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.kit.two_line_list import TwoLineList
from ui.places import Place
from ui.reconcile import sheets
from ui.reconcile.alike import Alike
from ui.reconcile.arrivals import Arrivals
from ui.reconcile.deciding import Deciding
from ui.reconcile.draft import Draft, place_of
from ui.reconcile.group_pane import GroupPane
from ui.reconcile.many import Many
from ui.reconcile.questions import Question, question
from ui.reconcile.told import told
from ui.reconcile.version_card import letter
from ui.reconcile.versions_pane import OWN, VersionsPane
from ui.reconcile.waiting import Waiting, largest, rows, waiting
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window
from ui.theme.tokens import STRONG

FOLLOW = 150
"""ms after the last change until the screen follows."""

KEYS = {
    "digits": "1 2 3", "f9": "F9", "f8": "F8", "ctrlz": "Ctrl+Z", "ctrlg": "Ctrl+G", "ctrlr": "Ctrl+R",
    "ctrld": "Ctrl+D", "ctrlt": "Ctrl+T", "ctrli": "Ctrl+I", "arrows": "↑ ↓",
}  # fmt: skip
_LEFT = 330


class Reconcile(Place):
    """All that waits for a decision, one of it open, or a group of it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._arrived = ""  # what the window was told of conflicts that came
        self._heading: Heading | None = None
        self._waiting = Waiting((), ())
        self._question: Question | None = None
        self._drafts: dict[str, Draft] = {}
        self._stale, self._filling = True, False
        self.conflicts = TwoLineList(text("reconcile.to_settle"))
        self.versions, self.deciding = VersionsPane(session.desk), Deciding(disputes.phrases(session.desk.db))
        self.group = GroupPane(session.desk)
        self.many = Many(session, self.group, self.deciding)
        self._middle = QStackedWidget()
        self._middle.addWidget(scrolled(self.versions))
        self._middle.addWidget(self.group)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work())
        self._stack.addWidget(EmptyState("git-merge", text("reconcile.none")))
        self.add(self._stack)
        self.setFocusProxy(self.conflicts)
        self._timer = QTimer(self, singleShot=True, interval=FOLLOW)
        self._timer.timeout.connect(self._catch_up)
        self._arrivals = Arrivals(session, self)
        self._arrivals.told.connect(self._tell_arrivals)
        self._connect()

    def _work(self) -> Pane:
        left = Pane("sunken", edges="r", margins=(0, 12, 0, 8), gap=6)
        left.setFixedWidth(_LEFT)
        title = Text(text("reconcile.to_settle"), "section", weight=STRONG)
        self._whole = Button(text("reconcile.see_case"), "quiet", icon="folder-open", height=32)
        self._whole.clicked.connect(self._see_case)
        self._steps = Button(text("reconcile.replay"), "quiet", icon="clock-counter-clockwise", key="Ctrl+R", height=32)
        self._steps.clicked.connect(self._replay)
        self._alike = Alike()
        self._alike.open_group.clicked.connect(self._open_group)
        foot = Pane(None, margins=(10, 0, 8, 0), gap=6).add(self._alike, row(self._whole, self._steps, None))
        left.add(row(title, None, margins=(18, 0, 8, 0)), (self.conflicts, 1), foot)
        return Pane("surface", across=True).add(left, (self._middle, 1), self.deciding)

    def _connect(self) -> None:
        self.conflicts.previewed.connect(self._show)
        self.conflicts.chosen.connect(lambda _: self.versions.choose(0))
        self.versions.chosen.connect(lambda _: self._say_result())
        self.versions.own_edited.connect(self._say_result)
        self.versions.compare.clicked.connect(self._compare)
        self.deciding.settled.connect(self.settle)
        self.deciding.undone.connect(self._take_back)
        self.deciding.later.connect(self._next)
        self.group.back.connect(self._close_group)
        self.session.changed.connect(self._follow)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's rail and header."""
        self._window, self._heading = window, heading
        figures = Button(text("reconcile.figures"), "quiet", icon="chart-bar", key="Ctrl+I", height=32)
        figures.clicked.connect(lambda: sheets.figures(self, self.session))
        noted = Button(text("online.open"), "quiet", icon="globe", key="Ctrl+T", height=32)
        noted.clicked.connect(self._note_online)
        heading.show_items(noted, figures)
        self.refresh()

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"reconcile.keys.{name}")) for name, key in KEYS.items()]

    def show_dispute(self, id: str, field: str) -> None:
        """Show the question about that field of a case, or the first about the case."""
        self.refresh()
        found = [each for each in self._waiting.asked if id in (each.record, *each.cases)]
        wanted = next((each for each in found if each.field == field), found[0] if found else None)
        if wanted:
            self._close_group()
            self._fill_list(wanted.key)
        self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read anew what waits; what is on show stays, with what was chosen and written."""
        self._stale = False
        self._keep_draft()
        self._waiting = waiting(self.session.desk)
        self._arrivals.seen(self._waiting.asked)
        self._say_count()
        self._say_alike()
        anything = self._waiting.asked or self._waiting.told or self.many.open
        self._stack.setCurrentIndex(0 if anything else 1)
        shown = self._question.key if self._question else ""
        gone = bool(shown) and self._waiting.find(shown) is None
        if gone:
            self._question = None
            self._drafts.pop(shown, None)
        self._fill_list(shown)
        if gone and self._window and self.isVisible():
            self._window.tell(text("reconcile.settled_elsewhere"))

    def _fill_list(self, current: str) -> None:
        self._filling = True
        self.conflicts.show_rows(rows(self.session.desk, self._waiting), current)
        self._filling = False

    def _say_count(self) -> None:
        count = len(self._waiting.asked)
        if self._heading:
            self._heading.say(text("reconcile.title"), text("reconcile.count", count=count) if count else "")
        self._say_badge(self._waiting)

    def _say_badge(self, now: Waiting) -> None:
        """At the foot what is to be decided; on the rail what is to be known, too."""
        self.session.disputed = len(now.asked)
        self.session.syncing.told.emit(self.session.syncing.delivery)
        if self._window:
            self._window.count("reconcile", len(now.asked) + len(now.told), "conflict")
            if not now.asked:
                self._window.notice.unsay(self._arrived)

    def _say_alike(self) -> None:
        group = largest(self.session.desk, self._waiting)
        self._alike.setVisible(group is not None and not self.many.open)
        if group:
            self._alike.say(self.many.about(*group))

    def _show(self, wanted: str) -> None:
        """Show the question of that key, as it was left; the one on show only when it has other values now."""
        if self.many.open and self._filling:
            return
        self._close_group()
        found = self._waiting.find(wanted)
        now = question(self.session.desk, found) if found else None
        before = self._question
        if now is None:
            return
        same = before is not None and before.key == wanted
        if same and before is not None and before.versions == now.versions:
            return
        if not same:
            self._keep_draft()
        self._question = now
        self.session.desk.audit("view", now.case.id if now.case else now.dispute.record)
        draft = self._drafts.setdefault(wanted, Draft())
        self.versions.show_question(now, keep=place_of(draft, now), own=draft.own)
        for one, next_one in pairwise(
            (self.conflicts, *self.versions.cards(), self.versions.own, self.deciding.reason.area)
        ):
            QWidget.setTabOrder(one, next_one)
        if draft.chosen and draft.own:
            self.versions.choose(OWN)
        self.deciding.show_question(now)
        self.deciding.reason.set_value(draft.reason)
        if same:
            self.deciding.refuse(text("reconcile.came_in"), tone="conflict")
        self._say_result()

    def _keep_draft(self) -> None:
        """Remember what was chosen and written for the question on show."""
        if self._question is None:
            return
        place, cell = self.versions.place(), self.versions.cell
        value = self._question.options[place].value if place is not None and place >= 0 else None
        own = cell.value() if cell and place == OWN else ""
        self._drafts[self._question.key] = Draft(value, place is not None, own, self.deciding.reason.value())

    def _say_result(self) -> None:
        now, place = self._question, self.versions.place()
        if now is None:
            return
        if place is None:
            self.deciding.show_result(now.label, "", "")
        elif place == OWN:
            written = self.versions.cell.value() if self.versions.cell else ""
            name = text("reconcile.own_name") if written else ""
            said = told(self.session.desk, now.own, _iso(now.own, written))
            self.deciding.show_result(now.label, said, name, begun=True)
        else:
            option = now.options[place]
            name = option.name or text("reconcile.value_named", letter=letter(place + 1))
            said = option.said or text("case_page.empty_value")
            self.deciding.show_result(now.label, said, name, reasoned=option.reasoned)

    def _take_back(self) -> None:
        self.versions.clear()
        self._say_result()
        self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Write the choice down for every PC, then show the next question; or settle the group on show."""
        if self.many.open:
            self.many.settle()
            return
        now, place = self._question, self.versions.place()
        if now is None or place is None:
            return
        desk, reason = self.session.desk, self.deciding.reason.value()
        position = self._position()
        try:
            value = self._own_value(now.own) if place == OWN else now.options[place].value
            self._question = None  # ours: nobody else has settled it when the change is heard of
            self.session.do(lambda hand: now.decide(desk, hand, value, reason))
        except Refused as wrong:
            self._question = now
            self._refuse(wrong)
            return
        self._drafts.pop(now.key, None)
        if self._window:
            key = "reconcile.proposed" if now.two else "reconcile.done"
            self._window.tell(text(key, number=now.case.number if now.case else "", field=now.label or now.title))
        self._go_on(position)

    def _own_value(self, field: str) -> str:
        written = self.versions.cell.value() if self.versions.cell else ""
        return as_iso(field, written)

    def _refuse(self, wrong: Refused) -> None:
        if wrong.field == "reason":
            self.deciding.reason.refuse(text("reconcile.reason_needed"))
            self.deciding.reason.setFocus()
        self.deciding.refuse(str(wrong))
        if wrong.key in ("cases.changed_meanwhile", "cases.no_conflict"):
            self.refresh()

    def _keys(self) -> Sequence[str]:
        return [each.key for each in (*self._waiting.asked, *self._waiting.told)]

    def _position(self) -> int:
        current = self.conflicts.current()
        return next((place for place, key in enumerate(self._keys()) if key == current), 0)

    def _go_on(self, position: int) -> None:
        self.refresh()
        if keys := self._keys():
            self._fill_list(keys[min(position, len(keys) - 1)])
            self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        """Leave this one for later and look at the next."""
        self._keep_draft()
        if keys := self._keys():
            self._fill_list(keys[(self._position() + 1) % len(keys)])

    def _see_case(self) -> None:
        if self._question and self._question.case:
            self.case_wanted.emit(self._question.case.id)

    def _replay(self) -> None:
        if self._question and self._question.case:
            sheets.replay(self, self.session, self._question.case)

    def _compare(self) -> None:
        if self._question and self._question.versions:
            sheets.compare(self, self.session, self._question)

    def _note_online(self) -> None:
        sheets.note_online(self, self.session, self._noted)

    def _noted(self, record: str) -> None:
        """Show the question about a case that was noted; say so where there is nothing here that it may be."""
        self.refresh()
        if found := next((each for each in self._waiting.asked if each.record == record), None):
            self._close_group()
            self._fill_list(found.key)
            self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._window:
            self._window.tell(text("online.noted", number=record.partition(":")[2]))

    def _open_group(self) -> None:
        group = largest(self.session.desk, self._waiting)
        if group is None:
            return
        self._keep_draft()
        self._question = None
        self.many.begin(*group)
        self._middle.setCurrentIndex(1)
        self._alike.hide()

    def _close_group(self) -> None:
        if not self.many.open:
            return
        self.many.end()
        self._middle.setCurrentIndex(0)
        self.refresh()

    def _follow(self, touched: Iterable[tuple[str, str]]) -> None:
        self._stale = self._stale or not self.isVisible()
        self._timer.start()

    def _catch_up(self) -> None:
        """Follow the log: the whole screen where it is seen, else only how much waits."""
        if self.isVisible():
            self.refresh()
        else:
            self._say_badge(waiting(self.session.desk))

    def _tell_arrivals(self, count: int) -> None:
        if self._window:
            self._arrived = text("reconcile.arrived", count=count)
            self._window.tell(self._arrived, tone="conflict")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._timer.isActive()
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()


def _iso(field: str, written: str) -> str:
    try:
        return as_iso(field, written)
    except Refused:
        return written
