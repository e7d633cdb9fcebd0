"""A clock years before the catalogue was issued: cases are received all the same, and what is wrong is said."""

from datetime import datetime

import pytest

from desk import store
from desk.cases import Case
from sync.healing import clocks
from tests.sync.offices import receive_case


@pytest.mark.parametrize("year", [1970, 1999, 2010, 2026])
def test_a_clock_before_the_catalogue_keeps_nobody_from_receiving(office, year):
    desk = office["pc1"]
    desk.clock = lambda: datetime(year, 1, 2, 3).timestamp()
    case = store.get(desk.db, Case, receive_case(desk))
    assert (case.procedure, case.procedure_version) == ("1.001193", "2026-07")
    assert case.received_at.startswith(f"{year}-01-02")
    said = clocks.warning(desk)
    assert "đồng hồ máy sai" in said
    assert f"02/01/{year}" in said
    assert "01/07/2026" in said


def test_with_the_clock_set_it_is_said_no_longer(office):
    desk = office["pc1"]
    right = desk.clock
    desk.clock = lambda: datetime(2011, 1, 1).timestamp()
    assert clocks.warning(desk)
    desk.clock = right
    assert clocks.warning(desk) == ""
