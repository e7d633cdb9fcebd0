"""How a case stands at work, in words, in the language in use: its step, who holds it, how a step was kept."""

from datetime import datetime

from desk.casework.steps import Standing
from desk.time.calendar import Calendar
from desk.time.deadline_words import say_left
from desk.time.deadlines import Left
from desk.words import known, text


def say_standing(standing: Standing, count: int, holder: str, calendar: Calendar) -> str:
    """The step of `count`, what is left of its hours, and the `holder`'s name: "Bước 2/4, Thẩm định: còn 2 giờ"."""
    if standing.step is None:
        return say_holder(holder)
    said = text("work.step", n=standing.place + 1, count=count, name=standing.step.name)
    if standing.left is not None:
        left = Left(abs(standing.left), standing.left < 0, calendar.minutes_per_day)
        said = text("work.step_left", step=said, left=say_left(left))
    return text("work.step_held", step=said, holder=say_holder(holder))


def say_holder(holder: str) -> str:
    """Who holds a case; before anybody was named, the counter does."""
    return text("work.held", name=holder) if holder else text("work.held_at_counter")


def say_kept(kept: str) -> str:
    """How a step was kept: early, on_time or late; "" where no hours are stated."""
    return text(f"work.kept.{kept}") if kept else ""


def say_may_close(closes_at: datetime, now: datetime) -> str:
    """Until when a supplement is waited for, or that the case may be closed without it."""
    key = "work.may_close" if now > closes_at else "work.closes_at"
    return text(key, at=f"{closes_at:%H:%M %d/%m/%Y}")


def say_score(score: int, scale: int) -> str:
    """What a citizen tapped; the bare number for a score that is on no scale of ours."""
    key = f"work.score.{scale}.{score}"
    return text(key) if known(key) else f"{score}/{scale}"
