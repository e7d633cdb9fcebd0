"""Every sheet that a case is worked on with, in both languages and themes: whole, named, and drawn.

The pictures are an artefact: set CASEDESK_PICTURES to a folder to look at them.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk import words
from desk.cases import PaperGiven
from desk.casework import work
from desk.counter import move
from sync.paperwork import pinned
from tests.sync.offices import open_pcs, receive_case
from tests.ui.seen import cut_off, unnamed
from tests.ui.workplaces import Pc
from ui.cases.casefile import read
from ui.kit.sheet import Sheet
from ui.theme.dress import dress

PICTURES = os.environ.get("CASEDESK_PICTURES", "")
PERSON = "Nguyễn Hoàng Phạm Thị Thanh Xuân Quỳnh Như Ngọc"
SHEETS = {
    "process": ("handover", "allot", "ask_supplement", "refuse", "suspend", "apologise", "finish", "stop", "bind",
                "note", "edit", "forms", "hand_in"),
    "ask_supplement": ("supplement",),
    "supplement": (),
    "finish": ("return",),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    (found,) = open_pcs(tmp_path, 1)
    return found


def draw(pc, name):
    if PICTURES:
        pc.window.grab().save(str(Path(PICTURES) / f"{name}.png"))


def advance(pc, id, step):
    found = read(pc.desk, id)
    why = "Bản chính; Tờ khai" if step == "ask_supplement" else ""
    pc.session.do(lambda h: move(pc.desk.db, h, id, step, pinned(pc.desk, found.case), pc.desk.calendar, why))


@pytest.mark.parametrize(("language", "theme"), [("en", "dark")])
def test_every_sheet_is_whole_and_everything_in_it_has_a_name(desk, qapp, qtbot, show, language, theme):
    words.use(language)
    dress(qapp, theme)
    pc = Pc(desk)
    show(pc.window, 1366, 768)
    paper = PaperGiven("Văn bản xác nhận của người làm chứng về việc sinh, hoặc giấy cam đoan về việc sinh", "missing")
    id = receive_case(desk, name=PERSON, phone="0912000417", code="1.004884", papers=[paper])
    pc.cases.show_case(id)
    for step, names in SHEETS.items():
        advance(pc, id, step)
        for name in names:
            pc.cases.doing.do(name, id)
            QApplication.processEvents()
            sheet = next(each for each in pc.window.findChildren(Sheet) if each.isVisible())
            qtbot.waitUntil(lambda sheet=sheet: sheet._motion.state() == sheet._motion.State.Stopped)
            draw(pc, f"case-{name}-{language}-{theme}")
            assert (name, cut_off(sheet), unnamed(sheet)) == (name, [], [])
            sheet.close_sheet()
    pc.session.do(lambda h: work.give_back(desk.db, h, id, work.Taker()))
    pc.cases.doing.do("rate", id)
    QApplication.processEvents()
    draw(pc, f"case-rate-{language}-{theme}")
    assert cut_off(pc.window) == []
    pc.close()
