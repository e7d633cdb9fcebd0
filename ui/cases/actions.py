"""What may be done with a case next: what comes next as the one primary button, the others quietly below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desk.casework import offers
from desk.casework.work_words import say_holder
from desk.lifecycle import ACTIONS, ENDED, Stage, stage_label
from desk.words import text
from ui.cases.casefile import CaseFile
from ui.casework.others import others, words_of
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Elided

ICONS = {"process": "arrow-right", "supplement": "file-plus", "pay": "money", "finish": "check", "return": "package",
         "take": "hand-palm", "handover": "arrow-right", "resume": "play", "settle": "git-diff"}  # fmt: skip
KEYED = {"ask_supplement": "F7", "refuse": "F8"}
EXTRAS = ("note", "edit", "bind", "print", "forms")
"""What is offered at every stage, beside the steps."""


class Actions(Pane):
    """`wanted(name)` is an action, or one of EXTRAS; `settle_wanted` asks to settle the state.

    With `menu`, what else can be done is in a menu; without it the page shows that itself.
    """

    wanted = Signal(str)
    settle_wanted = Signal()

    def __init__(self, *, menu: bool = True) -> None:
        super().__init__(None, gap=6)
        self._first = ""
        self._file: CaseFile | None = None
        self._lead = Elided("", "secondary", ink="text2", lines=6)
        self.primary = Button("", "primary", icon="arrow-right", key="F9")
        self.primary.clicked.connect(self._act)
        self._keyed = {name: self._quiet(name, key) for name, key in KEYED.items()}
        self._others = Button(text("case_page.others"), "quiet", menu=True)
        self._others.clicked.connect(self._offer)
        supplement, refuse = self._keyed.values()
        below = row(supplement, refuse, None, self._others, gap=0) if menu else row(supplement, None, refuse, gap=0)
        self.add(self._lead, self.primary, below)

    def _quiet(self, name: str, key: str) -> Button:
        button = Button(text(f"case_page.short.{name}"), "quiet", key=key)
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button

    def show_case(self, file: CaseFile) -> None:
        """Offer what this case can have done to it."""
        self._file, self._first = file, offers.usual(file.about)
        self.primary.setVisible(bool(self._first))
        if self._first:
            self._show_first(file)
        self._lead.say(self._about(file))
        self._lead.setVisible(bool(self._lead.text()))
        for name, button in self._keyed.items():
            _held(button, self._reason(name, file))

    def _show_first(self, file: CaseFile) -> None:
        settles = self._first == offers.SETTLE
        self.primary.setText(text("case_page.settle_state") if settles else words_of(self._first, file))
        self.primary.set_icon(ICONS[self._first])
        _held(self.primary, "" if settles else file.why_not(self._first))

    def _reason(self, name: str, file: CaseFile) -> str:
        """Why a step is not open: a state to be settled, where the case stands, or the officer's rights."""
        if "state" in file.disputes:
            return text("case_page.settle_first")
        if file.case.stage not in ACTIONS[name].sources:
            return text("case_page.not_now", stage=stage_label(file.case.stage))
        return file.why_not(name)

    def _about(self, file: CaseFile) -> str:
        """What stands above the button: why it is held, or why there is none."""
        if self._first:
            return "" if self._first == offers.SETTLE else file.why_not(self._first)
        stage = stage_label(file.case.stage)
        if file.case.stage not in set(Stage):
            return text("case_page.unknown_stage", stage=stage)
        if file.case.stage in ENDED:
            return text("case_page.no_step", stage=stage)
        return text("casework.with_another", holder=say_holder(file.holder))

    def _act(self) -> None:
        if self._first == offers.SETTLE:
            self.settle_wanted.emit()
        else:
            self.wanted.emit(self._first)

    def _offer(self) -> None:
        self.menu().popup(self._others.mapToGlobal(QPoint(0, self._others.height())))

    def menu(self) -> QMenu:
        """Everything else that can be done, then notes, corrections and forms."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        if self._file:
            self._fill(menu, others(self._file), self._file)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _fill(self, menu: QMenu, names: Sequence[str], file: CaseFile) -> None:
        for name in names:
            _forbid(menu.addAction(words_of(name, file), partial(self.wanted.emit, name)), file.why_not(name))
        if names:
            menu.addSeparator()
        for name in EXTRAS:
            held = file.why_not(name) if name in offers.OFFERED else ""
            _forbid(menu.addAction(text(f"case_page.extra.{name}"), partial(self.wanted.emit, name)), held)


def _held(button: Button, reason: str) -> None:
    if reason:
        button.hold(reason)
    else:
        button.release()


def _forbid(action: QAction, reason: str) -> None:
    action.setEnabled(not reason)
    action.setToolTip(reason)
