"""What may be done with a case next: the usual step as the one primary button, the others quietly below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from desk.lifecycle import ACTIONS, Action, possible, stage_label
from desk.words import text
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Elided

ICONS = {"process": "arrow-right", "supplement": "file-plus", "pay": "money", "finish": "check", "return": "package"}
KEYED = {"ask_supplement": "F7", "refuse": "F8"}
EXTRAS = ("note", "edit", "print")
"""What is offered at every stage, beside the steps."""


class Actions(Pane):
    """`wanted(name)` is an action of the lifecycle, or one of EXTRAS; `settle_wanted` asks to settle the state."""

    wanted = Signal(str)
    settle_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(None, gap=6)
        self._first, self._more = "", list[str]()
        self._lead = Elided("", "secondary", ink="text2", lines=6)
        self.primary = Button("", "primary", icon="arrow-right", key="F9")
        self.primary.clicked.connect(self._act)
        self._keyed = {name: self._quiet(name, key) for name, key in KEYED.items()}
        self._others = Button(text("case_page.others"), "quiet", menu=True)
        self._others.clicked.connect(self._offer)
        self.add(self._lead, self.primary, row(*self._keyed.values(), None, gap=0), row(self._others, None, gap=0))

    def _quiet(self, name: str, key: str) -> Button:
        button = Button(text(f"case_page.short.{name}"), "quiet", key=key)
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button

    def show_case(self, file: CaseFile) -> None:
        """Offer what this case can have done to it."""
        disputed = "state" in file.disputes
        steps = () if disputed else possible(file.case.state)
        usual = [step.name for step in steps if step.name in ICONS]
        self._first = "settle" if disputed else usual[0] if usual else ""
        self._more = [step.name for step in steps if step.name not in (*KEYED, self._first)]
        self._lead.say("" if self._first else self._ended(file))
        self._lead.setVisible(not self._first)
        self.primary.setVisible(bool(self._first))
        if self._first:
            words = text("case_page.settle_state") if disputed else capital(text(f"lifecycle.action.{self._first}"))
            self.primary.setText(words)
            self.primary.set_icon("git-diff" if disputed else ICONS[self._first])
        self._open_keyed(steps, file)

    def _open_keyed(self, steps: Sequence[Action], file: CaseFile) -> None:
        open_names = {step.name for step in steps}
        for name, button in self._keyed.items():
            if name in open_names:
                button.release()
            elif "state" in file.disputes:
                button.hold(text("case_page.settle_first"))
            else:
                button.hold(text("case_page.not_now", stage=_stage(file)))

    def _ended(self, file: CaseFile) -> str:
        known = any(file.case.stage in (action.target, *action.sources) for action in ACTIONS.values())
        return text("case_page.no_step" if known else "case_page.unknown_stage", stage=_stage(file))

    def _act(self) -> None:
        if self._first == "settle":
            self.settle_wanted.emit()
        else:
            self.wanted.emit(self._first)

    def _offer(self) -> None:
        self.menu().popup(self._others.mapToGlobal(QPoint(0, self._others.height())))

    def menu(self) -> QMenu:
        """Every other step, then notes and corrections."""
        menu = QMenu(self)
        for name in self._more:
            menu.addAction(capital(text(f"lifecycle.action.{name}")), partial(self.wanted.emit, name))
        if self._more:
            menu.addSeparator()
        for name in EXTRAS:
            menu.addAction(text(f"case_page.extra.{name}"), partial(self.wanted.emit, name))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu


def _stage(file: CaseFile) -> str:
    return str(stage_label(file.case.stage))
