"""The register of cases in the window: its days, its print, and its table for a spreadsheet."""

import csv
import io

from sync import audit
from tests.sync.offices import receive_case
from ui.preview import Preview


def register(pc):
    pc.choose("07")
    return pc.place.register


def test_the_cases_of_the_month_are_shown_and_found_without_accents(pcs):
    receive_case(pcs[0].desk)
    receive_case(pcs[0].desk, "Hồ Văn Thử")
    page = register(pcs[0])
    page.show_days()
    assert [line.cells[1].text for line in page.table.lines()] == ["Trần Thị Bích Phượng", "Hồ Văn Thử"]
    page.search.set_text("ho van")
    page.search.edited.emit("ho van")
    assert len(page.table.lines()) == 1


def test_days_of_ones_own_are_refused_in_words_when_they_are_none(pcs):
    page = register(pcs[0])
    page.span.choice.choose("own")
    wrong = (("31/02/2026", "01/03/2026", page.span.first), ("02/11/2026", "01/11/2026", page.span.last))
    for first, last, field in wrong:
        page.span.first.set_text(first)
        page.span.last.set_text(last)
        page.show_days()
        assert field.edit.accessibleDescription()
    page.span.first.set_text("1/11/2026")
    page.span.last.set_text("2026-11-20")
    page.show_days()
    assert not page.span.first.edit.accessibleDescription()


def test_an_empty_register_prints_nothing_and_says_why(pcs):
    page = register(pcs[0])
    page.show_days()
    assert "Không có hồ sơ nào" in page.print.toolTip()


def test_the_print_has_every_case_and_the_trail_says_who_saved_it(pcs, tmp_path, monkeypatch, qtbot):
    receive_case(pcs[0].desk)
    page = register(pcs[0])
    page.show_days()
    page.print.click()
    qtbot.waitUntil(lambda: bool(pcs[0].window.findChildren(Preview)))
    [preview] = pcs[0].window.findChildren(Preview)
    assert preview.pages_shown()
    monkeypatch.setattr("ui.saving.ask_path", lambda *args, **how: tmp_path / "07.pdf")
    preview.save_pdf()
    trail = audit.trail(pcs[0].desk.db, pcs[0].desk.device.id, 0, 2**40)
    assert {"view_register", "export"} <= {line.action for line in trail}


def test_the_table_opens_in_a_spreadsheet_and_no_name_becomes_a_formula(pcs, tmp_path, monkeypatch):
    receive_case(pcs[0].desk, "=HYPERLINK(1)")
    page = register(pcs[0])
    page.show_days()
    monkeypatch.setattr("ui.saving.ask_path", lambda *args, **how: tmp_path / "07.csv")
    page.save_csv()
    written = (tmp_path / "07.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    heads, line = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert dict(zip(heads, line, strict=True))["Tên cá nhân, tổ chức"] == "'=HYPERLINK(1)"
