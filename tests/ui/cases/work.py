"""What an officer does on the page of a case, for tests: pressed, and read from what the log then holds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case
from desk.counter import move
from sync import log
from sync.keys import accounts
from sync.paperwork import pinned
from tests.sync.offices import PASSWORD

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fea735810000000049454e44ae426082"
)


def officer(pc, name, *roles, until=""):
    change, _ = pc.desk.do(accounts.add(pc.desk.db, name, roles, PASSWORD, until=until))
    return next(edit.id for edit in change.edits if edit.kind == "officer")


def at_work(pc, who, id):
    """Another officer at this PC; the page as they see it."""
    pc.desk.by = who
    pc.cases.show_case(id)


def case(pc, id):
    return store.get(pc.desk.db, Case, id)


def procedure(pc, id):
    return pinned(pc.desk, case(pc, id))


def sheet_of(pc, kind):
    return next(each for each in pc.window.findChildren(kind) if each.isVisible())


def press(qtbot, pc, key, modifier=Qt.KeyboardModifier.NoModifier):
    QApplication.processEvents()
    pc.window.activateWindow()
    qtbot.waitUntil(pc.window.isActiveWindow)
    qtbot.keyClick(pc.window.focusWidget() or pc.window, key, modifier)


def do(pc, decide):
    pc.session.do(decide)


def moved(pc, id, *steps):
    for step in steps:
        reason = "Thiếu bản chính" if step in ("ask_supplement", "refuse", "stop", "withdraw") else ""
        do(pc, lambda h, s=step, r=reason: move(pc.desk.db, h, id, s, procedure(pc, id), pc.desk.calendar, r))


def last_action(pc, id):
    return log.history(pc.desk.db, id)[-1].change.action


def primary(pc):
    return pc.cases.page.next.primary
