"""A case that may be the same request as the one being entered: pointed out, to be seen or denied; it never blocks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal

from desk.cases import Case
from desk.counter import time_of
from desk.lifecycle import stage_label
from desk.people import earlier
from desk.words import text
from sync.desk import Desk
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane

LOOK_BACK = timedelta(days=180)
"""How far back a case of the same person and procedure is a possible duplicate."""

TOLD_BY = ("id", "procedure", "applicant_id", "applicant_name", "birth_date", "phone")
"""The fields that tell whether two cases are the same request."""


class Duplicate(Pane):
    """`wanted(id)` asks to see the case pointed out."""

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(None)
        self._desk = desk
        self._case: Case | None = None
        self._denied: set[str] = set()
        self._sought: tuple[Any, ...] = ()
        see = Button(text("counter.alike.see"), height=28, key="Alt+X", size="small")
        no = Button(text("counter.alike.no"), "quiet", height=28, size="small")
        self._banner = Banner("soon", "", icon="users", actions=[see, no], pad=4)
        see.clicked.connect(self._see)
        no.clicked.connect(self._deny)
        self.add(self._banner)
        self.hide()

    def look(self, values: Mapping[str, Any], now: datetime, *, anew: bool = False) -> None:
        """Look for one; `values` are fields of a case, its procedure among them. `anew` where cases came in."""
        sought = tuple(values.get(name, "") for name in TOLD_BY)
        if sought == self._sought and not anew:
            return
        self._sought = sought
        found = earlier.repeats(self._desk.db, values, now - LOOK_BACK)
        self._case = next((case for case in found if case.id not in self._denied), None)
        if self._case:
            self._banner.say("soon", self._words(self._case), lead=text("counter.alike.lead"), icon="users")
        self.setVisible(self._case is not None)

    def found(self) -> Case | None:
        """The case pointed out."""
        return self._case

    def _words(self, case: Case) -> str:
        at = time_of(case.received_at)
        pc = self._desk.device_name(case.id.partition(".")[0])
        return text(
            "counter.alike.words", name=case.applicant_name, day=f"{at:%d/%m}", pc=pc, number=case.number,
            stage=str(stage_label(case.stage)).lower(),
        )  # fmt: skip

    def _see(self) -> None:
        if self._case:
            self.wanted.emit(self._case.id)

    def _deny(self) -> None:
        if self._case:
            self._denied.add(self._case.id)
        self.hide()
