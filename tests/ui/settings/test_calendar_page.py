"""The office's days in the settings: added, taken out, brought in from a file after their changes were seen."""

from datetime import date, datetime

import pytest

from desk.time import own_days
from sync import own
from tests.sync.offices import receive_case


def days_shown(page):
    return {line.key: line.cells[2] for line in page.table.lines()}


def test_a_day_of_the_offices_own_is_kept_and_counted(open_page, place):
    page = open_page("calendar")
    page.ask_day()
    page.opened.day.set_text("23/11/2026")
    page.opened.name.set_text("Lễ hội của xã")
    page.opened.save()
    assert days_shown(page)["2026-11-23"] == "Lễ hội của xã"
    desk = place.session.desk
    assert not desk.calendar.works(date(2026, 11, 23))
    page.table.choose("2026-11-23")
    page.drop_chosen()
    assert "2026-11-23" not in days_shown(page) and desk.calendar.works(date(2026, 11, 23))


def test_a_due_date_is_counted_without_the_offices_day_off_and_old_promises_stay(open_page, place):
    desk = place.session.desk
    before = receive_case(desk, code="1.000419")  # death: within the day, received after the cut-off or not
    promised = desk.db.execute("SELECT due_at FROM [case] WHERE id = ?", [before]).fetchone()[0]
    open_page("calendar").having(date(2026, 11, 20), "Nghỉ cả ngày", works=False)
    after = receive_case(desk, code="1.000419")
    due = dict(desk.db.execute("SELECT id, due_at FROM [case]").fetchall())
    assert due[before] == promised
    assert datetime.fromisoformat(due[after]) > datetime.fromisoformat(promised)


def test_a_day_that_is_none_or_has_no_name_is_refused_at_its_field(open_page):
    page = open_page("calendar")
    page.ask_day()
    page.opened.day.set_text("31/02/2026")
    page.opened.save()
    assert "chưa phải là ngày" in page.opened.day.edit.accessibleDescription()
    page.opened.day.set_text("01/12/2026")
    page.opened.save()
    assert "Ghi tên ngày" in page.opened.name.edit.accessibleDescription()


def test_a_file_shows_what_it_changes_before_it_is_kept(open_page, place, tmp_path):
    page = open_page("calendar")
    path = tmp_path / "lich.csv"
    path.write_text("ngay,ten\n01/12/2026,Lễ hội\n05/12/2026,Làm bù\n", encoding="utf-8")
    page.read(path)
    assert [line.cells[0] for line in page.opened.table.lines()] == ["01/12/2026", "05/12/2026"]
    assert own.days(place.session.desk).marks == {}
    page.opened.save()
    assert place.session.desk.calendar.works(date(2026, 12, 5))


@pytest.mark.parametrize("content", ["ngay,ten\nmai,Lễ\n", "", "ngay,ten\n2026-99-01,x\n"])
def test_a_file_that_is_no_calendar_changes_nothing_and_says_why(open_page, place, tmp_path, content):
    page = open_page("calendar")
    path = tmp_path / "lich.csv"
    path.write_text(content, encoding="utf-8")
    page.read(path)
    assert page.wrong.isVisible() and "lich.csv" in page.wrong.accessibleName()
    assert own.days(place.session.desk) == own_days.nothing()


def test_days_that_this_version_cannot_read_leave_the_national_calendar_and_are_said(open_page, place):
    desk = place.session.desk
    place.session.do(own.keep(desk, "calendar", "days_off = 7"))
    assert not desk.calendar.works(date(2026, 9, 2))
    assert "lịch cả nước" in open_page("calendar").wrong.accessibleName()
