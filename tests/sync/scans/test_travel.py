"""Scans on their way, over real servers, real lines and a bad one: whole, in order, signed for, or not told as such."""

import os
import shutil
from contextlib import contextmanager
from hashlib import sha256 as digest

import pytest

from desk import Unusable, drafts
from desk.scans import scanning
from sync import frames, takeover
from sync.carriers import scan_wire
from sync.carriers.https import HttpsCarrier
from sync.carriers.scan_post import ScanPost
from sync.carriers.scan_wire import Errand
from sync.errors import Offline, Tampered
from sync.jobs import run
from sync.scans import fetching, receipts, scan_bundle, scan_store, sending, sides, travel
from sync.scans.chunk_list import ChunkList
from sync.scans.scan_file import FORMAT, HEADER, LOG_CHUNK, MAGIC
from sync.server import scan_bundle as server_scans
from sync.server import scans_waiting, shelf, store
from sync.server.revoke import revoke
from sync.signing import Identity
from tests.pictures import picture
from tests.proxy import Proxy
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs, sync  # noqa: F401

PAGE = picture(size=(60, 80))


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
    assert all(receipts.proof(one, sha256) for sha256 in hashes)
    assert not scan_store.folder_of(two).holds(hashes[0])
    assert fetch(two, province.address, hashes[:1]).files == 1
    assert plain(two, hashes[0]) == plain(one, hashes[0])
    assert [sha256 for sha256 in hashes if scan_store.folder_of(two).holds(sha256)] == hashes[:1]


def test_a_scan_of_a_shared_draft_outlives_its_pc(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    file = scan_store.folder_of(one).keep_bytes(PAGE + os.urandom(50_000), "to khai.jpg").file
    scan_store.note(one, file)
    item = {**vars(file), "id": file.sha256, "original": ""}
    drafts.keep(one.db, f"scans:{one.by}", {"items": [item]}, int(one.clock()))
    drafts.keep(one.db, f"counter.{one.by}", {"person": {"applicant_name": "Y Bhăm Êban"}}, int(one.clock()))
    drafts.put_aside(one.db, f"counter.{one.by}")
    sync(one, province.address)
    assert send(one, province.address).files == 1
    one.close()
    sync(two, province.address)
    takeover.take_over(two, two.keyring.roster.find(one.device.id))
    assert fetch(two, province.address).files == 1
    with scan_store.folder_of(two).open(file.sha256) as source:
        assert source.read().startswith(PAGE)


def kept(province):
    """The chunks that the server holds, by name."""
    folder = province.folder / "data" / "scans"
    return {path.name: path for path in folder.glob("*/chunks/*/*")}


def test_what_the_server_holds_it_cannot_read_and_holds_once(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    (sha256,) = add(one, tmp_path, 150_000)
    for desk in (one, two):
        sync(desk, province.address)
    send(one, province.address)
    data = b"".join(path.read_bytes() for path in kept(province).values())
    assert len(kept(province)) == 3
    assert PAGE[:64] not in data
    assert sha256 not in str(list((province.folder / "data").rglob("*")))
    fetch(two, province.address, [sha256])
    report = send(two, province.address)  # it holds the file now, and hears that it is signed for
    assert (report.files, report.bytes) == (1, 0)
    assert len(kept(province)) == 3


def test_the_smallest_goes_first_and_who_wants_the_line_gets_it_between_two_slices(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    large, small, middle = add(one, tmp_path, 900_000, 30_000, 200_000)
    sync(one, province.address)
    report = sending.Sent()
    send(one, province.address, report=report, hold=lambda: report.round_trips > 2)
    assert report.held_up
    assert receipts.proof(one, small) is not None
    assert receipts.proof(one, large) is None
    now = travel.queue(one)
    assert 0 < now.done < now.bytes
    assert now.left
    told = scans_waiting.of(store.open_shelf(province.folder / "data"), one.office.code, one.device.id)
    assert (told.files, told.since) == (now.waiting, now.oldest)
    assert abs(told.bytes - (now.bytes - now.done)) < 100_000  # what came of a chunk counts once it is whole
    assert not send(one, province.address).held_up
    assert travel.queue(one).waiting == 0
    told = scans_waiting.of(store.open_shelf(province.folder / "data"), one.office.code, one.device.id)
    assert (told.files, told.bytes, told.since) == (0, 0, 0)
    assert receipts.proof(one, middle)


@pytest.mark.parametrize("way", ["up", "down"])
def test_over_a_line_cut_again_and_again_every_byte_that_arrived_counts(province, pcs, tmp_path, way):  # noqa: F811
    one, two = pcs
    hashes = add(one, tmp_path, 150_000, 90_000)
    for desk in pcs:
        sync(desk, province.address)
    if way == "down":
        send(one, province.address)
    with Proxy(province.address, rate=160_000, delay=0.01, cut_every=0.4) as line:
        report = send(one, line.address) if way == "up" else fetch(two, line.address, hashes)
        carried = line.up if way == "up" else line.down
    assert report.files == 2
    assert report.cuts > 1
    assert carried < 1.5 * 240_000
    assert travel.queue(one).waiting == 0


def test_a_line_that_never_lasts_for_one_chunk_still_brings_it(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    hashes = add(one, tmp_path, 60_000)
    for desk in pcs:
        sync(desk, province.address)
    with Proxy(province.address, rate=64_000, delay=0.01, cut_every=0.3) as line:  # 19 kB between two cuts
        assert send(one, line.address).files == 1
        assert fetch(two, line.address, hashes).files == 1
        assert line.cuts > 3
    assert plain(two, hashes[0]) == plain(one, hashes[0])


def test_a_server_that_lost_chunks_is_sent_them_again(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    (sha256,) = add(one, tmp_path, 150_000)
    sync(one, province.address)
    send(one, province.address)
    lost = sorted(kept(province).items())[0]
    lost[1].unlink()
    assert send(one, province.address).round_trips == 0  # it was asked a moment ago
    travel.ask_again(one)
    assert 0 < send(one, province.address).bytes < 66_000
    assert lost[0] in kept(province)
    shutil.rmtree(province.folder / "data" / "scans")
    travel.ask_again(one)
    send(one, province.address)
    assert len(kept(province)) == 3
    assert receipts.proof(one, sha256)


def test_a_store_made_anew_is_noticed_by_the_first_receipt(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    add(one, tmp_path, 40_000, 50_000)
    sync(one, province.address)
    send(one, province.address)
    shutil.rmtree(province.folder / "data" / "scans")
    add(one, tmp_path, 60_000)
    sync(one, province.address)
    send(one, province.address)
    assert travel.queue(one).waiting == 0
    assert len(kept(province)) == 3


def test_a_chunk_that_rots_at_the_server_is_not_handed_out_and_comes_again(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    (sha256,) = add(one, tmp_path, 150_000)
    for desk in pcs:
        sync(desk, province.address)
    send(one, province.address)
    rotten = sorted(kept(province).values())[0]
    rotten.write_bytes(b"x" * rotten.stat().st_size)
    report = fetch(two, province.address, [sha256])
    assert report.missing == [sha256]
    travel.ask_again(one)
    send(one, province.address)
    assert fetch(two, province.address, [sha256]).missing == []


def test_a_file_damaged_or_gone_here_is_fetched_from_others(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    first, second = add(one, tmp_path, 150_000, 40_000)
    sync(one, province.address)
    send(one, province.address)
    before, folder = plain(one, first), scan_store.folder_of(one)
    damaged = folder.path(first)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    folder.drop(second)
    assert len(list(scan_store.findings(one))) == 2
    travel.want(one, first, second)
    assert fetch(one, province.address).files == 2
    assert plain(one, first) == before
    assert list(scan_store.findings(one)) == []


def test_a_file_that_is_damaged_before_it_was_sent_is_not_sent(province, pcs, tmp_path):  # noqa: F811
    one, _ = pcs
    good, bad = add(one, tmp_path, 150_000, 40_000)
    sync(one, province.address)
    path = scan_store.folder_of(one).path(bad)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    report = send(one, province.address)
    assert (report.files, report.damaged) == (1, [bad])
    assert [sha256 for sha256, _ in travel.wanted(one)] == [bad]
    assert receipts.proof(one, good)


def test_a_revoked_pc_and_a_stranger_are_refused_and_another_office_sees_nothing(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    add(one, tmp_path, 40_000)
    for desk in pcs:
        sync(desk, province.address)
    send(one, province.address)
    travel.ask_again(one)
    label = travel.next_to_send(one, 9, ())[0].list.label
    (other, *_) = province.provision("00999")
    with to(one, province.address) as post:
        line = HttpsCarrier(
            province.address, Identity("00999", other.id, other.key), other.file.server, path=scan_wire.PATH
        )
        came = ScanPost(line).carry(Errand([label], names=[label[:16]], want=[(label, 0)], room=99_999))
        line.close()
        assert (came.told.held, came.told.lists, came.chunks) == ((None,), ([],), [])
        stranger = Identity("00562", one.device.id, other.key)
        post.line.identity = stranger
        with pytest.raises(Tampered):
            post.carry(Errand())
    revoke(province.engine, province.keys, "00562", two.device.id)
    with pytest.raises(Tampered, match="loại khỏi"):
        send_one(two, province.address)


def send_one(desk, address):
    with to(desk, address) as post:
        return post.carry(Errand())


def test_a_chunk_that_nobody_listed_a_false_one_and_one_that_is_too_large_are_not_kept(province, pcs):  # noqa: F811
    one, _ = pcs
    header = HEADER.pack(MAGIC, FORMAT, LOG_CHUNK, 1, 10)
    good, large = os.urandom(26), os.urandom(70_000)
    listed = ChunkList(os.urandom(16) + header + digest(good).digest())
    with to(one, province.address) as post:
        false = frames.frame_head(digest(good).digest(), 26) + os.urandom(26)
        came = post.carry(Errand([listed.label], [listed]), [frames.frame(large), frames.frame(b"stray"), false])
        assert [reason for _, reason in came.told.refused] == ["large", "stray", "damaged"]
        assert came.told.held == (b"\0",)
        assert kept(province) == {}
        came = post.carry(Errand([listed.label]), [frames.frame(good)])
        assert came.told.held == (True,)


def test_a_full_disk_a_full_quota_and_an_old_server_say_so_in_words(province, pcs, tmp_path, monkeypatch, caplog):  # noqa: F811
    one, _ = pcs
    add(one, tmp_path, 150_000)
    sync(one, province.address)
    province.app.quota = 100_000
    with pytest.raises(Offline, match="đã đầy"):
        send(one, province.address)
    assert len(kept(province)) == 1
    province.app.quota = 10**9
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "RESERVE", 1 << 60)
        with pytest.raises(Offline, match="Đĩa của máy chủ"):
            send(one, province.address)
    province.app.shelf = None
    with pytest.raises(Offline, match="chưa nhận bản quét"):
        send(one, province.address)
    assert [record.getMessage() for record in caplog.records] == ["the disk is full"]
    caplog.clear()


def test_a_stick_carries_scans_there_and_the_receipt_back(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    hashes = add(one, tmp_path, 150_000, 40_000)
    for desk in pcs:
        sync(desk, province.address)
    written = run(scan_bundle.write(one, tmp_path))
    assert (written.files, written.left) == (2, 0)
    assert travel.queue(one).waiting == 2  # written is not delivered
    server_scans.answer(province.app, written.file, tmp_path)
    [back] = tmp_path.glob("*.answer.cdscans")
    taken = run(scan_bundle.read(one, back))
    assert (taken.delivered, taken.waiting) == (2, 0)
    assert receipts.proof(one, hashes[0])
    assert run(scan_bundle.read(one, back)).delivered == 0
    assert run(scan_bundle.read(two, written.file)).files == 2  # the same stick serves the other PC of the office
    assert plain(two, hashes[0]) == plain(one, hashes[0])


def test_what_is_wanted_comes_back_on_the_stick(province, pcs, tmp_path):  # noqa: F811
    one, two = pcs
    (sha256,) = add(one, tmp_path, 150_000)
    for desk in pcs:
        sync(desk, province.address)
    send(one, province.address)
    travel.want(two, sha256)
    asking = run(scan_bundle.write(two, tmp_path / "asking.cdscans"))
    server_scans.answer(province.app, asking.file, tmp_path)
    back = tmp_path / "asking.answer.cdscans"
    cut = tmp_path / "cut.cdscans"
    cut.write_bytes(back.read_bytes()[:-100])
    with pytest.raises(Unusable, match="chưa được ghi trọn"):
        run(scan_bundle.read(two, cut))
    altered = tmp_path / "altered.cdscans"
    altered.write_bytes(back.read_bytes()[:-100] + b"x" * 100)
    with pytest.raises(Tampered):
        run(scan_bundle.read(two, altered))
    assert run(scan_bundle.read(two, back)).files == 1
    assert plain(two, sha256) == plain(one, sha256)
    assert travel.wanted(two) == []
