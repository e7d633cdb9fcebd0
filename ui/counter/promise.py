"""Section 4: when the result is due, what it costs, how it is collected, and the ways to end what is being entered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal

from desk import Refused
from desk.cases import CHANNELS, COLLECT, FEE_STATES
from desk.counter import fee
from desk.procedures.money_words import fee_of, grouped, say_fee
from desk.procedures.procedure import Fee, Procedure
from desk.time.calendar import Calendar
from desk.words import text
from ui.counter.due_card import DueCard, Earlier
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.section import Section
from ui.kit.segmented import Segmented
from ui.kit.text import Chip, Elided, Icon, Text


class Promise(Pane):
    """`edited` follows every choice; the buttons are for the place to connect."""

    edited = Signal()

    def __init__(self, calendar: Calendar) -> None:
        super().__init__("window", edges="l", margins=(16, 12, 16, 8))
        self._procedure: Procedure | None = None
        self._fee_typed = False
        self.due = DueCard(calendar)
        self._build()
        self._lay()
        self._connect()
        self.show_procedure(None, datetime.now())

    def _build(self) -> None:
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
        self.answer = Chip("", "ok")
        self.answer.hide()
        self._ready_icon = Icon("check-circle", 18, "ok")
        self._ready = Text("", "secondary", ink="text2", wrap=True)
        self.print_button = Button(text("counter.promise.print"), "primary", icon="printer", key="F9")
        self.save_button = Button(text("counter.promise.save"), "quiet", height=30, key="Ctrl+S", size="small")
        self.supplement_button = Button(text("counter.promise.supplement"), "quiet", height=30, key="F7", size="small")
        self.refuse_button = Button(text("counter.promise.refuse"), "quiet", height=30, key="F8", size="small")

    def _lay(self) -> None:
        collect, channel, sets = (
            Text(text(key), "secondary", ink="text2")
            for key in ("cases.field.collect", "cases.field.channel", "counter.promise.sets")
        )
        self.add(Section(4, text("counter.promise.title"), key="Alt+4", target=self.fee_paid), 6, self.due, 8)
        self.add(row(self._fee_name, (self._fee_hint, 1), self.fee), 6, self.fee_paid, 8)
        self.add(collect, 4, self.collect, 8, row(channel, (self.channel, 1), 8, sets, self.sets, gap=6), None)
        self.add(row(self.answer, None), 6)
        self.add(row(self._ready_icon, (self._ready, 1), gap=8), 6, self.print_button, 2)
        self.add(row(self.save_button, None, self.supplement_button, None, self.refuse_button, gap=0))

    def _connect(self) -> None:
        self.due.edited.connect(self.edited)
        self.channel.changed.connect(self._channel_changed)
        for signal in (self.fee_paid.changed, self.collect.changed, self.sets.edited):
            signal.connect(lambda _: self.edited.emit())
        self.fee.edited.connect(self._fee_edited)

    def show_procedure(self, procedure: Procedure | None, now: datetime) -> None:
        """Show what a case of this procedure entered `now` is promised; None for no procedure yet."""
        if procedure is not self._procedure:
            self._fee_typed = False
        self._procedure = procedure
        self.due.show_procedure(procedure, now)
        self._show_fee()

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
        return {**found, "due_at": self.due.by_hand} if self.due.by_hand else found

    def state(self) -> dict[str, Any]:
        """What is chosen, as plain values."""
        return {
            "fee": self.fee.text() if self._fee_typed else "", "fee_paid": self.fee_paid.chosen(),
            "collect": self.collect.chosen(), "channel": self.channel.chosen(), "sets": self.sets.text(),
            "due_at": self.due.by_hand, "earlier": list(self.due.earlier or ()),
        }  # fmt: skip

    def show_state(self, state: Mapping[str, Any], now: datetime) -> None:
        """Show what `state` said; what it leaves out as on a new form."""
        self.blockSignals(True)
        self.channel.choose(state.get("channel", CHANNELS[0]))
        self.fee_paid.choose(state.get("fee_paid", FEE_STATES[0]))
        self.collect.choose(state.get("collect", COLLECT[0]))
        self.sets.set_text(state.get("sets", "1"))
        self._fee_typed = bool(state.get("fee"))
        self.due.by_hand = state.get("due_at", "")
        self.due.earlier = Earlier(*state["earlier"]) if state.get("earlier") else None
        self.due.show_procedure(self._procedure, now)
        self.blockSignals(False)
        self._show_fee()
        if self._fee_typed:
            self.fee.set_text(state["fee"])
            self._offer_payment()

    def field(self, name: str) -> Field | None:
        """The field of that name, None where it has none here."""
        return {"fee": self.fee, "sets": self.sets}.get(name)

    def say_answer(self, words: str, tone: str) -> None:
        """Say what the citizen answered on their screen; "" for nothing."""
        if words:
            self.answer.say(words, tone, icon="check-circle" if tone == "ok" else "warning-circle")
        self.answer.setVisible(bool(words))

    def say_ready(self, words: str, tone: str) -> None:
        """Say what saving would do, or what it waits for; `tone` is ok, soon or late."""
        self._ready_icon.change({"ok": "check-circle", "soon": "info", "late": "warning-circle"}[tone], tone)
        self._ready.say(words)


def _about(fee: Fee | None) -> str:
    """What stands beside the sum: free, so much for each, or not stated."""
    if fee is None or fee.amount is None:
        return text("counter.full.unstated") if fee else ""
    return text("counter.promise.per", unit=fee.per) if fee.per else "" if fee.amount else say_fee(fee)
