"""The province's window worked by keyboard: from the first screen to a PC at work, with a real server and by files."""

import shutil
import sys
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desk.words import text
from sync import enrolling, home
from sync.keys import disowned, sealing, statement
from sync.keys.invitation import Invitation
from sync.keys.request import Admission, Request
from sync.keys.statement import Kind
from sync.keys.succession import Succession
from sync.province import acts, travel
from sync.province.folder import Folder
from sync.server import store as server_store
from sync.server.app import App
from sync.server.command import main as server_main
from sync.server.serve import listen
from tests.sync.keyed import NAME, NOBODY, OFFICE, Keyed, stranger
from tests.sync.offices import PASSWORD
from tests.ui.desks import drop, press, type_letters
from tests.ui.seen import cut_off, unnamed
from ui.province.app import ProvinceProgram
from ui.province.first import First
from ui.province.window import ProvinceWindow


@pytest.fixture
def program(tmp_path, qtbot, monkeypatch):
    """On the folder `province`, not started yet."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    found = ProvinceProgram(tmp_path / "province")
    yield found
    found.quit()
    if found.shown:
        found.shown.hide()
        found.shown.deleteLater()  # or it is dressed anew with every later window
    found.deleteLater()


@pytest.fixture
def keyed(tmp_path):
    found = Keyed(tmp_path)
    for number in (1, 2):
        found.on_paper(f"QUẦY-{number:02}", delegated=number == 1)
    return found


@pytest.fixture
def window(keyed, program, qtbot):
    """The window on a province with an office of two PCs; locked."""
    program.start()
    found = there(program, qtbot, ProvinceWindow)
    qtbot.waitUntil(lambda: bool(found.hand.offices))
    return found


def there(program, qtbot, kind):
    qtbot.waitUntil(lambda: isinstance(program.shown, kind), timeout=20_000)
    qtbot.waitUntil(program.shown.isActiveWindow)
    return program.shown


def unlock(window, qtbot, password=PASSWORD):
    """Type the password in the sheet that is open."""
    qtbot.waitUntil(window.unlocking.password.edit.hasFocus)
    type_letters(password)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.hand.secret is not None)


def fits(widget, qtbot):
    """All words of the widget have the room they need, and all controls a name."""

    def whole():
        assert cut_off(widget) + unnamed(widget) == []

    qtbot.waitUntil(whole)


def f9(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F9)


def test_a_province_is_made_with_a_password(program, tmp_path, qtbot):
    program.start()
    first = there(program, qtbot, First)
    fits(first, qtbot)
    qtbot.waitUntil(first.name.edit.hasFocus)
    for typed in ("tỉnh Lạng Sơn", PASSWORD, PASSWORD):
        type_letters(typed)
        press(Qt.Key.Key_Return)
    window = there(program, qtbot, ProvinceWindow)
    assert window.hand.secret.pinned == Folder(tmp_path / "province").face.root
    assert window.places["offices"]._nothing.isVisible()


def test_a_province_is_split_into_sheets_each_checked_before_anything_is_kept(program, tmp_path, qtbot):
    program.start()
    first = there(program, qtbot, First)
    first.choose("split")
    first.name.setFocus()
    type_letters("tỉnh Lạng Sơn")
    f9(first, qtbot)
    shown = first.shown
    sheets = []
    for number in range(3):
        fits(first, qtbot)
        sheets.append(shown.sheet)
        f9(first, qtbot)
        assert not any(label.text() for label in shown._words)
        if not number:
            type_letters("nonsense")
            f9(first, qtbot)
            assert shown.fields[0].edit.accessibleDescription()
            shown.back.click()
            f9(first, qtbot)
        assert not (tmp_path / "province").exists()
        for field, place in zip(shown.fields, shown._places, strict=True):
            field.setFocus()
            type_letters(sheets[-1].split()[place])
        f9(first, qtbot)
    window = there(program, qtbot, ProvinceWindow)
    window.hand.lock()
    window.ask_unlock(lambda: None)
    typed = window.unlocking.sheets
    typed.area.setFocus()
    type_letters("clearly not a sheet")
    typed.next.click()
    assert typed.typed == []
    for sheet in sheets[1:]:
        typed.area.set_text(sheet)
        f9(window, qtbot)
    qtbot.waitUntil(lambda: window.hand.secret is not None)
    fits(window, qtbot)


def test_sheets_make_the_province_again_on_a_new_pc(program, tmp_path, qtbot):
    from sync.province.secret import Secret, split

    lost = Secret.new()
    program.start()
    first = there(program, qtbot, First)
    first.choose("again")
    first.name.set_text("tỉnh Lạng Sơn")
    for sheet in split(lost, 3, 5)[:3]:
        first.typed.area.set_text(sheet)
        first.typed.take()
    for field in (first.again.new, first.again.again):
        field.set_text(PASSWORD)
    f9(first, qtbot)
    window = there(program, qtbot, ProvinceWindow)
    assert window.hand.folder.face.root == lost.pinned


def test_nothing_is_done_while_it_is_locked_and_it_locks_itself(program, window, keyed, qtbot):
    page = window.places["offices"].page
    assert page.code == OFFICE
    fits(window, qtbot)
    page.ledger.choose(keyed.devices[1])
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert page.opened is None
    type_letters("nhầm")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.unlocking.password.edit.accessibleDescription() != "")
    unlock(window, qtbot)
    sheet = page.opened.sheet
    assert sheet.isVisible()
    program._idle.passed.emit()
    assert not sheet.isVisible()
    assert window.hand.secret is None
    assert window.lock.text() == "Mở khóa"


def test_a_stolen_pc_is_taken_out_with_a_reason_that_the_journal_keeps(window, keyed, qtbot):
    page = window.places["offices"].page
    page.ledger.choose(keyed.devices[1])
    qtbot.keyClick(window, Qt.Key.Key_F8)
    unlock(window, qtbot)
    revoking = page.opened
    fits(revoking.sheet, qtbot)
    f9(window, qtbot)
    assert revoking.reason.edit.accessibleDescription()
    type_letters("mất cắp")
    f9(window, qtbot)
    assert revoking.last.text() == "" and "casedesk-server tell" in revoking.last.edit.accessibleDescription()
    assert keyed.folder.office(OFFICE).roster.find(keyed.devices[1]).revoked_after is None
    fits(revoking.sheet, qtbot)
    type_letters("0")
    f9(window, qtbot)
    roster = keyed.folder.office(OFFICE).roster
    assert roster.find(keyed.devices[1]).revoked_after == 0
    assert len(roster.epochs) == 2
    window.open("own")
    fits(window, qtbot)
    noted = window.hand.folder.journal()[0]
    assert (noted.act, noted.device, noted.reason) == ("revoke", keyed.devices[1], "mất cắp")


def test_a_pc_is_let_enrol_others_and_no_longer(window, keyed, qtbot):
    page = window.places["offices"].page
    for device, may in ((keyed.devices[1], True), (keyed.devices[0], False)):
        page.ledger.choose(device)
        qtbot.keyClick(window, Qt.Key.Key_F6)
        if may:
            unlock(window, qtbot)
            page.opened.first.set_text("70")
            page.opened.last.set_text("79")
        fits(page.opened.sheet, qtbot)
        f9(window, qtbot)
        assert keyed.folder.office(OFFICE).roster.may_enrol(device) == may


def test_an_office_is_added_found_and_renamed(window, qtbot):
    offices = window.places["offices"]
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    unlock(window, qtbot)
    type_letters("00999")
    press(Qt.Key.Key_Return)
    type_letters("UBND xã Nà Ư")
    f9(window, qtbot)
    assert offices.page.code == "00999"
    qtbot.keyClick(window, Qt.Key.Key_F3)
    type_letters("tan hoa dong")
    assert offices.list.current() == OFFICE
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    offices.page.opened.name.set_text("UBND phường Tân Hòa Đông")
    f9(window, qtbot)
    assert window.hand.folder.office(OFFICE).roster.name == "UBND phường Tân Hòa Đông"


def test_a_request_by_file_is_compared_and_approved_and_another_turned_away(window, keyed, tmp_path, qtbot):
    welcome = stranger(acts.invite(keyed.folder, keyed.secret, OFFICE, days=1), "QUẦY-03")
    uninvited = stranger(Invitation.new(OFFICE, NAME, bytes(32), bytes(32), "", 2**50), "LẠ")
    for request in (welcome, uninvited):
        (tmp_path / "r.request").write_bytes(request.data)
        drop(window, tmp_path / "r.request")
    window.open("asking")
    asking = window.places["asking"]
    asking.show_requests(welcome.device)
    assert asking.shown.fingerprint.accessibleName().startswith(welcome.words)
    fits(window, qtbot)
    f9(window, qtbot)
    unlock(window, qtbot)
    assert keyed.folder.office(OFFICE).roster.find(welcome.device).name == "QUẦY-03"
    asking.write_answer(tmp_path / "answer")
    assert Admission.read((tmp_path / "answer").read_bytes(), welcome.device).office == OFFICE
    assert asking.request().device == uninvited.device
    assert not asking.go.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert keyed.folder.requests() == []


def test_a_copy_of_a_pc_gets_a_number_of_its_own(window, keyed, qtbot):
    present, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = sealing.public(sealing.new())
    invited = acts.invite(keyed.folder, keyed.secret, OFFICE, days=1)
    acts.approve(keyed.folder, keyed.secret, Request.new(invited, present, public, "QUẦY-03", 1))
    asked = Succession.new(OFFICE, present, other, public, 2**62)
    keyed.folder.keep_clone(asked)
    window.hand.unlock(keyed.secret)
    window.hand.renew(OFFICE)
    window.open("asking")
    asking = window.places["asking"]
    assert asking._clone.isVisible()
    assert not asking.away.isVisible()
    fits(window, qtbot)
    f9(window, qtbot)
    assert keyed.folder.office(OFFICE).roster.find(asked.successor) is not None
    assert asking.request() is None


def test_a_pc_whose_delegates_word_came_too_late_is_let_in_after_its_words_were_compared(window, keyed, qtbot):
    delegate, key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    invited = acts.invite(keyed.folder, keyed.secret, OFFICE, days=1)
    asked = Request.new(invited, delegate, sealing.public(sealing.new()), "QUẦY-03", 1)
    acts.approve(keyed.folder, keyed.secret, asked)
    acts.delegate(keyed.folder, keyed.secret, OFFICE, asked.device, range(60, 70))
    place = keyed.folder.office(OFFICE).roster.place(asked.device)
    acts.revoke(keyed.folder, keyed.secret, OFFICE, asked.device, 0)
    said = statement.sign(delegate, place, 1_795_000_000_000, Kind.DEVICE, key, bytes(32), 61, "QUẦY-61", None)
    keyed.folder.keep_disowned(said)
    window.hand.unlock(keyed.secret)
    window.hand.renew(OFFICE)
    window.open("asking")
    asking = window.places["asking"]
    shown = [label.text() for label in asking._accepting.findChildren(QLabel)]
    assert any(disowned.words(said) in line for line in shown)
    assert not asking.away.isVisible()
    fits(window, qtbot)
    f9(window, qtbot)
    assert keyed.folder.office(OFFICE).roster.find(disowned.device_of(said)).pc == 61
    assert keyed.folder.disowned() == []


def test_another_key_of_the_server_is_stated_to_every_office_by_the_provinces_own(window, keyed, qtbot):
    window.open("own")
    own = window.places["own"]
    key = b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    own.server_key.set_text("no key")
    f9(window, qtbot)
    assert own.server_key.edit.accessibleDescription()
    own.server_key.set_text(key)
    f9(window, qtbot)
    assert b64encode(keyed.folder.face.server).decode() == NOBODY
    unlock(window, qtbot)
    assert b64encode(keyed.folder.face.server).decode() == key
    assert b64encode(keyed.folder.office(OFFICE).roster.servers[-1]).decode() == key


def test_keys_are_recovered_into_files(window, keyed, tmp_path, qtbot):
    page = window.places["offices"].page
    qtbot.keyClick(window, Qt.Key.Key_F7)
    unlock(window, qtbot)
    page.opened.folder = tmp_path / "keys"
    f9(window, qtbot)
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [f"{OFFICE}-1.office-key"]


def test_every_place_tells_its_keys_in_both_languages(program, window, qtbot):
    program.set("language", "en")
    qtbot.waitUntil(lambda: program.shown is not window)
    for shown in (window, there(program, qtbot, ProvinceWindow)):
        for place in shown.places.values():
            assert len(place.keys()) == len(place.KEYS)
    program.set("theme", "dark")
    for key in shown.places:
        shown.open(key)
        fits(shown, qtbot)
    shown.show_keys()
    program.set("theme", "light")


@pytest.fixture
def server(keyed, tmp_path, capsys):
    """A server that trusts the province; (its key in base64, its address)."""
    root = b64encode(keyed.folder.face.root).decode()
    assert server_main(["trust", root, "--data", str(tmp_path / "server")]) == 0
    key = capsys.readouterr().out.strip()
    keys, engine = server_store.open_folder(tmp_path / "server", make=False)
    listening = listen(App(engine, keys), "127.0.0.1", 0)
    yield key, listening.address
    listening.stop()


def test_over_the_network_from_the_servers_key_to_a_pc_that_waits(window, server, tmp_path, qtbot):
    window.open("own")
    own = window.places["own"]
    own.server_key.set_text(server[0])
    own.url.set_text(server[1])
    f9(window, qtbot)
    unlock(window, qtbot)  # for it is another key than the one its offices were told
    assert window.hand.linked
    window.open("offices")
    page = window.places["offices"].page
    f9(window, qtbot)
    page.opened.invite()
    made = page.opened.handed.invitation
    fits(page.opened.sheet, qtbot)
    state = page.opened.handed._state
    qtbot.waitUntil(lambda: state.accessibleName() == text("new_pc.code_works"), timeout=20_000)
    assert not window.hand.offices[OFFICE].ahead
    page.opened.sheet.close_sheet()

    assert enrolling.fetch(made.code, server[1]) == made
    enrolling.begin(tmp_path / "new", made, "Lê Văn Tám", PASSWORD)
    lock, key = home.unlock(tmp_path / "new", PASSWORD)
    assert not enrolling.ask_with(tmp_path / "new", key, lock.officer, server[1])
    window.open("asking")
    qtbot.keyClick(window, Qt.Key.Key_F5)
    asking = window.places["asking"]
    qtbot.waitUntil(lambda: asking.request() is not None, timeout=20_000)
    f9(window, qtbot)
    qtbot.waitUntil(lambda: not window.hand.offices[OFFICE].ahead, timeout=20_000)
    assert enrolling.ask_with(tmp_path / "new", key, lock.officer, server[1])


def test_a_province_brought_back_learns_an_office_from_the_server_when_it_is_named(window, server, keyed, qtbot):
    folder = keyed.folder
    folder.write(replace(folder.face, server=b64decode(server[0]), url=server[1]))
    assert travel.sent(folder, keyed.secret, OFFICE)
    before = folder.office(OFFICE).roster
    shutil.rmtree(folder.path / "offices")
    folder.write(replace(folder.face, brought_back=True))
    window.hand.load()
    qtbot.waitUntil(lambda: not window.hand.offices)
    window.hand.unlock(keyed.secret)
    assert "casedesk-server tell" in window.places["offices"]._nothing.accessibleName()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    naming = window.places["offices"].naming
    naming.code_field.set_text(OFFICE)
    naming.name.set_text(NAME)
    f9(window, qtbot)
    qtbot.waitUntil(lambda: OFFICE in window.hand.offices, timeout=20_000)
    assert window.hand.offices[OFFICE].roster == before
    shutil.rmtree(folder.path / "offices")
    window.hand.load()
    qtbot.waitUntil(lambda: not window.hand.offices)
    window.open("carry")
    fits(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: OFFICE in window.hand.offices, timeout=20_000)
    assert not folder.face.brought_back


def test_what_was_done_is_carried_by_files_both_ways(window, server, keyed, tmp_path, qtbot):
    window.open("carry")
    carry = window.places["carry"]
    assert not carry.publish.isEnabled()
    window.hand.unlock(keyed.secret)
    carry.export(tmp_path / "done.parcels", keyed.secret)
    qtbot.waitUntil((tmp_path / "done.parcels").is_file, timeout=20_000)
    data = str(tmp_path / "server")
    assert server_main(["take", str(tmp_path / "done.parcels"), "--data", data]) == 0
    assert server_main(["tell", str(tmp_path / "told"), "--data", data]) == 0
    drop(window, tmp_path / "told")
    qtbot.waitUntil(lambda: not window.hand.offices[OFFICE].ahead, timeout=20_000)
    (tmp_path / "else").write_bytes(b"what is this")
    drop(window, tmp_path / "else")
    assert "Không biết" in carry.said.accessibleName()
    own = NOBODY, window.hand.folder.face
    assert own[1].url == ""


def test_a_sheet_is_drawn_on_paper_with_every_word(qapp, tmp_path):
    from PySide6.QtGui import QPainter
    from PySide6.QtPrintSupport import QPrinter

    from ui.province import paper

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    painter = QPainter()
    assert painter.begin(printer)
    paper.draw(painter, printer, [f"word{n}" for n in range(33)], 1, 3, 2, "tỉnh Lạng Sơn")
    assert painter.end()
    assert (tmp_path / "sheet.pdf").stat().st_size > 2_000
