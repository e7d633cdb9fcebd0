"""The screen's type: a family with every Vietnamese letter, sizes in pixels, lines high enough for stacked marks."""

import math
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from ui.theme.tokens import LINE_HEIGHT, NORMAL, SMALLEST_TYPE, TYPE

SCREEN = ("Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans")
FORMS = ("Times New Roman", "Liberation Serif", "Noto Serif", "DejaVu Serif")
VIETNAMESE = "ẰẮẲẴẶẦẤẨẪẬĂÂĐÈẺẼÉẸỀẾỂỄỆÊÌỈĨÍỊÒỎÕÓỌỒỐỔỖỘÔỜỚỞỠỢƠÙỦŨÚỤỪỨỬỮỰƯỲỶỸÝỴ"


@cache
def family(wanted: tuple[str, ...] = SCREEN) -> str:
    """The first of `wanted` that is installed and has all Vietnamese letters; the system's own choice if none has."""
    installed = set(QFontDatabase.families())
    return next((name for name in wanted if name in installed and has_all_letters(name)), QFont().family())


def has_all_letters(name: str) -> bool:
    """Whether that family has every Vietnamese letter, capital and small."""
    return all(QRawFont.fromFont(QFont(name)).glyphIndexesForString(VIETNAMESE + VIETNAMESE.lower()))


@cache
def font(size: str = "body", weight: int = NORMAL, tabular: bool = False) -> QFont:
    """The screen font at a size of `tokens.TYPE`. `tabular` gives every figure the same width. Not to be changed."""
    found = QFont(family())
    found.setPixelSize(max(TYPE[size], SMALLEST_TYPE))
    found.setWeight(QFont.Weight(weight))
    found.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if tabular:
        found.setFeature(QFont.Tag("tnum"), 1)
    return found


@cache
def metrics(size: str = "body", weight: int = NORMAL) -> QFontMetricsF:
    """The metrics of that font at 100 %."""
    return QFontMetricsF(font(size, weight))


def width(text: str, size: str = "body", weight: int = NORMAL) -> float:
    """How wide `text` is in that font, in pixels."""
    return metrics(size, weight).horizontalAdvance(text)


def line_height(size: str = "body") -> int:
    """Whole pixels one line needs, stacked marks included."""
    return math.ceil(max(metrics(size).height(), TYPE[size] * LINE_HEIGHT))
