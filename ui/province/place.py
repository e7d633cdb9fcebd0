"""What every place of the province's window is."""

from pathlib import Path

from desk.words import text
from ui.kit.layout import Pane
from ui.province.hand import Hand
from ui.shell.keys import Keys


class ProvincePlace(Pane):
    """Over one province; the keyboard goes to the focus proxy it sets."""

    NAME = ""
    KEYS: tuple[str, ...] = ()

    def __init__(self, hand: Hand) -> None:
        super().__init__("surface")
        self.hand = hand

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"province_window.keys.{self.NAME}.{key.replace('+', '').lower()}")) for key in self.KEYS]

    def come_to(self) -> None:
        """Be looked at again."""

    def take_file(self, path: Path) -> None:
        """Take in a file that was dropped on the window; only the place of carrying does."""
