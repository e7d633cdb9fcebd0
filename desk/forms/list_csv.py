"""A list of cases as a CSV file for a spreadsheet: what the list shows, one row a case. UTF-8 with its mark."""

import csv
import io
from collections.abc import Callable, Iterable

from desk.cases import Case
from desk.forms.register_csv import harmless
from desk.lifecycle import stage_label
from desk.words import text

COLUMNS = (
    "number", "portal_number", "applicant_name", "phone", "procedure", "procedure_name", "stage", "received_at",
    "due_at", "assignee",
)  # fmt: skip


def list_csv(cases: Iterable[Case], officer: Callable[[str], str]) -> bytes:
    """The cases in their order, heads in the language in use; `officer` tells the name behind a record id."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([text(f"list.column.{name}") for name in COLUMNS])
    for case in cases:
        said = {"stage": str(stage_label(case.stage)), "assignee": officer(case.assignee) if case.assignee else ""}
        writer.writerow([harmless(said.get(name) or str(getattr(case, name) or "")) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")
