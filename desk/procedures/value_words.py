"""Values of a procedure in one line, and both sides of a difference between two versions, in the language in use."""

from typing import Any

from desk.procedures.catalogue import Difference
from desk.procedures.money_words import say_fee
from desk.procedures.procedure import Fee, PaperRule, Step
from desk.procedures.publishing import paper_said
from desk.time.deadline_words import state_limit
from desk.time.deadlines import Rule
from desk.words import text


def say(value: object) -> str:
    """A value of a procedure in one line."""
    match value:
        case PaperRule():
            return f"{paper_said(value)}: {value.when}" if value.when else paper_said(value)
        case Fee():
            amount = ", ".join(filter(None, (say_fee(value), value.note)))
            return f"{text(f'cases.channel.{value.channel}')}: {amount or text('hints.nothing')}"
        case Step():
            return text("hints.say.step", name=value.name, hours=f"{value.hours:g}")
        case Rule():
            return state_limit(value)
    return "" if value is None else str(value)


def area(difference: Difference) -> str:
    """Which field of a procedure differs: "papers", "limit" ..."""
    return difference.field.partition(".")[0]


def sides(difference: Difference) -> tuple[str, str]:
    """Both sides of a difference, before and after."""
    of = area(difference)
    return _plain(of, difference.before), _plain(of, difference.after)


def _plain(area: str, value: Any) -> str:
    """One side of a difference, which comes as plain JSON values."""
    if value in (None, "", [], ()):
        return text("hints.nothing")
    if area == "papers":
        return say(PaperRule(**value))
    if area == "limit":
        return say(Rule(**value))
    kinds = {"fees": Fee, "steps": Step}
    if area in kinds:
        return "; ".join(say(kinds[area](**each)) for each in value)
    if area == "special":
        return text("hints.say.special" if value else "hints.say.plain")
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
