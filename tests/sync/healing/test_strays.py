"""The server's disk lost a segment, and its PC was put back to before it: what the server holds beyond is not lost."""

from functools import partial

import pytest

from desk import lists, store
from desk.cases import Case
from desk.counter import edit
from sync import jobs, log
from sync.carriers import bundle_in, bundle_out, carrier
from sync.healing import notices, parting
from sync.server import bundle as counter
from sync.server import revoke
from sync.server.engine_sqlite import SqliteEngine
from sync.wire import Hello
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case


def server_loses(province, desk, place):
    """A segment of a PC, by its place among that PC's, is gone from the server's disk."""
    province.stop()
    province.engine = SqliteEngine(province.folder / "data" / "server.db")
    rows = province.engine._rows("SELECT number FROM segment WHERE device = ? ORDER BY number", desk.device.id)
    province.engine._db.execute("DELETE FROM segment WHERE number = ?", rows[place])
    province.engine.close()
    province.engine = SqliteEngine(province.folder / "data" / "server.db")
    province.start()


@pytest.fixture
def damaged(office, province):
    """The server lost "Mất trên máy chủ", holds "Còn trên máy chủ" beyond it, and PC 1 is a copy from before both."""
    receive_case(office["pc1"], "Trước bản sao")
    office.sync("pc1")
    office.sync("pc2")
    office.copy("pc1", "old")
    for name in ("Mất trên máy chủ", "Còn trên máy chủ"):
        receive_case(office["pc1"], name)
        office.sync("pc1")
    office.restore("pc1", "old")
    server_loses(province, office["pc1"], 1)
    return office


def test_what_lost_its_place_comes_back_to_every_pc(damaged):
    receive_case(damaged["pc1"], "Sau khi khôi phục")
    damaged.sync("pc1")
    assert names_of(damaged["pc1"]) == ["Còn trên máy chủ", "Sau khi khôi phục", "Trước bản sao"]
    assert any("đã được đọc lại" in said for said in notices.recent(damaged["pc1"]))
    agree(damaged, "pc1", "pc2")
    assert names_of(damaged["pc2"]) == ["Còn trên máy chủ", "Sau khi khôi phục", "Trước bản sao"]


def test_nothing_need_be_written_in_its_place(damaged):
    damaged.sync("pc1")
    assert names_of(damaged["pc1"]) == ["Còn trên máy chủ", "Trước bản sao"]
    agree(damaged, "pc1", "pc2")


def test_it_is_handed_out_once_and_an_exchange_without_news_costs_what_it_did(damaged):
    receive_case(damaged["pc1"], "Sau khi khôi phục")
    agree(damaged, "pc1", "pc2")
    before = [damaged.sync(name) for name in ("pc1", "pc2")]
    damaged.province.engine._db.execute("DELETE FROM beyond")
    after = [damaged.sync(name) for name in ("pc1", "pc2")]
    assert [(r.round_trips, r.bytes_sent, r.bytes_received) for r in before] == [
        (r.round_trips, r.bytes_sent, r.bytes_received) for r in after
    ]
    assert sum(r.bytes_sent + r.bytes_received for r in before) < 2 * 800


def test_a_pc_that_gave_the_numbers_out_again_mixes_no_cases(office, province):
    """What is beyond the gap names a case of the gap, and the PC has given its number to another case since."""
    receive_case(office["pc1"], "Trước bản sao")
    office.sync("pc1")
    office.copy("pc1", "old")
    pc = office["pc1"]
    lost = receive_case(pc, "Mất trên máy chủ")
    office.sync("pc1")
    pc.do(lambda hand: edit(pc.db, hand, lost, {"phone": "0912000417"}))
    office.sync("pc1")
    pc = office.restore("pc1", "old")
    server_loses(province, pc, 1)
    assert receive_case(pc, "Hồ sơ khác") == lost
    agree(office, "pc1", "pc2")
    assert store.get(pc.db, Case, lost).phone == ""
    [line] = parting.known(pc.db, pc.device.id)
    assert store.get(pc.db, Case, lost.replace(".", f"{line.name[8:]}.")).phone == "0912000417"


def test_what_was_written_in_its_place_was_not_seen_and_stands_beside_it(office, province):
    case = receive_case(office["pc1"], "Trước bản sao", phone="1")
    office.sync("pc1")
    office.copy("pc1", "old")
    pc = office["pc1"]
    receive_case(pc, "Mất trên máy chủ")
    office.sync("pc1")
    pc.do(lambda hand: edit(pc.db, hand, case, {"phone": "2"}))
    office.sync("pc1")
    pc = office.restore("pc1", "old")
    server_loses(province, pc, 1)
    pc.do(lambda hand: edit(pc.db, hand, case, {"phone": "3"}))
    agree(office, "pc1", "pc2")
    for desk in (pc, office["pc2"]):
        assert "phone" in lists.conflicting(desk.db, case)


def test_a_pc_that_still_holds_what_was_lost_shows_it_by_sealing_it_again(office, province):
    """The copy had the change, not sealed yet: what is beyond goes on from it, and means the same cases."""
    receive_case(office["pc1"], "Trước bản sao")
    office.sync("pc1")
    lost = receive_case(office["pc1"], "Chưa gửi khi sao chép")
    office.copy("pc1", "old")
    pc = office["pc1"]
    office.sync("pc1")
    pc.do(lambda hand: edit(pc.db, hand, lost, {"phone": "0912000417"}))
    office.sync("pc1")
    pc = office.restore("pc1", "old")
    server_loses(province, pc, 1)
    receive_case(pc, "Sau khi khôi phục")
    agree(office, "pc1", "pc2")
    for desk in (pc, office["pc2"]):
        assert names_of(desk) == ["Chưa gửi khi sao chép", "Sau khi khôi phục", "Trước bản sao"]
        assert store.get(desk.db, Case, lost).phone == "0912000417"


def test_a_gap_that_its_pc_fills_is_no_loss_whoever_comes_first(office, province):
    for n in range(3):
        receive_case(office["pc1"], f"Hồ sơ {n}")
        office.sync("pc1")
    server_loses(province, office["pc1"], 1)
    office.sync("pc2")
    assert names_of(office["pc2"]) == ["Hồ sơ 0"]
    agree(office, "pc1", "pc2")
    assert names_of(office["pc2"]) == ["Hồ sơ 0", "Hồ sơ 1", "Hồ sơ 2"]
    assert not [device for device in log.vector(office["pc2"].db) if "-" in device]


def test_what_a_pc_left_behind_that_is_gone_for_good_is_read_once_it_is_taken_out(damaged):
    damaged.shut("pc1")
    damaged.sync("pc2")
    assert names_of(damaged["pc2"]) == ["Trước bản sao"]
    device = next(iter(damaged.province.engine.beyond("00562", ""))).device
    revoke.revoke(damaged.province.engine, damaged.province.keys, "00562", device)
    damaged.sync("pc2")
    assert names_of(damaged["pc2"]) == ["Còn trên máy chủ", "Trước bản sao"]


def test_a_stick_from_the_server_brings_it(damaged, tmp_path):
    receive_case(damaged["pc1"], "Sau khi khôi phục")
    for name in ("pc1", "pc2"):
        jobs.run(bundle_out.write(damaged[name], tmp_path / f"{name}.cdbundle", to="server"))
        counter.answer(damaged.province.app, tmp_path / f"{name}.cdbundle", tmp_path)
        jobs.run(bundle_in.read(damaged[name], tmp_path / f"{name}.answer.cdbundle"))
    assert names_of(damaged["pc2"]) == ["Còn trên máy chủ", "Sau khi khôi phục", "Trước bản sao"]
    agree(damaged, "pc1", "pc2")


def test_an_older_program_is_told_nothing_and_hears_of_it_as_a_line(damaged, monkeypatch):
    receive_case(damaged["pc1"], "Sau khi khôi phục")
    with monkeypatch.context() as older:
        older.setattr(carrier, "Hello", partial(Hello, most=2))
        damaged.sync("pc1")
        assert names_of(damaged["pc1"]) == ["Sau khi khôi phục", "Trước bản sao"]
        assert damaged.sync("pc1").round_trips == 1
    damaged.sync("pc2")
    with monkeypatch.context() as older:
        older.setattr(carrier, "Hello", partial(Hello, most=2))
        damaged.sync("pc1")
    assert names_of(damaged["pc1"]) == ["Còn trên máy chủ", "Sau khi khôi phục", "Trước bản sao"]
    agree(damaged, "pc1", "pc2")
