"""The program: log-in and window on one home, one officer after the other, and faults that do not end it."""

import os
import sys
import time
from datetime import datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desk import Unusable, words
from desk.officers.officer import Role
from sync import home, sharing
from sync.keys import accounts
from tests.sync.offices import PASSWORD
from tests.ui.desks import OFFICER, make_home, type_letters
from ui import preferences
from ui.app import Program, _size_text
from ui.idle import Idle
from ui.kit.sheet import Sheet
from ui.login import LogIn
from ui.preferences import Preferences
from ui.shell.status_line import date_only
from ui.shell.window import Window
from ui.trouble import described

SECOND = "Lê Thị Thúy"


@pytest.fixture
def folder(tmp_path):
    folder = make_home(tmp_path / "home")
    desk = home.open_home(folder, PASSWORD)
    desk.do(accounts.add(desk.db, SECOND, (Role.RECEPTION,), PASSWORD, provisional=False))
    desk.close()
    return folder


@pytest.fixture
def program(folder, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    found = Program(folder)
    found.start()
    yield found
    found.quit()
    if found.shown:
        found.shown.hide()
        found.shown.deleteLater()  # or it is dressed anew with every later window
    found.deleteLater()


def log_in(program, qtbot, password=PASSWORD, officer=OFFICER):
    screen = program.shown
    assert isinstance(screen, LogIn)
    known = screen._form._logins
    screen._form._rows.button(known.index(officer)).setChecked(True)
    screen._form.password.set_text(password)
    screen._form.open.click()


def at_work(program, qtbot, officer=OFFICER):
    log_in(program, qtbot, officer=officer)
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=20_000)
    qtbot.waitUntil(program.shown.isActiveWindow)  # before, no key has a receiver
    return program.shown


def test_the_log_in_tells_the_time_of_vietnam(program, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 0.0)
    program.show_log_in()
    assert [each.text() for each in (program.shown._side._time, program.shown._side._date)] == [
        "07:00",
        date_only(datetime(1970, 1, 1)),
    ]


def test_a_wrong_password_stays_at_the_log_in(program, qtbot):
    screen = program.shown
    log_in(program, qtbot, password="nhầm")
    qtbot.waitUntil(lambda: screen._form.password.edit.accessibleDescription() != "", timeout=20_000)
    assert program.session is None


def test_the_window_opens_at_today_with_its_officer(program, qtbot):
    window = at_work(program, qtbot)
    assert window.place() == "today"
    assert window.status._officer.text() == OFFICER
    assert words.text("window.delivery.no_server") in window.status._delivery.toolTip()
    assert preferences.load(program._folder).officer == program.session.desk.by


def test_the_same_officer_comes_back_to_the_same_window(program, qtbot):
    window = at_work(program, qtbot)
    window.officer_wanted.emit()
    assert isinstance(program.shown, LogIn)
    assert not window.isVisible()
    assert at_work(program, qtbot) is window


def test_after_the_log_in_the_keyboard_is_in_the_place_not_on_the_name_that_was_clicked(program, qtbot):
    window = at_work(program, qtbot)
    qtbot.mouseClick(window.status._officer, Qt.MouseButton.LeftButton)
    assert isinstance(program.shown, LogIn)
    at_work(program, qtbot)
    assert window._stack.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize(("key", "first"), [("today", "lists"), ("counter", "search"), ("cases", "list")])
def test_after_f12_and_the_log_in_the_keyboard_is_in_the_first_field_of_the_place(program, qtbot, key, first):
    window = at_work(program, qtbot)
    window.open(key)
    window.rail._button(key).setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F12)
    at_work(program, qtbot)
    held = getattr(program.workplace.place(key), first)
    focused = window.focusWidget()
    assert held is focused or held.isAncestorOf(focused)


def test_typing_goes_on_in_the_field_that_was_left_for_the_log_in(program, qtbot):
    window = at_work(program, qtbot)
    window.open("counter")
    window.showNormal()
    window.resize(1366, 768)
    edit = program.workplace.place("counter").applicant.cells["phone"].edit
    qtbot.waitUntil(edit.isVisible)
    edit.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F12)
    at_work(program, qtbot)
    assert window.focusWidget() is edit


def test_another_officer_gets_a_window_of_their_own(program, qtbot):
    window = at_work(program, qtbot)
    first = program.session.desk.by
    window.officer_wanted.emit()
    other = at_work(program, qtbot, officer=SECOND)
    assert other is not window
    assert program.session.desk.by != first
    assert other.status._officer.text() == SECOND


def test_a_lock_keeps_what_was_typed(program, qtbot):
    at_work(program, qtbot)
    counter = program.workplace.place("counter")
    counter.applicant.setFocus()
    type_letters("Trần Thị Bích Phượng")
    program.lock()
    assert isinstance(program.shown, LogIn)
    assert counter.drafting.kept().values["person"]["applicant_name"] == "Trần Thị Bích Phượng"


def test_what_lies_on_the_form_is_shared_once_its_officer_goes_away(program, qtbot):
    window = at_work(program, qtbot)
    counter = program.workplace.place("counter")
    counter.applicant.setFocus()
    type_letters("Trần Thị Bích Phượng")
    assert not sharing.share(program.session.desk)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert isinstance(program.shown, LogIn)
    assert [kind for kind, _ in sharing.share(program.session.desk)] == ["begun"]
    at_work(program, qtbot)
    assert counter.applicant.cells["applicant_name"].value() == "Trần Thị Bích Phượng"


def test_a_quarter_of_an_hour_without_input_locks(qtbot):
    idle = Idle(seconds=0.05)
    with qtbot.waitSignal(idle.passed, timeout=2000):
        pass


def test_the_language_changes_at_once_and_keeps_the_form(program, qtbot):
    window = at_work(program, qtbot)
    counter = program.workplace.place("counter")
    counter.applicant.setFocus()
    type_letters("Trần Thị Bích Phượng")
    program.set("language", "en")
    qtbot.waitUntil(lambda: program.shown is not window and isinstance(program.shown, Window))
    assert program.shown.heading("settings")._title.text() == "Settings"
    program.shown.open("counter")
    again = program.workplace.place("counter")
    qtbot.waitUntil(lambda: again.applicant.values().get("applicant_name") == "Trần Thị Bích Phượng")
    assert preferences.load(program._folder).language == "en"


def test_the_window_that_is_replaced_hears_no_more(program, qtbot):
    window = at_work(program, qtbot)
    program.workplace.place("cases")
    program.set("language", "en")
    qtbot.waitUntil(lambda: program.shown is not window and isinstance(program.shown, Window))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as faults:
        program.session.syncing.told.emit(program.session.syncing.delivery)
        program.session.changed.emit(set())
    assert faults == []


def test_every_place_opens(program, qtbot):
    window = at_work(program, qtbot)
    for number in range(1, len(window.rail.names()) + 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.rail.names()[number - 1] == words.text(f"window.place.{window.place()}")


def test_the_details_of_delivery_open_by_key(program, qtbot):
    window = at_work(program, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    (sheet,) = [each for each in window.findChildren(Sheet) if each.isVisible()]
    assert sheet.accessibleName() == words.text("window.delivery.title")


def test_a_fault_is_told_calmly_and_names_no_citizen(program, qtbot, caplog):
    window = at_work(program, qtbot)
    try:
        raise ValueError("Trần Thị Bích Phượng")
    except ValueError as error:
        program.trouble.take(type(error), error, error.__traceback__)
    (sheet,) = [each for each in window.findChildren(Sheet) if each.isVisible()]
    assert sheet.accessibleName() == words.text("window.trouble.title")
    log = (program._folder / "trouble.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "Phượng" not in log + caplog.text
    caplog.clear()


def test_an_error_with_words_is_told_in_its_words(program, qtbot):
    window = at_work(program, qtbot)
    error = Unusable("store.disk_full")
    program.trouble.take(type(error), error, None)
    assert window.notice.accessibleName() == words.text("store.disk_full")


def test_the_places_of_a_fault_are_described_with_its_cause():
    try:
        try:
            int("x")
        except ValueError as cause:
            raise KeyError("y") from cause
    except KeyError as error:
        said = described(error)
    assert said.index("ValueError") < said.index("KeyError")
    assert "test_app.py" in said


def test_a_folder_without_a_desk_is_told_in_words(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    (tmp_path / home.FILE).write_bytes(b"a desk without its face")
    program = Program(tmp_path)
    program.start()
    qtbot.addWidget(program.shown)
    said = [label.text() for label in program.shown.findChildren(type(program.shown.body.itemAt(1).widget()))]
    assert words.text("window.start.no_home") in said
    assert words.text("home.none_here", path=tmp_path) in said


def test_preferences_that_are_damaged_are_the_usual_ones(tmp_path):
    (tmp_path / preferences.FILE).write_text('{"theme": "pink", "width": 3, "language": 7', encoding="utf-8")
    assert preferences.load(tmp_path) == Preferences()
    (tmp_path / preferences.FILE).write_text('{"theme": "pink", "width": 3, "language": 7}', encoding="utf-8")
    assert preferences.load(tmp_path) == Preferences(width=640)


def test_preferences_are_remembered(tmp_path):
    kept = Preferences(language="en", theme="dark", width=1000, height=700, maximised=False, officer="a.1")
    preferences.save(tmp_path, kept)
    assert preferences.load(tmp_path) == kept


def test_an_administrator_lets_another_officer_in(program, qtbot):
    at_work(program, qtbot)
    officers = program.workplace.place("settings").officers
    officers.appoint()
    officers.opened.name.set_text("Bùi Kiểm")
    officers.opened.appoint()
    assert [lock.name for lock in home.read(program._folder).locks] == [OFFICER, SECOND, "Bùi Kiểm"]
    first = officers.opened.handing.password.text()
    assert home.unlock(program._folder, first, "Bùi Kiểm")[0].provisional


def test_a_size_of_text_is_kept_for_the_next_start(program, qtbot, monkeypatch):
    at_work(program, qtbot)
    program.set("scale", "130")
    assert preferences.load(program._folder).scale == 130
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    _size_text(program._folder)
    assert os.environ["QT_SCALE_FACTOR"] == "1.3"
    monkeypatch.delenv("QT_SCALE_FACTOR")
