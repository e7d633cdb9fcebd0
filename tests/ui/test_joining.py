"""A new PC and its office side by side, both in their windows: over the office's network, without any server."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sync import home
from tests.sync.keyed import Keyed
from tests.sync.offices import PASSWORD, receive_case
from tests.ui.desks import press, type_letters
from ui.app import Program
from ui.joining.waiting import Waiting
from ui.places import SPOTS
from ui.session import Session
from ui.shell.window import Window
from ui.workplace import Workplace


@pytest.fixture
def office(tmp_path, show):
    """The window of a PC that may enrol others, on its page of PCs; it listens on this machine."""
    keyed = Keyed(tmp_path)
    folder = keyed.take_in(name="QUẦY-01", delegated=True)
    keyed.take_in(name="QUẦY-02")
    session = Session(home.open_home(folder, PASSWORD), folder=folder)
    learn(session.desk, keyed)
    workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "settings"])
    show(workplace.window, 1366, 768)
    session.lan.join("127.0.0.1", find=False)
    place = workplace.place("settings")
    place.show_page("pcs")
    yield place.page("pcs")
    workplace.close()
    session.close()


def learn(desk, keyed):
    """What another exchange would have told: that there is a second PC."""
    from sync.keys import keyring

    keyring.renew(desk.db, desk.keyring, bytes(keyed.folder.office(desk.office.code).roster))


@pytest.fixture
def program(tmp_path, monkeypatch):
    """The new PC; it looks for nobody, but asks at the address that is typed."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    monkeypatch.setattr("sync.carriers.knocking.near", lambda seconds: [])
    found = Program(tmp_path / "new" / "home", lan=True)
    yield found
    found.quit()
    if found.shown:
        found.shown.hide()
        found.shown.deleteLater()  # or it is dressed anew with every later window
    found.deleteLater()


def test_a_new_pc_is_taken_in_over_the_network_and_becomes_the_desk(office, program, qtbot, monkeypatch):
    monkeypatch.setattr("ui.lan.Lan.join_soon", lambda self: None)
    receive_case(office.session.desk)
    office.invite.click()
    office.opened.invite()
    made = office.opened.handed.invitation
    office.opened.sheet.close_sheet()

    program.start()
    begin = program.shown
    begin.invited.given.set_text(made.qr)
    begin.invited.read()
    begin.officer.set_text("Lê Văn Tám")
    for field in (begin.choosing.new, begin.choosing.again):
        field.set_text(PASSWORD)
    begin.begin()
    qtbot.waitUntil(lambda: isinstance(program.shown, Waiting), timeout=20_000)
    waiting = program.shown
    qtbot.waitUntil(lambda: not waiting._asking, timeout=20_000)
    waiting.address.setFocus()
    qtbot.waitUntil(waiting.address.edit.hasFocus)
    type_letters(f"127.0.0.1:{office.session.lan.port}")
    press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(office.waiting()), timeout=20_000)
    [request] = office.waiting()
    assert waiting.fingerprint.accessibleName().startswith(request.words)
    qtbot.waitUntil(office.asking.isVisible, timeout=20_000)
    office.show_requests()
    assert office.opened.request() == request
    office.opened.approve()
    assert office.session.desk.keyring.roster.find(request.device) is not None

    qtbot.waitUntil(lambda: not waiting._asking, timeout=20_000)
    waiting.ask()
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=30_000)
    assert program.session.desk.device.id == request.device
