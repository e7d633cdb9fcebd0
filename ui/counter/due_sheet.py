"""The sheets that set a time by hand: another promise than the counted one, or a reception that was on paper."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.counter import TIME
from desk.words import text
from ui.counter.due_card import DueCard, Earlier, written
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.phrases import Phrases
from ui.kit.sheet import Sheet
from ui.kit.text import Text

SHOWN = "%d/%m/%Y %H:%M"
LONG_AGO = timedelta(days=366)
REASONS = ("power", "internet", "portal", "outside")


def due_sheet(over: QWidget, card: DueCard, now: Callable[[], datetime]) -> Sheet:
    """Promise another time, where the law or the case asks for it; F9 takes it, or back to the counted one."""
    field = _time_field("counter.due", written(card.by_hand, SHOWN))
    sheet = _sheet(over, "counter.due", field)
    back = Button(text("counter.due.counted"), "quiet", height=38)
    take = Button(text("counter.due.take"), "primary", key="F9")

    def taken() -> None:
        at = read_time(field.text(), now())
        if at is None:
            field.refuse(text("counter.due.wrong"))
        elif at <= now():
            field.refuse(text("counter.due.past"))
        else:
            card.promise(at.strftime(TIME), now())
            sheet.close_sheet()

    def counted() -> None:
        card.promise("", now())
        sheet.close_sheet()

    take.clicked.connect(taken)
    field.entered.connect(taken)
    back.clicked.connect(counted)
    sheet.foot(back, (take, 1))
    return sheet


def earlier_sheet(over: QWidget, card: DueCard, now: Callable[[], datetime]) -> Sheet:
    """Enter when a case was really received, and why it is entered later; F9 takes it, or back to the present."""
    held = card.earlier or Earlier("", "")
    field = _time_field("counter.earlier", written(held.at, SHOWN))
    name = text("counter.earlier.reason")
    reason = Field(name, text=held.reason, labelled=True, height=44)
    phrases = Phrases([text(f"counter.earlier.because.{each}") for each in REASONS], name=name)
    sheet = _sheet(over, "counter.earlier", field, reason, phrases)
    back = Button(text("counter.earlier.at_once"), "quiet", height=38)
    take = Button(text("counter.earlier.take"), "primary", key="F9")

    def taken() -> None:
        try:
            card.receive_earlier(read_earlier(field.text(), reason.text(), now()), now())
        except Refused as wrong:
            (reason if wrong.field == "reason" else field).refuse(str(wrong))
            return
        sheet.close_sheet()

    def at_once() -> None:
        card.receive_earlier(None, now())
        sheet.close_sheet()

    phrases.chosen.connect(reason.set_text)
    take.clicked.connect(taken)
    field.entered.connect(reason.setFocus)
    reason.entered.connect(taken)
    back.clicked.connect(at_once)
    sheet.foot(back, (take, 1))
    return sheet


def read_earlier(typed: str, reason: str, now: datetime) -> Earlier:
    """A reception before now, with its reason. Raises Refused."""
    at = read_time(typed, now)
    if at is None:
        raise Refused("counter.earlier.wrong", field="received_at")
    if at > now:
        raise Refused("cases.received_in_future", field="received_at", value=f"{at:%H:%M %d/%m/%Y}")
    if now - at > LONG_AGO:
        raise Refused("counter.earlier.long_ago", field="received_at")
    if not reason.strip():
        raise Refused("counter.earlier.no_reason", field="reason")
    return Earlier(at.strftime(TIME), reason.strip())


def read_time(typed: str, now: datetime) -> datetime | None:
    """A time as it is typed: "30/11/2026 17:00", "30/11 17:00" of this year, or "8:30" of today; None for none."""
    words = " ".join(typed.replace("h", ":").split())
    for before in ("", f"{now:%Y} ", f"{now:%Y %d/%m} "):
        try:
            return datetime.strptime(before + words, "%Y %d/%m %H:%M" if before else SHOWN)
        except ValueError:
            continue
    return None


def _time_field(area: str, shown: str) -> Field:
    hint = text(f"{area}.example")
    return Field(text(f"{area}.name"), text=shown, placeholder=hint, labelled=True, icon="calendar", height=44)


def _sheet(over: QWidget, area: str, *parts: QWidget) -> Sheet:
    body = Pane(None, gap=12, margins=(20, 16, 20, 20))
    body.add(Text(text(f"{area}.hint"), "secondary", ink="text2", wrap=True), *parts, None)
    return Sheet(over, text(f"{area}.title"), body)
