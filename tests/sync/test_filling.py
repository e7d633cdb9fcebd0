"""A new PC among years of its office's history: usable at once, told how far it is, killed without harm."""

from contextlib import closing
from datetime import date

import pytest

from desk.procedures.catalogue import starter
from sync import pace, segments
from sync.delivery import delivery
from sync.exchange import carrier_of, exchange
from sync.filling import Estimate, Filling, filling, words
from sync.home import make, open_home
from sync.jobs import run
from sync.report import Report
from tests.bench import years
from tests.sync.offices import PASSWORD, receive_case

CHANGES = 1500


@pytest.fixture
def newcomer(province, tmp_path, monkeypatch):
    """The home of a fifth PC, of whose office the server holds some days already."""
    monkeypatch.setattr(pace, "FIRST", 40_000)
    monkeypatch.setattr(pace, "LEAST", 40_000)
    monkeypatch.setattr(pace, "MOST", 40_000)
    files = [pc.file for pc in province.provision(pcs=5)]
    for day in years.days(files, CHANGES, 4, list(starter().current(date(2026, 11, 20)))):
        assert not any(province.engine.take(files[0].office, files[0].device, day, None))
    make(tmp_path / "pc5", files[4], "Cán bộ 5", PASSWORD)
    return tmp_path / "pc5"


def some_of(desk, carrier, report, changes):
    """An exchange that gets so far, and no further."""
    steps, result = exchange(desk, carrier, report=report), None
    while report.changes_received < changes:
        job = steps.send(result)
        result = job() if job else None
    steps.close()


def test_cases_are_received_while_the_history_comes_and_the_pc_says_how_far_it_is(province, newcomer):
    report = Report()
    with closing(open_home(newcomer, PASSWORD)) as desk, closing(carrier_of(desk, province.address)) as carrier:
        assert filling(desk) is None
        some_of(desk, carrier, report, 300)
        at = filling(desk)
        assert 300 <= at.here < at.of and at.until is not None
        id = receive_case(desk, "Lò Thị Mẩy")
        assert desk.db.execute("SELECT applicant_name FROM [case] WHERE id = ?", [id]).fetchone() == ("Lò Thị Mẩy",)
        assert f"({at.percent}%)" in words(at, None)
    with closing(open_home(newcomer, PASSWORD)) as desk, closing(carrier_of(desk, province.address)) as carrier:
        assert filling(desk).here >= at.here
        assert run(exchange(desk, carrier)).delivered
        assert filling(desk) is None and delivery(desk).complete


def test_the_history_comes_in_portions_and_nothing_of_it_twice(province, newcomer):
    report = Report()
    with closing(open_home(newcomer, PASSWORD)) as desk, closing(carrier_of(desk, province.address)) as carrier:
        run(exchange(desk, carrier, report=report))
        held = sum(len(data) for device in segments.heads(desk.db) for data in segments.after(desk.db, device, 0))
        assert report.round_trips > 3
        assert report.bytes_received < 1.3 * held
        assert report.changes_received >= CHANGES
        assert not desk.db.execute("SELECT 1 FROM aside").fetchone()


def test_a_pc_that_was_killed_goes_on_where_it_was(province, newcomer, tmp_path):
    first, second = Report(), Report()
    with closing(open_home(newcomer, PASSWORD)) as desk, closing(carrier_of(desk, province.address)) as carrier:
        some_of(desk, carrier, first, 600)
        there = desk.db.execute("SELECT count(*) FROM change").fetchone()[0]
    with closing(open_home(newcomer, PASSWORD)) as desk, closing(carrier_of(desk, province.address)) as carrier:
        assert desk.db.execute("SELECT count(*) FROM change").fetchone()[0] == there
        assert run(exchange(desk, carrier, report=second)).delivered
        held = sum(head.last for device, head in segments.heads(desk.db).items() if device != desk.device.id)
    assert first.changes_received + second.changes_received == held


def test_the_rest_is_told_by_how_fast_it_came():
    estimate = Estimate()
    assert estimate.left(Filling(100, 1100, 0), 10.0) is None
    assert estimate.left(Filling(300, 1100, 0), 30.0) == 80.0
    assert "90%" in words(Filling(900, 1000, 1_700_000_000), 7200.0)
    assert words(Filling(900, 1000, 1_700_000_000), 600.0) != words(Filling(900, 1000, 1_700_000_000), 60.0)
