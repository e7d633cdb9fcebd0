"""A span of days to look at: today, this week and so on by one choice, or one's own, first and last."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal

from desk import Refused
from desk.words import text
from ui import days
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.segmented import Segmented
from ui.kit.text import Text

OWN = "own"


class SpanOfDays(Pane):
    """`asked()` when other days are wanted. `names` are spans of `days.span`, and OWN."""

    asked = Signal()

    def __init__(self, names: Sequence[str], chosen: str, today: Callable[[], date]) -> None:
        super().__init__(None, across=True, gap=8)
        self._today = today
        self.choice = Segmented([(each, text(f"register.span.{each}")) for each in names], chosen,
                                name=text("register.days"))  # fmt: skip
        self.first, self.last = (Field(text(f"register.{name}"), height=34) for name in ("first", "last"))
        for field in (self.first, self.last):
            field.setFixedWidth(112)
            field.entered.connect(self._own)
        self.choice.changed.connect(lambda _: self.asked.emit())
        self.add(
            self.choice, self.first, (Text("–", "secondary", ink="text3"), Qt.AlignmentFlag.AlignVCenter), self.last
        )
        self.setFocusProxy(self.choice)

    def _own(self) -> None:
        if self.choice.chosen() == OWN:
            self.asked.emit()
        else:
            self.choice.choose(OWN)

    def days(self) -> tuple[date, date]:
        """The first and last day asked for. Raises Refused for a day that is none, or an end before the beginning."""
        if self.choice.chosen() != OWN:
            return days.span(self.choice.chosen(), self._today())
        first, last = days.read(self.first.text(), "first"), days.read(self.last.text(), "last")
        if first > last:
            raise Refused("work.register_days", field="last", first=days.shown(first), last=days.shown(last))
        return first, last

    def read(self) -> tuple[date, date] | None:
        """The days asked for, written in the fields as they were understood; None where a field says why not."""
        for field in (self.first, self.last):
            field.allow()
        if self.choice.chosen() == OWN and not self.first.text():
            self.first.setFocus()
            return None
        try:
            first, last = self.days()
        except Refused as refused:
            wrong = self.first if refused.field == "first" else self.last
            wrong.refuse(str(refused))
            wrong.setFocus()
            return None
        self.first.set_text(days.shown(first))
        self.last.set_text(days.shown(last))
        return first, last
