"""The office's network in the window: what is saved at one desk is on the other, and the foot says so."""

import pytest
from PySide6.QtWidgets import QLabel

from desk import store
from desk.cases import Case
from tests.sync.offices import open_pcs, receive_case
from tests.ui.workplaces import Pc
from ui.delivery_panel import delivery_sheet
from ui.lan_line import LanLine


@pytest.fixture
def pcs(tmp_path, qtbot):
    made = [Pc(desk) for desk in open_pcs(tmp_path)]
    for pc in made:
        pc.session.lan.join("127.0.0.1", find=False)
    yield made
    for pc in made:
        pc.close()


def test_what_is_saved_at_one_desk_is_at_the_other_and_the_foot_says_who_has_it(pcs, qtbot):
    one, two = pcs
    one.session.lan.meet(f"127.0.0.1:{two.session.lan.port}")
    qtbot.waitUntil(lambda: one.session.lan.holding == 1)
    id = receive_case(one.desk)
    assert one.session.lan.holding == 0
    one.session.tell({("case", id)})
    qtbot.waitUntil(lambda: store.get(two.desk.db, Case, id) is not None)
    qtbot.waitUntil(lambda: one.session.lan.holding == 1)
    one.workplace.say_delivery(one.session.syncing.delivery)
    assert "mạng nội bộ vẫn chạy, 1 máy đã có" in one.window.status._delivery.toolTip()


def test_both_desks_calling_each_other_come_to_rest(pcs, qtbot):
    one, two = pcs
    ids = [receive_case(pc.desk) for pc in pcs]
    one.session.lan.meet(f"127.0.0.1:{two.session.lan.port}")
    two.session.lan.meet(f"127.0.0.1:{one.session.lan.port}")
    qtbot.waitUntil(lambda: all(store.get(pc.desk.db, Case, id) for pc in pcs for id in ids))


def test_without_a_network_nothing_is_claimed(pcs):
    one, _ = pcs
    receive_case(one.desk)
    assert one.session.lan.holding is None
    one.workplace.say_delivery(one.session.syncing.delivery)
    assert "mạng nội bộ" not in one.window.status._delivery.toolTip()


def test_the_panel_takes_an_address_and_tells_who_answers(pcs, qtbot):
    one, two = pcs
    sheet = delivery_sheet(one.window, one.session)
    line = sheet.findChild(LanLine)
    line.address.set_text("http://x")
    line.meet()
    assert "không phải địa chỉ" in line.address.edit.accessibleDescription()
    line.address.set_text("127.0.0.1:9")
    line.meet()
    said = lambda: " ".join(label.text() for label in line.findChildren(QLabel))  # noqa: E731
    qtbot.waitUntil(lambda: "Không có máy nào trả lời tại 127.0.0.1:9" in said())
    line.address.set_text(f"127.0.0.1:{two.session.lan.port}")
    line.meet()
    qtbot.waitUntil(lambda: "MÁY-02" in said())
    sheet.deleteLater()
    one.session.lan.told.emit()


def test_what_a_pc_would_bring_is_told_before_it_is_taken_in(pcs, qtbot):
    one, two = pcs
    one.session.lan.close()
    for pc in pcs:
        receive_case(pc.desk, applicant_id="001199000123", birth_date="1999-01-01")
    line = delivery_sheet(one.window, one.session).findChild(LanLine)
    line.address.set_text("nowhere at all")
    line.preview()
    assert "không phải địa chỉ" in line.address.edit.accessibleDescription()
    line.address.set_text(f"127.0.0.1:{two.session.lan.port}")
    line.look.click()
    qtbot.waitUntil(lambda: "MÁY-02" in line._said.accessibleName())
    assert "1 hồ sơ sẽ cần quyết định" in line._said.accessibleName()
    assert len(store.select(one.desk.db, Case)) == 1
    line.address.set_text("127.0.0.1:9")
    line.look.click()
    qtbot.waitUntil(lambda: "127.0.0.1:9" in line._said.accessibleName() and line.look.isEnabled())


def test_what_came_in_over_the_lan_and_has_to_be_decided_is_said(pcs, qtbot):
    one, two = pcs
    for pc in pcs:
        receive_case(pc.desk, applicant_id="001199000123", birth_date="1999-01-01")
    told = []
    one.reconcile.refresh()
    one.window.tell = lambda words, **how: told.append(words)
    one.session.lan.meet(f"127.0.0.1:{two.session.lan.port}")
    qtbot.waitUntil(lambda: any("1 việc cần quyết định" in words for words in told))
