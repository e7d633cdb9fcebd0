"""Scans on their way with the window open: sent by themselves, fetched by opening one, truthfully told."""

from dataclasses import replace

import pytest

from desk.scans import scanning
from desk.words import text
from sync.scans import limits, scan_store, standing
from sync.server import scans_waiting, store
from tests.pictures import picture
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs  # noqa: F401
from ui.delivery_panel import delivery_sheet
from ui.scans.limits_entry import LimitsEntry
from ui.scans.shelf import ScanShelf
from ui.scans.way_line import WayLine
from ui.session import Session
from ui.usb_sheet import StickLine, usb_sheet
from ui.words_of_delivery import said


@pytest.fixture
def sessions(province, pcs):  # noqa: F811
    opened = [Session(desk, province.address) for desk in pcs]
    yield opened
    for each in opened:
        each.close()


def add(session, folder, seed=1):
    """A case with one scan; the case's record id and the file's hash."""
    path = folder / f"Giấy chứng sinh {seed}.jpg"
    path.write_bytes(picture("JPEG", (900, 1200), seed=seed, quality=92))
    case = receive_case(session.desk)
    kept = scan_store.folder_of(session.desk).keep(path)
    scan_store.note(session.desk, kept.file)
    _, touched = session.desk.do(lambda hand: scanning.add(session.desk.db, hand, case, [kept.file]))
    session.tell(touched)
    return case, kept.file.sha256


def way(session, sha256):
    return standing.standing(session.desk, [sha256])[sha256]


def exchange(qtbot, session):
    with qtbot.waitSignal(session.syncing.exchanged, timeout=10_000):
        session.syncing.now()


def test_a_scan_goes_after_the_changes_and_comes_when_somebody_opens_it(qtbot, sessions, tmp_path, show):
    one, two = sessions
    case, sha256 = add(one, tmp_path)
    assert way(one, sha256) == "waiting"
    exchange(qtbot, one)
    qtbot.waitUntil(lambda: way(one, sha256) == "signed", timeout=10_000)
    exchange(qtbot, two)
    shelf = show(ScanShelf(two, case, watching=False), 380, 560)
    assert way(two, sha256) == "elsewhere"
    shelf.look_at(shelf.pile.items()[0].id)
    qtbot.waitUntil(lambda: not shelf._sheet.view._drawn.isNull(), timeout=10_000)
    assert way(two, sha256) == "waiting" or way(two, sha256) == "signed"
    qtbot.waitUntil(lambda: any(shelf._thumbs._kept.values()), timeout=10_000)


def test_a_scan_that_nobody_can_give_says_so_and_comes_later_by_itself(qtbot, sessions, tmp_path, show):
    one, two = sessions
    limits.pause(one.desk)
    case, sha256 = add(one, tmp_path)
    exchange(qtbot, one)
    exchange(qtbot, two)
    shelf = show(ScanShelf(two, case, watching=False), 380, 560)
    with qtbot.waitSignal(two.scans.kept_away, timeout=10_000):
        shelf.look_at(shelf.pile.items()[0].id)
    assert shelf._sheet.notice.isVisible()
    assert way(two, sha256) == "coming"
    limits.pause(one.desk, False)
    exchange(qtbot, one)
    qtbot.waitUntil(lambda: way(one, sha256) == "signed", timeout=10_000)
    exchange(qtbot, two)
    qtbot.waitUntil(lambda: way(two, sha256) != "coming", timeout=10_000)


def test_a_damaged_file_is_fetched_again_when_it_is_opened(qtbot, sessions, tmp_path, show):
    one, _ = sessions
    case, sha256 = add(one, tmp_path)
    exchange(qtbot, one)
    qtbot.waitUntil(lambda: way(one, sha256) == "signed", timeout=10_000)
    path = scan_store.folder_of(one.desk).path(sha256)
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    shelf = show(ScanShelf(one, case, watching=False), 380, 560)
    shelf.look_at(shelf.pile.items()[0].id)
    qtbot.waitUntil(lambda: not shelf._sheet.view._drawn.isNull(), timeout=10_000)
    assert scan_store.folder_of(one.desk).fault(sha256) == ""


def test_the_foot_never_sounds_as_if_all_were_delivered_while_a_scan_waits(qtbot, sessions, tmp_path):
    one, _ = sessions
    limits.pause(one.desk)
    add(one, tmp_path)
    exchange(qtbot, one)
    qtbot.waitUntil(lambda: one.scans.waiting == 1, timeout=10_000)
    told = said(one, one.syncing.delivery)
    assert told.light == "soon"
    assert told.parts[-1] == text("scans_window.foot", count=1)
    limits.pause(one.desk, False)
    one.scans.go()
    qtbot.waitUntil(lambda: one.scans.waiting == 0, timeout=10_000)
    assert said(one, one.syncing.delivery).light == "ok"


def test_the_panel_lets_scans_rest_and_go_on(qtbot, sessions, tmp_path, show):
    one, _ = sessions
    limits.pause(one.desk)
    _, sha256 = add(one, tmp_path)
    exchange(qtbot, one)
    sheet = delivery_sheet(show(ScanShelf(one, "none", watching=False), 900, 700), one)
    sheet.open()
    line = sheet.findChild(WayLine)
    assert line.isVisible()
    assert text("scans_travel.paused") in line._said.text()
    line.rest.click()
    qtbot.waitUntil(lambda: way(one, sha256) == "signed", timeout=10_000)
    qtbot.waitUntil(lambda: "1" in line._said.text() and text("scans_travel.paused") not in line._said.text())


def test_the_province_is_told_what_waits_while_scans_rest(qtbot, sessions, tmp_path, province):
    one, _ = sessions
    limits.pause(one.desk)
    _, sha256 = add(one, tmp_path)
    one.scans.recount()
    exchange(qtbot, one)
    shelf = store.open_shelf(province.folder / "data")
    office, device = one.desk.office.code, one.desk.device.id
    qtbot.waitUntil(lambda: scans_waiting.of(shelf, office, device) is not None, timeout=10_000)
    assert scans_waiting.of(shelf, office, device).files == 1
    assert way(one, sha256) == "waiting"


def test_limits_that_are_none_are_refused_in_their_field(sessions, show):
    one, _ = sessions
    entry = show(LimitsEntry(one), 700, 500)
    entry.kbps.set_text("nhanh")
    entry.save()
    assert limits.of(one.desk).kbps == 0
    entry.kbps.set_text("32")
    entry.hours.set_text("tối")
    entry.save()
    assert limits.of(one.desk) == limits.Limits()
    entry.hours.set_text("17:00-7:00")
    entry.everything.click()
    entry.save()
    assert limits.of(one.desk) == replace(limits.Limits(), kbps=32, hours="17:00-07:00", everything=True)
    assert entry.hours.text() == "17:00-07:00"


def test_scans_go_on_a_stick_beside_the_changes(qtbot, sessions, tmp_path, show):
    one, two = sessions
    limits.pause(one.desk)
    case, sha256 = add(one, tmp_path)
    stick = tmp_path / "usb"
    stick.mkdir()
    line = show(StickLine(one), 600, 200)
    line.write(stick)
    qtbot.waitUntil(lambda: len(list(stick.iterdir())) == 2 and line._write.isEnabled(), timeout=10_000)
    parent = show(ScanShelf(two, case, watching=False), 900, 700)
    for path in sorted(stick.iterdir()):  # that of the changes, then that of the scans
        sheet = usb_sheet(parent, two, path)
        sheet.open()
        body = sheet._scroll.widget()
        qtbot.waitUntil(body.take.isEnabled, timeout=10_000)
        body.take.click()
        qtbot.waitUntil(lambda b=body: text("bundle.window.working") not in b._said.accessibleName(), timeout=10_000)
        sheet.close_sheet()
    assert scan_store.folder_of(two.desk).holds(sha256)
    assert way(one, sha256) == "waiting"  # no receipt of the province has named it yet
