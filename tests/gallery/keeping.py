"""Pictures of books, the register, procedures and the settings, with the sheets they open."""

import json
from dataclasses import replace

from PySide6.QtWidgets import QAbstractScrollArea

from desk import Refused, store
from desk.officers.officer import Officer
from desk.procedures import catalogue
from sync.backup import noted
from tests.gallery.people import BIRTH, BIRTH_ANEW, BUILDING
from ui.preview import Preview
from ui.settings.place import ICONS


def books(s, key):
    place = s.place("books")
    s.choose(place.list, key)
    return place


def book(s):
    keys = [key for key in s.place("books")._books if "BS" in key]
    return books(s, keys[0]).book


def book_page(s):
    book(s)


def register(s):
    books(s, "07")


def register_print(s):
    books(s, "07").register.show_print()
    s.sheet()


def unopened(s):
    books(s, next(iter(s.place("books")._waiting)))


def book_sheet(name):
    """A picture of the sheet of a thing that may be done with a book."""

    def made(s):
        page = book(s)
        getattr(page.asker, name)(page.book)
        s.sheet()

    return made


def book_print(s):
    book(s).show_print()
    s.sheet()


def procedures(s):
    place = s.place("procedures")
    place.search.search("")
    s.until(lambda: place.search.list.model().rowCount() > 0)
    return place


def procedure(s, code=BIRTH_ANEW):
    place = procedures(s)
    place.show_procedure(s.desk.catalogue.in_force(code, s.desk.now().date()))
    s.settle()
    return place


def procedures_search(s):
    place = procedures(s)
    place.search.search("giay doc than")
    s.settle(6)


def procedure_page(s):
    procedure(s)


def procedure_long(s):
    procedure(s, BUILDING)


def catalogue_file(s):
    """A file with an older version, a procedure of the past, and two records that are none."""
    now = s.desk.catalogue.in_force(BIRTH, s.desk.now().date())
    old = replace(now, version="2025-01", effective_from="2025-01-01", effective_to="2026-06-30", result="Trích lục")
    name = "Cấp lại sổ hộ khẩu"
    gone = replace(old, code="1.009999", short=name, name=name, effective_to="2025-01-01")
    whole = catalogue.write([old, gone])
    path = s.folder.parent / "danh-muc-2025-01.json"
    path.write_text(json.dumps({**whole, "procedures": [*whole["procedures"], {"code": 7}]}), encoding="utf-8")
    return path


def import_report(s):
    place = procedures(s)
    place.importing.report = None
    place.importing.read(catalogue_file(s))
    s.until(lambda: place.importing.report is not None)
    s.sheet()
    return place


def procedure_versions(s):
    place = procedures(s)
    if len(s.desk.catalogue.versions(BIRTH)) == 1:
        import_report(s).importing.report.keep.click()
        s.until(lambda: len(s.desk.catalogue.versions(BIRTH)) == 2)
    procedure(s, BIRTH)
    return place


def procedure_differences(s):
    place = procedure_versions(s)
    place.compare("")
    s.sheet()


def procedure_abolish(s):
    place = procedure(s)
    place.versions.end.click()
    s.sheet()


def procedure_hint(s):
    procedure(s).hints.open()
    s.sheet()


def publish(s):
    procedures(s).publish()
    s.sheet()


def publish_board(s):
    place = procedures(s)
    sheet = place.publish()
    sheet.field.choose("Chứng thực")
    sheet.show_board()
    s.until(lambda: s.window.findChildren(Preview))
    s.sheet()


def settings(name):
    """A picture of one page of the settings."""

    def made(s):
        place = s.place("settings")
        s.choose(place.list, name)
        s.settle()
        return

    return made


def page(s, name):
    settings(name)(s)
    return s.workplace.place("settings").page(name)


def calendar_day(s):
    page(s, "calendar").ask_day()
    s.sheet()


def forms_sample(s):
    page(s, "forms").show_sample("01", {})
    s.sheet()


def deciders_end(s):
    made = page(s, "deciders")
    made.reasons.set_value("đã gọi công dân xác nhận\ntheo giấy tờ bản gốc")
    bar = made.findChild(QAbstractScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    s.settle()


def backup_failed(s):
    noted.note(s.desk, folder="E:\\", at=int(s.desk.clock()) - 5 * 86_400, size=38_400_000, changes=12_406)
    noted.note(s.desk, reason=str(Refused("backup.not_there", path="E:\\")))
    page(s, "backup")
    s.session.backing.changed.emit()
    s.settle()


def officer(s):
    page(s, "officers")
    here = s.workplace.place("settings").officers
    here.look_at(next(each for each in store.select(s.desk.db, Officer) if each.name == "Lê Văn Tám"))
    s.sheet()


def officer_new(s):
    page(s, "officers")
    s.workplace.place("settings").officers.appoint()
    s.sheet()


def own_password(s):
    page(s, "officers")
    s.workplace.place("settings").officers.change_own()
    s.sheet()


KEEPING = {
    "book": book_page,
    "book-void": book_sheet("void"),
    "book-reserve": book_sheet("reserve"),
    "book-hand-over": book_sheet("hand_over"),
    "book-close": book_sheet("close"),
    "book-print": book_print,
    "book-unopened": unopened,
    "register": register,
    "register-print": register_print,
    "procedures": lambda s: procedures(s) and None,
    "procedures-search": procedures_search,
    "procedure": procedure_page,
    "procedure-long": procedure_long,
    "procedure-hint": procedure_hint,
    "procedure-abolish": procedure_abolish,
    "import-report": lambda s: import_report(s) and None,
    "procedure-versions": lambda s: procedure_versions(s) and None,
    "procedure-differences": procedure_differences,
    "publish": publish,
    "publish-board": publish_board,
    **{f"settings-{name}": settings(name) for name in ICONS},
    "settings-backup-failed": backup_failed,
    "settings-calendar-day": calendar_day,
    "settings-forms-sample": forms_sample,
    "settings-deciders-end": deciders_end,
    "officer": officer,
    "officer-new": officer_new,
    "own-password": own_password,
}
