"""When the result is due and why, from when it is counted: the card at the top of section 4."""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Signal

from desk.counter import TIME, time_of
from desk.procedures.procedure import Procedure
from desk.time import deadlines
from desk.time.calendar import Calendar
from desk.time.deadline_words import explain, state_limit, weekday_short
from desk.time.deadlines import Due
from desk.words import text
from ui.kit.button import Button
from ui.kit.day_strip import Day, DayStrip
from ui.kit.layout import Pane, row
from ui.kit.text import Elided, Text
from ui.theme.tokens import STRONG

KINDS = {
    "received": "start", "counted": "counted", "weekend": "off", "holiday": "holiday", "makeup": "counted",
    "paused": "pause",
}  # fmt: skip


class Earlier(NamedTuple):
    """A case that was received on paper before it is entered: when ("YYYY-MM-DDTHH:MM"), and why."""

    at: str
    reason: str


class DueCard(Pane):
    """`edited` follows a time set by hand. `due_button` and `received_button` ask for the sheets that set one."""

    edited = Signal()

    def __init__(self, calendar: Calendar) -> None:
        super().__init__("surface", radius=8, border="line_strong", margins=(14, 8, 14, 8))
        self._calendar = calendar
        self._procedure: Procedure | None = None
        self.by_hand = ""
        """The time promised by hand, "" where the counted one stands."""
        self.earlier: Earlier | None = None
        self.due_button = Button(text("counter.promise.change"), "link", height=24, size="small")
        self.due_button.setAccessibleName(text("counter.due.title"))
        self.received_button = Button(text("counter.earlier.button"), "link", height=24, size="small", key="Ctrl+R")
        self._date, self._when = Elided("", "due", weight=STRONG), Elided("", "body", ink="text2")
        self._strip, self._why = DayStrip(), Elided("", "secondary", ink="text2", lines=4)
        self._received = Elided("", "small", ink="text3", lines=2)
        heading = Text(text("counter.promise.result"), "secondary", ink="text2")
        self.add(row(heading, None, self.due_button), self._date, 1, self._when, 8, self._strip, 6, self._why, 2)
        self.add(row((self._received, 1), self.received_button, gap=4))

    def show_procedure(self, procedure: Procedure | None, now: datetime) -> None:
        """Show what a case of this procedure entered `now` is promised; None for no procedure yet."""
        if procedure is not self._procedure:
            self.by_hand = ""
        self._procedure = procedure
        self.due_button.setVisible(procedure is not None)
        self._say_received(now)
        received = time_of(self.earlier.at) if self.earlier else now
        found = deadlines.due(procedure.limit, received, self._calendar) if procedure and procedure.limit else None
        limit = state_limit(found.rule) if found else procedure.limit_text if procedure else ""
        counted = found if not self.by_hand else None
        at = time_of(self.by_hand) if self.by_hand else found.at if found else None
        self._say_due(at, limit)
        self._strip.setVisible(counted is not None)
        if counted:
            self._strip.show_days(strip(counted), explain(counted))
        reason = text("counter.promise.by_hand") if self.by_hand else explain(found) if found else limit
        self._why.say(reason)
        self._why.setVisible(bool(reason))

    def _say_due(self, at: datetime | None, limit: str) -> None:
        if at:
            weekday = text(f"shell.weekday.{at.weekday()}")
            self._date.say(text("counter.promise.date", weekday=weekday, date=f"{at:%d/%m/%Y}"))
            self._when.say(text("counter.promise.before", time=f"{at:%H:%M}", limit=limit))
            return
        known = self._procedure is not None
        self._date.say(text("counter.promise.open" if known else "counter.promise.none"))
        self._when.say(text("counter.promise.open_hint" if known else "counter.promise.none_hint"))

    def _say_received(self, now: datetime) -> None:
        if self.earlier:
            at = f"{time_of(self.earlier.at):%H:%M %d/%m}"
            self._received.say(text("counter.earlier.said", at=at, reason=self.earlier.reason), ink="soon")
            self.received_button.setText(text("counter.promise.change"))
        else:
            self.received_button.setText(text("counter.earlier.button"))
            self._received.say(text("counter.earlier.now", at=f"{now:%H:%M}"), ink="text3")

    def promise(self, due_at: str, now: datetime) -> None:
        """Promise another time, "YYYY-MM-DDTHH:MM"; "" goes back to the counted one."""
        self.by_hand = due_at
        self.show_procedure(self._procedure, now)
        self.edited.emit()

    def receive_earlier(self, earlier: Earlier | None, now: datetime) -> None:
        """Say that the case was received before it is entered; None for as it is entered."""
        self.earlier = earlier
        self.show_procedure(self._procedure, now)
        self.edited.emit()


def strip(due: Due) -> list[Day]:
    """The days of a due date for the strip: counted ones numbered, the first and the last named."""
    found = []
    for number, day in enumerate(due.days):
        kind, caption = KINDS[day.kind], str(day.n) if day.n else ""
        if day.date == due.at.date():
            kind = "due"
        elif day.kind == "holiday":
            caption = text("counter.promise.holiday")
        if number == 0 and kind != "due":
            caption = text("counter.promise.received")
        found.append(Day(weekday_short(day.date), day.date.day, kind, caption))
    return found


def written(at: str, shown: str) -> str:
    """A time of a record in the form `shown`; "" for none."""
    return datetime.strptime(at, TIME).strftime(shown) if at else ""
