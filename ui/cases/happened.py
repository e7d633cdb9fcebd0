"""What happened to a case, told for the eye: one `Told` for each change, with who, where, values before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from desk import lifecycle, store
from desk.cases import CasePaper, field_label
from desk.casework import paper_words
from desk.casework.returning import Satisfaction
from desk.casework.work_words import say_score
from desk.history import Line, Written
from desk.words import known, text
from sync.desk import Desk, local
from ui.cases import saying

KINDS = ("all", "steps", "edits", "prints")
"""What the history can be narrowed to."""

LETTERS = 400
"""Letters of one value that a line carries; more is never read in a list, and the whole stays in the log."""

_ICONS = {"receive": "check-circle", "edit": "pencil-simple", "settle": "git-merge", "print": "printer",
          "note": "note", "undo": "arrow-counter-clockwise", "suspend": "pause-circle", "resume": "play-circle",
          "apologise": "calendar-plus", "bind": "link", "rate": "smiley", "allot": "users", "scan": "file-plus",
          "hand_in": "file-plus", "supplement": "file-plus",
          "ask_supplement": "pause-circle", "ask_payment": "pause-circle",
          "refuse": "prohibit", "withdraw": "sign-out", "stop": "prohibit"}  # fmt: skip


_TOLD_BY = {"handover": frozenset({"state", "assignee"}), "allot": frozenset({"assignee"})}
"""The fields that the words of a deed tell already; those of a step tell where it led."""


class Values(NamedTuple):
    """One field of a line: its name, and its value before ("" for none) and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One line of the history. `kind` is one of KINDS but all; `unseen`: its author had not seen another value."""

    at: datetime
    who: str
    pc: str
    deed: str
    kind: str
    icon: str
    tone: str
    values: tuple[Values, ...] = ()
    reason: str = ""
    unseen: bool = False
    doubt: str = ""
    """What is to be said about the PC's clock; "" when it was right."""

    def spoken(self, now: datetime) -> str:
        """The line as a screen reader says it."""
        changed = (f"{value.label} {value.before} → {value.after}" for value in self.values)
        parts = (saying.when(self.at, now), self.who, self.deed, *changed, self.reason, self.pc)
        return ", ".join(filter(None, parts))


def tell(story: Sequence[Line], desk: Desk) -> list[Told]:
    """The history of a case, the newest first; what nobody saw of each other stands by the PCs' clocks."""
    ordered = sorted(story, key=lambda line: (line.entry.lamport, line.entry.at, line.entry.device), reverse=True)
    return [_told(line, desk) for line in ordered]


def _told(line: Line, desk: Desk) -> Told:
    change, entry = line.entry.change, line.entry
    unseen = any(written.unseen for written in line.written if written.kind == "case")
    values = tuple(_values(change.action, line.written, desk)) if change.action != "receive" else ()
    return Told(
        at=local(entry.at),
        who=desk.officer_name(change.by),
        pc=desk.device_name(entry.device),
        deed=_deed(change.action, line.written, [value.label for value in values], desk),
        kind=_kind(change.action),
        icon="git-fork" if unseen or line.overlooked else _ICONS.get(change.action, "arrow-bend-down-left"),
        tone="conflict" if unseen or line.overlooked else "ok" if change.action in ("receive", "return") else "text3",
        values=values,
        reason=_quoted(change.action, change.reason),
        unseen=unseen,
        doubt=clock(entry.clock_error),
    )


def _kind(action: str) -> str:
    if action in ("edit", "settle", "note"):
        return "edits"
    return "prints" if action == "print" else "steps"


def _deed(action: str, written: Iterable[Written], changed: Sequence[str], desk: Desk) -> str:
    """What was done, in a few words: "sửa điện thoại", "nhận hồ sơ, hẹn trả 30/11/2026 17:00"."""
    said = str(lifecycle.label(action))
    held = {each.field: each.after for each in written}
    if action == "receive" and held.get("due_at"):
        return text("case_page.deed.receive", deed=said, due=saying.value("due_at", held["due_at"]))
    if action in ("edit", "settle") and changed:
        names = ", ".join(label[:1].lower() + label[1:] for label in changed[:3])
        return f"{said} {names}" if action == "edit" else text("case_page.deed.settle", field=names)
    if action == "print":
        form = f"case_page.form.{held.get('form')}"
        return f"{said} {text(form) if known(form) else held.get('form', '')}"
    if action in ("handover", "allot") and isinstance(step := held.get("step"), int):
        taker = desk.officer_name(str(held.get("taker")))
        return text(f"casework.deed.{action}", deed=said, n=step + 1, taker=taker)
    more = _brought(written, desk) if action in paper_words.ACTIONS else _more(action, held)
    return f"{said}: {more}" if more else said


def _brought(written: Iterable[Written], desk: Desk) -> str:
    """The papers that came in, as far as a list is read."""
    papers = paper_words.say_brought(written, lambda id: getattr(store.get(desk.db, CasePaper, id), "name", ""))
    return papers[:LETTERS]


def _more(action: str, held: Mapping[str, Any]) -> str:
    """What the deed was about, in its own words."""
    if action == "note":
        return str(held.get("text", ""))[:LETTERS]
    if action == "scan":
        return str(held.get("name", ""))[:LETTERS]
    if action == "rate" and isinstance(held.get("score"), int):
        return say_score(held["score"], held.get("scale", Satisfaction.scale))
    return ""


def _quoted(action: str, reason: str) -> str:
    """The officer's own words: a reason, or a word to whoever took the case."""
    key = "case_page.word" if action in ("allot", "handover") else "case_page.because"
    return text(key, reason=saying.capital(reason)) if reason else ""


def _values(action: str, written: Iterable[Written], desk: Desk) -> Iterator[Values]:
    told = _TOLD_BY.get(action, frozenset({"state"}) if action in lifecycle.ACTIONS else frozenset())
    for each in written:
        plain = (each.field in told and not each.unseen) or (each.field == "returned_at" and each.before is None)
        if each.kind == "case" and not plain:
            before, after = (_cut(each.field, held, desk) for held in (each.before, each.after))
            yield Values(str(field_label(each.field)), before, after)


def _cut(name: str, held: Any, desk: Desk) -> str:
    said = desk.officer_name(held) if name == "assignee" and held else saying.value(name, held)
    return said if len(said) <= LETTERS else f"{said[:LETTERS]}…"


def clock(error: int | None) -> str:
    """What is to be said about a clock that is `error` s off: "máy chậm 6 phút"; "" when it is right or not known."""
    if error is None or abs(error) < 60:
        return ""
    return text("case_page.clock_slow" if error < 0 else "case_page.clock_fast", minutes=abs(error) // 60)
