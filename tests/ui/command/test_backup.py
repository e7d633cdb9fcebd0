"""`casedesk backup`: written, listed, checked and restored by command, in JSON and in words, with its exit statuses."""

import shutil

import pytest

from sync import home as homes
from tests.ui.command.conftest import OFFICER, PASSWORD, Command, in_folder, provisions


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_backup_is_written_listed_checked_and_restored(casedesk, stick, tmp_path):
    number = casedesk.receive()
    written = casedesk("backup", "write", stick, json=True)
    assert written.status == 0
    assert set(written.data) == {"path", "at", "size", "new", "changes", "waiting"}
    [listed] = casedesk("backup", "list", stick, json=True).data
    assert (listed["path"], listed["changes"]) == (written.data["path"], written.data["changes"])
    checked = casedesk("backup", "check", stick, json=True)
    assert (checked.status, checked.data["opened"], checked.data["missing_scans"]) == (0, True, 0)
    casedesk.home = tmp_path / "again"
    restored = casedesk("backup", "restore", stick, json=True)
    assert restored.status == 0
    assert restored.data["home"] == str(tmp_path / "again")
    assert casedesk.shown(number)["number"] == number


def test_who_restores_without_an_exchange_is_told_that_it_comes_first(casedesk, stick, tmp_path):
    casedesk("backup", "write", stick)
    page = next(stick.glob("CaseDesk/*/2*"))
    casedesk.home = tmp_path / "again"
    told = casedesk("backup", "restore", page, "--no-sync")
    assert told.status == 0
    assert "casedesk sync" in told.err


def test_a_damaged_backup_is_no_success_and_makes_no_home(casedesk, stick, tmp_path):
    casedesk("backup", "write", stick)
    file = next(stick.glob("CaseDesk/*/2*/desk.db"))
    file.write_bytes(file.read_bytes()[:-4096])
    for words in (("check", stick, "--no-open"), ("restore", stick)):
        casedesk.home = tmp_path / "again"
        told = casedesk("backup", *words)
        assert told.status == 1
        assert "Không dùng bản này" in told.err
    assert not (tmp_path / "again").exists()


def test_an_unreadable_backup_is_listed_with_its_fault(casedesk, stick):
    casedesk("backup", "write", stick)
    page = next(stick.glob("CaseDesk/*/2*/backup.json"))
    page.write_text("{}", encoding="utf-8")
    told = casedesk("backup", "list", stick, json=True)
    assert told.status == 1
    assert "Không dùng bản này" in told.data[0]["fault"]


def test_nothing_is_restored_over_a_home_and_no_folder_without_backups_is_one(casedesk, stick):
    assert casedesk("backup", "list", stick).status == 1
    assert "CaseDesk" in casedesk("backup", "check", stick).err
    casedesk("backup", "write", stick)
    before = in_folder(casedesk.home)
    assert casedesk("backup", "restore", stick).status == 1
    assert in_folder(casedesk.home) == before


def test_restoring_fetches_at_once_what_the_pc_did_after_the_backup(province, tmp_path, stick, capsys):
    [pc] = province.provision(pcs=1)
    homes.make(tmp_path / "old", pc.file, OFFICER, PASSWORD, server=province.address)
    casedesk = Command(tmp_path / "old", capsys)
    casedesk("backup", "write", stick)
    number = casedesk.receive()
    assert casedesk("sync").status == 0
    shutil.rmtree(casedesk.home)
    restored = casedesk("backup", "restore", stick, json=True)
    assert (restored.status, restored.err) == (0, "")
    assert restored.data["fetched"] >= 1
    assert casedesk.shown(number)["number"] == number
    assert casedesk.receive() != number


def test_restoring_without_the_server_says_what_comes_first(tmp_path, stick, capsys):
    [pc] = provisions(1)
    homes.make(tmp_path / "old", pc, OFFICER, PASSWORD, server="http://127.0.0.1:9")
    casedesk = Command(tmp_path / "old", capsys)
    casedesk("backup", "write", stick)
    casedesk.home = tmp_path / "again"
    told = casedesk("backup", "restore", stick)
    assert told.status == 3
    assert "casedesk sync" in told.err
    assert (tmp_path / "again" / "home.json").exists()
