"""Who decides what, laid down in the settings, in force on every place that asks."""

from PySide6.QtCore import Qt

from desk import store
from desk.reconcile import disputes
from desk.reconcile.deciders import POLICY
from desk.reconcile.kept import Policy
from ui.reconcile.deciders_page import limits


def test_what_is_ticked_is_in_force_and_a_second_officer_is_asked_for(work, open_page, qtbot):
    page = open_page("deciders")
    desk = work.session.desk
    page._who["identity"]["leader"].setChecked(False)
    page._who["identity"]["reception"].setChecked(True)
    page._two["phone"].setChecked(True)
    page.reasons.set_value("đã gọi\nđã xem căn cước")
    qtbot.keyClick(page.reasons.area, Qt.Key.Key_F9)
    now = disputes.policy(desk.db)
    assert now.decides["identity"] == {"it", "reception"} and now.two == {"phone"}
    assert now.decides["money"] == {"leader", "it"}
    assert disputes.phrases(desk.db) == ("đã gọi", "đã xem căn cước")
    held = store.get(desk.db, Policy, POLICY)
    assert (held.for_money, held.for_identity) == ("", "reception it")


def test_nobody_left_to_decide_and_nothing_changed_are_said(work, open_page):
    page = open_page("deciders")
    page.lay_down()
    assert "đã như vậy" in page.wrong.accessibleName()
    for box in page._who["money"].values():
        box.setChecked(False)
    page.lay_down()
    assert "khoản tiền" in page.wrong.accessibleName()
    assert store.get(work.session.desk.db, Policy, POLICY) is None


def test_the_limits_of_the_guard_are_shown(open_page):
    open_page("deciders")
    assert ["20" in limits()[0], "10%" in limits()[0], len(limits())] == [True, True, 3]
