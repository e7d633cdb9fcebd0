"""The place of settings: its pages, who is shown which, and the trail that notes its own reading."""

import pytest

from desk.officers.officer import Role
from sync import audit
from sync.keys import accounts
from tests.sync.offices import PASSWORD, receive_case
from tests.ui.desks import make_home
from tests.ui.seen import cut_off, unnamed
from ui import preferences
from ui.places import SPOTS
from ui.preferences import Preferences
from ui.session import Session
from ui.workplace import Workplace

PAGES = ["look", "calendar", "forms", "scanner", "officers", "pcs", "backup", "deciders", "trail", "about"]


def rows(place):
    model = place.list.model()
    return [model.index(n).data(0x100).key for n in range(model.rowCount())]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_is_cut_off_or_nameless(work, open_page, qtbot, name):
    open_page(name)
    qtbot.wait(10)
    assert cut_off(work.window) == []
    assert unnamed(work.window) == []


def test_an_officer_without_the_right_is_not_shown_the_trail_and_changes_no_calendar(tmp_path, show):
    from sync import home

    folder = make_home(tmp_path / "home")
    desk = home.open_home(folder, PASSWORD)
    desk.do(accounts.add(desk.db, "Lê Văn Tám", [Role.RECEPTION], "Tam-thoi-2026"))
    desk.close()
    session = Session(home.open_home(folder, "Tam-thoi-2026", "Lê Văn Tám"), folder=folder)
    workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "settings"])
    show(workplace.window, 1366, 768)
    place = workplace.place("settings")
    assert rows(place) == [name for name in PAGES if name != "trail"]
    assert not place.page("calendar").add_day.isEnabled()
    assert not place.page("forms").keep.isEnabled()
    workplace.close()
    session.close()


def test_the_trail_is_filtered_by_officer_and_kind_and_notes_its_own_reading(open_page, place):
    desk = place.session.desk
    desk.audit("view", receive_case(desk))
    page = open_page("trail")
    assert len(page.table.lines()) >= 2
    page.kind.choose("looked")
    assert [line.cells[3].text for line in page.table.lines()] == ["01-00001-T"]
    page.kind.choose("")
    page.search.set_text("dang nhap")
    page.search.edited.emit("dang nhap")
    assert {line.cells[2].text for line in page.table.lines()} == {"Đăng nhập"}
    page.who.choose(desk.by)
    assert page.table.lines()
    assert "read_audit" in {line.action for line in audit.trail(desk.db, desk.device.id, 0, 2**40)}


def test_days_without_an_end_before_the_beginning(open_page):
    page = open_page("trail")
    page.span.choice.choose("own")
    page.span.first.set_text("21/11/2026")
    page.span.last.set_text("20/11/2026")
    page.show_days()
    assert page.span.last.edit.accessibleDescription()


def test_language_theme_and_size_are_asked_for(open_page, work):
    asked = []
    work.settings_wanted.connect(lambda name, value: asked.append((name, value)))
    page = open_page("look")
    page.theme.choose("dark")
    page.scale.choose("130")
    assert asked == [("theme", "dark"), ("scale", "130")]


def test_a_size_that_is_none_is_the_usual_one(tmp_path):
    preferences.save(tmp_path, Preferences(scale=137))
    assert preferences.load(tmp_path).scale == 100
