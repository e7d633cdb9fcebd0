"""Certification books in the window: opened, numbered, set aside, handed over, made void, closed, printed."""

from PySide6.QtCore import Qt

from desk.books.book import BookEntry
from desk.store import select
from sync import audit
from sync.backup import noted
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off, unnamed
from ui.books.entry import BookEntry as EntryOfCase
from ui.preview import Preview

BS = "SCT/BS 2026"


def opened(pc, key=BS):
    pc.choose(key)
    pc.place.unopened.button.click()
    return pc.place.book


def give(page, person, fee=""):
    page.form.cells["person"].set_value(person)
    page.form.cells["fee"].set_value(fee)
    page.form.button.click()


def test_a_book_is_opened_and_gives_its_numbers_one_after_the_other(pcs):
    page = opened(pcs[0])
    assert page.form.figure.text() == "01"
    give(page, "Trần Thị Bé", "8.000 đ")
    give(page, "Hồ Văn Thử")
    assert page.form.figure.text() == "03"
    lines = select(pcs[0].desk.db, BookEntry, "ORDER BY number")
    assert [(line.number, line.person, line.fee) for line in lines] == [(1, "Trần Thị Bé", 8000), (2, "Hồ Văn Thử", 0)]
    assert "Liền mạch từ 01 đến 02" in page.state.accessibleName()


def test_a_pc_restored_from_a_backup_asks_to_look_at_the_paper_book_until_a_number_was_given(pcs):
    desk = pcs[0].desk
    now = int(desk.clock())
    noted.note(desk, restored=now - 86_400, opened_at=now - 60)
    page = opened(pcs[0])
    assert "số 01 trở đi" in page.form.paper.accessibleName()
    assert page.form.paper.isVisible()
    assert cut_off(pcs[0].window) == []
    give(page, "Trần Thị Bé")
    assert not page.form.paper.isVisible()


def test_a_line_without_a_person_or_with_a_fee_in_letters_is_refused_at_its_field(pcs):
    page = opened(pcs[0])
    give(page, "")
    assert "Chưa ghi người yêu cầu" in page.form.cells["person"].edit.accessibleDescription()
    give(page, "Trần Thị Bé", "tám nghìn")
    assert "số nguyên" in page.form.cells["fee"].edit.accessibleDescription()
    assert page.form.figure.text() == "01"


def test_the_other_pc_reads_why_it_gives_no_number_and_gives_those_set_aside_for_it(pcs, meet):
    first, second = pcs
    page = opened(first)
    asking = page.asker.reserve(page.book)
    asking.fields["count"].set_text("5")
    asking.act()
    meet()
    second.choose(BS)
    assert second.place.book.form.figure.text() == "01"
    assert page.form.figure.text() == "06"
    for _ in range(5):
        give(second.place.book, "Lò Thị Mẫu")
    assert "MÁY-01 đang giữ sổ" in second.place.book.form.refusal.accessibleName()
    assert not second.place.book.form.button.isEnabled()


def test_a_book_that_was_handed_over_gives_numbers_there_only(pcs, meet):
    first, second = pcs
    page = opened(first)
    give(page, "Trần Thị Bé")
    page.asker.hand_over(page.book).act()
    assert "MÁY-02 đang giữ sổ" in page.form.refusal.accessibleName()
    meet()
    second.choose(BS)
    assert second.place.book.form.figure.text() == "02"


def test_a_number_is_made_void_only_with_a_reason_and_the_book_stays_gapless(pcs):
    page = opened(pcs[0])
    give(page, "Trần Thị Bé")
    asking = page.asker.void(page.book, 1)
    asking.act()
    assert "Ghi lý do" in asking.fields["reason"].edit.accessibleDescription()
    asking.fields["reason"].set_text("viết hỏng")
    asking.act()
    assert "0 số đã cấp, 1 số hủy" in page.state.accessibleName()
    asking = page.asker.void(page.book)
    asking.fields["number"].set_text("bảy")
    asking.act()
    assert "chữ số" in asking.fields["number"].edit.accessibleDescription()


def test_a_closed_book_gives_nothing_and_offers_only_its_print(pcs):
    page = opened(pcs[0])
    give(page, "Trần Thị Bé")
    asking = page.asker.close(page.book)
    asking.act()
    assert "ghi lý do" in asking.fields["reason"].edit.accessibleDescription()
    asking.fields["reason"].set_text("sáp nhập")
    asking.act()
    assert "Đã khóa ngày 20/11/2026" in page.state.accessibleName()
    assert [name for name, button in page.buttons.items() if button.isEnabled()] == ["print"]
    assert not page.form.button.isEnabled()


def test_the_print_of_a_book_is_its_pdf_and_saving_it_is_in_the_trail(pcs, tmp_path, monkeypatch, qtbot):
    page = opened(pcs[0])
    give(page, "Trần Thị Bé")
    page.buttons["print"].click()
    assert not page.buttons["print"].isEnabled()
    qtbot.waitUntil(lambda: bool(pcs[0].window.findChildren(Preview)))
    assert page.buttons["print"].isEnabled()
    [preview] = pcs[0].window.findChildren(Preview)
    assert len(preview.pages_shown()) == 1
    monkeypatch.setattr("ui.saving.ask_path", lambda *args, **how: tmp_path / "so.pdf")
    preview.save_pdf()
    assert (tmp_path / "so.pdf").read_bytes().startswith(b"%PDF")
    trail = audit.trail(pcs[0].desk.db, pcs[0].desk.device.id, 0, 2**40)
    assert ("export", "SCT/BS 2026") in {(line.action, line.detail) for line in trail}


def test_lines_are_found_by_number_and_by_name_without_accents(pcs):
    page = opened(pcs[0])
    for name in ("Trần Thị Bé", "Hồ Văn Thử", "Lò Thị Mẫu"):
        give(page, name)
    page.search.edit.setFocus()
    for typed, found in (("thu", 1), ("02", 1), ("thi", 2), ("", 3)):
        page.search.set_text(typed)
        page.search.edited.emit(typed)
        assert len(page.lines.lines()) == found, typed


def test_a_certification_case_is_numbered_from_its_own_page(pcs):
    pc = pcs[0]
    opened(pc)
    id = receive_case(pc.desk, code="2.000815", subject="Bằng tốt nghiệp")
    entry = EntryOfCase(pc.session, id)
    entry.setParent(pc.window)
    entry.show()
    entry.button.click()
    assert entry.opened.cells["person"].value() == "Trần Thị Bích Phượng"
    entry.opened.button.click()
    [line] = select(pc.desk.db, BookEntry)
    assert (line.case_id, line.subject) == (id, "Bằng tốt nghiệp")
    assert "01, quyển số 01/2026-SCT/BS" in entry._said.text()
    assert entry.button.isHidden()


def test_a_case_that_enters_no_book_shows_nothing_of_books(pcs):
    entry = EntryOfCase(pcs[0].session, receive_case(pcs[0].desk))
    assert entry.isHidden()


def test_nothing_in_the_place_is_cut_off_or_nameless(pcs):
    page = opened(pcs[0])
    give(page, "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Suối Mẫu")
    assert cut_off(pcs[0].window) == []
    assert unnamed(pcs[0].window) == []


def test_every_action_has_its_key(pcs, qtbot):
    page = opened(pcs[0])
    give(page, "Trần Thị Bé")
    page.lines.setFocus()
    qtbot.keyClick(page.lines, Qt.Key.Key_F8)
    assert pcs[0].window.findChild(type(page.asker.void(page.book).sheet)) is not None


def test_what_only_the_holder_may_do_is_held_elsewhere_with_the_reason(pcs, meet):
    first, second = pcs
    opened(first)
    meet()
    second.choose(BS)
    buttons = second.place.book.buttons
    assert [name for name, button in buttons.items() if not button.isEnabled()] == ["reserve", "hand_over", "close"]
    assert "MÁY-01 giữ sổ này" in buttons["close"].toolTip()


def test_a_pc_that_may_not_open_a_first_book_says_why_before_it_is_asked(pcs):
    second = pcs[1]
    second.choose(BS)
    assert not second.place.unopened.button.isEnabled()
    assert "Máy này không mở sổ" in second.place.unopened.button.toolTip()


def test_a_number_given_elsewhere_meanwhile_leaves_what_is_being_written(pcs, meet):
    first, second = pcs
    page = opened(first)
    asking = page.asker.reserve(page.book)
    asking.act()
    meet()
    second.choose(BS)
    page.form.cells["person"].set_value("Trần Thị Bé")
    give(second.place.book, "Hồ Văn Thử")
    meet()
    assert page.form.cells["person"].value() == "Trần Thị Bé"
    assert len(page.lines.lines()) == 1
