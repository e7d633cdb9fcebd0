"""One identity at two places: both sides go on, nothing is lost or doubled, everybody ends with the same records."""

from contextlib import closing

from desk import store
from desk.cases import Case
from desk.counter import edit, versions
from sync import doctor, log, segments
from sync.delivery import delivery
from sync.envelope import parse
from sync.errors import Tampered
from sync.exchange import carrier_of, exchange, seal_waiting
from sync.healing import carrying, notices
from sync.healing.lines import Line
from sync.jobs import run
from tests.sync.offices import receive_case


def records(desk):
    """Every row of every kind, as this PC shows it."""
    return {repr(row) for record in store.KINDS.values() for row in store.select(desk.db, record)}


def agree(office, *names):
    """Exchange until nobody has news, and see that all hold the same, and are sound."""
    for _ in range(3):
        for name in names:
            office.sync(name)
    first = records(office[names[0]])
    for name in names:
        assert sorted(first ^ records(office[name])) == [], name
        assert doctor.examine(office[name]).faults == (), name
        assert delivery(office[name]).complete, name
    return first


def names_of(desk):
    return sorted(case.applicant_name for case in store.select(desk.db, Case))


def test_a_cloned_disk_heals_and_both_clones_go_on(office):
    receive_case(office["pc1"], "Trước khi sao chép")
    office.sync("pc1")
    clone = office.clone("pc1", "clone")
    at_first = receive_case(office["pc1"], "Ở máy gốc", phone="0912000417")
    office.sync("pc1")
    receive_case(clone, "Ở bản sao", phone="0912000418")
    report = office.sync("clone")
    assert report.delivered
    assert report.round_trips <= 4
    assert names_of(clone) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]
    assert store.get(clone.db, Case, at_first).applicant_name == "Ở máy gốc"
    assert any("hai lịch sử" in said for said in notices.recent(clone))
    for name in ("pc1", "clone", "pc1", "clone"):
        receive_case(office[name], f"Sau đó ở {name}")
        office.sync(name)
    agree(office, "pc1", "clone", "pc2")
    assert len(names_of(office["pc2"])) == 7


def test_what_both_sides_wrote_before_the_copy_is_not_doubled(office):
    receive_case(office["pc1"], "Chưa gửi khi sao chép")
    clone = office.clone("pc1", "clone")
    office.sync("pc1")
    report = office.sync("clone")
    assert report.delivered
    assert names_of(clone) == ["Chưa gửi khi sao chép"]
    assert [d for d in log.vector(clone.db) if "-" in d] == []
    agree(office, "pc1", "clone", "pc2")


def test_an_old_copy_that_was_written_to_loses_neither_what_it_forgot_nor_what_it_wrote(office):
    id = receive_case(office["pc1"], "Đã có", phone="1")
    office.sync("pc1")
    office.copy("pc1", "old")
    receive_case(office["pc1"], "Sau bản sao")
    office["pc1"].do(lambda hand: edit(office["pc1"].db, hand, id, {"phone": "2"}))
    office.sync("pc1")
    restored = office.restore("pc1", "old")
    receive_case(restored, "Sau khi khôi phục")
    restored.do(lambda hand: edit(restored.db, hand, id, {"phone": "3"}))
    office.sync("pc1")
    assert names_of(restored) == ["Sau bản sao", "Sau khi khôi phục", "Đã có"]
    assert {version.value for version in versions(restored.db, id)["phone"]} == {"2", "3"}
    agree(office, "pc1", "pc2")


def test_author_time_and_cause_stay(office):
    office.sync("pc1")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    then = clone.clock
    clone.clock = lambda: then() - 7200
    receive_case(clone, "Ở bản sao")
    written = log.run(clone.db, clone.device.id, 1, 10)[0]
    clone.clock = then
    office.sync("clone")
    office.sync("pc2")
    [case] = store.select(office["pc2"].db, Case, "WHERE applicant_name = 'Ở bản sao'")
    [entry] = log.history(office["pc2"].db, case.id)
    assert (entry.at, entry.lamport, entry.change.by, entry.change.action) == (
        written.at, written.lamport, written.change.by, written.change.action,
    )  # fmt: skip


def test_an_old_copy_that_wrote_nothing_fetches_its_own_back_and_says_so(office):
    office.sync("pc1")
    office.copy("pc1", "old")
    for n in range(3):
        receive_case(office["pc1"], f"Sau bản sao {n}")
        office.sync("pc1")
    restored = office.restore("pc1", "old")
    assert names_of(restored) == []
    office.sync("pc1")
    assert names_of(restored) == [f"Sau bản sao {n}" for n in range(3)]
    assert any("bản cũ được khôi phục" in said for said in notices.recent(restored))
    number = store.get(restored.db, Case, receive_case(restored, "Viết tiếp")).number
    assert number.startswith("01-00004")  # no number is given out a second time
    agree(office, "pc1", "pc2")


def test_a_segment_that_cannot_be_opened_yet_waits_for_its_key_and_says_so(office, province, monkeypatch):
    receive_case(office["pc1"])
    office.sync("pc1")
    late = office["pc2"]
    monkeypatch.setattr(province.engine, "sealed", lambda *asked: [])
    keys, late.keyring.office_keys = late.keyring.office_keys, {}
    office.sync("pc2")
    assert names_of(late) == []
    assert any("cần khóa đơn vị" in said for said in notices.told(late))
    late.keyring.office_keys = keys
    agree(office, "pc1", "pc2")
    assert len(names_of(late)) == 1
    assert notices.set_aside(late) == []


def test_what_is_written_while_the_own_changes_come_back_in_pieces_keeps_a_place_of_its_own(office):
    receive_case(office["pc1"], "Trước")
    office.sync("pc1")
    office.copy("pc1", "old")
    for n in range(4):
        receive_case(office["pc1"], f"Sau bản sao {n}")
    office.sync("pc1")
    restored = office.restore("pc1", "old")
    before = log.vector(restored.db)[restored.device.id]
    written = []

    def meanwhile():
        if not written and log.vector(restored.db)[restored.device.id] == before + 2:
            written.append(receive_case(restored, "Trong lúc về"))

    with closing(carrier_of(restored, office.province.address)) as carrier:
        run(between(exchange(restored, carrier, batch=1), meanwhile))
    assert written
    office.sync("pc1")
    agree(office, "pc1", "pc2")
    assert len(names_of(office["pc2"])) == 6


def between(steps, meanwhile):
    """The same steps, with something done between any two of them."""
    value = None
    while True:
        try:
            value = yield steps.send(value)
        except StopIteration as ended:
            return ended.value
        meanwhile()


def test_a_side_that_could_not_be_opened_when_it_came_is_judged_again_and_told(office):
    receive_case(office["pc1"], "Trước khi sao chép")
    office.sync("pc1")
    office.sync("pc2")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    receive_case(clone, "Ở bản sao")
    run(seal_waiting(clone))
    [side] = segments.after(clone.db, clone.device.id, segments.head(office["pc2"].db, clone.device.id).last)
    office.sync("pc2")
    segments.set_aside(office["pc2"].db, side, Tampered("sync.epoch_unknown"))
    office.shut("clone")
    agree(office, "pc2", "pc1", "pc2")
    assert segments.aside(office["pc2"].db) == []
    assert "Ở bản sao" in names_of(office["pc1"])


def test_the_rest_of_a_line_that_comes_by_itself_leaves_no_segment_without_its_changes(office, province):
    """PC 2 says a segment gave way which did not; PC 3 tells what followed it, and PC 2 has it all back by then."""
    office.take_in("pc3", province.provision(pcs=1)[0])
    for name in ("Đầu tiên", "Ở giữa", "Sau cùng"):
        receive_case(office["pc1"], name)
        office.sync("pc1")
    for name in ("pc3", "pc2"):
        office.sync(name)
    two, device = office["pc2"], office["pc1"].device.id
    *_, second, _ = map(parse, segments.after(two.db, device, 0))
    with store.transaction(two.db):
        carrying.carry(two, Line(device, second.header.first, 1, second.hash), second)
    for name in ("pc2", "pc3", "pc1", "pc2", "pc3", "pc1"):
        office.sync(name)
    agree(office, "pc2", "pc3", "pc1")
    assert names_of(two) == ["Sau cùng", "Đầu tiên", "Ở giữa"]
    assert log.vector(two.db)[device] == segments.head(two.db, device).last
