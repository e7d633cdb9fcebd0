"""A PC restored from a backup, before a real server: nothing delivered is lost, and its own later changes come."""

import shutil

from desk import store
from desk.cases import Case
from sync import home, jobs, log
from sync.backup import restoring, writing
from sync.healing import notices
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case


def test_a_restored_pc_fetches_what_it_wrote_since_before_it_gives_out_a_number(office, tmp_path):
    receive_case(office["pc1"], "Trước bản sao lưu")
    office.sync("pc1")
    (tmp_path / "stick").mkdir()
    jobs.run(writing.write(office["pc1"], tmp_path / "stick"))
    numbers = [_number(office["pc1"], f"Sau bản sao lưu {n}") for n in range(3)]
    office.sync("pc1")
    restored = _restored(office, tmp_path / "stick")
    assert names_of(restored) == ["Trước bản sao lưu"]
    office.sync("pc1")
    assert names_of(restored) == [*(f"Sau bản sao lưu {n}" for n in range(3)), "Trước bản sao lưu"]
    assert any("bản cũ được khôi phục" in said for said in notices.recent(restored))
    assert _number(restored, "Viết tiếp") not in numbers
    assert not [device for device in log.vector(restored.db) if "-" in device]  # no second history came of it
    agree(office, "pc1", "pc2")


def test_what_a_restored_pc_writes_before_its_first_contact_is_kept_beside_what_it_forgot(office, tmp_path):
    (tmp_path / "stick").mkdir()
    jobs.run(writing.write(office["pc1"], tmp_path / "stick"))
    receive_case(office["pc1"], "Sau bản sao lưu")
    office.sync("pc1")
    restored = _restored(office, tmp_path / "stick")
    receive_case(restored, "Khi chưa có mạng")
    office.sync("pc1")
    assert names_of(restored) == ["Khi chưa có mạng", "Sau bản sao lưu"]
    agree(office, "pc1", "pc2")


def _number(desk, name):
    return store.get(desk.db, Case, receive_case(desk, name)).number


def _restored(office, stick):
    """The PC broke; its home is made anew of the backup."""
    office.shut("pc1")
    shutil.rmtree(office.folder / "pc1")
    restoring.restore(stick, office.folder / "pc1")
    assert home.read(office.folder / "pc1").device.pc == 1
    return office.open("pc1")
