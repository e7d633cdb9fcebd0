"""Section 4: when the result is due and why, what it costs, how it is collected, and the one action that saves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal

from desk import Refused
from desk.cases import CHANNELS, COLLECT, FEE_STATES
from desk.counter import TIME, fee
from desk.procedures.money_words import fee_of, grouped, say_fee
from desk.procedures.procedure import Fee, Procedure
from desk.time import deadlines
from desk.time.calendar import Calendar
from desk.time.deadline_words import explain, state_limit, weekday_short
from desk.time.deadlines import Due
from desk.words import text
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.day_strip import Day, DayStrip
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.section import Section
from ui.kit.segmented import Segmented
from ui.kit.text import Elided, Icon, Text
from ui.theme.tokens import STRONG

KINDS = {
    "received": "start", "counted": "counted", "weekend": "off", "holiday": "holiday", "makeup": "counted",
    "paused": "pause",
}  # fmt: skip


class Promise(Pane):
    """`edited` follows every choice; the buttons are `print_button`, `save_button`, `due_button`."""

    edited = Signal()

    def __init__(self, calendar: Calendar) -> None:
        super().__init__("window", edges="l", margins=(16, 12, 16, 10))
        self._calendar = calendar
        self._procedure: Procedure | None = None
        self._due_by_hand = ""
        self._fee_typed = False
        self._build()
        self.show_procedure(None, datetime.now())

    def _build(self) -> None:
        self.due_button = Button(text("counter.promise.change"), "link", height=24, size="small")
        self._date, self._when = Elided("", "due", weight=STRONG), Elided("", "body", ink="text2")
        self._strip, self._why = DayStrip(), Elided("", "secondary", ink="text2", lines=4)
        self._fee_name = Text(text("counter.promise.fee"), "secondary", ink="text2")
        self._fee_hint = Elided("", "small", ink="text3")
        currency = Text(text("counter.promise.currency"), "secondary", ink="text2")
        self.fee = Field(text("counter.promise.fee"), size="section", height=32, trailing=[currency])
        self.fee.setFixedWidth(124)
        states = [(each, text(f"counter.promise.fee_paid.{each}")) for each in FEE_STATES]
        self.fee_paid = Segmented(states, name=text("cases.field.fee_paid"), size="small")
        collect = [(each, text(f"cases.collect.{each}")) for each in COLLECT]
        self.collect = Segmented(collect, name=text("cases.field.collect"))
        channels = [(each, text(f"cases.channel.{each}")) for each in CHANNELS]
        self.channel = Choice(channels, name=text("cases.field.channel"), height=30)
        self.sets = Field(text("cases.field.sets"), text="1", height=30)
        self.sets.setFixedWidth(46)
        self._ready_icon = Icon("check-circle", 18, "ok")
        self._ready = Text("", "secondary", ink="text2", wrap=True)
        self.print_button = Button(text("counter.promise.print"), "primary", icon="printer", key="F9")
        self.save_button = Button(text("counter.promise.save"), "quiet", height=32, key="Ctrl+S")
        self._lay()
        self._connect()

    def _lay(self) -> None:
        card = Pane("surface", radius=8, border="line_strong", margins=(14, 8, 14, 10))
        heading = Text(text("counter.promise.result"), "secondary", ink="text2")
        card.add(row(heading, None, self.due_button), self._date, 1, self._when, 8, self._strip, 6, self._why)
        collect, channel, sets = (
            Text(text(key), "secondary", ink="text2")
            for key in ("cases.field.collect", "cases.field.channel", "counter.promise.sets")
        )
        self.add(Section(4, text("counter.promise.title"), key="Alt+4", target=self.fee_paid), 6, card, 10)
        self.add(row(self._fee_name, (self._fee_hint, 1), self.fee), 6, self.fee_paid, 10)
        self.add(collect, 4, self.collect, 10, row(channel, (self.channel, 1), 8, sets, self.sets, gap=6), None)
        self.add(row(self._ready_icon, (self._ready, 1), gap=8), 8, self.print_button, 4)
        self.add(row(self.save_button, None))

    def _connect(self) -> None:
        self.channel.changed.connect(self._channel_changed)
        for signal in (self.fee_paid.changed, self.collect.changed, self.sets.edited):
            signal.connect(lambda _: self.edited.emit())
        self.fee.edited.connect(self._fee_edited)

    def show_procedure(self, procedure: Procedure | None, now: datetime) -> None:
        """Show what a case of this procedure received `now` is promised; None for no procedure yet."""
        if procedure is not self._procedure:
            self._due_by_hand, self._fee_typed = "", False
        self._procedure = procedure
        self._show_due(now)
        self._show_fee()
        self.due_button.setVisible(procedure is not None)

    def _show_due(self, now: datetime) -> None:
        procedure = self._procedure
        found = deadlines.due(procedure.limit, now, self._calendar) if procedure and procedure.limit else None
        limit = state_limit(found.rule) if found else procedure.limit_text if procedure else ""
        at = datetime.strptime(self._due_by_hand, TIME) if self._due_by_hand else found.at if found else None
        self._strip.setVisible(found is not None and not self._due_by_hand)
        if at:
            weekday = text(f"shell.weekday.{at.weekday()}")
            self._date.say(text("counter.promise.date", weekday=weekday, date=f"{at:%d/%m/%Y}"))
            self._when.say(text("counter.promise.before", time=f"{at:%H:%M}", limit=limit))
        else:
            self._date.say(text("counter.promise.open" if procedure else "counter.promise.none"))
            self._when.say(text("counter.promise.open_hint") if procedure else text("counter.promise.none_hint"))
        if found and not self._due_by_hand:
            self._strip.show_days(strip(found), explain(found))
        reason = self._reason(found, limit)
        self._why.say(reason)
        self._why.setVisible(bool(reason))

    def _reason(self, found: Due | None, limit: str) -> str:
        if self._due_by_hand:
            return text("counter.promise.by_hand")
        return explain(found) if found else limit

    def _show_fee(self) -> None:
        procedure, channel = self._procedure, self.channel.chosen()
        stated = fee_of(procedure, channel) if procedure else None
        if procedure and not self._fee_typed:
            self.fee.set_text(grouped(fee(procedure, channel)))
        if not procedure:
            self.fee.set_text("")
        self._fee_hint.say(_about(stated))
        note = stated.note if stated else ""
        self.fee.setToolTip(note)
        self._fee_hint.setToolTip(note)
        self._offer_payment()

    def _offer_payment(self) -> None:
        owed = self._amount() > 0
        self.fee_paid.setEnabled(owed)
        self.fee_paid.setToolTip("" if owed else text("counter.promise.nothing_owed"))

    def _amount(self) -> int:
        digits = "".join(letter for letter in self.fee.text() if letter.isdigit())
        return int(digits[:10]) if digits else 0

    def _channel_changed(self) -> None:
        self._show_fee()
        self.edited.emit()

    def _fee_edited(self) -> None:
        self._fee_typed = True
        self._offer_payment()
        self.edited.emit()

    def values(self) -> dict[str, Any]:
        """The fields of the case that are chosen here. Raises Refused for sets or a fee that are no number."""
        written = self.sets.text()
        if not written.isdecimal() or int(written) < 1:
            raise Refused("counter.promise.bad_sets", field="sets")
        if any(letter.isalpha() for letter in self.fee.text()):
            raise Refused("counter.promise.bad_fee", field="fee")
        amount = self._amount()
        found: dict[str, Any] = {
            "fee": amount,
            "fee_paid": self.fee_paid.chosen() if amount else FEE_STATES[0],
            "collect": self.collect.chosen(),
            "channel": self.channel.chosen(),
            "sets": int(written),
        }
        return {**found, "due_at": self._due_by_hand} if self._due_by_hand else found

    def promise_by_hand(self, due_at: str, now: datetime) -> None:
        """Promise another time, "YYYY-MM-DDTHH:MM"; "" goes back to the counted one."""
        self._due_by_hand = due_at
        self._show_due(now)
        self.edited.emit()

    def by_hand(self) -> str:
        """The time promised by hand, "" where the counted one stands."""
        return self._due_by_hand

    def state(self) -> dict[str, Any]:
        """What is chosen, as plain values."""
        return {
            "fee": self.fee.text() if self._fee_typed else "", "fee_paid": self.fee_paid.chosen(),
            "collect": self.collect.chosen(), "channel": self.channel.chosen(), "sets": self.sets.text(),
            "due_at": self._due_by_hand,
        }  # fmt: skip

    def show_state(self, state: Mapping[str, Any], now: datetime) -> None:
        """Show what `state` said; what it leaves out as on a new form."""
        self.blockSignals(True)
        self.channel.choose(state.get("channel", CHANNELS[0]))
        self.fee_paid.choose(state.get("fee_paid", FEE_STATES[0]))
        self.collect.choose(state.get("collect", COLLECT[0]))
        self.sets.set_text(state.get("sets", "1"))
        self._due_by_hand = state.get("due_at", "")
        self._fee_typed = bool(state.get("fee"))
        self.blockSignals(False)
        self._show_due(now)
        self._show_fee()
        if self._fee_typed:
            self.fee.set_text(state["fee"])
            self._offer_payment()

    def say_ready(self, words: str, tone: str) -> None:
        """Say what saving would do, or what it waits for; `tone` is ok or soon."""
        self._ready_icon.change({"ok": "check-circle", "soon": "info"}[tone], tone)
        self._ready.say(words)


def _about(fee: Fee | None) -> str:
    """What stands beside the sum: free, so much for each, or not stated."""
    if fee is None or fee.amount is None:
        return text("counter.full.unstated") if fee else ""
    return text("counter.promise.per", unit=fee.per) if fee.per else "" if fee.amount else say_fee(fee)


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
