"""Limits of scans: the bandwidth that was set, the hours, and slices that fit the line."""

from datetime import datetime

import pytest

from desk import Refused
from sync.jobs import run
from sync.scans import journey, limits, scan_store, travel
from sync.scans.limits import Limits
from sync.scans.pace import LONG, SMALLEST, Pace
from tests.sync.scans.test_travel import add
from tests.sync.test_exchange import pcs, sync  # noqa: F401


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_over_an_hour_no_more_goes_than_the_limit_allows():
    clock = Clock()
    pace, sent, end = Pace(4000, clock=clock), 0, clock.now + 3600
    while clock.now < end:
        slice = pace.slice
        clock.now += slice / 50_000
        pace.went(slice, slice / 50_000)
        clock.now += pace.wait()
        sent += slice
    assert 0.97 * 4000 * 3600 < sent < 1.03 * 4000 * 3600


def test_a_slice_takes_some_seconds_on_any_line_and_less_after_a_cut():
    pace = Pace(clock=Clock())
    for _ in range(10):
        pace.went(pace.slice, pace.slice / 8000)
    assert pace.slice == int(8000 * LONG)
    pace.cut(pace.slice)
    assert pace.slice == int(8000 * LONG / 2)
    for _ in range(9):
        pace.cut(pace.slice)
    assert pace.slice == SMALLEST


@pytest.mark.parametrize(
    ("hours", "at", "open"),
    [
        ("17:00-07:00", "18:00", True), ("17:00-07:00", "06:59", True), ("17:00-07:00", "07:00", False),
        ("17:00-07:00", "12:00", False), ("11:30-13:00", "11:30", True), ("11:30-13:00", "13:00", False),
        ("", "9:00", True),
    ],
)  # fmt: skip
def test_hours_may_go_over_midnight(hours, at, open):
    assert Limits(hours=hours).open(datetime.strptime(at, "%H:%M")) is open


@pytest.mark.parametrize("hours", ["25:00-07:00", "17-7", "evening", "17:00-"])
def test_hours_that_are_none_are_refused_in_words(province, pcs, hours):  # noqa: F811
    with pytest.raises(Refused, match="khung giờ"):
        limits.put(pcs[0], Limits(hours=hours))


def test_outside_the_hours_only_what_somebody_opens_travels(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    hashes = add(one, tmp_path, 40_000, 50_000)
    for desk in pcs:
        sync(desk, province.address)
    hour = one.now().hour
    closed = f"{(hour + 2) % 24:02}:00-{(hour + 3) % 24:02}:00"
    limits.put(one, Limits(hours=closed))
    done = run(journey.go(one, province.address))
    assert (done.held_up, done.sent.round_trips) == (True, 0)
    assert (travel.queue(one).open, travel.queue(one).opens_at) == (False, closed[:5])
    assert run(journey.go(one, province.address, unasked=False)).sent.files == 2
    limits.put(two, Limits(hours=closed, everything=True))
    assert run(journey.go(two, province.address)).fetched.files == 0
    assert run(journey.bring(two, hashes[:1], province.address)).fetched.files == 1
    assert scan_store.folder_of(two).holds(hashes[0])
    limits.pause(two)
    assert run(journey.bring(two, hashes[1:], province.address)).fetched.files == 1


def test_a_sending_waits_for_its_tokens_a_moment_at_a_time(province, pcs, tmp_path, monkeypatch):  # noqa: F811
    one, _ = pcs
    add(one, tmp_path, 60_000)
    sync(one, province.address)
    waited, left = [], iter([0, 3, 2, 0.1, 0])
    monkeypatch.setattr("sync.scans.sending.time.sleep", waited.append)
    monkeypatch.setattr(Pace, "wait", lambda self: next(left, 0))
    limits.put(one, Limits(kbps=64))
    assert run(journey.go(one, province.address)).sent.files == 1
    assert waited == [0.5, 0.5, 0.1]
