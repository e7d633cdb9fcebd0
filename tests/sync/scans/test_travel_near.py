"""Scans between PCs of one office on its own network, with no server at all."""

import os
import shutil

import pytest

from desk import Unusable
from sync.carriers.neighbours import Neighbours
from sync.carriers.scan_wire import Errand
from sync.carriers.turns import Lane, Turn, by_turns
from sync.carriers.workbench import Workbench
from sync.delivery import delivery
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.scans import fetching, journey, limits, receipts, scan_store, sides, travel
from tests.proxy import Proxy
from tests.sync.offices import open_pcs, receive_case
from tests.sync.scans.test_travel import add, plain
from tests.sync.test_exchange import pcs, sync  # noqa: F401


@pytest.fixture
def office(tmp_path):
    """Two PCs; the first listens and is worked by nobody: scans need no turn of the desk."""
    desks = open_pcs(tmp_path, 2)
    bench = Workbench()
    there = Neighbours(desks[0], bench, Turn())
    there.listen("127.0.0.1", 0)
    yield *desks, f"127.0.0.1:{there.port}"
    there.stop()
    bench.close()
    for desk in desks:
        desk.close()


def fetched(desk, addresses, *hashes, **options):
    posts = sides.office(desk, addresses)
    try:
        return run(fetching.fetch(desk, posts, [(each, n) for n, each in enumerate(hashes)], **options))
    finally:
        for post in posts:
            post.close()


def test_a_scan_comes_from_the_next_room_without_a_server(office, tmp_path):
    one, two, address = office
    small, large = add(one, tmp_path, 30_000, 2_500_000)
    report = fetched(two, [address], small, large)
    assert (report.files, report.missing, report.reasons) == (2, [], {})
    assert plain(two, large) == plain(one, large)
    assert travel.queue(two).delivered == 0  # a PC's word is no proof


def test_what_lies_damaged_at_one_pc_is_not_believed_by_another(office, tmp_path):
    one, two, address = office
    (sha256,) = add(one, tmp_path, 150_000)
    path = scan_store.folder_of(one).path(sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    report = fetched(two, [address], sha256)
    assert report.missing == [sha256]
    assert not scan_store.folder_of(two).holds(sha256)
    assert list(scan_store.folder_of(two).folder.rglob("*.coming")) == []


@pytest.mark.parametrize("lost", [100_000, 9000])
def test_a_fetching_that_was_killed_goes_on_where_the_disk_says(office, tmp_path, lost):
    one, two, address = office
    (sha256,) = add(one, tmp_path, 2_500_000)
    report = fetching.Fetched()
    fetched(two, [address], sha256, report=report, hold=lambda: report.bytes > 500_000)
    [coming] = scan_store.folder_of(two).folder.rglob("*.coming")
    had = coming.stat().st_size
    assert report.held_up and 500_000 < had < 2_500_000
    with coming.open("r+b") as file:  # what a power cut leaves of the last blocks
        file.seek(-lost, os.SEEK_END)
        file.write(bytes(lost))
        if lost < 65_000:
            file.truncate(had - 8192)  # amid a chunk
    again = fetched(two, [address], sha256)
    assert again.files == 1
    assert again.bytes < 2_500_000 - had + 300_000
    assert plain(two, sha256) == plain(one, sha256)


def test_a_full_disk_here_is_told_and_leaves_nothing_half(office, tmp_path, monkeypatch):
    one, two, address = office
    (sha256,) = add(one, tmp_path, 150_000)
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    with pytest.raises(Unusable, match=r"[đĐ]ĩa"):
        fetched(two, [address], sha256)
    assert list(scan_store.folder_of(two).folder.rglob("*.coming")) == []


def test_chunks_pushed_at_a_pc_are_not_kept_and_nobody_signs_for_them(office, tmp_path):
    _, two, address = office
    [post] = sides.office(two, [address])
    came = post.carry(Errand(), [b"junk that is no frame"])
    assert (came.told.refused, came.told.staged, came.told.store) == ([], None, b"")
    post.close()


def test_a_pc_without_a_server_gets_its_scans_there_through_one_that_fetches_everything(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    (sha256,) = add(one, tmp_path, 150_000)
    for desk in pcs:
        sync(desk, province.address)
    limits.put(two, limits.Limits(everything=True))
    bench = Workbench()
    there = Neighbours(one, bench, Turn())
    there.listen("127.0.0.1", 0)
    try:
        done = run(journey.go(two, province.address, [f"127.0.0.1:{there.port}"]))
        assert (done.sent.files, done.fetched.files, done.error) == (0, 1, None)
        assert run(journey.go(two, province.address)).sent.files == 1
    finally:
        there.stop()
        bench.close()
    assert receipts.proof(two, sha256)


def test_a_side_that_is_not_there_is_named_and_the_next_one_asked(office, tmp_path):
    one, two, address = office
    (sha256,) = add(one, tmp_path, 40_000)
    report = fetched(two, ["127.0.0.1:1", address], sha256)
    assert report.files == 1
    assert list(report.reasons) == ["127.0.0.1:1"]


def test_an_exchange_of_changes_never_waits_behind_scans(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    add(one, tmp_path, 200_000, 300_000)
    sync(one, province.address)
    bench, turn, ended, done = Workbench(), Turn(), [], journey.Journey()
    with Proxy(province.address, rate=200_000) as line:
        changes, scans = Lane(bench), Lane(bench)
        wanted = []  # the line, by somebody else
        steps = journey.go(one, line.address, hold=lambda: bool(wanted), journey=done)
        scans.add(by_turns(steps, turn), lambda _: ended.append("scans"), ended.append)
        bench.work(20, lambda: done.sent.round_trips > 1)
        receive_case(one)
        wanted.append("changes")
        carrier = carrier_of(one, line.address)
        changes.add(by_turns(exchange(one, carrier), turn), lambda _: ended.append("changes"), ended.append)
        bench.work(20, lambda: len(ended) == 2)
        carrier.close()
        assert sorted(ended) == ["changes", "scans"]
        assert (done.held_up, done.error) == (True, None)
        assert delivery(one).complete
        assert 0 < travel.queue(one).done < 500_000
        scans.add(by_turns(journey.go(one, line.address), turn), lambda _: ended.append("all"), ended.append)
        bench.work(20, lambda: len(ended) == 3)
    bench.close()
    assert travel.queue(one).waiting == 0
