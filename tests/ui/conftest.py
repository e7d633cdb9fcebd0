"""Widgets under test wear the real look, and are shown for the time of the test."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.sync.offices import open_pcs
from ui.theme import fonts, palette, qss
from ui.theme.dress import dress


@pytest.fixture(scope="session")
def what_stays():
    """What is loaded once and stays is looked through for garbage once, not after every test."""
    for name in ("ui.app", "ui.workplace", "ui.counter.place", "desk.find", "desk.forms"):
        import_module(name)
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage_between_tests(qapp, what_stays):
    """As the program does it (`ui.garbage`): never amid an event, never on another thread.

    Only what the last two tests have made is looked through.
    """
    gc.disable()
    gc.collect(1)
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect(0)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After the last test of a window all is looked through, before others make threads."""
    yield
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        gc.collect()


@pytest.fixture(autouse=True)
def in_the_light(qapp):
    if (palette.theme(), qapp.styleSheet(), qapp.font()) != ("light", qss.sheet("light"), fonts.font()):
        dress(qapp, "light")


@pytest.fixture
def show(qtbot):
    """Shows a widget at a size until the test ends, and waits until it is there and can have the keyboard."""

    held = []  # qtbot holds widgets weakly

    def shown(widget, width=0, height=0):
        qtbot.addWidget(widget)
        held.append(widget)
        if width or height:
            widget.resize(width or widget.width(), height or widget.height())
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    yield shown
    held.clear()


@pytest.fixture
def desks(tmp_path):
    """Two PCs of one office, on real homes, that know each other."""
    from tests.ui.workplaces import exchange

    found = open_pcs(tmp_path)
    exchange(*found)
    return found


@pytest.fixture
def pc(desks, show):
    """The first PC of an office of two, its window on the list of cases."""
    from tests.ui.workplaces import Pc  # the whole window: not for every test

    found = Pc(desks[0])
    show(found.window, 1366, 768)
    yield found
    found.close()
    desks[1].close()


@pytest.fixture
def pcs(desks, show):
    """Both PCs with their windows."""
    from tests.ui.workplaces import Pc

    found = [Pc(desk) for desk in desks]
    for each in found:
        show(each.window, 1366, 768)
    yield found
    for each in found:
        each.close()
