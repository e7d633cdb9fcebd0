"""The window of a PC that waits to be taken into its office says so, and lets nobody work with a number it has not."""

import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QApplication, QLabel

from desk.words import text
from sync import enrolling
from sync.keys.invitation import Invitation
from tests.sync.offices import PASSWORD
from ui.app import Program
from ui.login import LogIn


@pytest.fixture
def program(tmp_path, qtbot, monkeypatch, quick_passwords):
    root = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    invited = Invitation.new("00562", "UBND phường Cửa Nam", root, root, "", 2**50)
    enrolling.begin(tmp_path / "home", invited, "Lê Văn Tám", PASSWORD)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    found = Program(tmp_path / "home")
    found.start()
    yield found
    found.quit()
    if found._shown:
        found._shown.hide()


def test_it_says_that_it_waits_and_opens_no_desk(program, qtbot):
    waits = text("enrol.waiting", office="UBND phường Cửa Nam")
    before = program._shown
    assert isinstance(before, LogIn)
    assert waits in said(before)
    before._form.password.set_text(PASSWORD)
    before._form.open.click()
    qtbot.waitUntil(lambda: program._shown is not before, timeout=20_000)
    assert isinstance(program._shown, LogIn)
    assert program.session is None
    assert waits in said(program._shown)


def said(screen):
    return " ".join(label.text() for label in screen.findChildren(QLabel))
