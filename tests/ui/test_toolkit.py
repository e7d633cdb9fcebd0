"""What we rely on in the toolkit itself: a release of it once let the process die after some hundred signals."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class Teller(QObject):
    told = Signal(object)


@pytest.mark.parametrize("constant", [True, False, None])
def test_signals_and_calls_give_back_every_reference_they_take(qapp, constant):
    teller = Teller()
    teller.told.connect(lambda _: None)
    before = sys.getrefcount(constant)
    for _ in range(500):
        teller.told.emit(constant)
        teller.parent()
        qapp.processEvents()
    assert abs(sys.getrefcount(constant) - before) < 250
