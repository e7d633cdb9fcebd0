"""The register of cases (form 07) as a CSV file for a spreadsheet: one row a case, the fields the form has.

UTF-8 with its mark, so that Excel reads the letters; a value that a spreadsheet would take for a formula is written as
text (CWE-1236).
"""

import csv
import io
from collections.abc import Iterable, Sequence

from desk.forms.slip import register_place
from desk.forms.tables import Entered
from desk.words import known, text

COLUMNS = (
    "number", "portal_number", "book", "serial", "procedure", "procedure_name", "subject", "sets", "person",
    "submitter", "address", "phone", "competent", "received_at", "due_at", "returned_at", "returned_to", "way", "stage",
    "note",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register_csv(entered: Iterable[Entered]) -> bytes:
    """The lines of the register as CSV, heads in the language in use; times as "YYYY-MM-DDTHH:MM"."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([text(f"register.column.{name}") for name in COLUMNS])
    writer.writerows([harmless(value) for value in _row(line)] for line in entered)
    return out.getvalue().encode("utf-8-sig")


def _row(line: Entered) -> Sequence[str]:
    slip = line.slip
    stage = f"lifecycle.stage.{line.stage}"
    values = {
        **{name: getattr(slip, name) for name in
           ("number", "portal_number", "procedure", "procedure_name", "subject", "submitter", "address", "phone",
            "received_at", "due_at")},
        **dict(zip(("book", "serial"), register_place(slip), strict=True)),
        "sets": str(slip.sets), "person": slip.received_from, "competent": line.competent,
        "returned_at": line.returned_at, "returned_to": line.returned_to,
        "way": text(f"register.way.{line.way}") if line.way and known(f"register.way.{line.way}") else line.way,
        "stage": text(stage) if known(stage) else line.stage, "note": line.note,
    }  # fmt: skip
    return [str(values[name] or "") for name in COLUMNS]


def harmless(value: str) -> str:
    """A value as a spreadsheet takes it for text, never for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
