"""The chapters of the story in their order: each does one thing as an officer would, verifies it, and gives figures."""

import shutil
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import counter, lists, store
from desk.cases import Case, Print
from desk.words import language, text
from installer.office import Office, enrol, make_home, provision
from installer.progress import step
from installer.story import reopening
from installer.story.stage import Pc, Server, hush, leaving, until, verify
from sync import doctor, paperwork
from ui import saving
from ui.cases.correcting import CorrectionSheet
from ui.cases.place import Cases
from ui.counter.place import Counter
from ui.preview import Preview
from ui.reconcile.place import Reconcile
from ui.words_of_delivery import sentence

PEOPLE = (("birth", "072179004518", "0912000417"), ("marriage", "072185001234", "0912000418"),
          ("copy", "072190005678", "0912000419"))  # fmt: skip
LATE_COMER = ("death", "072165009876", "0912000420")
PHONES = ("0912000471", "0912000714")
MOST_START = 5.0
"""Seconds that a second start may take on a PC that does nothing else; more is told, for PCs differ."""
"""Seconds the second start may take."""


def tell(office: Office, pictures: Path) -> None:
    """The whole story. Raises Stopped at the first thing that is not as it should be."""
    pictures.mkdir(parents=True, exist_ok=True)
    hush()
    QApplication.instance() or QApplication([])
    server = Server(office)
    try:
        password = _office(office, server)
        one, two = (Pc(office.home(pc), server.address) for pc in (1, 2))
        with leaving(one, two):
            held = _story(one, two, server, password, pictures)
        _reopen(office, server, password, held)
    finally:
        server.stop()


def open_again(office: Office) -> None:
    """The second start alone: the desk of PC 1 with all that it has kept. Raises Stopped when it does not open."""
    server = Server(office)
    try:
        password = _office(office, server)
        _reopen(office, server, password)
    finally:
        server.stop()


def _office(office: Office, server: Server) -> str:
    """The office as `installer run` makes it, with both PCs; the password of its officers."""
    new = not office.log_in.exists()
    if new:
        shutil.rmtree(office.folder, ignore_errors=True)
        office.folder.mkdir(parents=True)
        with step(text("installer.provision", folder=office.folder)):
            provision(office)
    with step(text("story.server")):
        server.start()
    if new:
        with step(text("installer.first_desk")):
            enrol(office, server.address)
    password, *names = office.log_in.read_text(encoding="utf-8").splitlines()
    if not office.home(2).exists():
        with step(text("story.second_pc")):
            make_home(office, 2, names[1], password, server.address)
    return password


def _story(one: Pc, two: Pc, server: Server, password: str, pictures: Path) -> int:
    """What happens between two PCs in a morning; how many cases the office holds then."""
    _log_in(one, two, password)
    cases = [_receive(one, *person, pictures) for person in PEOPLE]
    _slip(one, cases[0], pictures)
    _deliver(one)
    _arrive(two, cases, pictures)
    with step(text("story.down")):
        server.stop()
    late = _receive(one, *LATE_COMER, pictures)
    _work_apart(one, two, cases[0], pictures)
    with step(text("story.back")):
        server.start()
    _deliver_by_itself(one, two)
    _conflict(one, two, cases[0], pictures)
    _settle(one, cases[0], pictures)
    _converge(one, two, [*cases, late], pictures)
    return lists.counts(one.desk.db, one.desk.now())["all"]


def _log_in(one: Pc, two: Pc, password: str) -> None:
    with step(text("story.log_in")):
        waits = [pc.log_in(password) for pc in (one, two)]
        for pc in (one, two):
            pc.exchange()
        _say("story.figure.log_in", first=round(waits[0]), second=round(waits[1]), held=_count(one))


def _receive(pc: Pc, who: str, identity: str, phone: str, pictures: Path) -> str:
    """A citizen at the counter; the record id of the case."""
    with step(text("story.receive", what=text(f"story.{who}.procedure"))):
        place = pc.go("counter")
        assert isinstance(place, Counter)
        before, started = _count(pc), time.perf_counter()
        pc.type(place.search.field.edit, text(f"story.{who}.search"))
        found = until(text("story.what.procedure"), place.search.current)
        pc.press(Qt.Key.Key_Return)
        person = {"applicant_name": text(f"story.{who}.name"), "applicant_id": identity, "phone": phone}
        for name, value in person.items():
            pc.type(place.applicant.cells[name].edit, value)
        for paper in place.papers.rows():
            if paper.needed:
                pc.tick(paper.box)
        whole = time.perf_counter()
        pc.picture(pictures, f"1-counter-{who}")
        saved = time.perf_counter()
        pc.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        done = time.perf_counter()
        verify(text("story.what.saved"), _count(pc) == before + 1)
        case = lists.page(pc.desk.db, "all", pc.desk.now(), search=identity, limit=1)[0]
        verify(text("story.what.saved"), (case.procedure, case.phone) == (found.code, phone))
        _say("story.figure.receive", number=case.number, due=case.due_at.replace("T", " ") or "-",
             typed=round((whole - started) * 1000), saved=round((done - saved) * 1000))  # fmt: skip
        return case.id


def _slip(pc: Pc, id: str, pictures: Path) -> None:
    with step(text("story.slip")):
        place = pc.go("cases")
        assert isinstance(place, Cases)
        place.show_case(id)
        pc.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        preview = until(text("story.what.preview"), lambda: next(iter(pc.window.findChildren(Preview)), None))
        pages = len(preview.pages_shown())
        verify(text("story.what.preview"), pages > 0)
        pc.picture(pictures, "2-slip")
        case = counter.case_here(pc.desk.db, id)
        path, pdf = pictures / f"{case.number}.pdf", paperwork.slip_pdf(pc.desk, case)
        saving.write_whole(path, pdf)
        preview.saved.emit(str(path))
        verify(text("story.what.printed"), any(each.form == "01" for each in store.children(pc.desk.db, Print, id)))
        pc.press(Qt.Key.Key_Escape)
        _say("story.figure.slip", pages=pages, bytes=len(pdf), file=path.name)


def _deliver(pc: Pc) -> None:
    with step(text("story.deliver")):
        until(text("story.what.delivered"), lambda: pc.delivered)
        _say("story.figure.deliver", sentence=_sentence(pc), bytes=pc.bytes)


def _arrive(pc: Pc, ids: list[str], pictures: Path) -> None:
    with step(text("story.arrive")):
        before = pc.bytes
        pc.exchange()
        until(text("story.what.arrived"), lambda: all(store.get(pc.desk.db, Case, id) for id in ids))
        place = pc.go("cases")
        assert isinstance(place, Cases)
        place.show_list()
        place.list.views.choose("all")
        until(text("story.what.listed"), lambda: place.list.table.rows.cases == _count(pc))
        pc.picture(pictures, "3-list-on-the-other-pc")
        until(text("story.what.delivered"), lambda: pc.bytes > before)
        _say("story.figure.arrive", count=_count(pc), bytes=pc.bytes - before)


def _work_apart(one: Pc, two: Pc, id: str, pictures: Path) -> None:
    with step(text("story.apart")):
        for pc, phone in zip((one, two), PHONES, strict=True):
            _correct(pc, id, phone)
        until(text("story.what.waiting"), lambda: not one.delivered and not two.delivered)
        until(text("story.what.down"), lambda: one.program.session and one.program.session.syncing.delivery.reason)
        one.picture(pictures, "4-server-away")
        _say("story.figure.apart", sentence=_sentence(one))


def _correct(pc: Pc, id: str, phone: str) -> None:
    """Correct the phone number on the page of the case."""
    place = pc.go("cases")
    assert isinstance(place, Cases)
    place.show_case(id)
    pc.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    sheet = until(text("story.what.sheet"), lambda: _sheet(pc))
    cell = sheet.cells["phone"]
    pc.type(cell.focusProxy() or cell, phone)
    pc.press(Qt.Key.Key_F9)
    held = store.get(pc.desk.db, Case, id)
    verify(text("story.what.edited"), held is not None and held.phone == phone)


def _sheet(pc: Pc) -> CorrectionSheet | None:
    return next((each for each in pc.window.findChildren(CorrectionSheet) if each.isVisible()), None)


def _deliver_by_itself(one: Pc, two: Pc) -> None:
    with step(text("story.recover")):
        started = time.monotonic()
        until(text("story.what.recovered"), lambda: one.delivered and two.delivered, patience=60)
        _say("story.figure.recover", seconds=f"{time.monotonic() - started:.1f}", sentence=_sentence(one))


def _conflict(one: Pc, two: Pc, id: str, pictures: Path) -> None:
    with step(text("story.conflict")):
        for pc in (one, two):
            pc.exchange()
        for pc in (one, two):
            _see_conflict(pc, id, pictures)
        _say("story.figure.conflict", values=len(counter.versions(one.desk.db, id)["phone"]))


def _see_conflict(pc: Pc, id: str, pictures: Path) -> None:
    """The sign of two values on the page of the case."""
    until(text("story.what.conflict"), lambda: lists.conflicting(pc.desk.db, id) == ["phone"])
    place = pc.go("cases")
    assert isinstance(place, Cases)
    place.show_case(id)
    until(text("story.what.badge"), place.page.banner.isVisible)
    pc.picture(pictures, f"5-conflict-on-{pc.name}")


def _settle(pc: Pc, id: str, pictures: Path) -> None:
    with step(text("story.settle")):
        place = pc.go("reconcile")
        assert isinstance(place, Reconcile)
        place.show_dispute(id, "phone")
        until(text("story.what.cards"), lambda: len(place.versions.cards()) == len(PHONES))
        said = [card.said.replace(" ", "") for card in place.versions.cards()]
        pc.press(Qt.Key(Qt.Key.Key_1 + said.index(PHONES[1])))
        pc.type(place.deciding.reason.area, text("story.reason"))
        pc.picture(pictures, "6-settling")
        pc.press(Qt.Key.Key_F9)
        verify(text("story.what.settled"), not lists.conflicting(pc.desk.db, id))
        until(text("story.what.delivered"), lambda: pc.delivered)


def _converge(one: Pc, two: Pc, ids: list[str], pictures: Path) -> None:
    with step(text("story.converge")):
        two.exchange()
        until(text("story.what.settled"), lambda: lists.conflict_count(two.desk.db) == 0)
        same = all(store.get(one.desk.db, Case, id) == store.get(two.desk.db, Case, id) for id in ids)
        verify(text("story.what.same"), same and store.get(two.desk.db, Case, ids[0]).phone == PHONES[1])  # type: ignore[union-attr]
        two.picture(pictures, "7-agreed-on-the-other-pc")
        health = [doctor.examine(pc.desk) for pc in (one, two)]
        verify(text("story.what.sound"), not any(each.faults for each in health))
        _say("story.figure.converge", count=_count(one), one=one.bytes, two=two.bytes)


def _reopen(office: Office, server: Server, password: str, held: int | None = None) -> None:
    with step(text("story.reopen")):
        seconds, cases = reopening.start(office.home(1), server.address, password, language())
        verify(text("story.what.kept"), held in (None, cases))
        _say("story.figure.reopen", seconds=f"{seconds:.1f}", count=cases)
        if seconds >= MOST_START:
            _say("story.figure.slow", seconds=MOST_START)


def _count(pc: Pc) -> int:
    return lists.counts(pc.desk.db, pc.desk.now())["all"]


def _sentence(pc: Pc) -> str:
    """What the foot of the window says of delivery."""
    assert pc.program.session is not None
    return str(sentence(pc.program.session.syncing.delivery, pc.desk.now()))


def _say(key: str, **values: object) -> None:
    """A line of figures below the step, with the language's decimal mark."""
    if "seconds" in values:
        values["seconds"] = str(values["seconds"]).replace(".", text("installer.decimal_mark"))
    print(text(key, **values))
