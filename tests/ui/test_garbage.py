"""Widgets that only a cycle holds are taken apart on the window's thread, and nowhere else."""

import gc
import threading
import weakref

from PySide6.QtWidgets import QWidget

from ui.garbage import Garbage


class Knot(QWidget):
    def __init__(self):
        super().__init__()
        self.me = self


def test_a_knot_of_widgets_waits_for_the_windows_thread(qapp, monkeypatch):
    garbage = Garbage(qapp)
    seen = weakref.ref(Knot())
    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert not gc.isenabled()
    assert seen() is not None
    monkeypatch.setattr(gc, "get_threshold", lambda: (0, 0, -1))
    garbage.collect()
    assert seen() is None
    garbage.deleteLater()
