"""A server that lost things, or says what is not so: noticed, named, filled up again, and never believed too soon."""

import os

import pytest

from sync.delivery import delivery
from sync.errors import Tampered
from sync.healing import notices
from sync.home import make
from sync.server.engine_sqlite import SqliteEngine
from sync.wire import Head
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import PASSWORD, receive_case


def database(province):
    return [path for path in (province.folder / "data").iterdir() if path.name.startswith("server.db")]


def stopped(province):
    """The server's files while it is not running."""
    province.stop()
    return {path: path.read_bytes() for path in database(province)}


def start(province, files, office):
    for path in database(province):
        path.unlink()
    for path, data in files.items():
        path.write_bytes(data)
    province.engine = SqliteEngine(province.folder / "data" / "server.db")
    province.start()


@pytest.mark.parametrize("lost", ["nothing but its roster", "all since a backup"])
def test_a_server_that_was_put_back_is_refilled_and_it_is_told(office, province, lost):
    if lost == "all since a backup":
        receive_case(office["pc1"], "Trước bản sao lưu")
        office.sync("pc1")
    backup = stopped(province)
    start(province, backup, office)
    receive_case(office["pc1"], "Sau bản sao lưu")
    for name in ("pc1", "pc2", "pc1"):
        office.sync(name)
    office.shut("pc1")
    stopped(province)
    start(province, backup, office)
    office.sync("pc2")  # whoever comes first brings what it holds, of others too
    assert any("đã từng ký nhận" in said for said in notices.recent(office["pc2"]))
    assert "Sau bản sao lưu" in names_of(office["pc2"])
    office.open("pc1")
    agree(office, "pc1", "pc2")


def test_a_gap_on_the_servers_disk_is_filled_by_whoever_has_it(office, province):
    for n in range(3):
        receive_case(office["pc1"], f"Hồ sơ {n}")
        office.sync("pc1")
    province.stop()
    engine = SqliteEngine(province.folder / "data" / "server.db")
    engine._db.execute("DELETE FROM segment WHERE number = 2")
    engine.close()
    start(province, {path: path.read_bytes() for path in database(province)}, office)
    assert province.engine.heads("00562")[office["pc1"].device.id].last == 2
    agree(office, "pc1", "pc2")
    assert len(names_of(office["pc2"])) == 3


def test_a_receipt_beyond_what_there_is_proves_nothing(office, province, monkeypatch):
    receive_case(office["pc1"])
    honest = province.engine.heads
    boast = lambda code: {d: Head(h.last + 7, os.urandom(32)) for d, h in honest(code).items()}  # noqa: E731
    monkeypatch.setattr(province.engine, "heads", boast)
    assert not office.sync("pc1").delivered
    assert delivery(office["pc1"]).waiting == 2
    monkeypatch.undo()
    assert office.sync("pc1").delivered


def test_a_server_that_names_another_segment_must_show_it(office, province, monkeypatch):
    receive_case(office["pc1"])
    honest = province.engine.heads
    other = lambda code: {d: Head(h.last, bytes(32)) for d, h in honest(code).items()}  # noqa: E731
    monkeypatch.setattr(province.engine, "heads", other)
    with pytest.raises(Tampered) as refused:
        office.sync("pc1")
    assert refused.value.key == "healing.side_withheld"
    assert delivery(office["pc1"]).waiting == 2
    monkeypatch.undo()
    assert office.sync("pc1").delivered
    agree(office, "pc1", "pc2")


def test_what_is_withheld_is_known_from_what_others_saw(office, province, monkeypatch):
    receive_case(office["pc1"])
    office.sync("pc1")
    office.sync("pc2")
    receive_case(office["pc2"])
    office.sync("pc2")
    third = province.provision(pcs=1)[0]
    make(office.folder / "pc3", third.file, "Cán bộ 3", PASSWORD)
    office.open("pc3")
    quiet, one = province.engine.heads, office["pc1"].device.id
    monkeypatch.setattr(province.engine, "heads", lambda code: {d: h for d, h in quiet(code).items() if d != one})
    office.sync("pc3")
    assert delivery(office["pc3"]).missing == 2
    assert any("chưa đưa đủ" in said for said in notices.told(office["pc3"]))
    monkeypatch.undo()
    office.sync("pc3")
    assert delivery(office["pc3"]).missing == 0
