"""The keys of the place in use, on a sheet (F1)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk import words
from ui.kit.layout import Pane, Rule, row
from ui.kit.sheet import Sheet
from ui.kit.text import KeyCap, Text
from ui.theme.tokens import STRONG

Keys = Sequence[tuple[str, str]]
_EVERYWHERE = (
    ("F2", "next"),
    ("F3", "search"),
    ("F9", "primary"),
    ("F12", "officer"),
    ("Ctrl+0", "delivery"),
    ("Ctrl+Z", "undo"),
    ("Esc", "back"),
    ("F1", "keys"),
)


def keys_sheet(over: QWidget, here: Keys, places: Sequence[str], known: Keys = _EVERYWHERE) -> Sheet:
    """A sheet over the window with the keys of this place, those that work everywhere, and Ctrl+1.. of the places.

    `known` are those of everywhere: (key, name of its text).
    """
    everywhere = [(key, words.text(f"shell.keys.{name}")) for key, name in known]
    numbered = [(f"Ctrl+{number}", name) for number, name in enumerate(places, 1)]
    body = Pane(None, gap=4, margins=(20, 12, 20, 20))
    groups = (("shell.keys.here", here), ("shell.keys.everywhere", everywhere), ("shell.keys.places", numbered))
    for title, keys in groups:
        if keys:
            _add_group(body, words.text(title), keys)
    body.add(None)
    return Sheet(over, words.text("shell.keys.title"), body)


def _add_group(body: Pane, title: str, keys: Keys) -> None:
    body.add(Text(title, "small", weight=STRONG, ink="text3"), 2)
    for key, meaning in keys:
        body.add(row((Text(meaning, "body", wrap=True), 1), KeyCap(key), margins=(0, 4, 0, 4)), Rule())
    body.add(14)
