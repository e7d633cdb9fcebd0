"""Pictures of the counter, from the empty form to the slip."""

from PySide6.QtCore import Qt

from tests.gallery.people import BIRTH_ANEW, BUILDING, COPIES, PERSON_AT_COUNTER
from tests.pictures import picture
from ui.counter.due_sheet import due_sheet, earlier_sheet

CTRL = Qt.KeyboardModifier.ControlModifier


def empty(s):
    """The form as it is for the next citizen; what other pictures entered is thrown away."""
    place = s.place("counter")
    place.received.forget()
    place.drafting.drop()
    place._empty()
    s.until(lambda: place.search.list.model().rowCount() > 0)
    return place


def chosen(s, code=BIRTH_ANEW):
    place = empty(s)
    procedure = s.desk.catalogue.in_force(code, s.desk.now().date())
    place.search.search(procedure.short, code)
    place._choose(procedure)
    s.settle()
    return place


def entered(s, code=BIRTH_ANEW):
    place = chosen(s, code)
    place.person.read_card(PERSON_AT_COUNTER)
    place.applicant.cells["phone"].set_value("0912 000 417")
    s.settle()
    return place


def counter_empty(s):
    empty(s)


def counter_search(s):
    place = empty(s)
    place.search.field.setFocus()
    s.type("cap so do")
    s.until(lambda: place.search.query() == "cap so do")
    s.settle(10)


def counter_half(s):
    place = chosen(s)
    place.applicant.cells["applicant_name"].set_value("Trần Thị Bích")
    place.applicant.cells["phone"].set_value("09120")
    s.settle()


def counter_ready(s):
    place = entered(s)
    for row in place.papers.rows():
        row.box.setChecked(True)
    s.settle()


def counter_long(s):
    place = entered(s, BUILDING)
    place.applicant.cells["applicant_name"].set_value("Nguyễn Hoàng Phạm Thị Thanh Xuân Quỳnh Như Ngọc")
    s.settle()


def counter_enterprise(s):
    place = chosen(s, "2.000575")
    place.applicant.show_values({
        "applicant_kind": "enterprise", "applicant_id": "3702911554",
        "applicant_name": "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Suối Mẫu",
        "submitter_name": "Bùi Thị Hường", "submitter_id": "079192005511",
    })  # fmt: skip
    place._edited()
    s.settle()


def counter_refused(s):
    place = chosen(s)
    place.applicant.cells["birth_date"].set_value("31/02/1990")
    place.save(printing=False)
    s.settle()


def counter_scans(s):
    place = entered(s)
    paths = []
    for name, seed in (("to-khai.jpg", 1), ("can-cuoc.jpg", 2)):
        path = s.folder.parent / name
        path.write_bytes(picture("JPEG", (400, 560), seed=seed))
        paths.append(path)
    pile = place.papers_section.scans.pile
    had = len(pile.items())
    place.papers_section.scans.take(paths)
    s.until(lambda: len(pile.items()) >= had + 2)
    s.settle(10)


def counter_card_garbled(s):
    place = chosen(s)
    place.person.read_card("079179004518||Traafn Thij Bichs|14081979|")
    s.settle()


def counter_received(s):
    place = entered(s, COPIES)
    place.save(printing=False)
    s.settle()


def counter_slip(s):
    place = entered(s)
    place.save(printing=True)
    return s.preview()


def counter_due(s):
    place = entered(s)
    place._set_time(due_sheet)
    s.sheet()


def counter_earlier(s):
    place = entered(s)
    place._set_time(earlier_sheet)
    s.sheet()


def counter_full(s):
    place = chosen(s, BUILDING)
    place.show_full(place.form.procedure)
    s.sheet()


def counter_hints(s):
    place = chosen(s)
    place._open_hints()
    s.sheet()


def counter_supplement(s):
    place = entered(s)
    place.finishing.turn_back("ask_supplement")
    s.sheet()


def counter_refuse(s):
    place = entered(s)
    place.finishing.turn_back("refuse")
    s.sheet()


def counter_aside(s):
    place = entered(s)
    place.next_citizen()
    place = chosen(s)
    place.applicant.cells["applicant_name"].set_value("Phan Đình Ngữ")
    place._edited()
    place.next_citizen()
    s.key(Qt.Key.Key_B, CTRL)
    s.sheet()


COUNTER = {name.replace("_", "-"): make for name, make in list(globals().items()) if name.startswith("counter_")}
"""Every function above that begins with the place's name."""
