"""Python's garbage collection, kept on the window's thread and between events.

Left to itself it runs on whatever thread makes objects just then, or in the middle of an event; the widgets it finds
are then taken apart under Qt's feet, and the process dies.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000
"""ms between two looks at how much has gathered."""


class Garbage(QObject):
    """Collects in Python's stead, by Python's own thresholds, whenever the window's thread has time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY)

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
