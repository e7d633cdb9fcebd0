"""A case: what a citizen brought to the counter, and what officers may decide about it.

Every decision takes values and returns a `Change`, or raises `Refused`. Papers, notes, movements and prints are records
of their own that only accumulate, so that parallel work on one case never overwrites any of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any

from desk import Refused
from desk.lifecycle import Stage, stage, walk, walked
from desk.record import Change, Edit, ending, identity, law, money, numbering, typing
from desk.text import clean
from desk.time.written import day, is_birth
from desk.words import Phrase

CHANNELS = ("in_person", "online", "post")
KINDS = ("person", "enterprise", "agency", "other")
COLLECT = ("counter", "post", "electronic")
FEE_STATES = ("due", "cash", "transfer", "exempt")
PAPER_FORMS = ("original", "certified", "copy", "seen", "missing")


@dataclass(frozen=True)
class Case:
    """One case file. Times are local wall time of Vietnam, "YYYY-MM-DDTHH:MM"; the fee is in VND."""

    id: str
    number: Annotated[str, numbering] = ""  # printed on the citizen's slip
    portal_number: Annotated[str, numbering] = ""
    office: Annotated[str, law] = ""  # where it was received
    competent_office: Annotated[str, law] = ""  # who decides it
    procedure: Annotated[str, law] = ""
    procedure_version: Annotated[str, law] = ""
    procedure_name: Annotated[str, typing] = ""
    subject: Annotated[str, typing] = ""
    applicant_kind: Annotated[str, identity] = "person"
    applicant_name: Annotated[str, identity] = ""
    applicant_id: Annotated[str, identity] = ""
    birth_date: Annotated[str, identity] = ""
    sex: Annotated[str, identity] = ""
    address: Annotated[str, typing] = ""
    phone: Annotated[str, typing] = ""
    email: Annotated[str, typing] = ""
    submitter_name: Annotated[str, identity] = ""
    submitter_id: Annotated[str, identity] = ""
    channel: Annotated[str, typing] = "in_person"
    sets: Annotated[int, typing] = 1
    fee: Annotated[int, money] = 0
    fee_paid: Annotated[str, money] = "due"
    collect: Annotated[str, typing] = "counter"
    state: Annotated[str, walked] = Stage.RECEIVED
    received_at: Annotated[str, law] = ""
    due_at: Annotated[str, law] = ""
    assignee: Annotated[str, typing] = ""
    note: Annotated[str, typing] = ""
    result_number: Annotated[str, law] = ""
    result_date: Annotated[str, law] = ""
    returned_at: Annotated[str, law] = ""
    returned_to: Annotated[str, law] = ""
    void_reason: Annotated[str, ending] = ""  # out of use; the number of the case that goes on where two were one
    merged_into: Annotated[str, law] = ""
    received_by: Annotated[str, law] = ""  # the officer who took it in
    slip_number: Annotated[str, numbering] = ""  # on a slip from a PC that died with the case: received anew

    @property
    def stage(self) -> str:
        """Where the case stands now: the last step of the path in `state`."""
        return stage(self.state)


@dataclass(frozen=True)
class CasePaper:
    """A paper handed in with a case, and in which form; `missing` ones are still awaited."""

    id: str
    case_id: Annotated[str, law] = ""
    key: Annotated[str, law] = ""  # of the procedure's checklist; "" for an extra paper
    name: Annotated[str, typing] = ""
    form: Annotated[str, typing] = "original"
    copies: Annotated[int, typing] = 1


@dataclass(frozen=True)
class Note:
    """Something an officer wrote down about a case."""

    id: str
    case_id: Annotated[str, law] = ""
    text: Annotated[str, typing] = ""
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class Move:
    """One step of a case along its lifecycle, as it really happened."""

    id: str
    case_id: Annotated[str, law] = ""
    action: Annotated[str, law] = ""
    stage: Annotated[str, law] = ""
    reason: Annotated[str, typing] = ""
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class Print:
    """A form that was printed or saved as PDF for a case."""

    id: str
    case_id: Annotated[str, law] = ""
    form: Annotated[str, law] = ""
    copies: Annotated[int, typing] = 1
    at: Annotated[str, law] = ""


LIMITS = {"note": 4000, "subject": 2000, "address": 500, "procedure_name": 2000, "void_reason": 2000}
LIMIT = 200
"""Longest text of a field in characters, where LIMITS does not name it."""

CHOICES: Mapping[str, Sequence[str]] = {
    "channel": CHANNELS,
    "applicant_kind": KINDS,
    "collect": COLLECT,
    "fee_paid": FEE_STATES,
    "sex": ("", "male", "female"),
}

TIME = "%Y-%m-%dT%H:%M"
MOMENTS = frozenset({"due_at", "returned_at"})
"""Fields that lists compare and forms sign as a time: nothing else may stand in them."""

DATES = frozenset({"birth_date", "result_date"})
"""Fields that are an ISO date; of a birth the year alone will do, which is all that many papers of the old tell."""

ACCEPTED = frozenset(f.name for f in fields(Case)) - {
    "id", "number", "office", "procedure", "procedure_version", "procedure_name", "state", "received_at", "void_reason",
    "received_by", "merged_into",
}  # fmt: skip
"""The fields an officer may enter and edit; the rest follow from decisions."""

NewId = Callable[[], str]


@dataclass(frozen=True)
class PaperGiven:
    """A paper as ticked at the counter: `form` is one of PAPER_FORMS, `copies` at least 1."""

    name: str
    form: str = "original"
    copies: int = 1
    key: str = ""


@dataclass(frozen=True)
class Reception:
    """What the desk itself knows when a case comes in: nothing of it is typed by the officer."""

    number: str
    office: str
    procedure: str
    procedure_version: str
    procedure_name: str
    received_at: str
    due_at: str


def receive(
    values: Mapping[str, Any], papers: Iterable[PaperGiven], reception: Reception, *, new_id: NewId, by: str
) -> Change:
    """Receive a case at the counter. Raises Refused with the field concerned; a case needs its applicant's name."""
    entered = checked(values)
    if not entered.get("applicant_name"):
        raise Refused("cases.name_empty", field="applicant_name")
    case_id = new_id()
    known = {name: value for name, value in vars(reception).items() if value != ""}
    row = {"competent_office": reception.office, **known, **entered, "state": str(Stage.RECEIVED), "received_by": by}
    checklist = [paper_of(paper, case_id, new_id()) for paper in papers]
    return Change("receive", (Edit("case", case_id, row), *checklist), by)


def edit(case: Case, values: Mapping[str, Any], *, in_conflict: Iterable[str] = (), by: str) -> Change:
    """Correct fields of a case; only what really differs is written.

    Raises Refused for a field that is in conflict (it is settled instead), and when nothing would change.
    """
    entered = {name: value for name, value in checked(values).items() if value != getattr(case, name)}
    for name in values:
        if name in set(in_conflict):
            raise Refused("cases.settle_first", field=name, name=field_label(name), number=case.number)
    if not entered:
        raise Refused("cases.nothing_changed", number=case.number)
    if entered.get("applicant_name") == "":
        raise Refused("cases.name_empty", field="applicant_name")
    return Change("edit", (Edit("case", case.id, entered),), by)


def move(
    case: Case, action: str, *, now: str, new_id: NewId, by: str, reason: str = "", in_conflict: Iterable[str] = (),
    also: Mapping[str, Any] | None = None,
) -> Change:  # fmt: skip
    """Take a case one step along its lifecycle; `also` holds fields that follow, such as a new due date.

    Raises Refused for a step that is not open, a missing reason, or a state that waits to be settled.
    """
    if "state" in set(in_conflict):
        raise Refused("cases.settle_first", field="state", name=field_label("state"), number=case.number)
    reason = said("reason", reason)
    step, path = walk(case.state, action, reason)
    fields_set = {"state": path, **(also or {})}
    if step.target is Stage.RETURNED:
        fields_set["returned_at"] = now
    moved = {"case_id": case.id, "action": step.name, "stage": str(step.target), "at": now}
    if reason:
        moved["reason"] = reason
    return Change(step.name, (Edit("case", case.id, fields_set), Edit("move", new_id(), moved)), by, reason)


def add_note(case: Case, text: str, *, now: str, new_id: NewId, by: str) -> Change:
    """Write a note about a case; notes accumulate and are never overwritten."""
    if not (text := said("note", text)):
        raise Refused("cases.note_empty", field="note")
    return Change("note", (Edit("note", new_id(), {"case_id": case.id, "text": text, "at": now}),), by)


def printed(case: Case, form: str, *, copies: int, now: str, new_id: NewId, by: str) -> Change:
    """Record that a form was printed or saved as PDF."""
    row = {"case_id": case.id, "form": form, "copies": copies, "at": now}
    return Change("print", (Edit("print", new_id(), row),), by)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be stored: cleaned, of the right type and length. Raises Refused naming the field."""
    return {name: _checked(name, value) for name, value in values.items()}


def _checked(name: str, value: Any) -> Any:
    if name not in ACCEPTED:
        raise Refused("cases.unknown_field", field=name, name=name, known=", ".join(sorted(ACCEPTED)))
    if name in ("sets", "fee"):
        return _whole(name, value)
    text = said(name, value)
    if name in CHOICES and text not in CHOICES[name]:
        raise Refused("cases.not_a_choice", field=name, name=field_label(name), known=", ".join(CHOICES[name]))
    if name in MOMENTS and text and not _is_moment(text):
        raise Refused("cases.bad_time", field=name, value=text[:40])
    if name in DATES and text and not _is_date(name, text):
        raise Refused("cases.bad_date", field=name, value=text[:40])
    return text


def _is_date(name: str, text: str) -> bool:
    return is_birth(text) if name == "birth_date" else day(text) is not None


def _is_moment(text: str) -> bool:
    try:
        return datetime.strptime(text, TIME).strftime(TIME) == text
    except ValueError:
        return False


def _whole(name: str, value: Any) -> int:
    try:
        count = int(value) if isinstance(value, int | str) and not isinstance(value, bool) else -1
    except ValueError:
        count = -1
    least = 1 if name == "sets" else 0
    if not least <= count <= 10**12:
        raise Refused("cases.not_a_number", field=name, name=field_label(name), least=least)
    return count


def said(name: str, value: Any) -> str:
    """A text as it may be stored for the field `name`: cleaned. Raises Refused for no text, or one too long."""
    if not isinstance(value, str):
        raise Refused("cases.not_text", field=name, name=field_label(name))
    limit = LIMITS.get(name, LIMIT)
    if len(value) > 8 * limit or len(cleaned := clean(value)) > limit:
        raise Refused("cases.too_long", field=name, name=field_label(name), limit=limit, length=len(value))
    if control := next((c for c in value if (c < " " and c not in "\t\n\r") or "\x7f" <= c < "\xa0"), None):
        raise Refused("cases.control_character", field=name, name=field_label(name), code=f"U+{ord(control):04X}")
    return cleaned


def paper_of(paper: PaperGiven, case_id: str, id: str) -> Edit:
    """The record of a paper as it was given. Raises Refused for a form, a name or a count that will not do."""
    name = said("subject", paper.name)
    if not name:
        raise Refused("cases.paper_name_empty", field="papers")
    row: dict[str, Any] = {"case_id": case_id, "name": name, "form": paper_form(paper.form)}
    if paper.key:
        row["key"] = said("key", paper.key)
    if paper.copies != 1:
        row["copies"] = paper_copies(paper.copies)
    return Edit("paper", id, row)


def paper_form(form: str, known: Sequence[str] = PAPER_FORMS) -> str:
    """The form itself. Raises Refused where it is not among the `known` ones."""
    if form not in known:
        raise Refused("cases.not_a_choice", field="papers", name=field_label("papers"), known=", ".join(known))
    return form


def paper_copies(copies: Any) -> int:
    """How many there are of a paper, as a whole number from 1. Raises Refused."""
    return _whole("sets", copies)


def field_label(name: str) -> Phrase:
    """A field's name in words, as the forms label it."""
    return Phrase(f"cases.field.{name}")
