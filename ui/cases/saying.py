"""Cases in words: moments, due times, values of fields, who wrote what. Draws nothing and decides nothing."""

from datetime import datetime
from typing import Any, NamedTuple

from desk.cases import Case
from desk.lifecycle import ENDED, WAITING, Stage, stage, stage_label
from desk.procedures.money_words import say_money
from desk.time import deadlines
from desk.time.calendar import Calendar
from desk.time.deadline_words import say_left, weekday_short
from desk.time.written import day
from desk.time.written import moment as moment
from desk.words import known, text

CHOSEN = frozenset({"channel", "applicant_kind", "collect", "fee_paid", "sex", "form"})
TIMES = frozenset({"received_at", "due_at", "returned_at", "at"})
DATES = frozenset({"birth_date", "result_date"})
LONGEST = 2000
"""Letters of a value that a screen shows at the most; the whole of it stays in the log."""


class Due(NamedTuple):
    """A due time in few words, and the tone it has: late, soon or text."""

    words: str
    tone: str


def when(at: datetime, now: datetime) -> str:
    """A moment as it is spoken of today: "hôm nay 08:44", "hôm qua 15:20", "18/11 08:55", "18/11/2025 08:55"."""
    days = (now.date() - at.date()).days
    if days in (0, 1):
        return text("list.today_at" if days == 0 else "list.yesterday_at", time=f"{at:%H:%M}")
    return f"{at:%d/%m %H:%M}" if at.year == now.year else f"{at:%d/%m/%Y %H:%M}"


def briefly(at: datetime, now: datetime) -> str:
    """A moment in a narrow column: the time of today, else the day."""
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at:%d/%m}" if at.year == now.year else f"{at:%m/%Y}"


def due(case: Case, now: datetime, calendar: Calendar, *, halted: bool = False) -> Due:
    """When a case is due, as the list says it: "quá 1 ngày", "11:30", "T2 23/11"; late only while its clock runs."""
    at = moment(case.due_at)
    if at is None:
        return Due(text("list.undated"), "text3")
    if running(case) and not halted and at < now:
        return Due(say_left(deadlines.left(at, now, calendar)), "late")
    if at.date() == now.date():
        return Due(f"{at:%H:%M}", "soon" if running(case) and not halted else "text")
    return Due(f"{weekday_short(at.date())} {at:%d/%m}" if at.year == now.year else f"{at:%d/%m/%Y}", "text")


def due_day(case: Case, now: datetime) -> str:
    """The day a case is due, as large type says it, with the time when that is today: "T2, 30/11/2026"."""
    at = moment(case.due_at)
    return due_fully(case, now) if at is None or at.date() == now.date() else due_fully(case, now)[:-6]


def due_fully(case: Case, now: datetime) -> str:
    """When a case is due, in a sentence: "hôm nay 11:30", "T2, 30/11/2026 17:00"."""
    at = moment(case.due_at)
    if at is None:
        return text("list.undated")
    if at.date() == now.date():
        return text("list.today_at", time=f"{at:%H:%M}")
    return f"{weekday_short(at.date())}, {at:%d/%m/%Y %H:%M}"


def left(case: Case, now: datetime, calendar: Calendar) -> str:
    """How much working time is left, or what the clock waits for."""
    at = moment(case.due_at)
    if case.stage in ENDED or case.stage == Stage.DONE:
        return capital(str(stage_label(case.stage)))
    if case.stage in WAITING:
        return text("list.halted")
    return say_left(deadlines.left(at, now, calendar)) if at else text("list.no_limit")


def running(case: Case) -> bool:
    """Whether the clock of a case runs against the office; it does in a stage unknown here."""
    return case.stage not in ENDED | WAITING | {Stage.DONE} and not case.void_reason


def value(name: str, held: Any) -> str:
    """A field's value in words, at most LONGEST letters of it."""
    if held is None or held == "":
        return ""
    if name == "state":
        return capital(str(stage_label(stage(str(held)))))
    if name == "stage":
        return str(stage_label(str(held)))
    if name in CHOSEN and known(key := f"cases.{name}.{held}"):
        return text(key)
    if name in TIMES and (at := moment(str(held))):
        return f"{at:%d/%m/%Y %H:%M}"
    if name in DATES and (on := day(held)):
        return f"{on:%d/%m/%Y}"
    if name == "fee" and isinstance(held, int):
        return say_money(held)
    return spaced(name, str(held)[:LONGEST])


def spaced(name: str, written: str) -> str:
    """Phone and identity numbers in groups, as people read them out."""
    if name == "phone" and written.isdecimal() and len(written) == 10:
        return f"{written[:4]} {written[4:7]} {written[7:]}"
    if name in ("applicant_id", "submitter_id") and written.isdecimal() and len(written) == 12:
        return " ".join(written[n : n + 3] for n in range(0, 12, 3))
    return written


def fee(case: Case) -> str:
    """The fee and whether it was taken: "8.000 đ, đã thu tiền mặt"."""
    if not case.fee:
        return text("list.no_fee")
    state = f"list.fee.{case.fee_paid}"
    return f"{say_money(case.fee)}, {text(state) if known(state) else case.fee_paid}"


def capital(words: str) -> str:
    """`words` as the beginning of a line."""
    return words[:1].upper() + words[1:]
