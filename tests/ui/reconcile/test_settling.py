"""Settling conflicts by keyboard between two PCs: seen whole, chosen, reasoned, the same everywhere after."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk import store
from desk.cases import Case
from desk.counter import edit, move, versions
from desk.record import Change, Edit, Entry
from sync import log
from sync.reconcile.deciding import settle
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off, unnamed
from tests.ui.workplaces import exchange, share
from ui.cases.disputed import DisputeBanner
from ui.reconcile.difference import added
from ui.reconcile.version_card import VersionCard
from ui.reconcile.versions_pane import AT_ONCE

PHONES = ("0912000471", "0912000714")


def apart(pcs, values=PHONES, field="phone", **case):
    """A case whose field both PCs edit before they have seen each other; its record id."""
    one, two = pcs
    id = receive_case(one.desk, **{"phone": "0912000417", **case})
    exchange(one.desk, two.desk)
    for pc, value in zip(pcs, values, strict=True):
        pc.desk.do(lambda hand, pc=pc, value=value: edit(pc.desk.db, hand, id, {field: value}))
    share(*pcs)
    return id


def case(pc, id):
    return store.get(pc.desk.db, Case, id)


def press(qtbot, pc, key, modifier=Qt.KeyboardModifier.NoModifier):
    pc.window.activateWindow()
    qtbot.waitUntil(pc.window.isActiveWindow)
    qtbot.keyClick(pc.window.focusWidget() or pc.window, key, modifier)


def cards(pc):
    return [card for card in pc.reconcile.versions.findChildren(VersionCard) if card.isVisible()]


def look(qtbot, pc, id, field="phone"):
    pc.workplace.show_dispute(id, field)
    qtbot.waitUntil(lambda: len(cards(pc)) >= 2)
    return pc.reconcile


def test_nothing_in_conflict_says_what_would_stand_here(pcs, qtbot):
    one, _ = pcs
    one.window.open("reconcile")
    qtbot.waitUntil(lambda: one.reconcile._stack.currentIndex() == 1)


def test_tab_goes_from_the_value_chosen_to_the_reason(pcs, qtbot):
    one, _ = pcs
    screen = look(qtbot, one, apart(pcs))
    press(qtbot, one, Qt.Key.Key_1)
    for _ in range(2):
        press(qtbot, one, Qt.Key.Key_Tab)
    assert one.window.focusWidget() in screen.deciding.reason.findChildren(QWidget)


def test_a_conflict_made_on_two_pcs_is_settled_by_keyboard_and_both_agree(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    assert {card.said for card in cards(one)} == {"0912 000 471", "0912 000 714"}
    assert place.versions._before.text() == "0912 000 417"
    wanted = next(card for card in cards(one) if card.said == "0912 000 714")
    press(qtbot, one, Qt.Key(Qt.Key.Key_0 + int(wanted._key)))
    assert wanted.isChecked()
    assert place.deciding._value.text() == "0912 000 714"
    press(qtbot, one, Qt.Key.Key_F9)
    assert versions(one.desk.db, id)  # without a reason nothing is settled
    qtbot.keyClicks(place.deciding.reason.area, "Theo to khai")
    press(qtbot, one, Qt.Key.Key_F9)
    assert versions(one.desk.db, id) == {}
    assert place._stack.currentIndex() == 1
    share(*pcs)
    for pc in pcs:
        assert case(pc, id).phone == "0912000714"
        assert versions(pc.desk.db, id) == {}
    last = log.history(two.desk.db, id)[-1].change
    assert (last.action, last.reason) == ("settle", "Theo to khai")


def test_choosing_is_undone_until_it_is_saved(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    press(qtbot, one, Qt.Key.Key_2)
    assert place.deciding.settle.isEnabled()
    press(qtbot, one, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(card.isChecked() for card in cards(one))
    assert not place.deciding.settle.isEnabled()
    press(qtbot, one, Qt.Key.Key_F9)
    assert versions(one.desk.db, id)


def test_a_value_of_ones_own_settles_too(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    press(qtbot, one, Qt.Key.Key_3)
    qtbot.keyClicks(one.window.focusWidget(), "0912000333")
    place.deciding._write("Đã gọi xác nhận")
    press(qtbot, one, Qt.Key.Key_F9)
    assert case(one, id).phone == "0912000333"
    assert versions(one.desk.db, id) == {}


def test_digits_in_the_reason_are_text_and_choose_nothing(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    press(qtbot, one, Qt.Key.Key_1)
    place.deciding.reason.setFocus()
    qtbot.keyClicks(place.deciding.reason.area, "bien ban 2")
    assert place.deciding.reason.value() == "bien ban 2"
    assert cards(one)[0].isChecked()


def test_a_value_that_comes_in_is_shown_and_what_was_typed_stays(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    press(qtbot, one, Qt.Key.Key_1)
    chosen = cards(one)[0].said
    place.deciding.reason.set_value("Theo tờ khai")
    seen = versions(two.desk.db, id)["phone"]
    change = Change("edit", (Edit("case", id, {"phone": "0912000999"}),), two.desk.by)
    two.desk.do(lambda hand: settle(two.desk, hand, "case", id, "phone", "0912000888", seen, "khác"))
    one.desk.do(lambda hand: change)  # this PC goes on without having seen that
    share(*pcs)
    qtbot.waitUntil(lambda: "0912 000 888" in {card.said for card in cards(one)})
    assert place.deciding.reason.value() == "Theo tờ khai"
    assert place.deciding._wrong.isVisible()
    assert chosen


def test_the_choice_stays_when_another_case_comes_in(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs)
    place = look(qtbot, one, id)
    press(qtbot, one, Qt.Key.Key_2)
    place.deciding.reason.set_value("Theo tờ khai")
    apart(pcs, ("Tổ 1", "Tổ 2"), "address")
    qtbot.waitUntil(lambda: len(place._waiting.asked) == 2)
    assert cards(one)[1].isChecked()
    assert place.deciding.reason.value() == "Theo tờ khai"
    assert place.deciding.settle.isEnabled()


def test_a_conflict_left_for_another_one_is_found_as_it_was(pcs, qtbot):
    one, _ = pcs
    first, second = apart(pcs), apart(pcs, ("Tổ 1", "Tổ 2"), "address")
    place = look(qtbot, one, first)
    press(qtbot, one, Qt.Key.Key_2)
    place.deciding.reason.set_value("Theo tờ khai")
    one.workplace.show_dispute(second, "address")
    assert place.deciding.reason.value() == ""
    one.workplace.show_dispute(first, "phone")
    assert place.deciding.reason.value() == "Theo tờ khai"
    assert place.versions.place() == 1


def test_a_conflict_settled_elsewhere_goes_away_and_is_told(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    look(qtbot, one, id)
    seen = versions(two.desk.db, id)["phone"]
    two.session.do(lambda hand: settle(two.desk, hand, "case", id, "phone", PHONES[0], seen, "Theo tờ khai"))
    share(*pcs)
    qtbot.waitUntil(lambda: one.reconcile._stack.currentIndex() == 1)
    assert "Máy khác vừa chốt" in one.window.notice.accessibleName()


def test_after_settling_the_next_conflict_is_shown(pcs, qtbot):
    one, _ = pcs
    first, second = apart(pcs), apart(pcs, ("Tổ 1", "Tổ 2"), "address")
    place = look(qtbot, one, first)
    press(qtbot, one, Qt.Key.Key_1)
    place.deciding.reason.set_value("Theo tờ khai")
    press(qtbot, one, Qt.Key.Key_F9)
    assert place._question.case.id == second
    assert place.deciding.reason.value() == ""


def test_two_paths_of_a_state_are_both_shown_and_one_is_chosen(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk)
    exchange(one.desk, two.desk)
    one.desk.do(lambda hand: move(one.desk.db, hand, id, "process", None, one.desk.calendar))
    two.desk.do(lambda hand: move(two.desk.db, hand, id, "refuse", None, two.desk.calendar, "Không thuộc thẩm quyền"))
    share(*pcs)
    one.cases.show_case(id)
    assert one.cases.page.next.primary.text() == "Chọn bước đúng"
    place = look(qtbot, one, id, "state")
    said = {card.said for card in cards(one)}
    assert said == {"Mới tiếp nhận → Đang giải quyết", "Mới tiếp nhận → Từ chối giải quyết"}
    card = next(card for card in cards(one) if card.said.endswith("Đang giải quyết"))
    place.versions.choose(int(card._key) - 1)
    place.deciding.reason.set_value("Đúng thẩm quyền")
    press(qtbot, one, Qt.Key.Key_F9)
    share(*pcs)
    assert {case(pc, id).stage for pc in pcs} == {"in_process"}


def test_the_banner_of_a_case_leads_here(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs)
    one.window.open("cases")
    one.cases.show_case(id)
    banner = next(each for each in one.cases.page.findChildren(DisputeBanner) if each.isVisible())
    qtbot.mouseClick(banner._choose, Qt.MouseButton.LeftButton)
    assert one.window.place() == "reconcile"
    assert one.reconcile._question.case.id == id


def test_the_same_value_typed_twice_is_one_card(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    one.desk.do(lambda hand: Change("edit", (Edit("case", id, {"phone": PHONES[1]}),), hand.by))
    two.desk.do(lambda hand: Change("edit", (Edit("case", id, {"phone": PHONES[1]}),), hand.by))
    share(*pcs)
    assert versions(one.desk.db, id) == {}


def test_of_hundreds_of_values_the_first_are_shown_and_the_others_on_request(pcs, qtbot):
    one, _ = pcs
    id = receive_case(one.desk, phone="0912000417")
    seen, at = log.vector(one.desk.db), int(one.desk.clock())
    one.receive(
        Entry(f"pc{n:06}", 1, seen, 9, at, None, Change("edit", (Edit("case", id, {"phone": f"0912{n:06}"}),), "x.1"))
        for n in range(200)
    )
    place = look(qtbot, one, id)
    assert len(place.versions.cards()) == AT_ONCE
    place.versions._more.click()
    assert len(place.versions.cards()) == 200
    place.versions.choose(150)
    place.deciding.reason.set_value("Theo tờ khai")
    press(qtbot, one, Qt.Key.Key_F9)
    assert case(one, id).phone == place_phone(150)


def place_phone(n):
    """Versions of one age stand in the order of their PCs."""
    return f"0912{n:06}"


def test_nothing_is_cut_off_and_everything_has_a_name(pcs, qtbot):
    one, _ = pcs
    id = apart(pcs, ("Tổ 1 " * 60, "Tổ 2 " * 60), "address")
    look(qtbot, one, id, "address")
    qtbot.wait(100)
    assert cut_off(one.reconcile) == []
    assert unnamed(one.reconcile) == []


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("0912 000 417", "0912 000 714", ["71"]),
        ("", "0912 000 714", []),
        ("như nhau", "như nhau", []),
        ("vì đi công tác xa nên hẹn lại", "vì đang nằm viện nên hẹn lại", ["đang nằm viện"]),
    ],
)
def test_what_differs_is_marked(before, after, marked):
    assert [after[start:end] for start, end in added(before, after)] == marked


def test_a_long_text_is_compared_as_far_as_it_is_shown():
    assert added("a" * 1_000_000, "b" * 1_000_000) == [(0, 2000)]
