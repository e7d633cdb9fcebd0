"""What people disagree about beside plain fields, and many at once: asked, chosen and settled in the window."""

import pytest
from PySide6.QtCore import Qt

from desk import store
from desk.cases import Case
from desk.casework import work
from desk.counter import edit, move, versions
from desk.officers.officer import Officer
from desk.reconcile import disputes
from desk.reconcile.deciders import lay_down
from desk.reconcile.disputes import Kind
from desk.reconcile.kept import Overruled, Settlement
from desk.record import Change, Edit
from sync.reconcile import deciding, evidence, proving
from sync.reconcile.deciding import settle
from tests.sync.offices import receive_case
from tests.sync.reconcile.test_guard import carry
from tests.ui.reconcile.test_settling import PHONES, apart, cards, case, press
from tests.ui.seen import cut_off, unnamed
from tests.ui.workplaces import exchange, share
from ui.kit.banner import Banner
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.reconcile.compare_sheet import Compared
from ui.reconcile.online_sheet import OnlineSheet
from ui.shell.status_line import DeliveryButton


def ask(qtbot, pc, kind):
    """Open the first question of that kind; the place."""
    place = pc.reconcile
    pc.window.open("reconcile")
    place.refresh()
    found = next(each for each in (*place._waiting.asked, *place._waiting.told) if each.kind is kind)
    place._fill_list(found.key)
    qtbot.waitUntil(lambda: len(cards(pc)) >= 2)
    return place


def decide(qtbot, pc, words, reason="Đã gọi xác nhận"):
    """Choose the answer that says `words`, give a reason, F9."""
    card = next(each for each in cards(pc) if words in each.said)
    pc.reconcile.versions.choose(int(card._key) - 1)
    pc.reconcile.deciding.reason.set_value(reason)
    press(qtbot, pc, Qt.Key.Key_F9)


@pytest.fixture
def twice(pcs):
    """One citizen's case received on both PCs; the two record ids."""
    one, two = pcs
    person = {"applicant_id": "001199000123"}
    ids = receive_case(one.desk, **person, phone="0987000111"), receive_case(two.desk, **person, phone="0987000112")
    share(*pcs)
    return ids


def test_a_case_received_twice_becomes_one_on_every_pc(pcs, qtbot, twice):
    one, two = pcs
    place = ask(qtbot, one, Kind.TWICE)
    kept, gone = case(one, twice[0]), case(one, twice[1])
    assert any("0987 000 112" in line.words for card in cards(one) for line in card._lines)
    decide(qtbot, one, f"Giữ {kept.number}")
    assert place._stack.currentIndex() == 1
    share(*pcs)
    for pc in pcs:
        assert (case(pc, gone.id).void_reason, case(pc, gone.id).merged_into) == (kept.number, kept.id)
        assert case(pc, kept.id).void_reason == ""
    two.reconcile.refresh()
    assert two.reconcile._waiting.asked == ()


def test_two_cases_that_only_look_alike_are_kept_apart(pcs, qtbot, twice):
    one, _ = pcs
    ask(qtbot, one, Kind.TWICE)
    decide(qtbot, one, "cả hai tiếp tục")
    assert not any(case(one, id).void_reason for id in twice)


def test_a_void_case_that_was_edited_elsewhere_is_asked_about(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk)
    exchange(one.desk, two.desk)
    one.desk.do(lambda hand: deciding.void(one.desk, hand, id, "nhập thử"))
    two.desk.do(lambda hand: edit(two.desk.db, hand, id, {"phone": PHONES[0]}))
    share(*pcs)
    ask(qtbot, one, Kind.VOID)
    decide(qtbot, one, "Dùng tiếp")
    share(*pcs)
    assert [case(pc, id).void_reason for pc in pcs] == ["", ""]


def test_two_ways_of_a_case_are_drawn(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk)
    exchange(one.desk, two.desk)
    one.desk.do(lambda hand: move(one.desk.db, hand, id, "process", None, one.desk.calendar))
    two.desk.do(lambda hand: move(two.desk.db, hand, id, "refuse", None, two.desk.calendar, "Không thuộc thẩm quyền"))
    share(*pcs)
    paths = ask(qtbot, one, Kind.STATE).versions._paths
    assert paths.isVisible()
    assert (paths._common, sorted(paths._ways)) == (["Mới tiếp nhận"], [["Từ chối giải quyết"], ["Đang giải quyết"]])
    ask(qtbot, one, Kind.STATE)


def test_many_of_one_kind_are_looked_at_settled_and_taken_back(pcs, qtbot):
    one, two = pcs
    ids = [apart(pcs) for _ in range(3)]
    place = one.reconcile
    one.window.open("reconcile")
    place.refresh()
    assert place._alike.isVisible()
    press(qtbot, one, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert place.group.isVisible() and place.group.count() == 3
    press(qtbot, one, Qt.Key.Key_F9)
    assert len(disputes.registers(one.desk.db)) == 3  # without a reason nothing is settled
    place.deciding.reason.set_value("MÁY-01 gọi sau cùng")
    press(qtbot, one, Qt.Key.Key_F9)
    share(*pcs)
    assert {case(two, id).phone for id in ids} == {PHONES[0]}
    place.group._undo.click()
    share(*pcs)
    assert len(store.select(two.desk.db, Settlement, "WHERE undoes != ''")) == 3
    press(qtbot, one, Qt.Key.Key_Escape)
    assert not place.group.isVisible()


def test_whose_value_lost_is_told_and_may_ask_anew(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    ask(qtbot, one, Kind.FIELD)
    decide(qtbot, one, "0912 000 471")
    share(*pcs)
    ask(qtbot, two, Kind.LOST)
    decide(qtbot, two, "Đề nghị xem lại", "Công dân vừa đổi số")
    share(*pcs)
    ask(qtbot, one, Kind.OBJECTION)
    decide(qtbot, one, "0912 000 714", "Đúng, đã đổi")
    share(*pcs)
    assert [case(pc, id).phone for pc in pcs] == [PHONES[1]] * 2
    assert all(each.heard_at for each in store.select(two.desk.db, Overruled, "WHERE author = ?", [two.desk.by]))


def test_one_may_simply_say_that_one_knows(pcs, qtbot):
    one, two = pcs
    apart(pcs)
    ask(qtbot, one, Kind.FIELD)
    decide(qtbot, one, "0912 000 471")
    share(*pcs)
    place = ask(qtbot, two, Kind.LOST)
    place.versions.choose(0)
    assert not place.deciding.reason.isVisible()
    press(qtbot, two, Qt.Key.Key_F9)
    assert place._waiting.told == ()


def test_history_is_stepped_through(pcs, qtbot):
    one, _ = pcs
    apart(pcs)
    place = ask(qtbot, one, Kind.FIELD)
    press(qtbot, one, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    sheet = next(each for each in one.window.children() if type(each).__name__ == "Sheet" and each.isVisible())
    assert sheet.isVisible()
    assert "tách ra: Điện thoại" in " ".join(
        sheet.findChild(type(place.conflicts)).model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(3)
    )


@pytest.mark.parametrize("kind", [Kind.TWICE, Kind.FIELD])
def test_nothing_is_cut_off_whatever_is_asked(pcs, qtbot, twice, kind):
    one, _ = pcs
    for _ in range(3):
        apart(pcs)
    place = ask(qtbot, one, kind)
    qtbot.wait(100)
    assert cut_off(place) == []
    assert unnamed(place) == []
    assert store.get(one.desk.db, Case, twice[0])


def test_what_comes_in_to_be_decided_is_said_at_once(pcs, qtbot):
    one, _ = pcs
    one.workplace.place("reconcile")
    apart(pcs)
    one.session.syncing.touched.emit(set())
    qtbot.waitUntil(lambda: "1 việc cần quyết định" in one.window.notice.accessibleName(), timeout=3000)


def test_what_was_said_of_conflicts_goes_when_another_pc_has_settled_them(pcs, qtbot):
    one, two = pcs
    one.workplace.place("reconcile")
    id = apart(pcs)
    one.session.syncing.touched.emit(set())
    qtbot.waitUntil(lambda: "1 việc cần quyết định" in one.window.notice.accessibleName(), timeout=3000)
    seen = versions(two.desk.db, id)["phone"]
    two.desk.do(lambda hand: settle(two.desk, hand, "case", id, "phone", PHONES[0], seen, "gọi xác nhận"))
    share(*pcs)
    one.session.syncing.touched.emit(set())
    qtbot.waitUntil(lambda: one.session.disputed == 0, timeout=3000)
    assert not one.window.notice.isVisible() or "1 việc" not in one.window.notice.accessibleName()


def foot(pc):
    return pc.window.findChild(DeliveryButton).accessibleName()


def test_the_foot_of_the_window_says_what_the_place_counts(pcs, qtbot, twice):
    one, _ = pcs
    one.workplace.place("reconcile")
    id = apart(pcs)
    qtbot.waitUntil(lambda: "2 việc cần quyết định" in foot(one))
    seen = versions(one.desk.db, id)["phone"]
    one.session.do(lambda hand: settle(one.desk, hand, "case", id, "phone", PHONES[0], seen, "đã gọi"))
    qtbot.waitUntil(lambda: "1 việc cần quyết định" in foot(one))


def test_a_value_of_ones_own_begins_from_the_one_chosen(pcs, qtbot):
    one, _ = pcs
    apart(pcs, ("12 Lê Lợi", "12 Lê Lợi, tổ 3"), "address")
    place = ask(qtbot, one, Kind.FIELD)
    said = cards(one)[1].said
    place.versions.choose(1)
    press(qtbot, one, Qt.Key.Key_3)
    assert place.versions.cell.value() == said


def test_figures_of_what_was_settled_are_shown_with_hints(pcs, qtbot):
    one, _ = pcs
    for _ in range(3):
        apart(pcs)
    place = ask(qtbot, one, Kind.FIELD)
    press(qtbot, one, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    place.deciding.reason.set_value("MÁY-01 gọi sau cùng")
    press(qtbot, one, Qt.Key.Key_F9)
    press(qtbot, one, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    sheet = next(each for each in one.window.findChildren(Sheet) if each.isVisible())
    words = " ".join(each.text() for each in sheet.findChildren(Text))
    assert "Đã chốt 3 xung đột." in words and "Theo cặp máy" in words
    assert cut_off(sheet) == []


def test_a_field_for_two_officers_is_proposed_and_agreed_to_by_another(pcs, qtbot):
    one, two = pcs
    id = apart(pcs)
    one.desk.do(lambda hand: lay_down(None, {"two": "phone"}, ["phone"], by=hand.by))
    share(*pcs)
    place = ask(qtbot, one, Kind.FIELD)
    assert "hai người" in place.deciding._two.text()
    decide(qtbot, one, "0912 000 471")
    assert len(versions(one.desk.db, id)["phone"]) == 2  # proposed, not settled
    share(*pcs)
    ask_any(qtbot, two, Kind.PROPOSAL)
    two.reconcile.versions.choose(0)
    press(qtbot, two, Qt.Key.Key_F9)
    share(*pcs)
    assert [case(pc, id).phone for pc in pcs] == [PHONES[0]] * 2
    assert store.select(one.desk.db, Settlement, "WHERE proposed_by = ?", [one.desk.by])


def ask_any(qtbot, pc, kind):
    """Open the first question of that kind, however many answers it has."""
    pc.window.open("reconcile")
    pc.reconcile.refresh()
    found = next(each for each in pc.reconcile._waiting.asked if each.kind is kind)
    pc.reconcile._fill_list(found.key)
    qtbot.waitUntil(lambda: pc.reconcile._question is not None and pc.reconcile._question.key == found.key)


def test_one_portal_number_on_two_cases_is_asked_about(pcs, qtbot):
    one, two = pcs
    ids = receive_case(one.desk, "An"), receive_case(two.desk, "Bình")
    exchange(one.desk, two.desk)
    for pc, id in zip(pcs, ids, strict=True):
        pc.desk.do(lambda hand, pc=pc, id=id: work.bind(pc.desk.db, hand, id, "H57.132-260804-0012"))
    share(*pcs)
    ask(qtbot, one, Kind.BOUND)
    decide(qtbot, one, "Bình")
    assert [case(one, id).portal_number for id in ids] == ["", "H57.132-260804-0012"]


def test_a_role_changed_on_two_pcs_is_asked_about_in_words(pcs, qtbot):
    one, two = pcs
    who = one.desk.by
    one.desk.do(lambda hand: Change("set_roles", (Edit("officer", who, {"roles": "leader admin"}),), hand.by))
    two.desk.do(lambda hand: Change("set_roles", (Edit("officer", who, {"roles": "reception"}),), hand.by))
    share(*pcs)
    ask(qtbot, two, Kind.OFFICER)
    decide(qtbot, two, "lãnh đạo", "theo quyết định phân công")
    assert store.get(two.desk.db, Officer, who).roles == "leader admin"


def test_many_cases_changed_at_once_wait_for_an_administrator_in_the_window(pcs, qtbot):
    one, two = pcs
    for n in range(22):
        receive_case(one.desk, f"Người {n}")
    carry(one.desk, two.desk)
    for each in store.select(two.desk.db, Case):
        two.desk.do(lambda hand, id=each.id: deciding.void(two.desk, hand, id, "dọn dữ liệu"))
    carry(two.desk, one.desk)
    place = ask(qtbot, one, Kind.MASS)
    assert place._question.title == "Nhiều hồ sơ thay đổi một lúc"
    decide(qtbot, one, "Để riêng", "MÁY-02 bấm nhầm")
    assert place._waiting.asked == ()
    assert len(store.select(one.desk.db, Case, "WHERE void_reason = ''")) == 22


def test_a_case_of_the_online_software_is_noted_and_becomes_one_with_that_here(pcs, qtbot):
    one = pcs[0]
    id = receive_case(one.desk, name="Trần Thị Bé")
    share(*pcs)
    one.window.open("reconcile")
    press(qtbot, one, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    (sheet,) = one.window.findChildren(OnlineSheet)
    press(qtbot, one, Qt.Key.Key_F9)
    assert sheet._notice.isVisible()
    written = {"portal_number": "H57.23.11-261120-0042", "applicant_name": "TRẦN THỊ BÉ", "stands": "Chờ tiếp nhận"}
    for name, value in written.items():
        sheet.cells[name].set_value(value)
    sheet.cells["received"].set_value("31/02/2026")
    press(qtbot, one, Qt.Key.Key_F9)
    assert one.reconcile._waiting.asked == ()
    sheet.cells["received"].set_value(f"{one.desk.now():%d/%m/%Y}")
    press(qtbot, one, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(cards(one)) == 2)
    assert "Chờ tiếp nhận" in one.reconcile._question.about
    decide(qtbot, one, f"Là một với {case(one, id).number}")
    share(*pcs)
    for pc in pcs:
        assert case(pc, id).portal_number == "H57.23.11-261120-0042"
        pc.reconcile.refresh()
        assert pc.reconcile._waiting.asked == ()


def test_any_two_values_a_field_ever_had_are_held_against_each_other(pcs, qtbot):
    one = pcs[0]
    id = receive_case(one.desk, phone="0912000417", note="Tầng 2")
    share(*pcs)
    for pc, phone in zip(pcs, ("0912000471", "0912000714"), strict=True):
        pc.session.do(lambda hand, pc=pc, phone=phone: edit(pc.desk.db, hand, id, {"phone": phone}))
    share(*pcs)
    ask(qtbot, one, Kind.FIELD)
    press(qtbot, one, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (shown,) = one.window.findChildren(Compared)
    assert {area.toPlainText() for area in shown.areas} == {"0912 000 471", "0912 000 714"}
    names = [shown.choices[0].itemText(n) for n in range(shown.choices[0].count())]
    assert len(names) == 5
    shown.choices[0].choose("2")
    assert shown.areas[0].toPlainText() == "0912 000 417"
    assert all(area.extraSelections() for area in shown.areas)
    assert cut_off(one.window) == []


def test_the_file_that_proves_a_case_is_exported_from_its_history(pcs, qtbot, tmp_path, monkeypatch):
    one, _ = pcs
    apart(pcs)
    ask(qtbot, one, Kind.FIELD)
    monkeypatch.setattr("ui.reconcile.replay_sheet.ask_path", lambda *_, **__: tmp_path / "chung-cu.json")
    press(qtbot, one, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, one, Qt.Key.Key_F9)
    found = list(proving.check(evidence.read((tmp_path / "chung-cu.json").read_bytes()), one.desk.keyring.root))
    assert found and all(each.holds for each in found)
    assert any("chung-cu.json" in banner.accessibleName() for banner in one.window.findChildren(Banner))
