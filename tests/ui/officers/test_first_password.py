"""Who comes in with a password that others know chooses one of their own, and only then sees the desk."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.officers.officer import Role
from sync import home
from sync.keys import accounts
from tests.sync.offices import PASSWORD
from tests.ui.desks import make_home
from ui.app import Program
from ui.officers.first_password import FirstPassword
from ui.shell.window import Window

TAM, FIRST, SECOND = "Lê Văn Tám", "Tam-thoi-2026", "Rieng-cua-toi-7"


@pytest.fixture
def entered(tmp_path, qtbot, monkeypatch):
    """Logs an officer with these roles in at the window, with the first password an administrator gave."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    folder, programs = make_home(tmp_path / "home"), []

    def log_in(*roles, provisional=True):
        desk = home.open_home(folder, PASSWORD)
        desk.do(accounts.add(desk.db, TAM, roles, FIRST, provisional=provisional))
        desk.close()
        program = Program(folder)
        programs.append(program)
        program.start()
        program._enter(*home.unlock(folder, FIRST, TAM))
        return program

    yield log_in
    for program in programs:
        program.quit()
        if program.shown:
            program.shown.hide()


def type_twice(screen, first, second=None):
    screen.choosing.new.edit.setText(first)
    screen.choosing.again.edit.setText(first if second is None else second)
    screen.button.click()


def test_the_desk_opens_after_a_good_password_and_not_before(entered, qtbot):
    program = entered(Role.RECEPTION)
    screen = program.shown
    assert isinstance(screen, FirstPassword)
    for first, second, field in (("yeu", None, "new"), (SECOND, SECOND + "x", "again"), (FIRST, None, "new")):
        type_twice(screen, first, second)
        assert getattr(screen.choosing, field).edit.accessibleDescription(), first
        assert program.shown is screen
    type_twice(screen, SECOND)
    assert isinstance(program.shown, Window)
    lock, _ = home.unlock(program._folder, SECOND, TAM)
    assert not lock.provisional
    assert screen.choosing.new.text() == ""


def test_the_rules_are_ticked_as_they_are_met_and_said_aloud(entered):
    screen = entered(Role.RECEPTION).shown
    length = screen.choosing._rules["length"][1]
    assert "chưa có" in length.accessibleName()
    screen.choosing._tick("Mot-cua-2026")
    assert "đã có" in length.accessibleName()


@pytest.mark.parametrize(
    ("roles", "places"),
    [
        ((Role.IT,), ["today", "reconcile", "procedures", "settings"]),
        ((Role.ADMIN,), ["today", "procedures", "settings"]),
        ((Role.LEADER,), ["today", "cases", "books", "reconcile", "procedures", "settings"]),
        ((Role.RECEPTION, Role.IT), ["today", "counter", "cases", "books", "reconcile", "procedures", "settings"]),
    ],
)
def test_everybody_is_shown_the_places_that_their_roles_open(entered, roles, places):
    program = entered(*roles, provisional=False)
    assert list(program.workplace._rooms) == places


def test_locking_and_coming_back_are_in_the_trail(entered):
    program = entered(Role.RECEPTION, provisional=False)
    program.lock()
    program._enter(*home.unlock(program._folder, FIRST, TAM))
    rows = program.session.desk.db.execute("SELECT action FROM audit WHERE officer = ?", [program.session.desk.by])
    assert [action for (action,) in rows] == ["log_in", "lock", "log_in"]


def test_enter_in_the_second_field_goes_on(entered, qtbot):
    program = entered(Role.RECEPTION)
    screen = program.shown
    screen.choosing.new.edit.setText(SECOND)
    screen.choosing.again.edit.setText(SECOND)
    qtbot.keyClick(screen.choosing.again.edit, Qt.Key.Key_Return)
    assert isinstance(program.shown, Window)
