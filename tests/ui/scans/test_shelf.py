"""The shelf of a case and of a draft: files in, in order, out again; the sheet; the scanner's folder."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desk import counter, drafts, store
from desk.cases import PaperGiven
from desk.scans import scanning
from desk.scans.scan import Export
from desk.words import text
from sync import audit
from sync.scans import travel
from tests.pictures import pdf, picture
from tests.sync.offices import open_pcs, receive_case
from tests.ui.seen import cut_off, unnamed
from ui.scans import scanner
from ui.scans.draft_pile import DraftPile
from ui.scans.folder_entry import ScannerFolderEntry
from ui.scans.rows import STANDING
from ui.scans.scanner import Scanner, ScannerWatch
from ui.scans.shelf import ScanShelf
from ui.session import Session

OWNER = "scans:1"


@pytest.fixture
def session(tmp_path):
    (desk,) = open_pcs(tmp_path, 1)
    opened = Session(desk, folder=tmp_path / "pc1")
    yield opened
    opened.close()


@pytest.fixture
def case(session):
    procedure = session.desk.catalogue.in_force("1.001193", session.desk.now().date())
    papers = [PaperGiven("Giấy chứng sinh", key="ks"), PaperGiven("Giấy chứng nhận kết hôn", key="kh")]
    change, _ = session.desk.do(
        lambda hand: counter.receive(
            session.desk.db, hand, procedure, session.desk.calendar, {"applicant_name": "Trần Thị Bé"}, papers
        )
    )
    return change.edits[0].id


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture("JPEG", (800, 1100), quality=95))
    (folder / "b.pdf").write_bytes(pdf(3))
    (folder / "c.png").write_bytes(picture("PNG", seed=3))
    return sorted(folder.iterdir())


@pytest.fixture
def shelf(session, case, show):
    return show(ScanShelf(session, case), 380, 560)


def fill(qtbot, shelf, paths, count=None):
    shelf.take(paths)
    qtbot.waitUntil(lambda: shelf.notice.isVisible() and not shelf.taking.busy)
    if count is not None:
        assert len(shelf.pile.items()) == count


def names(shelf):
    return [item.name for item in shelf.pile.items()]


def drop(shelf, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(20, 20), actions, data, button, Qt.KeyboardModifier.NoModifier)
    shelf._list.dropEvent(event)
    return event


def test_files_dropped_become_scans_of_the_case(qtbot, shelf, files, session, case):
    assert drop(shelf, files).isAccepted()
    qtbot.waitUntil(lambda: len(shelf.pile.items()) == 3)
    assert names(shelf) == ["a", "b", "c"]
    assert [scan.pages for scan in scanning.of_case(session.desk.db, case)] == [1, 3, 1]
    assert all(path.exists() for path in files)


def test_what_was_not_taken_says_why_and_the_rest_is_taken(qtbot, shelf, files, tmp_path):
    empty = tmp_path / "rỗng.pdf"
    empty.write_bytes(b"")
    fill(qtbot, shelf, [empty, *files, tmp_path / "mất.pdf"], 3)
    said = shelf.notice.accessibleName()
    assert "rỗng.pdf" in said and "mất.pdf" in said and "3" in said


def test_the_same_file_again_is_told(qtbot, shelf, files):
    fill(qtbot, shelf, files[:1], 1)
    shelf.notice.hide()
    fill(qtbot, shelf, files[:1], 1)
    assert "đã có trong hồ sơ này" in shelf.notice.accessibleName()


def test_alt_and_arrows_put_scans_in_another_order(qtbot, shelf, files):
    fill(qtbot, shelf, files, 3)
    shelf._list.choose(shelf.pile.items()[0].id)
    qtbot.keyClick(shelf._list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(shelf) == ["b", "a", "c"]
    assert shelf._list.current() == shelf.pile.items()[1].id
    qtbot.keyClick(shelf._list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(shelf._list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(shelf) == ["b", "c", "a"]


def test_a_row_dragged_goes_where_it_is_dropped(qtbot, shelf, files):
    fill(qtbot, shelf, files, 3)
    rows = shelf._list.rows
    data = rows.mimeData([rows.index(2)])
    rows.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, rows.index(-1))
    assert names(shelf) == ["c", "a", "b"]


def test_a_scan_taken_out_can_be_taken_back(qtbot, shelf, files):
    fill(qtbot, shelf, files, 3)
    shelf._list.choose(shelf.pile.items()[1].id)
    qtbot.keyClick(shelf._list, Qt.Key.Key_Delete)
    assert names(shelf) == ["a", "c"]
    shelf.notice.acted.emit()
    assert names(shelf) == ["a", "b", "c"]


def test_the_picture_of_an_identity_card_is_not_on_the_shelf(qtbot, shelf, files):
    fill(qtbot, shelf, files[:1], 1)
    item = shelf.pile.items()[0]
    asked = []
    shelf._list.itemDelegate()._thumbs.of = lambda item, ratio: asked.append(item)
    shelf.pile.mark(item.id, True)
    shelf._list.grab()
    assert asked == []
    shelf.pile.mark(item.id, False)
    shelf._list.grab()
    assert asked
    assert text("scans.sensitive") not in shelf._list.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def opened(qtbot, shelf, number):
    shelf.look_at(shelf.pile.items()[number].id)
    sheet = shelf._sheet
    qtbot.waitUntil(lambda: not sheet.view._words)
    return sheet


def test_the_sheet_turns_pages_and_goes_from_scan_to_scan(qtbot, shelf, files):
    shelf.resize(1200, 760)
    fill(qtbot, shelf, files, 3)
    sheet = opened(qtbot, shelf, 1)
    assert (sheet.page(), sheet.page_back.isEnabled()) == (0, False)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.page() == 2
    qtbot.keyClick(sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert sheet.item().name == "c"
    assert not sheet.scan_on.isEnabled()
    assert cut_off(sheet) == []
    assert unnamed(sheet) == []


def test_the_sheet_says_which_paper_and_the_name_follows(qtbot, shelf, files):
    fill(qtbot, shelf, files, 3)
    sheet = opened(qtbot, shelf, 0)
    sheet.paper.choose(shelf.pile.papers()[0][0])
    assert names(shelf)[0] == "Giấy chứng sinh"
    assert sheet.title.text() == "Giấy chứng sinh"
    sheet.name.edit.setText("Giấy chứng sinh, mặt sau")
    sheet.name.edit.editingFinished.emit()
    assert names(shelf)[0] == "Giấy chứng sinh, mặt sau"
    sheet.mark.click()
    assert shelf.pile.items()[0].sensitive


def test_a_smaller_copy_takes_the_place_and_the_original_stays(qtbot, shelf, tmp_path, session):
    large = tmp_path / "large.bmp"
    large.write_bytes(picture("BMP", (1500, 2100)))
    fill(qtbot, shelf, [large], 1)
    before = shelf.pile.items()[0]
    sheet = opened(qtbot, shelf, 0)
    sheet.shrink.click()
    qtbot.waitUntil(lambda: shelf.pile.items()[0].original == before.sha256)
    after = shelf.pile.items()[0]
    assert after.size < before.size
    assert after.media == "image/jpeg"
    assert shelf._intake._folder.holds(before.sha256)
    shelf.notice.hide()
    sheet.shrink.click()
    qtbot.waitUntil(sheet.shrink.isEnabled)
    assert text("scans.no_smaller", name="large") == sheet.notice.accessibleName()


def test_an_export_from_the_sheet_is_in_the_log(qtbot, shelf, files, tmp_path, session, case, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    fill(qtbot, shelf, files, 3)
    sheet = opened(qtbot, shelf, 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "out.pdf"), ""))
    sheet.export.click()
    assert (tmp_path / "out.pdf").read_bytes() == files[1].read_bytes()
    assert len(store.children(session.desk.db, Export, case)) == 1


def test_a_look_at_a_scan_is_in_the_audit_trail(qtbot, shelf, files, session, case):
    fill(qtbot, shelf, files, 3)
    opened(qtbot, shelf, 1)
    lines = audit.trail(session.desk.db, session.desk.device.id, 0, 2**40)
    assert [(line.record, line.detail) for line in lines if line.action == "view"] == [(case, "b")]


def test_who_may_not_read_cases_sees_no_scans(qtbot, shelf, files, monkeypatch):
    fill(qtbot, shelf, files, 3)
    monkeypatch.setattr(type(shelf.session.desk), "may", lambda self, action: action != "read")
    assert shelf.pile.items() == []


def test_a_scan_that_is_not_on_this_pc_is_told_in_its_place(qtbot, shelf, files):
    fill(qtbot, shelf, files, 3)
    shutil.rmtree(shelf._intake._folder.folder)
    shelf.look_at(shelf.pile.items()[0].id)
    qtbot.waitUntil(lambda: shelf._sheet.view._words == text("scans.file_not_here"))
    shelf.pile.mark(shelf.pile.items()[0].id, True)
    assert not shelf._sheet.export.isEnabled()
    assert not shelf._sheet.shrink.isEnabled()


@pytest.fixture
def draft(session, show):
    return show(ScanShelf(session, DraftPile(session, OWNER)), 380, 560)


def test_scans_of_a_draft_survive_and_are_written_with_the_case(qtbot, draft, files, session):
    draft.pile.offer_papers([("ks", "Giấy chứng sinh"), ("kh", "Giấy chứng nhận kết hôn")])
    fill(qtbot, draft, files, 3)
    first, second, _ = draft.pile.items()
    draft.pile.attach(first.id, "ks")
    draft.pile.attach(second.id, "kh")
    draft.pile.mark(second.id, True)
    pile = DraftPile(session, OWNER)
    assert [item.name for item in pile.items()] == ["Giấy chứng sinh", "Giấy chứng nhận kết hôn", "c"]

    procedure = session.desk.catalogue.in_force("1.001193", session.desk.now().date())
    change = session.do(
        lambda hand: pile.joined(
            counter.receive(
                session.desk.db, hand, procedure, session.desk.calendar, {"applicant_name": "Bé"},
                [PaperGiven("Giấy chứng sinh", key="ks")],
            ),
            hand,
        )
    )  # fmt: skip
    there = scanning.of_case(session.desk.db, change.edits[0].id)
    assert [(scan.name, bool(scan.paper_id), scan.sensitive) for scan in there] == [
        ("Giấy chứng sinh", True, 0),
        ("Giấy chứng nhận kết hôn", False, 1),
        ("c", False, 0),
    ]
    assert DraftPile(session, OWNER).items() == []  # also when the power failed before `settled`
    pile.settled()
    assert drafts.kept(session.desk.db, OWNER) is None


def test_a_draft_thrown_away_leaves_no_file(qtbot, draft, files):
    fill(qtbot, draft, files, 3)
    draft.pile.forget()
    assert draft.pile.items() == []
    assert not any(path.is_file() for path in draft._intake._folder.folder.rglob("*"))


def test_a_draft_that_was_taken_over_shows_which_of_its_scans_are_still_coming(qtbot, draft, files, session, show):
    fill(qtbot, draft, files, 3)
    away = {"id": "f" * 64, "name": "Tờ khai", "sha256": "f" * 64, "size": 90_000, "media": "image/jpeg", "pages": 1}
    items = [away, *(vars(item) for item in draft.pile.items())]
    drafts.keep(session.desk.db, "scans:2", {"items": items}, int(session.desk.clock()))
    travel.want(session.desk, away["sha256"])
    rows = show(ScanShelf(session, DraftPile(session, "scans:2")), 380, 560)._list.rows
    assert [rows.data(rows.index(n), STANDING) for n in range(4)] == ["coming", "", "", ""]


def test_a_draft_is_not_written_out(qtbot, draft, files):
    fill(qtbot, draft, files, 3)
    assert not opened(qtbot, draft, 0).export.isEnabled()


def test_what_the_scanner_writes_comes_in_by_itself(qtbot, session, case, files, tmp_path, show, monkeypatch):
    monkeypatch.setattr(scanner, "EVERY", 30)
    folder = tmp_path / "scanner"
    folder.mkdir()
    shutil.copy(files[0], folder / "old.jpg")
    ScannerWatch.of(session).set(Scanner(str(folder), clear=True))
    shelf = show(ScanShelf(session, case), 380, 560)
    qtbot.waitUntil(shelf._lying.isVisible)
    assert shelf.pile.items() == []
    shutil.copy(files[1], folder / "new.pdf")
    qtbot.waitUntil(lambda: names(shelf) == ["new"])
    qtbot.waitUntil(lambda: not (folder / "new.pdf").exists())
    shelf._take_lying.click()
    qtbot.waitUntil(lambda: names(shelf) == ["new", "old"])


def test_a_scanner_folder_that_is_gone_is_told_and_nothing_else_stops(qtbot, session, case, files, tmp_path, show):
    ScannerWatch.of(session).set(Scanner(str(tmp_path / "gone")))
    shelf = show(ScanShelf(session, case), 380, 560)
    qtbot.waitUntil(lambda: shelf._scanner.text() == text("scans.folder.gone", folder=tmp_path / "gone"))
    fill(qtbot, shelf, files, 3)


def test_the_folder_is_remembered_and_never_our_own(session, show, tmp_path):
    entry = show(ScannerFolderEntry(session), 600, 220)
    entry.set_folder(str(tmp_path))
    assert scanner.load(session.folder) == Scanner(str(tmp_path))
    entry.set_folder(str(session.folder / "scans"))
    assert text("scans.folder.unfit") == entry.notice.accessibleName()
    assert scanner.load(session.folder) == Scanner(str(tmp_path))
    entry.stop.click()
    assert scanner.load(session.folder) == Scanner()
    (session.folder / scanner.FILE).write_text("[]")
    assert scanner.load(session.folder) == Scanner()


def test_nothing_is_cut_off_and_all_has_a_name(qtbot, shelf, files):
    assert cut_off(shelf) == []
    fill(qtbot, shelf, files, 3)
    assert cut_off(shelf) == []
    assert unnamed(shelf) == []


def test_closing_while_a_file_is_under_way_harms_nothing(qtbot, session, shelf, files):
    shelf.take(files)
    session.closing.emit()
    assert receive_case(session.desk)
