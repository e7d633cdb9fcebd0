"""Pictures of what is on its way: scans between PCs and the province, files on a stick, a history that is coming."""

from datetime import datetime
from unittest.mock import patch

from desk.scans import scanning
from desk.words import text
from sync import filling
from sync.delivery import Delivery
from sync.filling import Filling
from sync.scans import limits, scan_store, travel
from sync.scans.limits import Limits
from tests.gallery.working import case_page
from tests.pictures import picture
from ui.usb_sheet import usb_sheet

PAPERS = (
    "Tờ khai đăng ký khai sinh kết hợp cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi.jpg", "Giấy chứng sinh.jpg",
    "Giấy chứng nhận kết hôn.jpg", "Căn cước của người yêu cầu.jpg",
)  # fmt: skip
SIGNED, WAITING, ELSEWHERE, COMING = range(4)


def linked(s):
    """For one picture the PC knows a server, and is left in peace by it."""
    syncing = s.session.syncing
    syncing._timer.stop()  # what was begun before is not to meet a server that is none
    for each in (
        patch.object(syncing, "_carrier", object()), patch.object(syncing._timer, "start"),
        patch.object(s.session.scans, "go"),
    ):  # fmt: skip
        each.start()
        s.at_end(each.stop)


def scans(s):
    """The shelf of a case with a scan of every standing; what is done about it is taken back after the picture."""
    linked(s)
    id, desk = s.office.cases["again"][0], s.desk
    place = case_page(s, id)
    place.page._parts.choose("scans")
    shelf = place.page.scans._make()
    if not shelf.pile.items():
        added(s, id)
    hashes = [item.sha256 for item in shelf.pile.items()]
    sent = [hashes[SIGNED], b"", b"", 412_000, 412_000, 1, int(desk.clock())]
    desk.db.execute("INSERT OR REPLACE INTO scan_sent VALUES (?, ?, ?, ?, ?, ?, ?)", sent)
    travel.note_rate(desk, 6_000)
    travel.coming(desk, hashes[COMING], 131_072)
    desk.db.execute("DELETE FROM scan_file WHERE sha256 IN (?, ?)", [hashes[ELSEWHERE], hashes[COMING]])
    s.at_end(lambda: desk.db.execute("DELETE FROM scan_wanted"))
    s.session.scans.recount()
    s.settle(10)
    return shelf


def added(s, id):
    desk, folder = s.desk, scan_store.folder_of(s.desk)
    for seed, name in enumerate(PAPERS):
        path = s.folder.parent / name
        path.write_bytes(picture("JPEG", (900, 1240), seed=seed))
        file = folder.keep(path).file
        if seed < ELSEWHERE:
            scan_store.note(desk, file)
        else:
            folder.path(file.sha256).unlink()
        s.session.do(lambda hand, f=file: scanning.add(desk.db, hand, id, [f]))


def panel(s):
    """The panel of delivery where all changes are delivered."""
    s.workplace.show_delivery()
    s.session.syncing.told.emit(Delivery(0, None, 91, int(s.desk.clock()) - 240, None, ""))
    s.sheet()


def scans_panel(s, wanted=None):
    """The panel of delivery while scans wait."""
    scans(s)
    limits.put(s.desk, wanted or Limits())
    s.at_end(lambda: limits.put(s.desk, Limits()))
    panel(s)


def scans_fetched(s, *, kept_away=False):
    """A scan that lies on another PC, opened."""
    shelf, ways = scans(s), s.session.scans
    asked, sha256 = patch.object(ways, "bring"), shelf.pile.items()[ELSEWHERE].sha256
    with asked as bring:
        shelf.look_at(shelf.pile.items()[ELSEWHERE].id)
        s.until(lambda: bring.called)
    travel.coming(s.desk, sha256, 196_608)
    ways.told.emit()
    if kept_away:
        ways.kept_away.emit(sha256, text("sync.no_server", host="hoso.binhduong.gov.vn"))
    s.at_end(shelf._sheet.close_sheet)
    s.settle(10)


def stick_of_scans(s):
    """A file of scans from a stick."""
    path = s.folder.parent / "02-2026-11-20-0941.cdscans"
    path.write_bytes(b"")
    s.place("cases")
    with patch("ui.usb_sheet.scan_bundle.is_scans", return_value=True):
        usb_sheet(s.window, s.session, path).open()
    s.sheet()


def foot_filling(s):
    """The foot of a new PC to which the history of the office is coming."""
    linked(s)
    s.place("today")
    until = int((datetime(2026, 11, 3, 10) - datetime(1970, 1, 1)).total_seconds())
    with patch.object(filling, "filling", return_value=Filling(14_200, 50_310, until)):
        s.session.syncing.told.emit(Delivery(0, None, 91, int(s.desk.clock()) - 240, None, ""))
    s.settle()


def foot_copy(s):
    """The foot, and the panel behind it, of a PC whose disk was copied and which waits for a number of its own."""
    linked(s)
    s.desk.db.execute("INSERT INTO successor VALUES (1, x'', x'', x'', 0)")
    s.at_end(lambda: s.desk.db.execute("DELETE FROM successor"))
    s.place("cases")
    panel(s)


TRAVELLING = {
    "scans-standing": lambda s: scans(s) and None,
    "scans-panel": scans_panel,
    "scans-panel-paused": lambda s: scans_panel(s, Limits(kbps=256, hours="17:00-07:00", paused=True)),
    "scans-fetching": scans_fetched,
    "scans-kept-away": lambda s: scans_fetched(s, kept_away=True),
    "scans-stick": stick_of_scans,
    "foot-filling": foot_filling,
    "foot-copy": foot_copy,
}
