"""Promising another time than the one that was counted, where the law or the case asks for it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desk.counter import TIME
from desk.words import text
from ui.counter.promise import Promise
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text

SHOWN = "%d/%m/%Y %H:%M"


def due_sheet(over: QWidget, promise: Promise, now: Callable[[], datetime]) -> Sheet:
    """A sheet with the one field; F9 takes it, and the way back to the counted time."""
    by_hand = promise.by_hand()
    shown = datetime.strptime(by_hand, TIME).strftime(SHOWN) if by_hand else ""
    name, hint = text("counter.due.name"), text("counter.due.example")
    field = Field(name, text=shown, placeholder=hint, labelled=True, icon="calendar", height=44)
    body = Pane(None, gap=12, margins=(20, 16, 20, 20))
    body.add(Text(text("counter.due.hint"), "secondary", ink="text2", wrap=True), field, None)
    sheet = Sheet(over, text("counter.due.title"), body)
    back = Button(text("counter.due.counted"), "quiet", height=38)
    take = Button(text("counter.due.take"), "primary", key="F9")

    def taken() -> None:
        try:
            at = datetime.strptime(" ".join(field.text().split()), SHOWN)
        except ValueError:
            field.refuse(text("counter.due.wrong"))
            return
        if at <= now():
            field.refuse(text("counter.due.past"))
            return
        promise.promise_by_hand(at.strftime(TIME), now())
        sheet.close_sheet()

    def counted() -> None:
        promise.promise_by_hand("", now())
        sheet.close_sheet()

    take.clicked.connect(taken)
    field.entered.connect(taken)
    back.clicked.connect(counted)
    sheet.foot(back, (take, 1))
    return sheet
