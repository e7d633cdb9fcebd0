"""Whose cases, filters of one's own, drafts among the cases, the calendar: what an officer makes of the lists."""

import csv
from datetime import date

import pytest
from PySide6.QtCore import Qt

from desk import drafts
from desk.cases import add_note
from desk.counter import case_here, edit
from desk.officers import filters, habits
from desk.officers.filters import Criteria
from sync import log
from sync.undelivered import Undelivered
from tests.sync.offices import receive_case
from tests.ui.cases.test_list import many
from tests.ui.seen import cut_off, unnamed
from ui.lists.exporting import export
from ui.lists.filter_sheet import FilterSheet
from ui.lists.row import DraftRow
from ui.lists.views import FILTER


def names(page):
    rows = page.table.rows
    items = [rows.item(n) for n in range(rows.rowCount())]
    return [item.name for item in items if hasattr(item, "case")]


def keep(pc, name="Việc của mẫu", **criteria):
    held = filters.filters_of(pc.desk.db, pc.desk.by)
    change, _ = pc.desk.do(lambda hand: filters.keep(held, name, Criteria(**criteria), new_id=hand.new_id, by=hand.by))
    return change.edits[0].id


def test_mine_the_counter_and_the_office_are_switched_by_f6_and_remembered(pcs, qtbot):
    one, two = pcs
    mine = receive_case(one.desk, name="Hồ Của Tôi")
    receive_case(two.desk, name="Lò Máy Hai")
    one.receive(list(log.everything(two.desk.db)))
    page = one.cases.list
    one.window.activateWindow()
    qtbot.waitUntil(one.window.isActiveWindow)
    seen = {}
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_F6)
        seen[page.views.scope.chosen()] = set(names(page))
    assert seen == {"mine": {"Hồ Của Tôi"}, "counter": {"Hồ Của Tôi"}, "office": {"Hồ Của Tôi", "Lò Máy Hai"}}
    page.views.scope.choose("mine")
    assert habits.habit(one.desk.db, one.desk.by, "scope") == "mine"
    one.desk.do(lambda hand: edit(one.desk.db, hand, mine, {"assignee": two.desk.by}))
    two.receive(list(log.everything(one.desk.db)))
    two.cases.list.views.scope.choose("mine")
    assert set(names(two.cases.list)) == {"Hồ Của Tôi", "Lò Máy Hai"}


def test_a_draft_is_listed_found_and_counted(pc, qtbot):
    receive_case(pc.desk, name="Phạm Nháp")
    values = {"person": {"applicant_name": "Trần Văn Nháp", "phone": "0912999000"}, "procedure": ["1.001193", "x"]}
    drafts.keep(pc.desk.db, f"counter.{pc.desk.by}", values, 1_700_000_000)
    page = pc.cases.list
    page.refresh()
    assert page.views._buttons["drafts"]._count == 1
    page.views.choose("drafts")
    assert names(page) == ["Trần Văn Nháp"]
    for words in ("nhap", "0912 999 000".replace(" ", ""), "1.001193 tran"):
        page.search(words)
        first = page.table.rows.item(1)
        assert isinstance(first, DraftRow), words
        page.search("")
    page.search("nháp")
    assert names(page) == ["Trần Văn Nháp", "Phạm Nháp"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("0912000471", "Điện thoại: 0912 000 471"), ("001199", "001 199 000 123"), ("dac biet", "Ghi chú: Hẹn đặc biệt")],
)
def test_a_find_says_why_where_the_row_does_not_show_it(pc, words, told):
    id = receive_case(pc.desk, phone="0912000471", applicant_id="001199000123")
    case = case_here(pc.desk.db, id)
    pc.desk.do(lambda hand: add_note(case, "Hẹn đặc biệt", now=hand.at, new_id=hand.new_id, by=hand.by))
    pc.cases.list.search(words)
    assert told in pc.cases.list.table.rows.item(0).about
    pc.cases.list.search("phượng")
    assert pc.cases.list.table.rows.item(0).about == case.procedure_name


def test_a_filter_is_made_counted_shown_changed_and_taken_away_and_back(pc, qtbot):
    for name, channel in (("Hồ Trực Tuyến", "online"), ("Lò Tại Quầy", "in_person")):
        receive_case(pc.desk, name=name, channel=channel)
    page = pc.cases.list
    page.refresh()
    page.own.ask("", page.asked)
    sheet = pc.window.findChildren(FilterSheet)[-1]
    sheet.cells["channel"].choice.choose("online")
    qtbot.waitUntil(lambda: sheet._count.text() == "1 hồ sơ đang khớp")
    sheet._keep()
    assert sheet.notice.isVisible()  # it has no name yet
    sheet.cells["name"].set_value("Trực tuyến")
    sheet._keep()
    assert names(page) == ["Hồ Trực Tuyến"]
    key = page.views.shown()
    assert key.startswith(FILTER)
    assert page.views._buttons[key]._count == 1
    page.tools.change.click()
    sheet = pc.window.findChildren(FilterSheet)[-1]
    sheet.cells["channel"].choice.choose("in_person")
    sheet._keep()
    assert names(page) == ["Lò Tại Quầy"]
    page.tools.change.click()
    pc.window.findChildren(FilterSheet)[-1].removed.emit()
    assert page.views.shown() == "open"
    pc.window.notice.acted.emit()
    assert names(page) == ["Lò Tại Quầy"]


def test_escape_keeps_what_was_written_in_a_filter(pc, qtbot):
    page = pc.cases.list
    page.own.ask("", page.asked)
    sheet = pc.window.findChildren(FilterSheet)[-1]
    qtbot.keyClicks(sheet.cells["name"].edit, "Dang do")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    page.own.ask("", page.asked)
    assert [each.cells["name"].value() for each in pc.window.findChildren(FilterSheet)] == ["Dang do"]


def test_a_filter_travels_with_its_officer_and_goes_when_taken_away_elsewhere(pc, qtbot):
    id = keep(pc, channel="online")
    pc.session.tell({("filter", id)})
    page = pc.cases.list
    qtbot.waitUntil(lambda: FILTER + id in page.views._buttons)
    page.views.choose(FILTER + id)
    held = filters.filters_of(pc.desk.db, pc.desk.by)
    pc.desk.do(lambda hand: filters.remove(held, id, by=hand.by))
    page.refresh()
    assert page.views.shown() == "open"
    assert FILTER + id not in page.views._buttons


def test_the_calendar_leads_into_a_day_and_escape_back(pc, qtbot):
    many(pc.desk, 60)
    page = pc.cases.list
    page.refresh()
    qtbot.keyClick(page.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    days = page.calendar.days
    assert days.isVisible()
    assert sum(day.due.all for day in days.month.days) <= 60
    today = pc.desk.now().date()
    assert days.day().date == today
    qtbot.keyClick(days, Qt.Key.Key_Left)
    chosen = days.day()
    assert (today - chosen.date).days == 1
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert page.table.rows.cases == chosen.due.all
    assert page._day.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert days.isVisible()
    assert days.day().date == chosen.date


def test_arrows_and_pages_go_on_into_the_next_month_and_year(pc, qtbot):
    page = pc.cases.list
    page.show_calendar()
    days = page.calendar.days
    page.calendar.choose(date(2026, 12, 31))
    for _ in range(12):
        qtbot.keyClick(days, Qt.Key.Key_Down)
    assert days.day().date == date(2027, 3, 25)
    qtbot.keyClick(days, Qt.Key.Key_PageUp)
    assert days.month.first == date(2027, 2, 1)
    page.calendar.span.choose("week")
    assert len(days.month.days) == 7


def test_a_holiday_has_its_name_and_a_weekend_is_off(pc):
    page = pc.cases.list
    page.show_calendar()
    page.calendar.choose(date(2026, 11, 24))
    day = page.calendar.days.day()
    assert day.name == "Ngày Văn hóa Việt Nam"
    assert not day.works
    assert "Ngày Văn hóa Việt Nam" in day.spoken()
    page.calendar.choose(date(2026, 11, 22))
    assert "ngày nghỉ" in page.calendar.days.day().spoken()


@pytest.mark.parametrize("bad", ["2026-02-31T10:00", "zzz", "2026-11-20T10:00+07:00"])
def test_a_due_time_that_is_none_breaks_neither_list_nor_calendar(pc, bad, qtbot):
    id = receive_case(pc.desk)
    pc.desk.db.execute("UPDATE [case] SET due_at = ? WHERE id = ?", [bad, id])
    page = pc.cases.list
    page.refresh()
    pc.window.grab()
    page.table.choose(id)
    page._show_beside()
    for span in ("month", "week"):
        page.show_calendar()
        page.calendar.span.choose(span)
        pc.window.grab()


def test_what_waits_for_the_server_is_in_a_list_that_follows_the_log(pc):
    waiting = Undelivered(pc.desk)
    waiting.follow()
    first = receive_case(pc.desk)
    pc.cases.list.refresh()
    pc.cases.list.views.choose("undelivered")
    assert [pc.cases.list.table.rows.item(1).case.id] == [first]
    pc.desk.do(lambda hand: edit(pc.desk.db, hand, first, {"phone": "0912000417"}))
    waiting.follow()
    (seq,) = pc.desk.db.execute("SELECT seq FROM undelivered WHERE id = ?", [first]).fetchone()
    assert seq == pc.desk.db.execute("SELECT max(seq) FROM change WHERE device = ?", [pc.desk.device.id]).fetchone()[0]


def test_every_view_of_the_lists_is_whole_and_named(pc, qtbot):
    many(pc.desk, 50)
    keep(pc, name="Một bộ lọc có tên rất dài để xem có bị cắt không", channel="online")
    page = pc.cases.list
    page.refresh()
    page.show_calendar()
    qtbot.wait(100)
    assert cut_off(pc.cases) == []
    assert unnamed(pc.cases) == []
    page.own.ask("", page.asked)
    sheet = pc.window.findChildren(FilterSheet)[-1]
    qtbot.wait(100)
    assert cut_off(sheet) == []
    assert unnamed(sheet) == []


def test_a_list_is_exported_whole_harmless_and_told_in_the_trail(pc, qtbot, tmp_path, monkeypatch):
    receive_case(pc.desk, name="=HYPERLINK(1)", phone="0912000471")
    receive_case(pc.desk, name="Lò Thị Mẫu")
    page = pc.cases.list
    page.refresh()
    path = tmp_path / "list.csv"
    monkeypatch.setattr("ui.saving.ask_path", lambda *_, **__: path)
    qtbot.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:3] == ["Mã hồ sơ", "Mã trên cổng", "Người nộp"]
    assert [row[2] for row in rows[1:]] == ["'=HYPERLINK(1)", "Lò Thị Mẫu"]
    assert pc.desk.db.execute("SELECT detail FROM audit WHERE action = 'export'").fetchall() == [("open 2 CSV",)]


def test_an_export_that_cannot_be_written_says_so(pc, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("ui.saving.ask_path", lambda *_, **__: tmp_path / "gone" / "list.csv")
    export(pc.cases.list, pc.desk, pc.cases.list.asked, lambda words, **_: told.append(words))
    assert len(told) == 1
    assert not list(tmp_path.glob("gone"))
