"""Officers in the settings: who may see what, a temporary password shown once, roles and locks."""

from dataclasses import replace

import pytest

from desk import store
from desk.officers import staff
from desk.officers.officer import Officer, Role
from sync import home
from sync.keys import accounts, vault
from tests.sync.offices import PASSWORD
from tests.ui.desks import OFFICER, make_home
from ui.kit.text import Chip, Elided
from ui.officers.here import OfficersHere
from ui.session import Session

TAM, FIRST, SECOND = "Lê Văn Tám", "Tam-thoi-2026", "Rieng-cua-toi-7"


@pytest.fixture
def folder(tmp_path):
    folder = make_home(tmp_path / "home")
    desk = home.open_home(folder, PASSWORD)
    desk.do(accounts.add(desk.db, TAM, [Role.SPECIALIST], FIRST))
    desk.close()
    return folder


@pytest.fixture
def shown(folder, show):
    """The officers of the home, seen by one of them."""
    sessions = []

    def by(name, password):
        session = Session(home.open_home(folder, password, name), folder=folder)
        sessions.append(session)
        return show(OfficersHere(session), 900, 700)

    yield by
    for session in sessions:
        session.close()


def tam(here):
    return staff.named(here._session.desk.db, TAM)


def chips(here):
    return [chip.accessibleName() or chip.text() for chip in here.findChildren(Chip)]


def test_an_administrator_resets_a_password_that_is_shown_once(shown, folder):
    here = shown(OFFICER, PASSWORD)
    here.look_at(tam(here))
    sheet = here.opened
    sheet.give_password()
    temporary = sheet.handing.password.text()
    assert home.unlock(folder, temporary, TAM)[0].provisional
    sheet.sheet.close_sheet()
    here.look_at(tam(here))
    assert here.opened.handing.password.text() == ""


def test_an_account_closed_by_wrong_tries_is_opened(shown, folder):
    lock = home.read(folder).lock(TAM)
    home._change_lock(folder, vault.failed(replace(lock, failures=vault.LOCKED_AFTER - 1), 2**31))
    here = shown(OFFICER, PASSWORD)
    here.look_at(tam(here))
    assert here.opened.unlock.isVisibleTo(here)
    here.opened.let_in()
    assert home.unlock(folder, FIRST, TAM)


def test_roles_are_set_and_lent(shown):
    here = shown(OFFICER, PASSWORD)
    desk = here._session.desk
    here.look_at(tam(here))
    here.opened.roles.boxes[Role.RECEPTION].setChecked(True)
    here.opened.roles.until.set_text("2099-12-31")
    here.opened.set_roles()
    assert tam(here).roles == "specialist"
    assert staff.roles_of(desk.db, tam(here).id, desk.now().date()) == {Role.SPECIALIST, Role.RECEPTION}
    here.opened.roles.until.set_text("")
    here.opened.roles.boxes[Role.SPECIALIST].setChecked(False)
    here.opened.set_roles()
    assert staff.roles_of(desk.db, tam(here).id, desk.now().date()) == {Role.RECEPTION}


def test_what_is_refused_stands_at_its_field(shown):
    here = shown(OFFICER, PASSWORD)
    here.appoint()
    here.opened.name.set_text(TAM)
    here.opened.appoint()
    assert "đã có tài khoản" in here.opened.name.edit.accessibleDescription()
    here.opened.name.set_text("Bùi Kiểm")
    here.opened.roles.until.set_text("mai")
    here.opened.appoint()
    assert here.opened.roles.until.edit.accessibleDescription()
    for box in here.opened.roles.boxes.values():
        box.setChecked(False)
    here.opened.appoint()
    assert here.opened.roles.wrong.isVisibleTo(here)
    assert len(store.select(here._session.desk.db, Officer)) == 2


def test_who_is_no_administrator_changes_only_their_own_password(shown, folder):
    here = shown(TAM, FIRST)
    assert not here.add_button.isVisible()
    here.change_own()
    sheet = here.opened
    sheet.now.set_text("nhầm")
    sheet.choosing.new.set_text(SECOND)
    sheet.choosing.again.set_text(SECOND)
    sheet.change()
    assert sheet.now.edit.accessibleDescription()
    sheet.now.set_text(FIRST)
    sheet.change()
    assert home.unlock(folder, SECOND, TAM)
    assert sheet.choosing.new.text() == ""


def test_a_seconded_officer_holds_a_role_in_a_field_until_a_day(shown):
    here = shown(OFFICER, PASSWORD)
    here.look_at(tam(here))
    roles = here.opened.roles
    roles.until.set_text("31/02/2099")
    here.opened.set_roles()
    assert "chưa phải là ngày" in roles.until.edit.accessibleDescription()
    for box in roles.boxes.values():
        box.setChecked(False)
    roles.boxes[Role.RECEPTION].setChecked(True)
    roles.until.set_text("31/12/2099")
    roles.field.set_text("Hộ tịch")
    here.opened.set_roles()
    [duty] = staff.duties_of(here._session.desk.db, tam(here).id)
    assert (duty.role, duty.field, duty.until) == ("reception", "Hộ tịch", "2099-12-31")
    assert any("(Hộ tịch) đến 31/12/2099" in label.text() for label in here.findChildren(Elided))


def test_a_role_for_a_time_that_is_held_without_end_is_refused(shown):
    here = shown(OFFICER, PASSWORD)
    here.look_at(tam(here))
    here.opened.roles.until.set_text("31/12/2099")
    here.opened.set_roles()
    assert "giữ đúng các vai trò ấy" in here.opened.roles.wrong.text()
