"""Pictures of the lists, of one case in every stage with its sheets, and of what people disagree about."""

from datetime import date

from PySide6.QtCore import Qt

from desk import store
from desk.cases import Case
from desk.reconcile.disputes import Kind
from sync.reconcile import deciding
from tests.gallery.office import WAYS
from tests.pictures import pdf, picture
from ui.lists.views import PARTS
from ui.reconcile.version_card import VersionCard

CTRL = Qt.KeyboardModifier.ControlModifier


def cases(s):
    """The list of cases, without search and at its first list."""
    place = s.place("cases")
    place.show_list()
    place.list.search("")
    place.list.leave_day()
    place.list.tools.choose_order("due")
    s.window.header.search.set_text("")
    place.list.views.choose("open")
    s.settle()
    return place


def listed(view):
    """A picture of that list."""

    def made(s):
        place = cases(s)
        place.list.views.choose(view)
        s.settle(8)

    return made


def list_calendar(s):
    cases(s).list.show_calendar()
    s.settle(6)


def list_day(s):
    place = cases(s)
    place.list.show_calendar()
    place.list.show_day(date(2026, 11, 23))
    s.settle(8)


def list_search(s):
    place = cases(s)
    s.window.header.search.set_text("nguyen hoang pham")
    place.list.search("nguyen hoang pham")
    s.settle(8)


def list_nothing_found(s):
    place = cases(s)
    s.window.header.search.set_text("không có ai")
    place.list.search("không có ai")
    s.settle(8)


def list_filter(s):
    place = cases(s)
    place.list.own.ask("", place.list.asked)
    s.sheet()


def case_page(s, id):
    place = s.place("cases")
    place.show_case(id)
    s.settle(6)
    return place


def stage(way):
    """A picture of the first case that went this way."""

    def made(s):
        case_page(s, s.office.cases[way][0])

    return made


def case_conflict(s):
    case_page(s, s.office.disputed["field"])


def case_scans(s):
    place = case_page(s, s.office.cases["handed"][0])
    paths = []
    for name, data in (("to-khai.pdf", pdf(2)), ("trich-luc.jpg", picture("JPEG", (400, 560)))):
        path = s.folder.parent / name
        path.write_bytes(data)
        paths.append(path)
    place.page._parts.choose("scans")
    shelf = place.page.scans._make()
    if not shelf.pile.items():
        shelf.take(paths)
        s.until(lambda: len(shelf.pile.items()) == 2 and not shelf.taking.busy)
    s.settle(10)
    return


def case_scan_large(s):
    case_scans(s)
    shelf = s.workplace.place("cases").page.scans._make()
    shelf.look_at(shelf.pile.items()[0].id)
    s.settle(10)


def case_sheet(way, action, field=""):
    """A picture of the sheet of an action at a case that went this way."""

    def made(s):
        id = s.office.cases[way][-1]
        place = case_page(s, id)
        place.doing.do(action, id, field)
        s.sheet()

    return made


def case_form(way, form):
    """A picture of the preview of a printed form."""

    def made(s):
        from ui.cases.casefile import read

        id = s.office.cases[way][0]
        place = case_page(s, id)
        place.doing.show(read(s.desk, id), form)
        s.sheet()

    return made


def asked(kind, field=""):
    """A picture of the first question of a kind."""

    def made(s):
        place = s.place("reconcile")
        place._close_group()
        place.refresh()
        waiting = (*place._waiting.asked, *place._waiting.told)
        found = next(each for each in waiting if each.kind is kind and field in ("", each.field))
        place._fill_list(found.key)
        s.until(lambda: [card for card in place.versions.findChildren(VersionCard) if card.isVisible()])
        return

    return made


def reconcile_chosen(s):
    asked(Kind.FIELD, "phone")(s)
    place = s.workplace.place("reconcile")
    place.versions.choose(0)
    place.deciding.reason.set_value("Đã gọi số này lúc 09:40, đúng người")
    s.settle()


def reconcile_group(s):
    asked(Kind.FIELD, "phone")(s)
    s.workplace.place("reconcile")._open_group()
    s.settle()


def reconcile_replay(s):
    asked(Kind.FIELD, "phone")(s)
    s.workplace.place("reconcile")._replay()
    s.sheet()


def reconcile_online(s):
    place = s.place("reconcile")
    place._close_group()
    waiting = lambda: [each for each in place._waiting.asked if each.kind is Kind.ONLINE]  # noqa: E731
    place.refresh()
    if not waiting():
        copied = {"applicant_name": "NGUYỄN HOÀNG PHẠM", "received": "2026-11-19", "stands": "Chờ bổ sung hồ sơ",
                  "procedure_name": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh"}  # fmt: skip
        numbers = [case.number for case in store.select(s.desk.db, Case, "WHERE portal_number = '' LIMIT 2")]
        note = deciding.note_online
        s.session.do(lambda hand: note(s.desk, hand, "H57.23.11-261119-0042", copied, numbers[0]))
    place.refresh()
    place._fill_list(waiting()[0].key)
    s.settle(8)


def reconcile_online_sheet(s):
    s.place("reconcile")
    s.key(Qt.Key.Key_T, CTRL)
    s.sheet()


WORKING = {
    **{f"list-{each.key}": listed(each.key) for _, views in PARTS for each in views},
    "list-calendar": list_calendar,
    "list-day": list_day,
    "list-search": list_search,
    "list-nothing-found": list_nothing_found,
    "list-filter": list_filter,
    **{f"case-{way}": stage(way) for way in WAYS},
    "case-conflict": case_conflict,
    "case-scans": case_scans,
    "case-scan-large": case_scan_large,
    "case-sheet-supplement": case_sheet("received", "ask_supplement"),
    "case-sheet-refuse": case_sheet("received", "refuse"),
    "case-sheet-handover": case_sheet("taken", "handover"),
    "case-sheet-allot": case_sheet("received", "allot"),
    "case-sheet-suspend": case_sheet("taken", "suspend"),
    "case-sheet-apologise": case_sheet("taken", "apologise"),
    "case-sheet-finish": case_sheet("taken", "finish"),
    "case-sheet-return": case_sheet("done", "return"),
    "case-sheet-rate": case_sheet("returned", "rate"),
    "case-sheet-bind": case_sheet("taken", "bind"),
    "case-sheet-note": case_sheet("taken", "note"),
    "case-sheet-edit": case_sheet("taken", "edit", "phone"),
    "case-sheet-forms": case_sheet("asked", "forms"),
    "case-form-01": case_form("taken", "01"),
    "case-form-02": case_form("asked", "02"),
    "case-form-06": case_form("handed", "06"),
    "reconcile-field": asked(Kind.FIELD, "phone"),
    "reconcile-address": asked(Kind.FIELD, "address"),
    "reconcile-state": asked(Kind.STATE),
    "reconcile-twice": asked(Kind.TWICE),
    "reconcile-void": asked(Kind.VOID),
    "reconcile-lost": asked(Kind.LOST),
    "reconcile-chosen": reconcile_chosen,
    "reconcile-group": reconcile_group,
    "reconcile-replay": reconcile_replay,
    "reconcile-online": reconcile_online,
    "reconcile-online-sheet": reconcile_online_sheet,
}
