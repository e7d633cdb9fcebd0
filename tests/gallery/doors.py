"""Pictures of the beginning of the day, of what stands behind the foot of the window, and of what citizens see."""

from desk import Unusable, drafts
from desk.lists.drafted import FAMILY
from desk.words import text
from sync.carriers.lan_preview import Offered
from sync.delivery import Delivery
from sync.reconcile.arriving import Arriving, Question
from tests.gallery.office import HANH, STAFF
from tests.gallery.people import BIRTH
from ui.citizen.screen import CitizenScreen
from ui.kiosk.kiosk import Kiosk
from ui.lan_line import LanLine
from ui.login import LogIn
from ui.officers.first_password import FirstPassword
from ui.trouble import no_desk, trouble_sheet


def log_in(s):
    names = [(name, name) for name in (HANH, *(name for name, _ in STAFF))]
    office, pc = s.desk.office.name, s.desk.device.name
    return s.show(LogIn(office, names, lambda name, password: None, pc=pc, version="1.0", now=s.desk.now))


def first_password(s):
    return s.show(FirstPassword(STAFF[-1][0], lambda password: None))


def no_home(s):
    return s.show(no_desk(Unusable("home.file_missing", path=r"C:\Casedesk\home\desk.db")))


def today(s, *, draft=True):
    owner = f"{FAMILY}{s.desk.by}#2"
    if draft:
        entered = {"person": {"applicant_name": "Vàng Thị Dụ"}, "query": "khai sinh"}
        drafts.keep(s.desk.db, owner, entered, int(s.desk.clock()))
    place = s.place("today")
    s.until(lambda: place._looked)
    place.refresh()
    drafts.drop(s.desk.db, owner)
    s.settle(6)


def today_unwell(s):
    """Nothing delivered since the day before, a clock that is wrong, no printer."""
    today(s, draft=False)
    place, before = s.workplace.place("today"), s.desk.clock_error
    s.desk.clock_error, place._printers = 400, ()
    place.refresh()
    s.settle(6)
    s.desk.clock_error = before


def trouble(s):
    s.place("cases")
    details = "RuntimeError\n  place.py:214 _choose\n  form.py:88 show_procedure\n  drafting.py:51 keep"
    sheet = trouble_sheet(s.window, details)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    s.sheet()


def keys(s):
    s.place("counter")
    s.workplace.show_keys()
    s.sheet()


def delivery(since, failing=None, waiting=0):
    """A picture of the panel for that state of delivery."""

    def made(s):
        s.place("cases")
        now = int(s.desk.clock())
        s.workplace.show_delivery()
        reason = text("sync.no_server", host="hoso.binhduong.gov.vn") if failing else ""
        said = Delivery(waiting, now - 5_400 if waiting else None, 91, now - since, failing and now - failing, reason)
        s.session.syncing.told.emit(said)
        s.sheet()

    return made


def lan_preview(s):
    """What a neighbour would bring, before it is taken in."""
    delivery(5_400, None, 3)(s)
    line = s.window.findChild(LanLine)
    line.address.set_text("192.168.1.7")
    kinds = [("field", "phone"), ("state", "state"), ("twice", "verdict")]
    asked = tuple(Question(kind, field, (f"02-0001{n}-A",)) for n, (kind, field) in enumerate(kinds))
    member = next(each for each in s.desk.keyring.roster.members if each.id != s.desk.device.id)
    line._offered(Offered(member.id, Arriving(48, 0, asked), False))
    s.settle(6)


def citizen(s):
    screen = CitizenScreen(s.desk.office.name, thanks=0)
    return s.show(screen)


ENTERED = {
    "procedure_name": "Đăng ký lại khai sinh", "applicant_name": "Trần Thị Bích Phượng", "applicant_id": "079179004518",
    "birth_date": "1979-08-14", "sex": "female", "address": "Tổ 4, khu phố Ninh Trung, phường Tân Hòa Đông",
    "phone": "0912000417", "fee": 8000, "due_at": "2026-11-27T17:00",
}  # fmt: skip


def citizen_entry(s):
    screen = citizen(s)
    screen.show_entry(ENTERED, ask=True)
    return screen


def citizen_rating(s):
    screen = citizen(s)
    screen.show_entry(ENTERED)
    screen.ask_rating()
    return screen


def kiosk(s):
    return s.show(Kiosk(s.desk.catalogue.current(s.desk.now().date()), s.desk.office.name))


def kiosk_found(s):
    made = kiosk(s)
    made.shown()._write("khai sinh")
    s.settle()
    return made


def kiosk_procedure(s):
    made = kiosk(s)
    made.show_procedure(s.desk.catalogue.in_force(BIRTH, s.desk.now().date()))
    return made


DOORS = {
    "log-in": log_in,
    "first-password": first_password,
    "no-home": no_home,
    "today": today,
    "today-unwell": today_unwell,
    "trouble": trouble,
    "keys": keys,
    "delivery-offline": delivery(60_000, 5_300, 7),
    "delivery-waiting": delivery(5_400, None, 3),
    "delivery-all": delivery(240),
    "delivery-lan-preview": lan_preview,
    "citizen": citizen,
    "citizen-entry": citizen_entry,
    "citizen-rating": citizen_rating,
    "kiosk": kiosk,
    "kiosk-found": kiosk_found,
    "kiosk-procedure": kiosk_procedure,
}
