"""Scans on their way, over real servers, real lines and a bad one: whole, in order, signed for, or not told as such."""

import os
from contextlib import contextmanager

from desk.scans import scanning
from sync.exchange import run
from sync.scans import fetching, scan_store, sending, sides, travel
from tests.pictures import picture
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs, sync  # noqa: F401

PAGE = picture()


def add(desk, tmp_path, *sizes):
    """A case with a scan of about each of these sizes; the hashes, in the order given."""
    case, hashes = receive_case(desk), []
    for n, size in enumerate(sizes):
        path = tmp_path / f"trang {n} {desk.device.pc}.jpg"
        path.write_bytes(PAGE + os.urandom(max(0, size - len(PAGE))))
        kept = scan_store.folder_of(desk).keep(path)
        scan_store.note(desk, kept.file)
        desk.do(lambda hand, file=kept.file: scanning.add(desk.db, hand, case, [file]))
        hashes.append(kept.file.sha256)
    return hashes


@contextmanager
def to(desk, address):
    post = sides.province(desk, address)
    try:
        yield post
    finally:
        post.close()


def send(desk, address, **options):
    with to(desk, address) as post:
        return run(sending.send(desk, post, **options))


def fetch(desk, address, hashes=None, **options):
    wanted = travel.wanted(desk) if hashes is None else [(each, 0) for each in hashes]
    with to(desk, address) as post:
        return run(fetching.fetch(desk, [post], wanted, **options))


def plain(desk, sha256):
    with scan_store.folder_of(desk).open(sha256) as source:
        return source.read()


def test_a_scan_goes_to_the_province_and_is_fetched_when_somebody_opens_it(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    hashes = add(one, tmp_path, 150_000, 40_000, 300_000)
    for desk in pcs:
        sync(desk, province.address)
    assert travel.queue(one).waiting == 3
    report = send(one, province.address)
    assert report.files == 3
    assert (travel.queue(one).waiting, travel.queue(one).delivered) == (0, 3)
    assert all(travel.proof(one, sha256) for sha256 in hashes)
    assert not scan_store.folder_of(two).holds(hashes[0])
    assert fetch(two, province.address, hashes[:1]).files == 1
    assert plain(two, hashes[0]) == plain(one, hashes[0])
    assert [sha256 for sha256 in hashes if scan_store.folder_of(two).holds(sha256)] == hashes[:1]
