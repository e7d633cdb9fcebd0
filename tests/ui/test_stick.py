"""A USB stick in the window: written from the panel of delivery, dropped on the window, looked at, taken in."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case
from sync.carriers import bundle_out
from sync.jobs import run
from tests.sync.offices import open_pcs, receive_case
from tests.ui.workplaces import Pc
from ui.delivery_panel import delivery_sheet
from ui.kit.sheet import Sheet


@pytest.fixture
def pcs(tmp_path, qtbot):
    made = [Pc(desk) for desk in open_pcs(tmp_path)]
    made[1].window.show()
    yield made
    for pc in made:
        pc.close()


def drop(window, path):
    """Hold a file over a window and let it fall, as the system tells the window; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(QPoint(400, 300), *how), QDropEvent(QPointF(400, 300), *how)):
        event.ignore()
        QApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


def sheets(window):
    return [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]


def test_a_file_dropped_on_the_window_is_looked_at_and_taken_in(pcs, qtbot, tmp_path):
    one, two = pcs
    id = receive_case(one.desk)
    file = run(bundle_out.write(one.desk, tmp_path / "a.cdbundle")).file
    assert drop(two.window, file)
    [sheet] = sheets(two.window)
    body = sheet._scroll.widget()
    qtbot.waitUntil(body.take.isEnabled)
    assert "2 thay đổi" in body._said.accessibleName()
    assert store.get(two.desk.db, Case, id) is None
    with qtbot.waitSignal(two.session.changed):
        body.take.click()
    qtbot.waitUntil(lambda: "Đã nhận tệp của MÁY-01" in body._said.accessibleName())
    assert store.get(two.desk.db, Case, id) is not None
    sheet.close_sheet()


def test_a_file_that_is_cut_says_so_and_cannot_be_taken(pcs, qtbot, tmp_path):
    _, two = pcs
    (tmp_path / "b.cdbundle").write_bytes(b"CDB")
    drop(two.window, tmp_path / "b.cdbundle")
    [sheet] = sheets(two.window)
    body = sheet._scroll.widget()
    qtbot.waitUntil(lambda: "chưa được ghi trọn" in body._said.accessibleName())
    assert not body.take.isEnabled()
    sheet.close_sheet()


def test_other_files_are_left_to_the_places(pcs, tmp_path):
    _, two = pcs
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    drop(two.window, tmp_path / "scan.pdf")
    assert sheets(two.window) == []


def test_the_panel_of_delivery_writes_to_a_stick(pcs, qtbot, tmp_path, monkeypatch):
    one, _ = pcs
    receive_case(one.desk)
    (tmp_path / "usb").mkdir()
    monkeypatch.setattr("ui.usb_sheet.QFileDialog.getExistingDirectory", lambda *_: str(tmp_path / "usb"))
    sheet = delivery_sheet(one.window, one.session)
    line = sheet._scroll.widget().stick
    line.buttons[0].click()
    assert "Chưa rút USB" in line._said.accessibleName()
    qtbot.waitUntil(lambda: "Đã ghi 2 thay đổi" in line._said.accessibleName())
    assert len(list((tmp_path / "usb").iterdir())) == 1
    assert all(button.isEnabled() for button in line.buttons)
