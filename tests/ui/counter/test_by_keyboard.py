"""A case from the empty counter to its number by keyboard alone, key by key; how many keys it takes is printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from desk import store
from desk.cases import CasePaper
from tests.ui.counter.work import cases
from tests.ui.desks import CARD, scan, type_letters
from ui.preview import Preview

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Hands:
    """The only way into the window; counts what is pressed. A scan of a card is one."""

    def __init__(self, window):
        self.window, self.pressed = window, 0

    def letters(self, text):
        type_letters(text)
        self.pressed += len(text)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
            self.pressed += 1

    def card(self):
        scan(CARD)
        self.pressed += 1


@pytest.fixture
def hands(counter):
    return Hands(counter.window())


def find(hands, counter, qtbot, query):
    hands.letters(query)
    qtbot.waitUntil(lambda: counter.search.list.current() != "")
    hands.key(Qt.Key.Key_Return)
    assert counter.form.procedure is not None


def papers(counter, case):
    return {paper.form for paper in store.children(counter.session.desk.db, CasePaper, case.id)}


def test_with_a_card_it_takes_a_few_dozen_keys(counter, hands, qtbot):
    find(hands, counter, qtbot, "lai khai sinh")
    hands.card()
    hands.letters("0912000417")
    hands.key(Qt.Key.Key_3, ALT)
    hands.key(Qt.Key.Key_Space)
    needed = [row.needed for row in counter.papers.rows()]
    hands.key(Qt.Key.Key_Down, times=needed.index(True, 1))
    hands.key(Qt.Key.Key_Space)
    hands.key(Qt.Key.Key_F9)
    (case,) = cases(counter)
    assert (case.applicant_id, case.phone, case.procedure) == ("079179004518", "0912000417", "1.004884")
    assert "missing" not in papers(counter, case)
    assert counter.window().findChild(Preview) is not None
    print(f"from the empty counter to the slip: {hands.pressed} keys with a card")
    assert hands.pressed <= 40


def test_without_a_card_every_field_is_reached_by_tab(counter, hands, qtbot):
    find(hands, counter, qtbot, "lai khai sinh")
    name = "Trần Thị Bích Phượng"
    for value in (name, "14081979"):
        hands.letters(value)
        hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), QComboBox)
    hands.key(Qt.Key.Key_Tab)
    for value in ("079179004518", "0912000417", "Tổ 4"):
        hands.letters(value)
        hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_S, CTRL)
    (case,) = cases(counter)
    assert (case.applicant_name, case.birth_date, case.sex) == (name, "1979-08-14", "female")
    assert (case.applicant_id, case.phone, case.address) == ("079179004518", "0912000417", "Tổ 4")
    print(f"from the empty counter to the number: {hands.pressed} keys, everything typed")


def test_the_next_case_of_the_same_citizen_takes_two_dozen(counter, hands, qtbot):
    find(hands, counter, qtbot, "lai khai sinh")
    hands.card()
    hands.key(Qt.Key.Key_S, CTRL)
    before = hands.pressed
    hands.key(Qt.Key.Key_D, CTRL)
    find(hands, counter, qtbot, "xac nhan tinh trang hon nhan"[:22])
    hands.key(Qt.Key.Key_S, CTRL)
    first, second = cases(counter)
    assert first.applicant_id == second.applicant_id and first.procedure != second.procedure
    print(f"one more case of the same citizen: {hands.pressed - before} keys")
    assert hands.pressed - before <= 26


def test_fee_collection_channel_and_sets_are_reached_from_section_4(counter, hands, qtbot):
    find(hands, counter, qtbot, "chứng thực bản sao từ bản chính")
    hands.card()
    hands.key(Qt.Key.Key_4, ALT)
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Tab, times=2)
    hands.key(Qt.Key.Key_A, CTRL)
    hands.letters("3")
    hands.key(Qt.Key.Key_S, CTRL)
    (case,) = cases(counter)
    assert (case.fee, case.fee_paid, case.collect, case.channel, case.sets) == (2000, "cash", "post", "in_person", 3)


def test_the_fee_follows_the_channel_and_nothing_is_paid_where_nothing_is_owed(counter, hands, qtbot):
    find(hands, counter, qtbot, "chứng thực bản sao từ bản chính")
    hands.card()
    hands.key(Qt.Key.Key_4, ALT)
    hands.key(Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Tab, times=2)
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_S, CTRL)
    (case,) = cases(counter)
    assert (case.fee, case.fee_paid, case.channel) == (0, "due", "online")
