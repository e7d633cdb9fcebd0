"""The list that runs the day: groups, counts, search, and following what comes in."""

import random
from dataclasses import asdict
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desk import lists, store
from desk.cases import Case
from desk.counter import edit, move
from sync import log
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off, unnamed
from ui.lists.asked import DRAFTS
from ui.lists.row import Heading, Row
from ui.lists.rows import COLUMNS, FOUND, PAGE
from ui.lists.views import PARTS
from ui.preview import Preview

MANY = 3000


def many(desk, count=MANY):
    """Cases as rows, without a log: what a list reads."""
    now, chance = desk.now(), random.Random(7)
    with store.transaction(desk.db):
        for n in range(count):
            due = now + timedelta(hours=chance.randint(-200, 400))
            state = chance.choice(["received", "received>in_process", "received>in_process>waiting_supplement"])
            case = Case(
                f"aaaaaaaa.{n}", number=f"09-{n:05}-H", applicant_name=f"Hồ Thử {n}", state=state,
                procedure_name="Đăng ký khai tử", received_at=now.strftime("%Y-%m-%dT%H:%M"),
                due_at=due.strftime("%Y-%m-%dT%H:%M") if n % 10 else "",
            )  # fmt: skip
            store.put(desk.db, "case", [asdict(case)])
        store.index(desk.db, [f"aaaaaaaa.{n}" for n in range(count)])


def test_an_empty_list_says_what_will_stand_here(pc):
    empty = pc.cases.list._empty
    assert empty.isVisible()
    assert "F2" in empty.accessibleName()
    for _, views in PARTS:
        for view in views:
            pc.cases.list.views.choose(view.key)
            assert empty.accessibleName()


def test_every_list_of_the_desk_has_its_button():
    assert {view.key for _, views in PARTS for view in views} == {*lists.VIEWS, DRAFTS}


def test_a_list_of_thousands_reads_only_the_pages_it_shows(pc, qtbot):
    many(pc.desk)
    pc.cases.list.refresh()
    rows = pc.cases.list.table.rows
    assert rows.cases == MANY
    assert len(rows._pages) <= 3
    pc.cases.list.table.scrollToBottom()
    pc.window.grab()
    assert len(rows._pages) <= 5
    assert all(len(page) <= PAGE for page in rows._pages.values())


@pytest.mark.parametrize("order", lists.ORDERS)
@pytest.mark.parametrize("view", ["open", "all"])
def test_all_rows_together_are_the_list_each_once_in_its_order(pc, view, order):
    many(pc.desk, 700)
    pc.cases.list.table.ask(view=view, order=order)
    rows = pc.cases.list.table.rows
    items = [rows.item(number) for number in range(rows.rowCount())]
    seen = [item.case.id for item in items if isinstance(item, Row)]
    assert len(seen) == len(set(seen)) == 700
    for number, item in enumerate(items):
        if isinstance(item, Heading):
            group = lists.page(pc.desk.db, view, pc.desk.now(), order=order, group=item.group, limit=700)
            assert [row.case.id for row in items[number + 1 : number + 1 + item.count]] == [c.id for c in group]


def test_late_cases_stand_first_under_their_heading(pc):
    many(pc.desk, 50)
    pc.cases.list.refresh()
    rows = pc.cases.list.table.rows
    first, late = rows.item(0), rows.item(1)
    assert first.words == "Quá hạn"
    assert late.due.tone == "late"
    assert late.due.words.startswith("quá")
    heights = {pc.cases.list.table.rowHeight(number) for number in range(rows.rowCount())}
    assert heights == {30, 54}
    low = [n for n in range(rows.rowCount()) if pc.cases.list.table.rowHeight(n) == 30]
    assert low == [at for at, _ in rows.headings()]


def test_rows_are_high_again_after_another_list_had_a_heading_there(pc):
    many(pc.desk, 50)
    page = pc.cases.list
    page.refresh()
    page.search("Hồ Thử 1")
    assert {page.table.rowHeight(number) for number in range(page.table.rows.rowCount())} == {54}


def test_search_narrows_with_every_key_and_finds_without_accents(pc, qtbot):
    receive_case(pc.desk)
    receive_case(pc.desk, name="Hồ Văn Thử")
    pc.cases.list.refresh()
    field = pc.window.header.search.edit
    field.setFocus()
    qtbot.keyClicks(field, "phuong")
    rows = pc.cases.list.table.rows
    assert [rows.item(n).case.applicant_name for n in range(rows.rowCount())] == ["Trần Thị Bích Phượng"]
    assert rows.item(0).marks(rows.item(0).name) == ((14, 20),)
    assert pc.cases.list.views._buttons["all"].isChecked()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pc.cases.list.table.hasFocus()
    qtbot.keyClick(pc.cases.list.table, Qt.Key.Key_Escape)
    assert rows.cases == 2
    assert pc.cases.list.views._buttons["open"].isChecked()
    assert not field.text()


def test_the_search_comes_here_from_any_place_and_the_hands_stay_where_they_type(pc, qtbot):
    receive_case(pc.desk)
    pc.cases.list.refresh()
    pc.window.open("reconcile")
    field = pc.window.header.search.edit
    field.setFocus()
    qtbot.keyClicks(field, "phuong")
    assert pc.window.place() == "cases"
    assert field.text() == "phuong"
    assert field.hasFocus()
    assert pc.cases.list.table.rows.cases == 1


def test_every_key_of_the_place_is_told(pc):
    assert all(words for _, words in (*pc.cases.keys(), *pc.reconcile.keys()))


def test_a_search_without_result_says_so_and_keeps_the_words(pc, qtbot):
    pc.cases.list.search("không có ai")
    assert "không có ai" in pc.cases.list._empty.accessibleName()
    assert pc.cases.list._stack.currentWidget() is pc.cases.list._empty


def test_a_long_search_result_goes_on_as_one_scrolls(pc):
    many(pc.desk, 350)
    page = pc.cases.list
    page.search("thử")
    rows = page.table.rows
    assert (rows.cases, rows.exact) == (FOUND, False)
    while rows.canFetchMore(rows.index(-1, 0)):
        rows.fetchMore(rows.index(-1, 0))
    assert (rows.cases, rows.exact) == (350, True)
    assert len({rows.item(n).case.id for n in range(350)}) == 350


def test_what_comes_in_from_another_pc_is_in_the_list_and_the_choice_stays(pcs, qtbot):
    one, two = pcs
    first = receive_case(one.desk, name="Hồ Văn Thử")
    one.cases.list.refresh()
    one.cases.list.table.choose(first)
    receive_case(two.desk, name="Trần Thị Bích Phượng", code="2.000815")
    one.receive(list(log.everything(two.desk.db)))
    qtbot.waitUntil(lambda: one.cases.list.table.rows.cases == 2)
    assert one.cases.list.table.chosen() == first
    assert one.cases.list.views._buttons["open"]._count == 2


def test_a_list_nobody_looks_at_waits_with_counting(pc, qtbot):
    pc.window.open("reconcile")
    receive_case(pc.desk)
    pc.session.tell({("case", "any")})
    qtbot.wait(300)
    assert pc.cases.list.table.rows.cases == 0
    pc.window.open("cases")
    assert pc.cases.list.table.rows.cases == 1


def test_arrows_and_enter_open_a_case_and_escape_leads_back(pc, qtbot):
    for name in ("Hồ Văn Thử", "Lò Thị Mẫu"):
        receive_case(pc.desk, name=name)
    pc.cases.list.refresh()
    table = pc.cases.list.table
    table.setFocus()
    first = table.chosen()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    second = table.chosen()
    assert first != second
    qtbot.waitUntil(lambda: pc.cases.list.beside._number.text() != "")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert pc.cases.page.isVisible()
    assert pc.cases.page.case_id == second
    qtbot.keyClick(pc.window.focusWidget(), Qt.Key.Key_Escape)
    assert pc.cases.list.isVisible()
    assert table.chosen() == second


def test_the_stage_filter_narrows_every_list(pc):
    id = receive_case(pc.desk)
    receive_case(pc.desk)
    pc.desk.do(lambda hand: move(pc.desk.db, hand, id, "process", None, pc.desk.calendar))
    pc.cases.list.refresh()
    pc.cases.list.tools.stage.choose("in_process")
    assert pc.cases.list.table.rows.cases == 1
    pc.cases.list.tools.stage.choose("refused")
    assert pc.cases.list._empty.isVisible()


def test_a_case_in_conflict_carries_its_sign_and_its_count(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk)
    two.receive(list(log.everything(one.desk.db)))
    for pc, phone in ((one, "0912000471"), (two, "0912000714")):
        pc.desk.do(lambda hand, pc=pc, phone=phone: edit(pc.desk.db, hand, id, {"phone": phone}))
    one.receive(list(log.everything(two.desk.db)))
    qtbot.waitUntil(lambda: one.cases.list.views._buttons["conflict"]._count == 1)
    table = one.cases.list.table
    assert table.rows.item(table.rows.row_of(id)).chips[0][0] == "2 giá trị"


def test_nothing_is_cut_off_and_everything_has_a_name(pc, qtbot):
    many(pc.desk, 50)
    pc.cases.list.refresh()
    qtbot.wait(150)
    assert cut_off(pc.cases) == []
    assert unnamed(pc.cases) == []


def test_the_rows_speak_for_a_screen_reader(pc):
    receive_case(pc.desk)
    pc.cases.list.refresh()
    rows = pc.cases.list.table.rows
    spoken = rows.data(rows.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Trần Thị Bích Phượng" in spoken
    assert "mới tiếp nhận" in spoken.lower()
    assert rows.columnCount() == len(COLUMNS)


def test_a_key_struck_right_after_the_head_of_a_case_was_drawn_anew_is_not_lost(pc, qtbot):
    id = receive_case(pc.desk)
    pc.cases.show_case(id)
    pc.cases._delivered(None)
    pc.cases.show_case(id)
    qtbot.keyClick(pc.window.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert pc.window.findChildren(Preview)
