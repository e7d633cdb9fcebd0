"""Forms 06 and 07 of Circular 03/2025/TT-VPCP, Annex I: the way of one case through the office, and the register book.

Both are tables whose columns an office may adapt (`resources/forms/06.toml`, `07.toml`); they say what the records say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.forms import listing
from desk.forms.listing import Column, Listing
from desk.forms.slip import OFFICE_PREFIXES, Slip, register_place, subject_of, without
from desk.forms.template import PLACE, Names, TableTemplate, Wording, fill, load_table
from desk.lifecycle import Stage
from desk.time import written

KEPT = ("early", "on_time", "late")
WAYS = ("counter", "post", "electronic")
SIGNED = ("signed", "unsigned")
UNDONE = (Stage.REFUSED, Stage.WITHDRAWN, Stage.STOPPED)
OFFICE = ("office", "printed_at")
CONTROL = Names(
    values=(*OFFICE, "number", "portal_number", "received_from", "subject", "procedure", "received_at", "due_at",
            "holder", "stage"),
    words={"moment": ("hour", "minute", "day", "month", "year"), "subject": ("procedure", "subject"),
           "hours": ("hours",), **dict.fromkeys((*KEPT, *Stage), ())},
)  # fmt: skip
LEG = ("n", "giver", "taker", "at", "step", "hours", "kept", "note")
REGISTER = Names(
    values=(*OFFICE, "first", "last", "count"),
    words={"moment": ("hour", "minute", "day", "month", "year"), "subject": ("procedure", "subject"), "book": ("book",),
           **dict.fromkeys((*WAYS, *SIGNED, *UNDONE), ())},
)  # fmt: skip
LINE = (
    "serial", "number", "portal_number", "procedure", "sets", "person", "address", "phone", "competent", "received_at",
    "due_at", "returned_at", "returned_to", "way", "signed", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Passed:
    """A line of the control sheet; `kept` is one of KEPT or "", `step` and `hours` are those of the step that ended."""

    giver: str
    taker: str
    at: str
    step: str = ""
    hours: float = 0
    kept: str = ""
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """A line of the register: what the slip says of the case, and how it ended. `way` is one of WAYS or "".

    A `stage` of UNDONE is said before the note.
    """

    slip: Slip
    competent: str = ""
    returned_at: str = ""
    returned_to: str = ""
    way: str = ""
    signed: bool = False
    stage: str = ""
    note: str = ""


def control_pdf(
    slip: Slip, passed: Sequence[Passed], *, holder: str, stage: str, at: str, templates: Wording | None = None
) -> bytes:
    """Form 06, "Phiếu kiểm soát quá trình giải quyết hồ sơ", printed `at`. Raises Unusable as `slip_pdf` does."""
    template = load_table("06", CONTROL, LEG, own=templates)
    words = template.words
    values = {
        "office": without(slip.office_name, OFFICE_PREFIXES).upper(), "printed_at": _moment(at, words),
        "number": slip.number, "portal_number": slip.portal_number, "received_from": slip.received_from,
        "subject": subject_of(slip, words), "procedure": slip.procedure, "holder": holder,
        "stage": words.get(stage, stage),
        "received_at": _moment(slip.received_at, words), "due_at": _moment(slip.due_at, words),
    }  # fmt: skip
    rows = [_row(template, _leg(n, leg, words)) for n, leg in enumerate(passed, 1)]
    return _pdf(template, values, rows, landscape=False)


def _leg(n: int, leg: Passed, words: Mapping[str, str]) -> dict[str, str]:
    return {
        "n": str(n), "giver": leg.giver, "taker": leg.taker, "at": _moment(leg.at, words), "step": leg.step,
        "hours": fill(words["hours"], {"hours": f"{leg.hours:g}".replace(".", ",")}) if leg.hours else "",
        "kept": words[leg.kept] if leg.kept else "", "note": leg.note,
    }  # fmt: skip


def register_pdf(
    entered: Iterable[Entered], *, office_name: str, first: str, last: str, at: str, templates: Wording | None = None
) -> bytes:
    """Form 07, "Sổ theo dõi hồ sơ", of the days `first` to `last` (ISO): book by book, in the order of serials.

    Raises Unusable as `slip_pdf` does.
    """
    template = load_table("07", REGISTER, LINE, own=templates)
    lines = sorted(entered, key=lambda line: (register_place(line.slip), line.slip.received_at, line.slip.number))
    rows, book = list[Sequence[str]](), None
    for line in lines:
        if (found := register_place(line.slip)[0]) != book:
            book = found
            rows.append((fill(template.words["book"], {"book": found}),))
        rows.append(_row(template, _entered(line, template.words)))
    values = {
        "office": without(office_name, OFFICE_PREFIXES).upper(), "printed_at": _moment(at, template.words),
        "first": _day(first), "last": _day(last), "count": str(len(lines)),
    }  # fmt: skip
    return _pdf(template, values, rows, landscape=True)


def _entered(line: Entered, words: Mapping[str, str]) -> dict[str, str]:
    slip = line.slip
    return {
        "serial": register_place(slip)[1], "number": slip.number, "portal_number": slip.portal_number,
        "procedure": subject_of(slip, words), "sets": str(slip.sets), "person": slip.received_from,
        "address": slip.address, "phone": slip.phone, "competent": line.competent,
        "received_at": _moment(slip.received_at, words), "due_at": _moment(slip.due_at, words),
        "returned_at": _moment(line.returned_at, words), "returned_to": line.returned_to,
        "way": words[line.way] if line.way in WAYS else line.way,
        "signed": words[SIGNED[not line.signed]] if line.way else "",
        "note": ": ".join(filter(None, (words[line.stage] if line.stage in UNDONE else "", line.note))),
    }  # fmt: skip


def _row(template: TableTemplate, cells: Mapping[str, str]) -> tuple[str, ...]:
    """A row as the template's columns want it; a line whose values are all empty is left out of its cell."""
    return tuple(
        "\n".join(text for text in (fill(part, cells).strip() for part in column.value.split("\n")) if text)
        for column in template.columns
    )


def _pdf(
    template: TableTemplate, values: Mapping[str, str], rows: Sequence[Sequence[str]], *, landscape: bool
) -> bytes:
    def filled(lines: Iterable[str]) -> list[str]:
        """The lines that have something to say: one whose values are all unknown is left out."""
        return [fill(line, values) for line in lines if any(map(values.get, named := PLACE.findall(line))) or not named]

    return listing.pdf(
        Listing(
            title=filled(template.title),
            columns=[Column(each.title, each.share, listing.aligned(each.align)) for each in template.columns],
            rows=rows,
            page=template.page,
            left=filled(template.left),
            right=filled(template.right),
            facts=filled(template.facts),
            closing=filled(template.closing),
            landscape=landscape,
            author=values["office"],
        )
    )


def _moment(moment: str, words: Mapping[str, str]) -> str:
    """A time as short as a column wants it."""
    at = written.moment(moment)
    if at is None:
        return ""
    parts = {"hour": f"{at:%H}", "minute": f"{at:%M}", "day": f"{at:%d}", "month": f"{at:%m}", "year": f"{at:%Y}"}
    return fill(words["moment"], parts)


def _day(day: str) -> str:
    on = written.day(day[:10])
    return f"{on:%d/%m/%Y}" if on else ""
