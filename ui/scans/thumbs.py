"""Small pictures of first pages, drawn off the window's thread when they come into view, kept in memory only."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid

from ui.scans.intake import Intake
from ui.scans.pile import Item

BOX = (40, 52)
"""Pixels of a small picture at 100 %."""

MOST = 300


class Thumbs(QObject):
    """`ready()` comes when a picture asked for is there."""

    ready = Signal()

    def __init__(self, intake: Intake, parent: QObject) -> None:
        super().__init__(parent)
        self._intake = intake
        self._kept: OrderedDict[tuple[str, float], QPixmap | None] = OrderedDict()

    def of(self, item: Item, ratio: float) -> QPixmap | None:
        """The picture of an item at a device pixel ratio; None while it is being drawn, and for what cannot be."""
        key = (item.sha256, ratio)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._kept[key] = None
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        box = (round(BOX[0] * ratio), round(BOX[1] * ratio))
        self._intake.picture(item.sha256, item.media, 0, box, lambda image: self._come(key, image), lambda error: None)
        return None

    def renew(self, sha256: str) -> None:
        """A file is here that was not before: draw it when it is next asked for."""
        for key in [key for key, picture in self._kept.items() if key[0] == sha256 and picture is None]:
            del self._kept[key]
        self.ready.emit()

    def _come(self, key: tuple[str, float], image: QImage) -> None:
        if not isValid(self):
            return  # the sheet it was for is gone
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(key[1])
        self._kept[key] = picture
        self.ready.emit()
