"""A PC without an office: into one by invitation, waiting until it is taken in, or a trial office of its own."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desk import words
from desk.words import text
from sync import enrolling, home
from sync.province import acts
from tests.sync.keyed import NAME, OFFICE, Keyed
from tests.sync.offices import PASSWORD
from tests.ui.desks import drop, press, scan, type_letters
from tests.ui.seen import cut_off, unnamed
from ui.app import Program
from ui.joining.begin import Begin
from ui.joining.waiting import Waiting
from ui.login import LogIn
from ui.shell.window import Window

OFFICER = "Lê Văn Tám"


@pytest.fixture
def keyed(tmp_path):
    return Keyed(tmp_path)


@pytest.fixture
def invited(keyed):
    return acts.invite(keyed.folder, keyed.secret, OFFICE, days=14)


@pytest.fixture
def program(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    found = Program(tmp_path / "home")
    yield found
    found.quit()
    if found.shown:
        found.shown.hide()
        found.shown.deleteLater()  # or it is dressed anew with every later window
    found.deleteLater()


def started(program, qtbot):
    program.start()
    qtbot.waitUntil(program.shown.isActiveWindow)
    return program.shown


def came(program, qtbot, kind):
    """The next screen, once it is there and has the keyboard."""
    qtbot.waitUntil(lambda: isinstance(program.shown, kind), timeout=20_000)
    qtbot.waitUntil(program.shown.isActiveWindow)
    return program.shown


def name_and_password(qtbot, screen):
    """What a person types from the field of the name on."""
    qtbot.waitUntil(screen.officer.edit.hasFocus)
    type_letters(OFFICER)
    for typed in (PASSWORD, PASSWORD):
        press(Qt.Key.Key_Return)
        type_letters(typed)


def test_a_scanned_invitation_a_name_and_a_password_are_enough_to_wait(program, invited, qtbot):
    screen = started(program, qtbot)
    assert isinstance(screen, Begin)
    assert cut_off(screen) + unnamed(screen) == []
    qtbot.waitUntil(screen.invited.given.edit.hasFocus)
    scan(invited.qr)
    assert NAME in said(screen)
    name_and_password(qtbot, screen)
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    waiting = came(program, qtbot, Waiting)
    request = enrolling.request_of(program._folder)
    assert waiting.fingerprint.accessibleName().startswith(request.words)
    assert cut_off(waiting) + unnamed(waiting) == []
    assert program.session is None


def test_taken_in_by_two_files_it_becomes_the_desk_without_a_restart(program, keyed, invited, tmp_path, qtbot):
    screen = started(program, qtbot)
    invited.write(tmp_path / "it.invitation")
    drop(screen, tmp_path / "it.invitation")
    name_and_password(qtbot, screen)
    press(Qt.Key.Key_Return)
    waiting = came(program, qtbot, Waiting)
    waiting.write_request(tmp_path / "it.request")
    request = enrolling.Asking.read((tmp_path / "it.request").read_bytes())
    admission = acts.approve(keyed.folder, keyed.secret, request, name="QUẦY-07")
    (tmp_path / "it.admission").write_bytes(bytes(admission))
    drop(waiting, tmp_path / "it.admission")
    came(program, qtbot, Window)
    assert program.session.desk.device.name == "QUẦY-07"
    assert program.session.desk.officer.name == OFFICER


def test_the_answer_for_another_pc_is_refused_and_it_waits_on(program, keyed, invited, tmp_path, qtbot):
    enrolling.begin(program._folder, invited, OFFICER, PASSWORD)
    other = keyed.asks()[1]
    (tmp_path / "other.admission").write_bytes(bytes(acts.approve(keyed.folder, keyed.secret, other)))
    waiting = unlocked(program, qtbot)
    waiting.take(tmp_path / "other.admission")
    qtbot.waitUntil(lambda: waiting.said.accessibleName() == text("enrol.other_pc"))
    assert enrolling.waits(program._folder)


def unlocked(program, qtbot):
    """A PC that waited already, started again: the log-in says so, and leads to the screen that waits."""
    screen = started(program, qtbot)
    assert isinstance(screen, LogIn)
    assert text("enrol.waiting", office=NAME) in said(screen)
    screen._form.password.set_text(PASSWORD)
    screen._form.open.click()
    return came(program, qtbot, Waiting)


def test_a_request_can_be_given_up_for_another_invitation_and_nothing_is_thrown_away(program, invited, qtbot):
    enrolling.begin(program._folder, invited, OFFICER, PASSWORD)
    waiting = unlocked(program, qtbot)
    waiting.anew.click()
    assert program._folder.exists()
    waiting.anew.click()
    came(program, qtbot, Begin)
    assert [path.name for path in program._folder.parent.glob("home.given-up-*")]


def test_a_code_that_is_wrong_says_so_and_asks_for_the_server(program, qtbot):
    screen = started(program, qtbot)
    scan("ABCD-EFGH")
    assert screen.invited.server.isVisible()
    assert screen.invited.server.edit.hasFocus()
    type_letters("http://127.0.0.1:9")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.invited.given.edit.accessibleDescription() == text("enrol.code_wrong"))


def test_a_trial_office_is_there_at_once(program, qtbot):
    screen = started(program, qtbot)
    screen.choose("trial")
    screen.code.setFocus()
    type_letters("00562")
    press(Qt.Key.Key_Return)
    type_letters("Phường thử")
    press(Qt.Key.Key_Return)
    name_and_password(qtbot, screen)
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    came(program, qtbot, Window)
    assert home.read(program._folder).office.name == "Phường thử"


def test_another_language_is_spoken_at_once_and_leaves_the_folder_empty(program, qtbot):
    screen = started(program, qtbot)
    screen.language.choose("en")
    qtbot.waitUntil(lambda: program.shown is not screen)
    assert words.language() == "en"
    assert cut_off(program.shown) == []
    assert not program._folder.exists()


def said(screen):
    return " ".join(label.text() for label in screen.findChildren(QLabel))
