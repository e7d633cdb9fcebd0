"""Section 3: the papers handed in and their scans, counted together."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Signal

from desk.words import text
from ui.counter.papers import PaperList
from ui.counter.scan_strip import ScanStrip
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.section import Section
from ui.kit.text import Text
from ui.scans.draft_pile import DraftPile
from ui.session import Session


class Papers(Pane):
    """`changed` follows papers and scans; `as_last_time` asks to tick as the officer did last."""

    changed = Signal()
    as_last_time = Signal()

    def __init__(self, session: Session, pile: DraftPile) -> None:
        super().__init__(None, gap=2)
        self.list = PaperList()
        self.scans = ScanStrip(session, pile, self.list.in_hand)
        self._count = Text("", "secondary", ink="text2")
        self.last = Button(text("counter.last.button"), "link", key="Ctrl+T", height=28, size="small")
        self.last.setToolTip(text("counter.last.hint"))
        self.last.hide()
        self.last.clicked.connect(self.as_last_time)
        title = text("counter.papers.title")
        self.add(Section(3, title, self.last, self._count, key="Alt+3", target=self.list), (self.list, 1), 4)
        self.add(self.scans)
        self.list.changed.connect(self.changed)
        self.list.scans_wanted.connect(self._scans_of)
        self.scans.changed.connect(self._follow_scans)
        self.scans.changed.connect(self.changed)
        self.scans.add_button.clicked.connect(lambda: self.scans.ask_files(self.list.in_hand()))
        self.setFocusProxy(self.list)

    def offer_last(self, known: bool) -> None:
        """Whether the officer has taken this procedure before."""
        self.last.setVisible(known)

    def follow(self, *, known: bool, chosen: bool) -> None:
        """Count the papers of the procedure `known`; scans are offered those of one that was `chosen`."""
        here, needed, missing = self.list.counts()
        whole = here == needed and not missing
        key = "whole" if whole and needed else "optional" if whole else "count"
        count = text(f"counter.papers.{key}", here=here, needed=needed)
        self._count.say(count if known else "", ink="ok" if key == "whole" else "text2")
        if chosen and list(self.scans.pile.papers()) != self.list.names():
            self.scans.pile.offer_papers(self.list.names())
        self._follow_scans()

    def drop(self, paths: Sequence[Path], place: QPoint) -> None:
        """Take files dropped at a place of the screen: on a paper as its scans, elsewhere to be put in order."""
        self.scans.take(paths, self.list.at(place))

    def _scans_of(self, paper: str) -> None:
        if self.scans.counts()[paper]:
            self.scans.put_in_order()
        else:
            self.scans.ask_files(paper)

    def _follow_scans(self) -> None:
        self.list.show_scans(self.scans.counts())
