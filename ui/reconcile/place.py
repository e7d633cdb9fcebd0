"""The place of conflicts: one after another, seen whole, settled with a reason. Follows the log, keeps every word."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk import Refused, lists
from desk.cases import field_label
from desk.counter import Hand
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding
from sync.reconcile.contest import Contest, contest
from ui.cases.dates import as_iso
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.places import Place
from ui.reconcile.deciding import Deciding
from ui.reconcile.open_conflicts import Open, open_conflicts
from ui.reconcile.version_card import letter
from ui.reconcile.versions_pane import OWN, VersionsPane, said
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window
from ui.theme.tokens import STRONG

FOLLOW = 150
"""ms after the last change until the screen follows."""

KEYS = ("digits", "f9", "f8", "ctrlz", "arrows")
_KEYS = {"digits": "1 2 3", "f9": "F9", "f8": "F8", "ctrlz": "Ctrl+Z", "arrows": "↑ ↓"}
_LEFT = 330


@dataclass
class Draft:
    """What was chosen and written for one conflict, not yet settled."""

    value: Any = None
    chosen: bool = False
    own: str = ""
    reason: str = ""


class Reconcile(Place):
    """All conflicts of the office, one of them open."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._heading: Heading | None = None
        self._open: list[Open] = []
        self._contest: Contest | None = None
        self._drafts: dict[str, Draft] = {}
        self._stale = True
        self.conflicts = TwoLineList(text("reconcile.to_settle"))
        self.versions, self.deciding = VersionsPane(session.desk), Deciding()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work())
        self._stack.addWidget(EmptyState("git-merge", text("reconcile.none")))
        self.add(self._stack)
        self.setFocusProxy(self.conflicts)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FOLLOW)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    def _work(self) -> Pane:
        left = Pane("sunken", edges="r", margins=(0, 12, 0, 8), gap=6)
        left.setFixedWidth(_LEFT)
        title = Text(text("reconcile.to_settle"), "section", weight=STRONG)
        self._whole = Button(text("reconcile.see_case"), "quiet", icon="folder-open", height=32)
        self._whole.clicked.connect(self._see_case)
        left.add(
            row(title, None, margins=(18, 0, 8, 0)), (self.conflicts, 1), row(self._whole, None, margins=(10, 0, 8, 0))
        )
        return Pane("surface", across=True).add(left, (scrolled(self.versions), 1), self.deciding)

    def _connect(self) -> None:
        self.conflicts.previewed.connect(self._show)
        self.conflicts.chosen.connect(lambda _: self.versions.choose(0))
        self.versions.chosen.connect(lambda _: self._say_result())
        self.versions.own_edited.connect(self._say_result)
        self.deciding.settled.connect(self.settle)
        self.deciding.undone.connect(self._take_back)
        self.deciding.later.connect(self._next)
        self.session.changed.connect(self._follow)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's rail and header."""
        self._window, self._heading = window, heading
        self.refresh()

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(_KEYS[name], text(f"reconcile.keys.{name}")) for name in KEYS]

    def show_dispute(self, id: str, field: str) -> None:
        """Show that conflict."""
        self.refresh()
        if any(each.key == key(id, field) for each in self._open):
            self._fill_list(key(id, field))
        self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read anew what is in conflict; the one on show stays, with what was chosen and written."""
        self._stale = False
        self._keep_draft()
        self._open = open_conflicts(self.session.desk)
        self._say_count()
        self._stack.setCurrentIndex(0 if self._open else 1)
        shown = key(self._contest.record, self._contest.field) if self._contest else ""
        gone = bool(shown) and all(each.key != shown for each in self._open)
        if gone:
            self._contest = None
            self._drafts.pop(shown, None)
        self._fill_list(shown)
        if gone and self._window and self.isVisible():
            self._window.tell(text("reconcile.settled_elsewhere"))

    def _fill_list(self, current: str) -> None:
        self.conflicts.show_rows([_entry(each, self.session) for each in self._open], current)

    def _say_count(self) -> None:
        cases = len({each.case.id for each in self._open})
        if self._heading:
            self._heading.say(text("reconcile.title"), text("reconcile.count", count=cases) if cases else "")
        if self._window:
            self._window.count("reconcile", lists.conflict_count(self.session.desk.db), "conflict")

    def _show(self, wanted: str) -> None:
        """Show the conflict of that key, as it was left; the one on show only when it has other values now."""
        found = next((each for each in self._open if each.key == wanted), None)
        now = contest(self.session.desk, found.case.id, found.field) if found else None
        before = self._contest
        if now is None:
            return
        same = before is not None and key(before.record, before.field) == wanted
        if same and before is not None and before.versions == now.versions:
            return
        if not same:
            self._keep_draft()
        self._contest = now
        draft = self._drafts.setdefault(wanted, Draft())
        self.versions.show_contest(now, keep=self._place_of(draft, now), own=draft.own)
        for one, next_one in pairwise((self.conflicts, *self.versions.cards())):
            QWidget.setTabOrder(one, next_one)
        if draft.chosen and draft.own:
            self.versions.choose(OWN)
        self.deciding.clear()
        self.deciding.reason.set_value(draft.reason)
        if same:
            self.deciding.refuse(text("reconcile.came_in"), tone="conflict")
        self._say_result()

    def _place_of(self, draft: Draft, now: Contest) -> int | None:
        values = [contender.value for contender in now.contenders]
        return values.index(draft.value) if draft.chosen and not draft.own and draft.value in values else None

    def _keep_draft(self) -> None:
        """Remember what was chosen and written for the conflict on show."""
        if self._contest is None:
            return
        place, cell = self.versions.place(), self.versions.cell
        value = self._contest.contenders[place].value if place is not None and place >= 0 else None
        own = cell.value() if cell and place == OWN else ""
        draft = Draft(value, place is not None, own, self.deciding.reason.value())
        self._drafts[key(self._contest.record, self._contest.field)] = draft

    def _say_result(self) -> None:
        if self._contest is None:
            return
        field, place = self._contest.field, self.versions.place()
        label = str(field_label(field))
        if place is None:
            self.deciding.show_result(label, "", "")
        elif place == OWN:
            written = self.versions.cell.value() if self.versions.cell else ""
            name = text("reconcile.own_name") if written else ""
            self.deciding.show_result(label, said(field, _iso(field, written)), name, begun=True)
        else:
            value = said(field, self._contest.contenders[place].value)
            self.deciding.show_result(label, value or text("case_page.empty_value"), letter(place + 1))

    def _take_back(self) -> None:
        self.versions.clear()
        self._say_result()
        self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Write the choice down for every PC, then show the next conflict."""
        now, place = self._contest, self.versions.place()
        if now is None or place is None:
            return
        desk, reason = self.session.desk, self.deciding.reason.value()
        try:
            value = self._own_value(now.field) if place == OWN else now.contenders[place].value
            decide = partial(_settle, desk, now=now, value=value, reason=reason)
            position = self._position()
            self._contest = None  # ours: nobody else has settled it when the change is heard of
            self.session.do(decide)
        except Refused as wrong:
            self._contest = now
            self._refuse(wrong)
            return
        self._drafts.pop(key(now.record, now.field), None)
        if self._window:
            self._window.tell(
                text("reconcile.done", number=now.case.number if now.case else "", field=field_label(now.field))
            )
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

    def _position(self) -> int:
        current = self.conflicts.current()
        return next((place for place, each in enumerate(self._open) if each.key == current), 0)

    def _go_on(self, position: int) -> None:
        self.refresh()
        if self._open:
            self._fill_list(self._open[min(position, len(self._open) - 1)].key)
            self.conflicts.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        """Leave this one for later and look at the next."""
        self._keep_draft()
        if self._open:
            self._fill_list(self._open[(self._position() + 1) % len(self._open)].key)

    def _see_case(self) -> None:
        if self._contest and self._contest.case:
            self.case_wanted.emit(self._contest.record)

    def _follow(self, touched: Iterable[tuple[str, str]]) -> None:
        if self.isVisible():
            self._timer.start()
        else:
            self._stale = True
        if self._window:
            self._window.count("reconcile", lists.conflict_count(self.session.desk.db), "conflict")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._timer.isActive()
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()


def _settle(desk: Desk, hand: Hand, *, now: Contest, value: Any, reason: str) -> Change:
    return deciding.settle(desk, hand, now.kind, now.record, now.field, value, now.versions, reason)


def key(case_id: str, field: str) -> str:
    """What a conflict is called in the list."""
    return f"{case_id}/{field}"


def _entry(each: Open, session: Session) -> Entry:
    return Entry(
        each.key,
        f"{each.case.number} · {each.case.applicant_name}",
        each.case.procedure_name,
        each.when(session.desk.now()),
        chip=(str(field_label(each.field)), "conflict"),
    )


def _iso(field: str, written: str) -> str:
    try:
        return as_iso(field, written)
    except Refused:
        return written
