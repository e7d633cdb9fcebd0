"""Whole exchanges between real homes over a real server: delivered means signed for, and what a cut leaves goes on."""

import random

import pytest

from desk import store
from desk.cases import Case
from desk.counter import edit, versions
from sync import log, segments
from sync.delivery import delivery, missed
from sync.errors import Offline, Tampered
from sync.exchange import carrier_of, exchange
from sync.home import make, open_home
from sync.jobs import run
from sync.reconcile.deciding import settle
from sync.server.engine_sqlite import SqliteEngine
from tests.proxy import Proxy
from tests.sync.offices import PASSWORD, receive_case


@pytest.fixture
def pcs(province, tmp_path):
    desks = []
    for pc in province.provision():
        make(tmp_path / f"pc{pc.file.pc}", pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
        desks.append(open_home(tmp_path / f"pc{pc.file.pc}", PASSWORD))
    yield desks
    for desk in desks:
        desk.close()


def sync(desk, address, **options):
    carrier = carrier_of(desk, address)
    try:
        return run(exchange(desk, carrier, **options))
    except (Offline, Tampered) as error:
        missed(desk, error)
        raise
    finally:
        carrier.close()


def restart(province):
    province.stop()
    province.engine = SqliteEngine(province.folder / "data" / "server.db")
    return province.start()


def test_a_case_received_at_one_pc_is_on_the_other_through_a_server_that_cannot_read_it(province, pcs):
    one, two = pcs
    id = receive_case(one, phone="0912000417")
    report = sync(one, province.address)
    assert report.delivered
    assert (report.round_trips, report.segments_sent, report.changes_sent) == (1, 1, 2)
    seen = []
    report = sync(two, province.address, touched=seen.append)
    assert (report.delivered, report.round_trips, report.changes_received) == (True, 1, 2)
    assert ("case", id) in set().union(*seen)
    assert store.get(two.db, Case, id) == store.get(one.db, Case, id)
    kept = b"".join(path.read_bytes() for path in (province.folder / "data").rglob("*") if path.is_file())
    assert kept
    assert b"0912000417" not in kept
    assert "Phượng".encode() not in kept


def test_nothing_to_do_is_one_round_trip_of_under_a_thousand_bytes(province, pcs):
    one, two = pcs
    receive_case(one)
    for desk in (one, two, one):
        sync(desk, province.address)
    report = sync(one, province.address)
    assert report.delivered
    assert report.round_trips == 1
    assert report.bytes_sent + report.bytes_received < 1000
    assert (report.segments_sent, report.segments_received) == (0, 0)


def test_delivered_is_said_only_after_a_receipt(province, pcs):
    one, _ = pcs
    receive_case(one)
    assert delivery(one).waiting == 2
    province.stop()
    with pytest.raises(Offline):
        sync(one, province.address)
    said = delivery(one)
    assert (said.waiting, said.complete, said.delivered_to) == (2, False, 0)
    assert said.failing_since
    assert said.reason
    restart(province)
    sync(one, province.address)
    said = delivery(one)
    assert (said.waiting, said.complete, said.delivered_to, said.reason) == (0, True, 2, "")


def test_an_answer_that_is_lost_sends_nothing_twice(province, pcs):
    one, two = pcs
    receive_case(one)
    with Proxy(province.address, cut_down=1) as proxy, pytest.raises(Offline):
        sync(one, proxy.address)
    report = sync(one, province.address)
    assert report.delivered
    sync(two, province.address)
    assert len(store.select(two.db, Case)) == 1


def test_a_cut_upload_and_a_cut_download_go_on_at_the_byte(province, pcs):
    one, two = pcs
    id = receive_case(one)
    chance = random.Random(7)
    for _ in range(150):
        one.do(lambda hand: edit(one.db, hand, id, {"note": chance.randbytes(400).hex()}))
    up, outcomes = through(province, one, [{"cut_up": 9000}, {"cut_up": 14_000}, {}], "up")
    [sealed] = segments.after(one.db, one.device.id, 0)
    assert outcomes == ["cut", "cut", "delivered"]
    assert len(sealed) > 40_000
    assert up < len(sealed) + 4 * 1200

    down, outcomes = through(
        province, two, [{"cut_down": 9000}, {"cut_down": 14_000}, {"cut_down": 20_000}, {}], "down"
    )
    assert outcomes == ["cut", "cut", "cut", "delivered"]
    assert down < len(sealed) + 5 * 1200
    assert log.vector(two.db)[one.device.id] == log.vector(one.db)[one.device.id]


def through(province, desk, lines, way):
    """Exchange over one line after another: bytes that came through in `way`, and how each one ended."""
    count, outcomes = 0, []
    for line in lines:
        with Proxy(province.address, **line) as proxy:
            try:
                sync(desk, proxy.address)
                outcomes.append("delivered")
            except Offline:
                outcomes.append("cut")
            count += getattr(proxy, way)
    return count, outcomes


def test_two_pcs_that_edit_alike_and_differently_settle_once_for_all(province, pcs):
    one, two = pcs
    id = receive_case(one, phone="1")
    sync(one, province.address)
    sync(two, province.address)
    one.do(lambda hand: edit(one.db, hand, id, {"phone": "2", "note": "như nhau"}))
    two.do(lambda hand: edit(two.db, hand, id, {"phone": "3", "note": "như nhau"}))
    for desk in (one, two, one):
        sync(desk, province.address)
    for desk in pcs:
        assert [v.value for v in versions(desk.db, id)["phone"]] == [v.value for v in versions(one.db, id)["phone"]]
        assert set(versions(desk.db, id)) == {"phone"}
    seen = versions(two.db, id)["phone"]
    two.do(lambda hand: settle(two, hand, "case", id, "phone", "3", seen, "Đã gọi xác nhận"))
    for desk in (two, one):
        sync(desk, province.address)
        assert versions(desk.db, id) == {}
        assert store.get(desk.db, Case, id).phone == "3"


def test_a_server_restored_from_an_old_backup_is_refilled(province, pcs):
    one, two = pcs
    sync(one, province.address), sync(two, province.address), sync(one, province.address)
    province.stop()
    old = {path: path.read_bytes() for path in (province.folder / "data").iterdir() if path.is_file()}
    restart(province)
    receive_case(two)
    sync(two, province.address)
    sync(one, province.address)
    receive_case(one)
    sync(one, province.address)
    province.stop()
    for path in (province.folder / "data").iterdir():
        path.unlink()
    for path, data in old.items():
        path.write_bytes(data)
    restart(province)
    assert sync(one, province.address).delivered
    assert sync(two, province.address).delivered
    assert log.vector(one.db) == log.vector(two.db)


def test_a_clock_that_is_wrong_is_known_after_contact_and_stands_beside_what_is_written(province, pcs):
    one, _ = pcs
    right = one.clock
    one.clock = lambda: right() - 360
    sync(one, province.address)
    id = receive_case(one)
    [entry] = log.history(one.db, id)
    assert abs(entry.clock_error + 360) <= 2
    assert sync(one, province.address).delivered


def test_a_stranger_that_answers_is_not_believed(province, pcs, tmp_path):
    one, _ = pcs
    receive_case(one)
    one.keyring.server = bytes(31) + b"\x01"
    with pytest.raises((Tampered, ValueError)):
        sync(one, province.address)
    assert delivery(one).delivered_to == 0


def test_a_new_pc_is_learned_of_in_the_exchange(province, pcs, tmp_path):
    one, _ = pcs
    sync(one, province.address)
    third = province.provision(pcs=1)[0]
    make(tmp_path / "pc3", third.file, "Cán bộ 3", PASSWORD)
    desk = open_home(tmp_path / "pc3", PASSWORD)
    receive_case(desk)
    sync(desk, province.address)
    sync(one, province.address)
    assert len(store.select(one.db, Case)) == 1
    assert one.device_name(desk.device.id) == "MÁY-03"
    desk.close()


def test_an_old_copy_of_the_file_fetches_its_own_lost_changes_first(province, pcs, tmp_path):
    one = pcs[0]
    folder = tmp_path / "pc1"
    sync(one, province.address)
    one.close()
    old = {path: path.read_bytes() for path in folder.iterdir()}
    one = pcs[0] = open_home(folder, PASSWORD)
    receive_case(one)
    sync(one, province.address)
    one.close()
    for path in folder.iterdir():
        path.unlink()
    for path, data in old.items():
        path.write_bytes(data)
    one = pcs[0] = open_home(folder, PASSWORD)
    assert store.select(one.db, Case) == []
    one_changes = log.vector(one.db)[one.device.id]
    assert one_changes == 1
    sync(one, province.address)
    [case] = store.select(one.db, Case)
    other = store.get(one.db, Case, receive_case(one))
    assert other.number != case.number
    assert sync(one, province.address).delivered
