"""Time limits and due dates in words, in the language in use: for the counter, the lists and the slip."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from desk.time.deadlines import Day, Due, Left, Rule
from desk.words import text

HOUR = 60


def state_limit(rule: Rule) -> str:
    """The limit in a few words: "5 ngày làm việc", "Trong ngày", "24 giờ làm việc"."""
    return _many(f"limit.{rule.unit}", rule.amount)


def say_left(left: Left) -> str:
    """How far from the due time: "còn 1 giờ 49 phút làm việc", "còn 2 ngày 3 giờ làm việc", "quá 2 giờ", "quá 1 ngày".

    Late by a day or an hour and more, the smaller unit is left out.
    """
    days, minutes = divmod(left.minutes, left.minutes_per_day)
    hours, minutes = divmod(minutes, HOUR)
    parts = [_many(f"time.{unit}", n) for unit, n in (("days", days), ("hours", hours), ("minutes", minutes)) if n]
    if not parts:
        return text("deadlines.left.just_late" if left.late else "deadlines.left.now")
    if left.late:
        return text("deadlines.left.late", time=parts[0])
    return text("deadlines.left.still", time=" ".join(parts[: 2 if hours or not days else 1]))


def say_day(day: date) -> str:
    """A day with its weekday: "thứ Hai 23/11"."""
    return text("deadlines.day", weekday=weekday(day), date=_short(day))


def weekday(day: date) -> str:
    """The weekday inside a sentence: "thứ Hai", "Chủ nhật"."""
    return text(f"deadlines.weekday.{day.weekday()}")


def weekday_short(day: date) -> str:
    """The weekday over a column: "T2", "CN"."""
    return text(f"deadlines.weekday_short.{day.weekday()}")


def explain(due: Due) -> str:
    """Why a result is due when it is, in a few sentences.

    "Tính từ thứ Hai 23/11. Không tính thứ Bảy, Chủ nhật và 24/11, nghỉ Ngày Văn hóa Việt Nam."
    """
    return " ".join(_sentences(due))


def _sentences(due: Due) -> Iterator[str]:
    if due.restarted:
        yield text("deadlines.explain.restarted", day=_short(due.received_at.date()))
    if due.counted_from.date() != due.received_at.date():
        yield text(_moved(due), day=say_day(due.counted_from.date()), cutoff=due.rule.cutoff)
    yield _counting(due)
    if due.rule.unit != "calendar_days" and (skipped := _skipped(due.days)):
        yield text("deadlines.explain.skipped", days=skipped)
    yield from (text("deadlines.explain.makeup", day=say_day(day.date)) for day in due.days if day.kind == "makeup")
    if waited := sum(day.kind == "paused" for day in due.days):
        yield _many("explain.waited", waited)
    if due.rule.unit == "calendar_days" and due.days[-1].n is None:
        yield text("deadlines.explain.rolled", day=say_day(due.at.date()))
    yield from _doubts(due)


def _moved(due: Due) -> str:
    in_hours = due.calendar.at_work(due.received_at).date() == due.received_at.date()
    late = "close_cutoff" if due.rule.cutoff == "close-1h" else "cutoff"
    return f"deadlines.explain.{late if in_hours else 'out_of_hours'}"


def _counting(due: Due) -> str:
    if due.rule.unit == "hours":
        return text("deadlines.explain.hours", time=f"{due.counted_from:%H:%M}", day=say_day(due.counted_from.date()))
    counted = next((day.date for day in due.days if day.n), None)
    if counted is None:
        return text("deadlines.explain.same_day")
    return text(f"deadlines.explain.{due.rule.unit}", day=say_day(counted))


def _skipped(days: Iterable[Day]) -> str:
    off = [day for day in days if day.kind in ("weekend", "holiday")]
    weekend = sorted({day.date.weekday() for day in off if day.kind == "weekend"})
    parts = [", ".join(text(f"deadlines.weekday.{n}") for n in weekend)] if weekend else []
    for first, last, name in _runs(day for day in off if day.kind == "holiday"):
        span = _short(first) if first == last else text("deadlines.span", first=_short(first), last=_short(last))
        parts.append(text("deadlines.explain.holiday", day=span, name=name))
    most, last_part = "; ".join(parts[:-1]), "".join(parts[-1:])
    return text("deadlines.explain.both", first=most, last=last_part) if most else last_part


def _runs(holidays: Iterable[Day]) -> list[tuple[date, date, str]]:
    """Neighbouring holidays of one name as (first, last, name)."""
    runs: list[tuple[date, date, str]] = []
    for day in holidays:
        if runs and runs[-1][2] == day.name and day.date - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day.date, day.name)
        else:
            runs.append((day.date, day.date, day.name))
    return runs


def _doubts(due: Due) -> Iterator[str]:
    for year in range(due.received_at.year, due.at.year + 1):
        if not due.calendar.known(year):
            yield text("deadlines.explain.unknown_year", year=year)
        elif not due.calendar.announced(year):
            yield text("deadlines.explain.expected_year", year=year)


def _many(key: str, n: int) -> str:
    return text(f"deadlines.{key}_one" if n == 1 else f"deadlines.{key}", n=n)


def _short(day: date | datetime) -> str:
    return f"{day:%d/%m}"
