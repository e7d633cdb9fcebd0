"""Today: the first look of the day, worked by keyboard; it follows what is written, and opens what it shows."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desk import counter, drafts
from desk.lists.drafted import FAMILY
from desk.officers.officer import Role
from sync.keys import accounts
from tests.sync.offices import receive_case
from tests.ui.desks import press
from ui.kit.two_line_list import Entry, Heading

CONTROL = Qt.KeyboardModifier.ControlModifier


def names(rows):
    return [each.name for each in rows.model().rows if isinstance(each, Entry)]


def counts(today):
    return {each.key: each.right for each in today.lists.model().rows}


def due(desk, id, at):
    desk.do(lambda hand: counter.edit(desk.db, hand, id, {"due_at": f"{at:%Y-%m-%dT%H:%M}"}))


@pytest.fixture
def cases(folder, at_work):
    """(late, due today) in a window, opened."""
    found = at_work()
    desk, now = found.desk, datetime(2026, 11, 20, 9, 41)
    late, today, later = (receive_case(desk, name) for name in ("Hồ Văn Thử", "Phạm Kiểm", "Lò Thị Mẫu"))
    due(desk, late, now - timedelta(days=2))
    due(desk, today, now + timedelta(hours=2))
    due(desk, later, now + timedelta(days=30))
    found.session.tell({("case", late)})
    return found, late, today


def test_the_window_opens_at_today_and_one_key_leads_to_the_counter(opened, qtbot):
    assert opened.window.place() == "today"
    qtbot.keyClick(opened.window.focusWidget(), Qt.Key.Key_F2)
    assert opened.window.place() == "counter"
    assert opened.workplace.place("counter").isAncestorOf(opened.window.focusWidget())


def test_it_tells_how_many_are_late_and_due_and_shows_them_first(cases, qtbot):
    found, *_ = cases
    qtbot.waitUntil(lambda: counts(found.today)["late"] == "1")
    assert counts(found.today) == {"late": "1", "today": "1", "ready": "0", "waiting": "0", "still": "0"}
    assert names(found.today.cases) == ["Hồ Văn Thử", "Phạm Kiểm"]
    assert [each.words for each in found.today.cases.model().rows if isinstance(each, Heading)] == [
        "Quá hạn · 1",
        "Đến hạn hôm nay · 1",
    ]


def test_enter_opens_the_case_that_presses_most(cases, qtbot):
    found, late, _ = cases
    qtbot.waitUntil(lambda: names(found.today.cases) != [])
    found.today.setFocus()
    press(Qt.Key.Key_Return)
    assert found.window.place() == "cases"
    assert found.workplace.place("cases").page.case_id == late


def test_a_list_opens_as_it_was_counted(cases, qtbot):
    found, late, _ = cases
    qtbot.waitUntil(lambda: counts(found.today)["late"] == "1")
    found.today.scope.choose("mine")
    found.today.lists.setFocus()
    press(Qt.Key.Key_Return)
    asked = found.workplace.place("cases").list.asked
    assert (found.window.place(), asked.view, asked.scope) == ("cases", "late", "mine")
    assert found.workplace.place("cases").list.table.chosen() == late


def test_what_another_pc_wrote_is_there_in_a_moment(opened, qtbot):
    assert counts(opened.today)["ready"] == "0"
    id = receive_case(opened.desk, "Lò Thị Mẫu")
    due(opened.desk, id, datetime(2026, 11, 19, 17, 0))
    opened.session.changed.emit({("case", id)})
    qtbot.waitUntil(lambda: names(opened.today.cases) == ["Lò Thị Mẫu"])


def test_a_draft_waits_and_leads_back_to_the_counter(opened, qtbot):
    desk = opened.desk
    owner = f"{FAMILY}{desk.by}#7"
    drafts.keep(desk.db, owner, {"person": {"applicant_name": "Vàng Thị Dụ"}}, int(desk.clock()))
    opened.today.refresh()
    assert "Nháp: Vàng Thị Dụ" in names(opened.today.waits)
    opened.today.waits.chosen.emit(f"draft:{owner}")
    place = opened.workplace.place("counter")
    qtbot.waitUntil(lambda: place.applicant.values().get("applicant_name") == "Vàng Thị Dụ")
    assert opened.window.place() == "counter"


def test_a_holiday_of_the_week_is_told(opened):
    assert "Thứ Ba 24/11 nghỉ: Ngày Văn hóa Việt Nam" in names(opened.today.waits)


def test_who_has_a_queue_opens_straight_at_the_counter(opened, at_work, qtbot):
    qtbot.keyClick(opened.window.focusWidget(), Qt.Key.Key_K, CONTROL)
    assert opened.today.straight.isChecked()
    again = at_work()
    assert again.window.place() == "counter"
    assert again.workplace.place("counter").isAncestorOf(again.window.focusWidget())


def test_two_values_of_a_field_wait_here_and_open_where_they_are_settled(pcs, show, qtbot):
    from tests.ui.workplaces import share
    from ui.places import SPOTS
    from ui.workplace import Workplace

    one, two = pcs
    id = receive_case(one.desk, "Lò Thị Mẫu")
    share(one, two)
    for pc, phone in ((one, "0912000471"), (two, "0912000714")):
        pc.session.do(lambda hand, pc=pc, phone=phone: counter.edit(pc.desk.db, hand, id, {"phone": phone}))
    share(one, two)
    workplace = Workplace(one.session, SPOTS)
    show(workplace.window, 1366, 768)
    today = workplace.place("today")
    row = next(each for each in today.waits.model().rows if each.key == "reconcile")
    assert row.name == "1 điều chờ quyết định"
    assert row.hint.endswith(": số điện thoại") or "điện thoại" in row.hint
    today.waits.setFocus()
    press(Qt.Key.Key_Return)
    assert workplace.window.place() == "reconcile"
    assert workplace.window.rail._button("reconcile").accessibleDescription() == "1 việc cần xem"
    workplace.close()


class Windows(QObject):
    """What was shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_a_place_flashes_up_as_a_window_while_it_is_made(opened, qapp):
    windows = Windows()
    qapp.installEventFilter(windows)
    for key in ("counter", "cases", "books", "reconcile", "procedures", "settings"):
        opened.window.open(key)
    qapp.removeEventFilter(windows)
    assert [type(each).__name__ for each in windows.shown] == []


def test_who_reads_no_citizens_data_sees_no_names(folder, at_work):
    found = at_work()
    receive_case(found.desk, "Lò Thị Mẫu")
    desk = found.desk
    change, _ = desk.do(accounts.add(desk.db, "Hoàng Minh Đức", [Role.ADMIN], "Mot-cua-2027!", provisional=False))
    desk.by = next(edit.id for edit in change.edits if edit.kind == "officer")
    from ui.today.place import Today

    place = Today(found.session)
    place.refresh()
    assert place.lists.model().rows == []
    assert place.cases.model().rows == []
    assert place.focusProxy() is place.waits
