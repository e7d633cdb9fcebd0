"""The drafts put aside, to come back to or to throw away; a thrown one can be had back until the sheet is closed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.drafts import Draft
from desk.words import text
from sync.desk import local
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.kit.two_line_list import Entry, TwoLineList

Named = Callable[[Draft], str]
"""What a draft's procedure is called; "" where none was chosen."""


class DraftSheet(Sheet):
    """`taken(name)` comes with Enter; `thrown(names)` on closing, with the drafts that nobody wanted back."""

    taken = Signal(str)
    thrown = Signal(list)

    def __init__(self, over: QWidget, drafts: Sequence[tuple[str, Draft]], procedure: Named) -> None:
        self._drafts, self._thrown, self._procedure = list(drafts), list[str](), procedure
        body = Pane(None, gap=10, margins=(8, 12, 8, 12))
        super().__init__(over, text("counter.drafts.title"), body)
        self.list, self._notice = TwoLineList(text("counter.drafts.title")), Notice()
        self._none = Text(text("counter.drafts.none"), "secondary", ink="text2", wrap=True)
        hint = Text(text("counter.drafts.hint"), "secondary", ink="text2", wrap=True)
        body.add(Pane(None, margins=(12, 0, 12, 0)).add(hint, self._none), (self.list, 1), self._notice)
        self._throw = Button(text("counter.drafts.throw"), "danger", icon="trash", key="Delete", height=38)
        self._take = Button(text("counter.drafts.take"), "primary", key="F9")
        self.foot(self._throw, (self._take, 1))
        self.list.chosen.connect(self._chosen)
        self._take.clicked.connect(lambda: self._chosen(self.list.current()))
        self._throw.clicked.connect(self._away)
        self._notice.acted.connect(self._give_back)
        self.closed.connect(lambda: self.thrown.emit(self._thrown))
        self._show()

    def _show(self) -> None:
        left = [(name, draft) for name, draft in self._drafts if name not in self._thrown]
        self.list.show_rows([_entry(name, draft, self._procedure(draft)) for name, draft in left])
        self._none.setVisible(not left)
        for button in (self._take, self._throw):
            button.setEnabled(bool(left))

    def _chosen(self, name: str) -> None:
        self.close_sheet()
        self.taken.emit(name)

    def _away(self) -> None:
        self._thrown.append(self.list.current())
        self._notice.say(text("counter.drafts.thrown"), action=text("counter.back"), key="Ctrl+Z", seconds=0)
        self._show()

    def _give_back(self) -> None:
        self._thrown.pop()
        self._show()


def _entry(name: str, draft: Draft, procedure: str) -> Entry:
    who = draft.values.get("person", {}).get("applicant_name") or text("counter.drafts.nobody")
    return Entry(name, who, procedure or text("counter.drafts.no_procedure"), f"{local(draft.at):%H:%M %d/%m}")
