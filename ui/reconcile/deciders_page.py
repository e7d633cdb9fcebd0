"""A page of the settings: who settles what, where a second officer has to agree, which reasons are offered.

The limits beyond which many changes at once wait for an administrator are shown; they are the program's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk import Refused, store
from desk.cases import Case, field_label
from desk.counter import Hand
from desk.reconcile import deciders, disputes
from desk.reconcile.deciders import CARES, WHO, care_of
from desk.reconcile.kept import Policy
from desk.record import Change
from desk.words import text
from sync.log import Touched
from sync.reconcile import guard
from ui.cases import saying
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.session import Session
from ui.settings.page import WIDE, Page
from ui.theme.tokens import STRONG

COLUMNS = 3
REASONS = 5
"""Lines of the office's own reasons on show."""


class DecidersPage(Pane):
    """`told(words)` says what was laid down."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface")
        self._session = session
        self._who = {
            care: {who: CheckBox(saying.capital(text(f"disputes.who.{who}"))) for who in WHO} for care in CARES
        }
        self._two = {name: CheckBox(saying.capital(str(field_label(name)))) for name in _fields()}
        self.reasons = NoteCell(text("reconcile.policy.reasons"), lines=REASONS)
        self.wrong = Banner("late", "")
        self.wrong.hide()
        self.save = Button(text("reconcile.policy.save"), "primary", icon="check", key="F9", height=36)
        self.save.clicked.connect(self.lay_down)
        foot = Pane("surface", edges="t", across=True, gap=8, margins=(28, 8, 16, 8)).add(
            (self.wrong, 1), None, self.save
        )
        page = self._page()
        self.add((scrolled(page), 1), foot)
        self.setFocusProxy(self._who[CARES[0]][WHO[0]])
        session.changed.connect(self._heard)
        self._offer()
        self.show_policy()

    def _page(self) -> Page:
        page = Page(text("settings.deciders"), text("reconcile.policy.about"))
        for care in CARES:
            page.add(14, Text(saying.capital(text(f"disputes.care.{care}")), "section", weight=STRONG))
            page.add(_grid(text("reconcile.policy.who"), list(self._who[care].values())))
            named = [box for name, box in self._two.items() if care_of(Case, name) == care]
            page.add(6, _grid(text("reconcile.policy.two"), named))
        page.add(14, Text(text("reconcile.policy.reasons"), "section", weight=STRONG))
        page.add(Text(text("reconcile.policy.reasons_about"), "secondary", ink="text2", wrap=True))
        page.add(4, CellGrid((self.reasons,)))
        page.add(14, Text(text("reconcile.policy.mass"), "section", weight=STRONG))
        page.add(Text(text("reconcile.policy.mass_about"), "secondary", ink="text2", wrap=True))
        page.add(*(Text(words, wrap=True) for words in limits()), None)
        return page

    def show_policy(self) -> None:
        """Show what is in force."""
        now = disputes.policy(self._session.desk.db)
        for care, boxes in self._who.items():
            for who, box in boxes.items():
                box.setChecked(who in now.decides[care])
        for name, box in self._two.items():
            box.setChecked(name in now.two)
        self.reasons.set_value("\n".join(disputes.phrases(self._session.desk.db)))

    def values(self) -> dict[str, str]:
        """What is laid down as it stands on the page, by the names of `deciders.lay_down`."""
        said = {care: _checked(boxes) for care, boxes in self._who.items()}
        return {**said, "two": _checked(self._two), "phrases": self.reasons.value()}

    def lay_down(self) -> None:
        """Lay down for the office what differs from what is in force."""
        desk, now = self._session.desk, disputes.policy(self._session.desk.db)
        in_force = {care: " ".join(who for who in WHO if who in now.decides[care]) for care in CARES}
        in_force |= {"two": " ".join(name for name in self._two if name in now.two)}
        in_force |= {"phrases": "\n".join(disputes.phrases(desk.db))}
        changed = {name: value for name, value in self.values().items() if value != in_force[name]}

        def decide(hand: Hand) -> Change:
            held = store.get(desk.db, Policy, deciders.POLICY)
            return deciders.lay_down(held, changed, list(self._two), by=hand.by)

        try:
            self._session.do(decide)
        except Refused as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self.wrong.hide()
        self.told.emit(text("reconcile.policy.saved"))

    def _offer(self) -> None:
        if self._session.desk.may("policy"):
            return
        reason = text("settings.officer.ask_own")
        self.save.hold(reason)
        boxes = [box for boxes in self._who.values() for box in boxes.values()]
        for box in (*boxes, *self._two.values()):
            box.hold(reason)
        self.reasons.setEnabled(False)

    def _heard(self, touched: Touched) -> None:
        if any(kind == "policy" for kind, _ in touched):
            self.show_policy()


def limits() -> list[str]:
    """From where on many changes of one PC wait for an administrator, one sentence for each kind."""
    return [
        text(f"reconcile.policy.limit_{what}", least=limit["least"], share=round(limit["share"] * 100))
        for what, limit in guard.limits().items()
    ]


def _fields() -> list[str]:
    return [f.name for f in fields(Case) if f.name != "id"]


def _checked(boxes: Mapping[str, CheckBox]) -> str:
    return " ".join(name for name, box in boxes.items() if box.isChecked())


def _grid(title: str, boxes: Sequence[CheckBox]) -> QWidget:
    """Boxes in columns under what they are for."""
    pane, grid = Pane(None, gap=2), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    for n, box in enumerate(boxes):
        grid.addWidget(box, n // COLUMNS, n % COLUMNS)
    for column in range(COLUMNS):
        grid.setColumnMinimumWidth(column, (WIDE - 80) // COLUMNS)
        grid.setColumnStretch(column, 1)
    return pane.add(row(Text(title, "small", ink="text3"), None), grid)
