"""Where pictures are taken: the program's own window on the office's first PC, made ready for one after another."""

import gc
import shutil
import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk import words
from sync import home
from tests.gallery.office import HANH, NOW, Clock
from tests.sync.offices import PASSWORD
from ui.kit.sheet import Sheet
from ui.preview import Preview
from ui.session import Session
from ui.theme.dress import dress
from ui.workplace import Workplace

PATIENCE = 15
"""s until something that does not come is a fault."""


class Studio:
    """A window on a copy of the office's first PC, in one language, theme and size."""

    def __init__(self, office, folder, language="vi", theme="light", size=(1366, 768)):
        gc.disable()  # as the program does it (`ui.garbage`): never amid an event
        gc.collect()
        gc.freeze()  # what was there before is not looked through after every picture
        self.office, self.size, self.folder = office, size, folder / f"{language}-{theme}"
        shutil.copytree(office.folder / "pc1", self.folder)
        words.use(language)
        dress(QApplication.instance(), theme)
        clock = Clock(NOW)
        self.session = Session(home.open_home(self.folder, PASSWORD, HANH, clock=clock), folder=self.folder)
        self.desk = self.session.desk
        self.workplace = Workplace(self.session)
        self.window = self.workplace.window
        self._own, self._ends = [], []
        self.show(self.window, kept=True)

    def show(self, widget, size=None, *, kept=False):
        """Show a window at the size of the pictures; it goes after the picture unless `kept`."""
        widget.resize(*(size or self.size))
        widget.show()
        widget.activateWindow()
        self.settle()
        if not kept:
            self._own.append(widget)
        return widget

    def at_end(self, *ends):
        """What is to be called once the picture is taken."""
        self._ends += ends

    def place(self, key):
        """The place of that key, on show."""
        self.window.open(key)
        self.settle()
        return self.workplace.place(key)

    def choose(self, lister, key):
        """Go to the row of that key in a list of two lines."""
        rows = lister.model()
        self.until(lambda: rows.rowCount())
        keys = [getattr(rows.index(n).data(0x100), "key", "") for n in range(rows.rowCount())]
        lister.setCurrentIndex(rows.index(keys.index(key)))
        self.settle()

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier, on=None):
        """Press a key where the keyboard is, or in the window given."""
        over = on or self.window
        QTest.keyClick(over.focusWidget() or over, key, modifiers)
        self.settle()

    def type(self, words):
        """Type letters where the keyboard is."""
        from tests.ui.desks import type_letters

        self.window.activateWindow()
        type_letters(words)
        self.settle()

    def sheet(self):
        """Wait for the sheet asked for until its motion is over."""
        self.until(lambda: any(each.isVisible() for each in self.window.findChildren(Sheet)))
        self.settle(8)

    def preview(self):
        """The preview on show in a window of its own."""
        self.settle()
        return next(each for each in self.window.findChildren(Preview) if each.isVisible())

    def settle(self, turns=3):
        """Let what was set off be done and painted."""
        for _ in range(turns):
            QApplication.sendPostedEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            QTest.qWait(8)

    def until(self, there):
        """Wait for what comes from beside the work."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, "it did not come"
            self.settle(1)
        self.settle()

    def tidy(self):
        """Put away what the last picture opened."""
        for sheet in [each for each in self.window.findChildren(Sheet) if each.isVisible()]:
            sheet.close_sheet()
        for preview in self.window.findChildren(Preview):
            preview.close()
        for end in self._ends:
            end()
        self._ends.clear()
        for widget in self._own:
            widget.hide()
            widget.deleteLater()  # its timers end with it
        self.window.notice.hide()
        self.window.activateWindow()
        self.settle()
        self._own.clear()
        gc.collect(1)

    def close(self):
        """Close the window and the file."""
        self.workplace.close()
        self.session.close()
        self.settle()
        gc.collect()
        gc.enable()
