"""The PCs of the office: shown as they stand, and an administrator at a PC with the right takes others in and out."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sync import doors, enrolling, home, takeover
from sync.keys.request import Admission
from sync.keys.roster import Roster
from tests.sync.keyed import Keyed, stranger
from tests.sync.offices import PASSWORD
from tests.ui.desks import drop, press, type_letters
from tests.ui.seen import cut_off, unnamed
from ui.places import SPOTS
from ui.session import Session
from ui.workplace import Workplace


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office of two PCs, the first of which may enrol others, and one that takes the place of a third."""
    found = Keyed(tmp_path_factory.mktemp("office"))
    for number in (1, 2):
        found.take_in(name=f"QUẦY-{number:02}", delegated=number == 1)
    found.on_paper("QUẦY-03")
    found.take_in(name="QUẦY-04", replaces=found.devices[2])
    return found


@pytest.fixture
def keyed(office, tmp_path):
    """A copy of it."""
    shutil.copytree(office.root, tmp_path / "office")
    return office.moved(tmp_path / "office")


@pytest.fixture
def at_work(show):
    """Opens the settings of a PC; all are closed at the end."""
    opened = []

    def open_at(folder):
        session = Session(home.open_home(folder, PASSWORD), folder=folder)
        workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "settings"])
        opened.append((workplace, session))
        show(workplace.window, 1366, 768)
        place = workplace.place("settings")
        place.list.setFocus()
        place.show_page("pcs")
        return place.page("pcs")

    yield open_at
    for workplace, session in opened:
        workplace.close()
        session.close()


@pytest.fixture
def page(keyed, at_work):
    """At the PC that may enrol others, which knows of the other one."""
    found = at_work(keyed.homes[0])
    catch_up(keyed, found)
    return found


def catch_up(keyed, page):
    from sync.keys import keyring

    desk = page.session.desk
    keyring.renew(desk.db, desk.keyring, bytes(keyed.folder.office(desk.office.code).roster))
    page.show_pcs()


def cells(page, device):
    [line] = [line for line in page.ledger.lines() if line.key == device]
    return [getattr(cell, "text", cell) for cell in line.cells]


def new_pc(tmp_path, made):
    """A PC that begins with the invitation handed out; its request, as a file."""
    request = enrolling.begin(tmp_path / "new", made, "Lê Văn Tám", PASSWORD, name="QUẦY-03")
    (tmp_path / "it.request").write_bytes(request.data)
    return request


def test_the_pcs_stand_with_their_state(keyed, page):
    assert cells(page, keyed.devices[0])[1:4] == ["QUẦY-01", "Được giao quyền", "máy này"]
    assert cells(page, keyed.devices[1])[1:4] == ["QUẦY-02", "Đang dùng", "chưa liên lạc"]
    assert "Máy này được tỉnh giao quyền" in page._who.text()
    assert cut_off(page) + unnamed(page) == []


def test_a_pc_without_the_right_says_who_has_it(keyed, at_work):
    page = at_work(keyed.homes[1])
    catch_up(keyed, page)
    assert "QUẦY-01" in page._who.text()
    assert not page.invite.isEnabled()
    assert "chưa được tỉnh giao quyền" in page.invite.toolTip()


def test_by_keyboard_a_pc_is_invited_asks_by_a_file_and_is_taken_in(keyed, page, tmp_path, qtbot):
    page.ledger.setFocus()
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    inviting = page.opened
    qtbot.waitUntil(inviting.asked.name.edit.hasFocus)
    type_letters("QUẦY-03")
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: inviting.handed is not None)
    assert cut_off(inviting.sheet) + unnamed(inviting.sheet) == []
    made = inviting.handed.invitation
    inviting.handed.write(tmp_path / "it.invitation")
    assert (tmp_path / "it.invitation").is_file()
    assert doors.doors(page.session.desk)[0].invitation == made.id
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert page.opened is None

    request = new_pc(tmp_path, made)
    drop(page, tmp_path / "it.request")
    asking = page.opened
    assert asking.shown.fingerprint.accessibleName().startswith(request.words)
    assert cut_off(asking.sheet) + unnamed(asking.sheet) == []
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert page.session.desk.device_name(request.device) == "QUẦY-03"
    asking.write_answer(tmp_path / "answer")
    assert enrolling.take_file(tmp_path / "new", *opened(tmp_path / "new"), tmp_path / "answer")
    press(Qt.Key.Key_Escape)
    assert cells(page, request.device)[1:3] == ["QUẦY-03", "Đang dùng"]


def opened(folder):
    lock, key = home.unlock(folder, PASSWORD)
    return key, lock.officer


def test_who_has_no_invitation_of_ours_is_not_taken_in_and_may_be_turned_away(keyed, page, tmp_path, qtbot):
    from sync.province import acts

    request = stranger(acts.invite(keyed.folder, keyed.secret, "00562", days=1))
    page.add_request(request)
    assert page.asking.isVisible()
    page.show_requests()
    assert not page.opened.go.isEnabled()
    assert "Đừng duyệt" in page.opened.shown.judged.accessibleName()
    page.opened.away.click()
    assert page.waiting() == []
    assert not page.asking.isVisible()


def test_a_stolen_pc_is_taken_out_after_what_it_means_was_said(keyed, page, qtbot):
    page.ledger.choose(keyed.devices[0])
    assert not page.revoke.isEnabled()
    page.ledger.choose(keyed.devices[1])
    qtbot.keyClick(page.window(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    revoking = page.opened
    assert cut_off(revoking.sheet) == []
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert page.session.desk.keyring.roster.find(keyed.devices[1]).revoked_after is None  # nobody knows how far it is
    assert cut_off(revoking.sheet) == []
    type_letters("0")
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert cells(page, keyed.devices[1])[2] == "Đã gỡ"
    assert page.session.desk.keyring.roster.find(keyed.devices[1]).revoked_after == 0


def test_a_dead_pc_is_replaced_by_the_invitation_that_names_it(keyed, page, tmp_path):
    page.ledger.choose(keyed.devices[1])
    page.replace.click()
    page.opened.invite()
    made = page.opened.handed.invitation
    assert made.replaces == keyed.devices[1]
    request = new_pc(tmp_path, made)
    page.add_request(request)
    page.show_requests()
    page.opened.approve()
    member = page.session.desk.keyring.roster.find(request.device)
    assert member.replaces == keyed.devices[1]
    assert isinstance(page.opened.admission, Admission)
    assert isinstance(page.session.desk.keyring.roster, Roster)


def test_a_pc_taken_in_for_a_dead_one_goes_on_with_its_work_after_saying_what_that_is(keyed, at_work, qtbot):
    page = at_work(keyed.homes[2])
    catch_up(keyed, page)
    assert page.heir.isVisible()
    page._heir_go.click()
    sheet = page.opened
    said = " ".join(label.text() for label in sheet.sheet.findChildren(QLabel))
    assert "QUẦY-03" in said
    assert "Chưa có gì thay đổi" in said
    qtbot.waitUntil(lambda: cut_off(sheet.sheet) + unnamed(sheet.sheet) == [])
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert not page.heir.isVisible()
    assert takeover.outlook(page.session.desk, takeover.replaced(page.session.desk)).done is not None
    qtbot.keyClick(page.window(), Qt.Key.Key_F9)
    assert page.opened is None
