"""What an eye would see wrong on a screen, found by measuring: text that is cut, things a screen reader can't name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget

from ui.kit.text import Elided

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit)


def cut_off(window):
    """The labels and buttons on show whose words need more room than they have; those that elide have a tool tip."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Elided):
            continue
        if isinstance(widget, QLabel) and widget.text():
            wide, high = label_needs(widget)
        elif isinstance(widget, QAbstractButton):
            wide, high = widget.minimumSizeHint().width(), widget.minimumSizeHint().height()
        else:
            continue
        if widget.width() < wide or widget.height() < high:
            found.append(f"{type(widget).__name__} {widget.text()!r}: {widget.size().toTuple()} of {(wide, high)}")
    return found


def label_needs(label):
    """The (width, height) a label's words need."""
    if not label.wordWrap():
        return label.minimumSizeHint().width(), label.minimumSizeHint().height()
    return 0, label.heightForWidth(label.width())


def unnamed(window):
    """The controls on show that a screen reader has no name for."""
    return [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS) and widget.isVisible() and not name_of(widget)
    ]


def name_of(widget):
    """What a screen reader says for a control."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def tab_order(window, qtbot, steps):
    """The names of the controls the tab key goes through, `steps` of them."""
    found = []
    for _ in range(steps):
        focused = window.window().focusWidget()
        found.append(name_of(focused))
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return found
