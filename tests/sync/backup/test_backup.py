"""Backups: whole or not there, never in the clear, written while cases are saved, refused in words when damaged."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from desk import Refused, Unusable
from sync import home, jobs, log
from sync.backup import manifest, noted, restoring, shelf, writing
from sync.errors import Tampered
from sync.scans import scan_store
from tests.pictures import picture
from tests.sync.offices import PASSWORD, open_pcs, receive_case

PAGE = picture(size=(60, 80))
NAME = "Trần Thị Bích Phượng"


@pytest.fixture
def desk(tmp_path):
    [desk] = open_pcs(tmp_path / "homes", 1)
    receive_case(desk, NAME)
    yield desk
    desk.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def back_up(desk, stick, **how):
    return jobs.run(writing.write(desk, stick, **how))


def keep_scan(desk, data):
    kept = scan_store.folder_of(desk).keep_bytes(PAGE + data, "trang.jpg")
    scan_store.note(desk, kept.file)
    return kept.file.sha256


def test_a_backup_opens_with_the_same_password_and_holds_what_the_desk_held(desk, stick, tmp_path):
    sha256 = keep_scan(desk, os.urandom(3000))
    written = back_up(desk, stick)
    assert restoring.check(stick, PASSWORD).opened
    assert not restoring.check(stick, PASSWORD).missing
    restoring.restore(stick, tmp_path / "again")
    again = home.open_home(tmp_path / "again", PASSWORD)
    assert written.changes == sum(log.vector(desk.db).values())
    assert log.vector(again.db) == log.vector(desk.db)
    assert not scan_store.folder_of(again).fault(sha256)
    again.close()
    assert noted.of(desk).at == written.at
    assert noted.of(desk).size == written.size


def test_no_file_of_a_backup_says_a_citizens_name_or_holds_a_plain_page(desk, stick):
    keep_scan(desk, NAME.encode() * 50)
    back_up(desk, stick)
    files = [path for path in stick.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        data = path.read_bytes()
        for plain in (NAME.encode(), "Phượng".encode(), b"applicant", b"SQLite format", b"CREATE TABLE"):
            assert plain not in data, (path, plain)


def test_a_wrong_password_opens_no_backup(desk, stick):
    back_up(desk, stick)
    with pytest.raises(Refused, match="khẩu"):
        restoring.check(stick, "khong-phai-no")


def test_cases_are_saved_while_a_backup_is_written_and_it_is_of_one_moment(desk, stick, monkeypatch):
    monkeypatch.setattr("desk.copying.PAGES", 8)
    before, under_way, saved = sum(log.vector(desk.db).values()), threading.Event(), threading.Event()

    def told(done, of):
        under_way.set()
        assert saved.wait(20)

    steps = writing.write(desk, stick, told=told)
    job, done = next(steps), []
    thread = threading.Thread(target=lambda: done.append(job()))
    thread.start()
    assert under_way.wait(20)
    for n in range(3):
        receive_case(desk, f"Trong lúc sao lưu {n}")
    saved.set()
    thread.join()
    with pytest.raises(StopIteration) as ended:
        steps.send(done[0])
    assert ended.value.value.changes == before
    assert sum(log.vector(desk.db).values()) == before + 3
    assert restoring.check(stick, PASSWORD).opened


KILLED = """
import os, signal, sys
from pathlib import Path
from desk import copying
from sync import home, jobs
from sync.backup import writing
copying.PAGES = 8
def told(done, of):
    if done > of // 2:
        os.kill(os.getpid(), signal.SIGKILL)
desk = home.open_home(Path(sys.argv[1]), sys.argv[3])
jobs.run(writing.write(desk, Path(sys.argv[2]), told=told))
"""


def test_a_backup_killed_on_the_way_leaves_the_one_before_whole_and_the_next_clears_up(desk, stick, tmp_path):
    first = back_up(desk, stick)
    receive_case(desk, "Sau bản sao lưu đầu")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "homes" / "pc1"), str(stick), PASSWORD]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    [draft] = first.path.parent.glob(f"{shelf.DRAFT}*")
    assert [each.path for each in shelf.found(stick)] == [first.path]
    assert restoring.check(stick, PASSWORD).kept.path == first.path
    for path in (draft, *draft.iterdir()):
        os.utime(path, (0, 0))
    back_up(desk, stick)
    assert not draft.exists()
    assert len(shelf.found(stick)) == 2


def test_a_stick_that_fills_up_leaves_the_backup_before_and_says_so(desk, stick):
    first = back_up(desk, stick)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with pytest.raises(Unusable, match="sao lưu trước vẫn nguyên"):
            jobs.run(_only_the_job(writing.write(desk, stick)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [each.path for each in shelf.found(stick)] == [first.path]
    assert not list(first.path.parent.glob(".*"))
    assert restoring.check(stick, PASSWORD).opened


def _only_the_job(steps):
    """The slow part alone: what the desk notes of it would meet the same limit."""
    yield next(steps)


def test_where_there_is_no_room_older_backups_go_but_never_the_last(desk, stick, monkeypatch):
    for _ in range(3):
        last = back_up(desk, stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(Unusable, match="không đủ chỗ") as raised:
        back_up(desk, stick)
    assert [each.path for each in shelf.found(stick)] == [last.path]
    assert noted.of(desk).reason == str(raised.value)
    assert noted.of(desk).failed_at
    assert noted.of(desk).at == last.at


def test_a_stick_that_is_not_there_is_named_and_the_next_backup_forgets_the_failure(desk, stick):
    with pytest.raises(Refused, match="Chưa thấy"):
        back_up(desk, stick / "none")
    assert "Chưa thấy" in noted.of(desk).reason
    back_up(desk, stick)
    assert noted.of(desk).reason == ""


def test_a_home_is_not_backed_up_into_itself(desk, tmp_path):
    inside = tmp_path / "homes" / "pc1" / "backups"
    inside.mkdir()
    with pytest.raises(Refused, match="chính máy này"):
        back_up(desk, inside)


def test_the_last_few_stay_and_scans_are_copied_once(desk, stick):
    keep_scan(desk, b"first")
    first = back_up(desk, stick, keep=2)
    keep_scan(desk, b"second")
    second, third = back_up(desk, stick, keep=2), back_up(desk, stick, keep=2)
    assert {each.path for each in shelf.found(stick)} == {second.path, third.path}
    assert not first.path.exists()
    scans = [path for path in (third.path.parent / shelf.SCANS).rglob("*") if path.is_file()]
    assert len(scans) == 2
    database = (third.path / home.FILE).stat().st_size
    assert third.new < database + 5000 < second.new + 5000


def test_scans_that_no_kept_backup_needs_are_let_go(desk, stick):
    sha256 = keep_scan(desk, b"for a while")
    back_up(desk, stick, keep=1)
    scan_store.forget(desk, sha256)
    kept = back_up(desk, stick, keep=1)
    assert not [path for path in (kept.path.parent / shelf.SCANS).rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", [home.FILE, home.FACE, manifest.NAME])
def test_a_damaged_backup_is_refused_in_words(desk, stick, tmp_path, name):
    path = back_up(desk, stick).path / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises((Unusable, Tampered), match="Không dùng bản này"):
        restoring.restore(stick, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_manifest_that_another_pc_signed_is_refused(desk, stick, tmp_path):
    path = back_up(desk, stick).path
    [other] = open_pcs(tmp_path / "others", 1)
    page = manifest.read(path)
    manifest.write(path, page, other.keyring.signing)
    other.close()
    with pytest.raises(Tampered, match="chữ ký"):
        restoring.check(path)


def test_a_name_that_leads_out_of_the_folder_is_refused(desk, stick):
    path = back_up(desk, stick).path
    data = json.loads((path / manifest.NAME).read_text(encoding="utf-8"))
    data["backup"]["files"]["../../home.json"] = [1, ""]
    (path / manifest.NAME).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(Unusable, match="Không dùng bản này"):
        manifest.read(path)


def test_a_lost_scan_is_told_and_does_not_stop_the_restoring(desk, stick, tmp_path):
    keep_scan(desk, b"lost")
    path = back_up(desk, stick).path
    [scan] = (path.parent / shelf.SCANS).glob("*/*")
    scan.write_bytes(bytes(scan.stat().st_size))
    assert restoring.check(stick).missing == ()
    assert restoring.check(stick, PASSWORD).missing == (scan.name,)
    scan.unlink()
    assert restoring.restore(stick, tmp_path / "again").missing == (scan.name,)


def test_nothing_is_restored_over_a_home(desk, stick, tmp_path):
    back_up(desk, stick)
    with pytest.raises(Refused, match="đã có"):
        restoring.restore(stick, tmp_path / "homes" / "pc1")


def test_of_backups_of_several_pcs_one_must_be_chosen(tmp_path, stick):
    desks = open_pcs(tmp_path / "homes", 2)
    one, _ = [back_up(desk, stick) for desk in desks]
    with pytest.raises(Refused, match="nhiều máy"):
        restoring.check(stick)
    assert restoring.check(one.path.parent).kept.path == one.path
    for desk in desks:
        desk.close()
