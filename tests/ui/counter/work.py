"""What a person at the counter does again and again, for tests."""

from PySide6.QtCore import Qt

from desk import store
from desk.cases import Case
from tests.ui.desks import press, type_letters


def choose(counter, qtbot, query="đăng ký lại khai sinh"):
    """Find a procedure and take it, as by hand."""
    counter.search.field.setFocus()
    type_letters(query)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: counter.form.procedure is not None)


def cases(counter):
    """The cases of the home, by number."""
    return store.select(counter.session.desk.db, Case, "ORDER BY number")
