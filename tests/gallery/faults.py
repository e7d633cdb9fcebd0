"""What is wrong with a window on show: nothing drawn, words cut off, nameless controls, another language, no glyph."""

import re
from functools import cache
from unicodedata import category

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from desk import words
from desk.procedures import catalogue
from tests.ui.seen import cut_off, unnamed

UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
LEAST_COLOURS = 8
"""An empty window has a ground, a line and little else."""
OWN_NAMES = ("Tiếng Việt", "English")
"""What a language is called, whichever is spoken."""
LEAST_SAID = 6
"""Letters that a text of the catalogue needs to be told from a code or a name."""


def faults(window, picture, language):
    """Sentences about what is wrong; none is what we want."""
    said = spoken(window)
    other = next(each for each in words.LANGUAGES if each != language)
    found = [f"cut off: {each}" for each in cut_off(window)] + [f"no name: {each}" for each in unnamed(window)]
    found += [f"{other}: {each!r}" for each in foreign(said, language, other)]
    found += [f"no glyph: {each!r}" for each in unwritable("".join(sorted(set("".join(said)))), window.font())]
    return found + ([] if colours(picture) >= LEAST_COLOURS else ["empty"])


def spoken(window):
    """All words that a window on show says: of its widgets, and of the rows it has painted."""
    said = set()
    for widget in (window, *window.findChildren(QWidget)):
        if widget is window or widget.isVisible():
            said.update(_of(widget))
    return sorted(said - {""})


def _of(widget):
    yield widget.accessibleName()
    yield widget.toolTip()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QAbstractItemView):
        yield from _rows(widget)


def _rows(view):
    model = view.model()
    columns = range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1)
    for place in range(min(model.rowCount(), 60) if model else 0):
        for column in columns:
            index = model.index(place, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield from (value for value in [index.data(role)] if isinstance(value, str))


def foreign(said, language, other):
    """Those of the texts that stand in the other language's catalogue and not in the one in use."""
    here, there = plain(language), plain(other)
    return [each for each in said if each in there and each not in here and each not in data()]


@cache
def data():
    """What is said in Vietnamese whatever the language: the procedures' own words, and the names of languages."""
    procedures = list(catalogue.starter())
    waiting = [catalogue.to_json(each) for each in procedures]
    found = {*OWN_NAMES, *(step.name for each in procedures for step in each.steps)}
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return found


@cache
def plain(language):
    """The texts of a catalogue that are said as they stand, as sentences and with a capital too."""
    found = {each for each in words.catalogue(language).values() if "{" not in each and len(each) >= LEAST_SAID}
    found = {each for each in found if re.search(r"[a-zà-ỹ]{3}", each)}
    return found | {each[:1].upper() + each[1:] for each in found}


def unwritable(letters, font):
    """The letters no font here has a glyph for."""
    return [letter for letter in letters if category(letter) not in UNSEEN and not _has_glyph(letter, font)]


@cache
def _glyphless(letter, family):
    layout = QTextLayout(letter)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())


def _has_glyph(letter, font):
    return not _glyphless(letter, font.family())


def colours(picture):
    """How many colours a small copy of the picture has."""
    small = picture.toImage().scaled(64, 36, mode=Qt.TransformationMode.SmoothTransformation)
    return len({small.pixel(x, y) for x in range(small.width()) for y in range(small.height())})
