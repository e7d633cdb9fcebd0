"""A PC without an office and a stick with a backup: it becomes the PC that was backed up, without a restart."""

import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case
from sync import home, jobs
from sync.backup import shelf, writing
from sync.healing import notices
from tests.sync.offices import PASSWORD, open_pcs, receive_case
from tests.ui.desks import drop, type_letters
from tests.ui.seen import cut_off, unnamed
from ui.app import Program
from ui.shell.window import Window


@pytest.fixture
def stick(tmp_path):
    """A backup of a PC that received a case after it, whose number is on paper only."""
    [desk] = open_pcs(tmp_path / "homes", 1)
    receive_case(desk, "Trần Thị Bích Phượng")
    (tmp_path / "stick").mkdir()
    jobs.run(writing.write(desk, tmp_path / "stick"))
    (tmp_path / "stick" / "on-paper").write_text(number_of(desk, "Lò Văn Ước"), encoding="utf-8")
    desk.close()
    return tmp_path / "stick"


@pytest.fixture
def program(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    found = Program(tmp_path / "new" / "home")
    found.start()
    qtbot.waitUntil(found.shown.isActiveWindow)
    yield found
    found.quit()
    if found.shown:
        found.shown.hide()


@pytest.fixture
def screen(program):
    """Its first screen, at the backups."""
    program.shown.choose("restore")
    return program.shown.restoring


def number_of(desk, name):
    """The number of a case that is received now."""
    return store.get(desk.db, Case, receive_case(desk, name)).number


def looked(screen, stick, qtbot):
    screen.copies.look(stick)
    qtbot.waitUntil(lambda: screen.copies.list.model().rowCount() > 0)
    qtbot.waitUntil(lambda: not screen.copies._checking)


def test_a_stick_dropped_and_a_password_bring_the_desk_back_and_no_number_is_given_twice(
    program, stick, qtbot
):  # fmt: skip
    begin = program.shown
    drop(begin, stick)
    assert begin.way() == "restore"
    screen = begin.restoring
    qtbot.waitUntil(lambda: screen.copies.current is not None)
    qtbot.waitUntil(lambda: not screen.copies._checking)
    qtbot.waitUntil(lambda: cut_off(begin) + unnamed(begin) == [])
    screen.password.setFocus()
    qtbot.waitUntil(screen.password.edit.hasFocus)
    type_letters(PASSWORD)
    qtbot.keyClick(begin, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=20_000)
    desk = program.session.desk
    assert number_of(desk, "Y Bhăm Êban") > (stick / "on-paper").read_text(encoding="utf-8")
    assert any("khôi phục từ bản sao lưu" in said for said in notices.told(desk))
    assert home.read(program._folder).restored == 0


def test_a_wrong_password_copies_nothing_and_the_right_one_may_be_typed_after_it(screen, program, stick, qtbot):
    looked(screen, stick, qtbot)
    screen.go()
    assert screen.share is None
    screen.password.set_text("khong-phai-no")
    screen.go()
    qtbot.waitUntil(lambda: screen.share is None, timeout=20_000)
    assert not program._folder.exists()
    assert program.shown.go.isEnabled()
    other = shutil.copytree(stick, stick.with_name("other"))
    screen.copies.look(other)
    qtbot.waitUntil(lambda: [Path(key).is_relative_to(other) for key in screen.copies._outcomes] == [True])
    screen.password.set_text(PASSWORD)
    screen.go()
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=20_000)


def test_a_damaged_backup_is_told_and_cannot_be_restored(screen, program, stick, qtbot):
    file = next(stick.glob("CaseDesk/*/2*/desk.db"))
    file.write_bytes(file.read_bytes()[:-4096])
    looked(screen, stick, qtbot)
    assert screen.copies.current is None
    assert "bị hỏng" in screen.copies._said.accessibleName()
    assert not screen.who.isVisible()
    screen.go()
    assert not program._folder.exists()


def test_a_stick_pulled_out_before_the_copying_leaves_nothing_and_says_so(screen, program, stick, qtbot):
    looked(screen, stick, qtbot)
    [kept] = shelf.found(stick)
    screen.password.set_text(PASSWORD)
    shutil.rmtree(kept.path)
    screen.go()
    qtbot.waitUntil(lambda: screen.share is None, timeout=20_000)
    assert screen.said.isVisible()
    assert not program._folder.exists()
    assert not list(program._folder.parent.glob(".home-*"))


def test_a_place_without_backups_says_what_to_choose(screen, tmp_path, qtbot):
    screen.copies.look(tmp_path)
    qtbot.waitUntil(lambda: "CaseDesk" in screen.copies._said.accessibleName())
    screen.go()
    assert "chọn nơi" in screen.copies._said.accessibleName()


def test_a_window_closed_amid_the_copying_leaves_nothing_behind(screen, program, stick, qtbot, monkeypatch):
    looked(screen, stick, qtbot)
    count, begun = screen._count, threading.Event()

    def slow(done, of):
        begun.set()
        while not screen._halted:
            time.sleep(0.002)
        count(done, of)

    monkeypatch.setattr(screen, "_count", slow)
    screen.password.set_text(PASSWORD)
    screen.go()
    assert not program.shown.go.isEnabled()
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    assert list(program._folder.parent.glob(".home-*"))
    screen.close_down()
    assert not program._folder.exists()
    assert not list(program._folder.parent.glob(".home-*"))
