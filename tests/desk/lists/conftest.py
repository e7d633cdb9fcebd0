"""A desk's file with cases written as rows: what lists read."""

from dataclasses import asdict
from datetime import datetime
from itertools import count

import pytest

from desk import store
from desk.cases import Case

NOW = datetime(2026, 11, 20, 9, 41)
"""A Friday morning."""


@pytest.fixture
def db(tmp_path):
    opened = store.open_store(tmp_path / "desk.db", bytes(32))
    yield opened
    opened.close()


@pytest.fixture
def put(db):
    """Writes a case; its id. `pc` is the PC that received it."""
    numbers = count(1)

    def write(state="received", due="2026-11-25T17:00", pc="aaaaaaaa", **values):
        n = next(numbers)
        case = Case(
            f"{pc}.{n}", **{"number": f"01-{n:05}-H", "applicant_name": f"Hồ Thử {n}", "state": state, "due_at": due,
            "received_at": "2026-11-19T08:00", **values},
        )  # fmt: skip
        store.put(db, "case", [asdict(case)])
        store.index(db, [case.id])
        return case.id

    return write
