"""Icons: Phosphor 1.3 (MIT), read through qtawesome, kept as pixmaps per name, size, colour and pixel ratio.

Only the one font is loaded; qtawesome's own start would read a dozen. Names are Phosphor's ("tray", "git-fork",
"check-bold"); a name it hasn't is a KeyError.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from ui.theme import palette

os.environ.setdefault("QT_API", "pyside6")  # qtawesome asks qtpy, and qtpy would look for every binding

_FULL_EM = 8 / 7  # qtawesome draws glyphs at 7/8 of the box; Phosphor's em already has its padding
_kept: dict[tuple[str, int, str, float], QPixmap] = {}


@cache
def _phosphor() -> Any:
    import qtawesome
    from qtawesome.iconic_font import IconicFont

    folder = Path(qtawesome.__file__).parent / "fonts"
    return IconicFont(("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json", str(folder)))


def named(name: str) -> str:
    """`name` itself, when Phosphor has it or it is empty. Raises KeyError, before anything is painted."""
    if name and name not in _phosphor().charmap["ph"]:
        raise KeyError(name)
    return name


def pixmap(name: str, size: int, ink: str, ratio: float) -> QPixmap:
    """The icon as a pixmap of `size` logical pixels in the colour token `ink`, sharp at device pixel ratio `ratio`."""
    key = (name, size, palette.colour(ink).name(), ratio)
    if key not in _kept:
        _kept[key] = _drawn(*key)
    return _kept[key]


def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    found = QPixmap(round(size * ratio), round(size * ratio))
    found.fill(Qt.GlobalColor.transparent)
    icon: QIcon = _phosphor().icon(f"ph.{named(name)}", color=colour, scale_factor=_FULL_EM, draw="path")
    painter = QPainter(found)
    icon.paint(painter, found.rect())
    painter.end()
    found.setDevicePixelRatio(ratio)
    return found


def icon(name: str, ink: str = "text2", size: int = 18) -> QIcon:
    """The icon for a standard Qt place, such as a menu."""
    found = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        found.addPixmap(pixmap(name, size, ink, ratio))
    return found


def draw(painter: QPainter, name: str, x: float, y: float, size: int = 16, ink: str = "text2") -> None:
    """Paint the icon with its upper left corner at (x, y)."""
    device = painter.device()
    painter.drawPixmap(QPointF(x, y), pixmap(name, size, ink, device.devicePixelRatio()))
