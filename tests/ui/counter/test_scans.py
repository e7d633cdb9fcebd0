"""Scans come in while a case is being entered, and are in the very change that receives it."""

import shutil

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desk import store, words
from desk.cases import CasePaper
from desk.scans import scanning
from sync import log
from tests.pictures import pdf, picture
from tests.ui.counter.work import cases, choose
from tests.ui.desks import press, type_letters
from ui.kit.sheet import Sheet
from ui.scans.intake import Intake
from ui.scans.scanner import Scanner, ScannerWatch
from ui.scans.shelf import ScanShelf

ACTIONS, BUTTON, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture("JPEG", (300, 400), quality=80))
    (folder / "b.pdf").write_bytes(pdf(2))
    return sorted(folder.iterdir())


@pytest.fixture
def chosen(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    return counter


def items(counter):
    return counter.papers_section.scans.pile.items()


def drop(counter, paths, place):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    entering = QDragEnterEvent(place, ACTIONS, data, BUTTON, NONE)
    QApplication.sendEvent(counter, entering)
    assert entering.isAccepted()
    inviting = counter.papers_section.scans._words.text()
    QApplication.sendEvent(counter, QDropEvent(QPointF(place), ACTIONS, data, BUTTON, NONE))
    return inviting


def test_a_file_dropped_on_a_paper_is_a_scan_of_it_elsewhere_it_waits(chosen, files, qtbot):
    row = chosen.papers.rows()[0]
    said = drop(chosen, files[:1], row.mapTo(chosen, row.rect().center()))
    assert said == words.text("counter.scans.let_go")
    drop(chosen, files[1:], chosen.promise.geometry().center())
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    assert [item.paper for item in items(chosen)] == [row.rule.key, ""]
    assert row.scans.text() == "1"
    assert chosen.papers_section.scans._words.text() == words.text("counter.scans.loose", count=1)


def test_no_field_takes_a_dropped_file_for_its_text(chosen):
    assert not any(edit.acceptDrops() for edit in chosen.findChildren(QLineEdit))


def test_scans_are_received_with_the_case_in_one_change(chosen, files, qtbot):
    row = chosen.papers.rows()[0]
    row.box.setChecked(True)
    chosen.papers_section.scans.take(files, row.rule.key)
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    chosen.save(printing=False)
    db, (case,) = chosen.session.desk.db, cases(chosen)
    paper = next(each for each in store.children(db, CasePaper, case.id) if each.key == row.rule.key)
    kept = scanning.of_case(db, case.id)
    assert [scan.paper_id for scan in kept] == [paper.id, paper.id]
    assert len(list(log.history(db, case.id))) == 1
    assert items(chosen) == []


def test_ctrl_o_adds_to_the_paper_the_keyboard_is_at(chosen, files, qtbot, monkeypatch):
    monkeypatch.setattr(
        "ui.counter.scan_strip.QFileDialog.getOpenFileNames", lambda *_: ([str(path) for path in files], "")
    )
    row = chosen.papers.rows()[1]
    row.box.setFocus()
    qtbot.keyClick(chosen.window(), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    assert {item.paper for item in items(chosen)} == {row.rule.key}


def test_what_the_scanner_writes_comes_in_by_itself(chosen, files, qtbot, tmp_path):
    folder = tmp_path / "scanner"
    folder.mkdir()
    watch = ScannerWatch.of(chosen.session)
    watch.set(Scanner(str(folder)))
    qtbot.waitUntil(lambda: watch._arrivals._before is not None)
    shutil.copy(files[0], folder / "new.jpg")
    chosen.papers.rows()[0].box.setFocus()
    for _ in range(2):
        watch._look()
        qtbot.waitUntil(lambda: not watch._looking)
    qtbot.waitUntil(lambda: len(items(chosen)) == 1)
    assert items(chosen)[0].paper == chosen.papers.rows()[0].rule.key


def test_the_picture_of_a_card_is_marked_as_sensitive(chosen, files, qtbot):
    chosen.papers.extra.setFocus()
    type_letters("Căn cước công dân")
    press(Qt.Key.Key_Return)
    card, other = chosen.papers.rows()[-1], chosen.papers.rows()[0]
    chosen.papers_section.scans.take(files[:1], card.rule.key)
    chosen.papers_section.scans.take(files[1:], other.rule.key)
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    assert [(item.paper, item.sensitive) for item in items(chosen)] == [(card.rule.key, True), (other.rule.key, False)]


def test_scans_are_put_in_order_on_a_sheet(chosen, files, qtbot):
    chosen.papers_section.scans.take(files)
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    qtbot.keyClick(chosen.window(), Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    shelf = chosen.window().findChild(ScanShelf)
    assert shelf.isVisible() and shelf.pile is chosen.papers_section.scans.pile


def test_the_sheet_may_go_while_its_pictures_are_being_drawn(chosen, files, qtbot):
    chosen.papers_section.scans.take(files)
    qtbot.waitUntil(lambda: len(items(chosen)) == 2)
    chosen.papers_section.scans.put_in_order()
    shelf = chosen.window().findChild(ScanShelf)
    shelf._list.grab()
    shelf.window().findChildren(Sheet)[-1].close_sheet()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as failed:
        drawn = []
        Intake.of(chosen.session).aside(lambda: None, drawn.append)
        qtbot.waitUntil(lambda: drawn == [None])
    assert failed == []


def test_each_draft_has_its_own_scans(chosen, files, qtbot, at_work):
    chosen.papers_section.scans.take(files[:1])
    qtbot.waitUntil(lambda: len(items(chosen)) == 1)
    qtbot.keyClick(chosen.window(), Qt.Key.Key_F2)
    assert items(chosen) == []
    chosen.papers_section.scans.take(files[1:])
    qtbot.waitUntil(lambda: len(items(chosen)) == 1)
    chosen.drafting.keep()
    chosen.aside.come_back_to(chosen.drafting.others()[0][0])
    assert [item.name for item in items(chosen)] == ["a"]
    assert len(chosen.drafting.others()) == 1


def test_a_file_that_vanished_is_told_and_the_rest_comes_in(chosen, files, qtbot):
    files[0].unlink()
    chosen.papers_section.scans.take(files)
    qtbot.waitUntil(lambda: len(items(chosen)) == 1)
    qtbot.waitUntil(chosen.window().notice.isVisible)
    assert "a.jpg" in chosen.window().notice.accessibleName()
    assert chosen.applicant.values() == {"applicant_name": "Trần Thị Bích Phượng"}
