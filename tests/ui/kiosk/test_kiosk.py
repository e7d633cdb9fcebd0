"""The kiosk, as a citizen uses it: found, read, taken along, and clean again for the next one."""

import json
import subprocess
import sys
from datetime import date

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desk import words
from desk.procedures import catalogue
from desk.procedures.catalogue import starter
from tests.source import ROOT
from tests.sync.offices import open_pcs
from tests.ui.seen import cut_off, unnamed
from ui.kiosk import app, launch
from ui.kiosk.kiosk import Kiosk
from ui.kiosk.letters import Letters
from ui.kiosk.sheet import ProcedureSheet
from ui.kiosk.start import Start
from ui.kiosk.touch import Choice

DAY = date(2026, 11, 22)
BIRTH = "1.001193"
LEAST_TOUCH = 48


@pytest.fixture(scope="module")
def procedures():
    return starter().current(DAY)


@pytest.fixture
def kiosk(procedures, show):
    made = Kiosk(procedures, "UBND xã Phú Lương")
    yield show(made, 1366, 768)
    made.leave()


def choices(kiosk):
    QApplication.processEvents()
    return [choice for choice in kiosk.shown().findChildren(Choice) if choice.isVisible()]


def press(kiosk, qtbot, word):
    keys = kiosk.findChild(Letters).findChildren(QPushButton)
    qtbot.mouseClick(next(key for key in keys if key.accessibleName() == word), Qt.MouseButton.LeftButton)


def test_a_procedure_is_found_with_the_letters_on_the_screen(kiosk, qtbot):
    for letter in "sao":
        press(kiosk, qtbot, letter)
    press(kiosk, qtbot, "Dấu cách")
    press(kiosk, qtbot, "y")
    press(kiosk, qtbot, "m")
    press(kiosk, qtbot, "Xóa")
    assert kiosk.shown().query.text() == "sao y"
    assert choices(kiosk)[0].accessibleName().startswith("Chứng thực bản sao")
    assert kiosk.focusWidget() is kiosk.shown().query.edit
    press(kiosk, qtbot, "Xóa hết")
    assert kiosk.shown().query.text() == ""


def test_a_field_is_opened_and_left_again(kiosk, qtbot):
    field = next(choice for choice in choices(kiosk) if choice.accessibleName().startswith("Chứng thực ("))
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert len(choices(kiosk)) == 12
    back = next(b for b in kiosk.shown().findChildren(QPushButton) if b.accessibleName() == "Mọi lĩnh vực")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert any(choice.accessibleName().startswith("Hộ tịch (") for choice in choices(kiosk))


def test_a_procedure_is_shown_whole_and_goes_along_in_a_code(kiosk, qtbot):
    qtbot.keyClicks(kiosk.shown().query.edit, "khai sinh")
    qtbot.keyClick(kiosk.shown().query.edit, Qt.Key.Key_Return)
    sheet = kiosk.shown()
    assert isinstance(sheet, ProcedureSheet) and sheet.procedure.code == BIRTH
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert all(paper.name in said for paper in sheet.procedure.papers) and "Miễn phí" in said
    assert "Giấy chứng sinh" in sheet.code.said and "TRONG NGÀY" in sheet.code.said.upper()
    assert sheet.code.height() >= 3 * 60
    qtbot.mouseClick(sheet.back, Qt.MouseButton.LeftButton)
    assert kiosk.shown().query.text() == "khai sinh"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_button_is_large_named_and_readable(procedures, show, size, language):
    words.use(language)
    made = show(Kiosk(procedures, "UBND xã Phú Lương"), *size)
    made.shown()._write("dat dai")
    QApplication.processEvents()
    for procedure in (None, procedures[0], next(each for each in procedures if each.code == BIRTH)):
        if procedure:
            made.show_procedure(procedure)
        buttons = [each for each in made.findChildren(QPushButton) if each.isVisible()]
        assert buttons and all(min(b.width(), b.height()) >= LEAST_TOUCH for b in buttons)
        assert (unnamed(made), cut_off(made)) == ([], [])
    made.leave()


def test_nobody_finds_what_the_last_one_looked_at(procedures, show, qtbot):
    made = show(Kiosk(procedures, alone=50), 1366, 768)
    qtbot.keyClicks(made.shown().query.edit, "ly hon")
    made.show_procedure(procedures[0])
    qtbot.keyClick(made.shown().back, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: isinstance(made.shown(), Start) and made.shown().query.text() == "")
    made.leave()


def test_the_next_person_finds_vietnamese_again(kiosk, qtbot):
    kiosk.shown().language_wanted.emit()
    assert words.language() == "en" and kiosk.windowTitle() == "Administrative procedures"
    kiosk.restart()
    assert words.language() == "vi" and kiosk.windowTitle() == "Tra cứu thủ tục hành chính"


def test_it_is_closed_with_the_officers_key_only(kiosk, qtbot):
    assert not kiosk.close() and kiosk.isVisible()
    qtbot.keyClick(kiosk, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not kiosk.isVisible()


def test_it_takes_procedures_from_a_desk_and_never_a_home(tmp_path, procedures):
    file = tmp_path / "procedures.json"
    file.write_text(json.dumps(catalogue.write(procedures[:2])), encoding="utf-8")
    assert len(app._catalogue(str(file))) == 2
    assert len(app._catalogue("")) == len(list(starter()))
    source = "import ui.kiosk.app, sys; print([m for m in sys.modules if m.startswith('sync') or 'sqlcipher' in m])"
    told = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"version": 99}', b'{"version": 1, "procedures": [1]}']
)
def test_a_file_that_is_no_catalogue_is_refused_in_words(tmp_path, content, capsys):
    (tmp_path / "x").write_bytes(content)
    assert app.main(["--catalogue", str(tmp_path / "x")]) == 1
    assert capsys.readouterr().err.strip()
    assert app.main(["--catalogue", str(tmp_path / "nowhere")]) == 1


def test_a_desk_hands_over_procedures_and_nothing_else(tmp_path, monkeypatch, qtbot):
    [desk] = open_pcs(tmp_path, 1)
    program, args, stdin = (tmp_path / name for name in ("program", "args", "stdin"))
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {args}\ncat > {stdin}\n')
    program.chmod(0o700)
    monkeypatch.setattr(launch.sys, "executable", str(program))
    process = launch.launch(desk)
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning)
    assert process.exitCode() == 0
    handed = catalogue.read(json.loads(stdin.read_bytes()))
    assert {each.code for each in handed} == {each.code for each in desk.catalogue.current(desk.now().date())}
    assert args.read_text().split("\n")[:4] == ["-m", "ui.kiosk", "--catalogue", "-"]
    assert str(tmp_path) not in args.read_text()
    desk.close()
