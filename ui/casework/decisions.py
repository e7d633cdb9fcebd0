"""What each sheet leads to: the decision of the domain that is made of its values, and which sheet asks for them."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desk import cases, counter
from desk.casework import work
from desk.counter import Hand
from desk.record import Change
from sync import undo
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.apologising import ApologySheet
from ui.casework.asking import CaseSheet
from ui.casework.binding import BindSheet
from ui.casework.brought import BroughtSheet
from ui.casework.handing import HandSheet
from ui.casework.rating import RatingSheet
from ui.casework.reasons import NoteSheet, ReasonSheet
from ui.casework.result import ResultSheet
from ui.casework.returning import ReturnSheet

Values = Mapping[str, Any]
Decide = Callable[[Desk, Hand, CaseFile, Values], Change]
Make = Callable[[QWidget, str, CaseFile, Desk], CaseSheet]

SHEETS: Mapping[str, Make] = {
    **dict.fromkeys(("ask_supplement", "refuse", "withdraw", "stop", "suspend"), ReasonSheet),
    **dict.fromkeys(("allot", "handover"), HandSheet),
    **dict.fromkeys(("supplement", "hand_in"), BroughtSheet),
    "apologise": ApologySheet,
    "finish": ResultSheet,
    "return": ReturnSheet,
    "bind": BindSheet,
    "rate": RatingSheet,
    "note": NoteSheet,
}
"""The actions that ask for something first; all others are done at once."""


def decide(name: str, desk: Desk, hand: Hand, file: CaseFile, values: Values) -> Change:
    """The change that `name` makes of a case with the `values` of its sheet. Raises Refused."""
    return DECISIONS.get(name, _move(name))(desk, hand, file, values)


def _move(name: str) -> Decide:
    def moved(desk: Desk, hand: Hand, file: CaseFile, values: Values) -> Change:
        reason = values.get("reason", "")
        return counter.move(desk.db, hand, file.case.id, name, file.procedure, desk.calendar, reason)

    return moved


DECISIONS: Mapping[str, Decide] = {
    "take": lambda desk, hand, file, _: work.take(desk.db, hand, file.case.id, file.procedure, desk.calendar),
    "allot": lambda desk, hand, file, v: work.assign(desk.db, hand, file.case.id, v["officer"], v["note"]),
    "handover": lambda desk, hand, file, v: work.hand_over(
        desk.db, hand, file.case.id, v["officer"], file.procedure, step=v.get("step"), note=v["note"]
    ),
    "supplement": lambda desk, hand, file, v: work.supplement(
        desk.db, hand, file.case.id, file.procedure, desk.calendar, v["brought"]
    ),
    "hand_in": lambda desk, hand, file, v: work.hand_in(desk.db, hand, file.case.id, v["brought"]),
    "suspend": lambda desk, hand, file, v: work.suspend(desk.db, hand, file.case.id, v["reason"]),
    "resume": lambda desk, hand, file, _: work.resume(desk.db, hand, file.case.id, file.procedure, desk.calendar),
    "apologise": lambda desk, hand, file, v: work.apologise(
        desk.db, hand, file.case.id, file.procedure, desk.calendar, v["due_at"], v["reason"]
    ),
    "finish": lambda desk, hand, file, v: work.finish(desk.db, hand, file.case.id, v["number"], v["day"]),
    "return": lambda desk, hand, file, v: work.give_back(desk.db, hand, file.case.id, v["taker"]),
    "bind": lambda desk, hand, file, v: work.bind(desk.db, hand, file.case.id, v["number"], v.get("reason", "")),
    "rate": lambda desk, hand, file, v: work.rate(desk.db, hand, file.case.id, v["score"], v["scale"]),
    "note": lambda desk, hand, file, v: cases.add_note(
        file.case, v["note"], now=hand.at, new_id=hand.new_id, by=hand.by
    ),
    "undo": lambda desk, hand, file, _: undo.undo(desk, hand, file.case.id),
}
"""The decisions that are no plain step of the lifecycle."""
