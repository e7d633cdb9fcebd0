"""Pictures of how PCs come into an office: the new PC, the office that takes it in, the province that holds the key."""

from tests.sync.keyed import OFFICE, Keyed, stranger
from tests.sync.offices import PASSWORD
from ui.joining.begin import Begin
from ui.joining.waiting import Waiting
from ui.places import SPOTS
from ui.province.first import First
from ui.province.hand import Hand
from ui.province.window import ProvinceWindow
from ui.session import Session
from ui.settings.place import Settings
from ui.workplace import Workplace

OFFICES = ("UBND xã Ea Knuêc", "UBND phường Cửa Nam", "Trung tâm Phục vụ hành chính công xã Nà Ư", "UBND xã Ninh Hậu")


def keyed(s):
    """The province of all these pictures, made when the first of them is drawn."""
    from sync.province import acts

    if not hasattr(s, "keyed"):
        root = s.folder.parent / f"{s.folder.name}-keys"
        root.mkdir()
        made = s.keyed = Keyed(root)
        made.take_in(name="QUẦY-01", delegated=True)
        for number in (2, 3):
            made.on_paper(f"QUẦY-{number:02}")
        made.take_in(name="QUẦY-03B", replaces=made.devices[2])
        acts.revoke(made.folder, made.secret, OFFICE, made.devices[2], 1284, "mất cắp tại trụ sở đêm 12/11")
        for number, name in enumerate(OFFICES, 563):
            acts.open_office(made.folder, made.secret, f"{number:05}", name)
        made.invited = acts.invite(made.folder, made.secret, OFFICE, days=14)
        for wished in ("QUẦY-07", "MỘT CỬA 2"):
            made.folder.keep_request(stranger(acts.invite(made.folder, made.secret, OFFICE, days=14), wished))
    return s.keyed


def begin(s, way="enrol"):
    screen = Begin(keyed(s).root / "none")
    s.at_end(screen.close_down)
    s.show(screen)
    screen.choose(way)
    s.settle()
    return screen


def backed_up(s):
    """A stick with backups of this PC, one of them damaged; the newest is whole."""
    from sync import jobs
    from sync.backup import writing

    stick = keyed(s).root / "USB"
    if not stick.exists():
        stick.mkdir()
        before = s.desk.clock
        for days in (2, 1, 0):
            s.desk.clock = lambda days=days: before() - days * 86_400
            written = jobs.run(writing.write(s.desk, stick))
            if days == 2:
                (written.path / "backup.json").write_text("{}", encoding="utf-8")
        s.desk.clock = before
    return stick


def restore(s, *, row=0):
    screen = begin(s, "restore")
    screen.restoring.copies.look(backed_up(s))
    copies = screen.restoring.copies
    s.until(lambda: copies.list.model().rowCount() and not copies._checking and copies._outcomes)
    copies.list.setCurrentIndex(copies.list.model().index(row))
    s.settle()
    return screen


def restore_under_way(s):
    from ui.joining.restoring import Restoring

    screen = restore(s)
    screen.restoring._share = 43
    Restoring._tell(screen.restoring)
    s.settle()
    return screen


def invited(s):
    screen = begin(s)
    screen.invited.given.set_text(keyed(s).invited.qr)
    screen.invited.read()
    s.settle()
    return screen


def waiting(s):
    from sync import enrolling, home

    folder = keyed(s).root / "waits"
    if not folder.exists():
        enrolling.begin(folder, keyed(s).invited, "Lê Văn Tám", PASSWORD)
    lock, key = home.unlock(folder, PASSWORD)
    screen = Waiting(folder, key, lock.officer, "http://127.0.0.1:9")
    s.at_end(screen.close_down)
    s.show(screen)
    s.until(lambda: not screen._asking)
    return screen


def first(way):
    def made(s):
        from sync.province.folder import Folder

        screen = First(Folder(keyed(s).root / "new"))
        screen.choose(way)
        return s.show(screen)

    return made


def sheet(steps):
    def made(s):
        screen = first("split")(s)
        screen.name.set_text("tỉnh Bình Dương")
        for step in range(steps):
            screen.shown.go_on() if step else screen.begin()
        s.settle()
        return screen

    return made


def province(s, *, locked=False):
    hand = Hand(keyed(s).folder)
    window = ProvinceWindow(hand)
    s.at_end(hand.close)
    s.show(window)
    s.until(lambda: hand.offices)
    if not locked:
        hand.unlock(keyed(s).secret)
    window.places["offices"].page.ledger.choose(keyed(s).devices[1])
    s.settle()
    return window


def place(key):
    def made(s):
        window = province(s)
        window.open(key)
        s.settle()
        return window

    return made


def office(act, then=lambda page: None, **how):
    """A sheet of an office, opened by one of its buttons."""

    def made(s):
        window = province(s, **how)
        page = window.places["offices"].page
        getattr(page, act).click()
        then(page)
        s.settle(8)
        return window

    return made


def pcs(s, number=0):
    """The page of PCs at one of the office's PCs."""
    from sync import home
    from sync.keys import keyring

    folder = keyed(s).homes[number]
    session = Session(home.open_home(folder, PASSWORD), folder=folder)
    workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "settings"])
    s.at_end(workplace.close, session.close)
    s.show(workplace.window)
    settings = workplace.place("settings")
    s.choose(settings.list, "pcs")
    found = settings.page("pcs")
    desk = session.desk
    keyring.renew(desk.db, desk.keyring, bytes(keyed(s).folder.office(OFFICE).roster))
    found.show_pcs()
    found.ledger.choose(keyed(s).devices[1])
    s.settle()
    return found


def at_pc(number, act=lambda page: None):
    def made(s):
        page = pcs(s, number)
        act(page)
        s.settle(8)
        return page.window()

    return made


def ask_and_show(page):
    page.invite.click()
    page.opened.invite()
    made = page.opened.handed.invitation
    page.opened.sheet.close_sheet()
    page.add_request(stranger(made))
    page.show_requests()


def trail_of_pcs(s):
    """What the audit trail tells of PCs: the province's word, and what was done at this one."""
    from sync import takeover, taking_in

    page = pcs(s)
    settings, desk = page.window().findChild(Settings), page.session.desk
    if not hasattr(s, "acted"):
        s.acted = True
        request = stranger(taking_in.invite(desk, "", int(desk.clock() * 1000) + 86_400_000), "QUẦY-12")
        taking_in.approve(desk, request)
        taking_in.revoke(desk, request.device, 0)
        takeover.take_over(desk, takeover.meant(desk, "QUẦY-02"))
        desk.audit("write_backup", detail=r"E:\CaseDesk\00562-pc01-lpq2kx7a\20261122T155230Z")
    s.choose(settings.list, "trail")
    settings.page("trail").kind.choose("pcs")
    s.settle()
    return page.window()


KEYS = {
    "new-pc": begin,
    "new-pc-invited": invited,
    "new-pc-restore-empty": lambda s: begin(s, "restore"),
    "new-pc-restore": restore,
    "new-pc-restore-damaged": lambda s: restore(s, row=2),
    "new-pc-restore-under-way": restore_under_way,
    "new-pc-trial": lambda s: begin(s, "trial"),
    "new-pc-waiting": waiting,
    "pcs-trail": trail_of_pcs,
    "province-first": first("password"),
    "province-first-again": first("again"),
    "province-sheet": sheet(1),
    "province-sheet-check": sheet(2),
    "province-offices": lambda s: province(s, locked=True),
    "province-unlock": office("revoke", locked=True),
    "province-revoke": office("revoke"),
    "province-delegate": office("trust"),
    "province-invited": office("invite", lambda page: page.opened.invite()),
    "province-requests": place("asking"),
    "province-carry": place("carry"),
    "province-own": place("own"),
    "pcs": at_pc(0),
    "pcs-invite": at_pc(0, lambda page: page.invite.click()),
    "pcs-requests": at_pc(0, ask_and_show),
    "pcs-revoke": at_pc(0, lambda page: page.revoke.click()),
    "pcs-heir": at_pc(1),
    "pcs-takeover": at_pc(1, lambda page: page.take_over("")),
}
