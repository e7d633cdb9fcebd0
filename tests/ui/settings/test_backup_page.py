"""The page of backups: a folder chosen is backed up into at once, F9 again; what fails is told and stops nothing."""

import shutil

import pytest
from PySide6.QtCore import Qt

from sync.backup import noted, shelf
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off


@pytest.fixture
def page(open_page):
    return open_page("backup")


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def rest(work, qtbot):
    qtbot.waitUntil(lambda: not work.session.backing.under_way)


def test_a_folder_that_is_chosen_has_its_first_backup_at_once_and_f9_writes_another(work, page, stick, qtbot):
    page.set_folder(str(stick))
    assert "cùng ổ đĩa" in page.notice.accessibleName()
    rest(work, qtbot)
    assert len(shelf.found(stick)) == 1
    assert "thay đổi" in page.last.text()
    receive_case(work.session.desk)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    rest(work, qtbot)
    assert len(shelf.found(stick)) == 2
    assert str(stick) in page.notice.accessibleName()
    work.session.backing.look()  # today's is written
    assert not work.session.backing.under_way


def test_a_stick_that_is_not_there_is_told_and_its_backup_is_written_when_it_appears(work, page, stick, qtbot):
    session = work.session
    noted.note(session.desk, folder=str(stick))
    shutil.rmtree(stick)
    session.backing.look()
    rest(work, qtbot)
    assert page.trouble.isVisible()
    assert "Chưa thấy" in page.trouble.accessibleName()
    assert cut_off(work.window) == []
    stick.mkdir()
    session.backing.look()
    rest(work, qtbot)
    assert not page.trouble.isVisible()
    assert len(shelf.found(stick)) == 1


def test_a_folder_within_the_data_is_refused(work, page, tmp_path):
    page.set_folder(str(tmp_path / "home"))
    assert "chính máy này" in page.notice.accessibleName()
    assert noted.of(work.session.desk).folder == ""


def test_a_window_that_closes_breaks_the_backup_off_and_leaves_nothing_behind(work, page, stick, qtbot, monkeypatch):
    monkeypatch.setattr("desk.copying.PAGES", 1)
    noted.note(work.session.desk, folder=str(stick))
    work.session.backing.look()
    qtbot.waitUntil(lambda: work.session.backing.share > 0)
    work.session.backing.close()
    assert not [path for path in stick.rglob("*") if path.is_file()]
