"""What two versions of a procedure say differently, side by side; any two of them may be chosen."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from desk.procedures.catalogue import Difference, differences
from desk.procedures.procedure import Procedure
from desk.procedures.value_words import area, sides
from desk.words import text
from ui.kit.choice import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Item, Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG

WIDE = 900
UNTOLD = ("version", "source", "effective_from", "effective_to")
"""Fields in which versions always differ; the heads of the columns say them."""


def told(before: Procedure, after: Procedure) -> list[Difference]:
    """The differences worth reading, the fields in their order."""
    return [each for each in differences(before, after) if area(each) not in UNTOLD]


class AnyTwo(Pane):
    """Two choices of a version, and below them the versions chosen side by side."""

    def __init__(self, versions: Sequence[Procedure], before: Procedure, after: Procedure) -> None:
        super().__init__(None, margins=(20, 14, 20, 20), gap=6)
        self._versions = {each.version: each for each in versions}
        options = [(each.version, _head(each)) for each in versions]
        sides = (("before", before), ("after", after))
        self.choices = [Choice(options, each.version, name=text(f"evidence.{side}")) for side, each in sides]
        for choice in self.choices:
            choice.changed.connect(lambda _: self.compare())
        self._inside = SideBySide(before, after)
        self.add(row((self.choices[0], 1), (self.choices[1], 1), gap=12), self._inside, None)
        self.setFocusProxy(self.choices[0])

    def compare(self) -> None:
        """Show the two versions chosen."""
        before, after = (self._versions[choice.chosen()] for choice in self.choices)
        old, self._inside = self._inside, SideBySide(before, after)
        self.body.replaceWidget(old, self._inside)
        old.hide()
        old.deleteLater()


class SideBySide(Pane):
    """Each differing value twice: as it was at the left, as it is at the right."""

    def __init__(self, before: Procedure, after: Procedure) -> None:
        super().__init__(None, gap=6)
        found = told(before, after)
        for name in dict.fromkeys(map(area, found)):
            self.add(8, Text(text(f"hints.field.{name}"), "small", weight=STRONG, ink="text3"))
            self.add(*_rows(each for each in found if area(each) == name))
        if not found:
            self.add(EmptyState("check-circle", text("hints.same")))
        self.add(None)


def _head(procedure: Procedure) -> str:
    return text("catalogue_place.version_from", version=procedure.version, since=_day(procedure.effective_from))


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def _rows(group: Iterable[Difference]) -> Iterator[Item]:
    for each in group:
        before, after = sides(each)
        yield row((_side(before, "removed", each.before), 1), (_side(after, "added", each.after), 1), gap=12)


def _side(words: str, ground: str, value: object) -> Pane:
    there = value not in (None, "", [], ())
    pane = Pane(ground if there else "sunken", radius=6, margins=(10, 7, 10, 7))
    said = Text(words, "secondary", ink="text" if there else "text3", wrap=True, selectable=True)
    return pane.add(said, None)


def show_differences(over: QWidget, versions: Sequence[Procedure], before: Procedure, after: Procedure) -> Sheet:
    """Open the differences of two of the versions in a sheet over the window."""
    name = after.short or after.name
    body = AnyTwo(versions, before, after)
    sheet = Sheet(over.window(), text("catalogue_place.differences", name=name), body, width=WIDE)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    return sheet
