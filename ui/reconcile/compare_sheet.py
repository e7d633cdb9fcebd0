"""Any two values a field ever had, side by side in full, with where they differ: for IT, and for long texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desk.words import text
from sync import log
from sync.desk import Desk, local
from ui.cases import saying
from ui.kit.choice import Choice
from ui.kit.layout import Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.kit.text_area import TextArea
from ui.reconcile.difference import added
from ui.reconcile.questions import Question
from ui.reconcile.told import told
from ui.reconcile.version_card import letter
from ui.theme.palette import colour
from ui.theme.tokens import RADIUS_CARD

WIDE, LINES = 900, 16
WINDOW = 20_000
"""Letters of a text shown at the most: from shortly before where the two part."""
BEFORE = 200


@dataclass(frozen=True)
class Written:
    """A value as somebody wrote it, and what it is called in the choice."""

    name: str
    said: str


def compare_sheet(over: QWidget, desk: Desk, question: Question) -> Sheet:
    """A sheet over the window; it is opened by who asked for it."""
    return Sheet(
        over, text("evidence.compare_of", field=question.label), Compared(all_written(desk, question)), width=WIDE
    )


def all_written(desk: Desk, question: Question) -> list[Written]:
    """The values to choose from, those that stand against each other first, then all that were ever written."""
    field = question.dispute.field
    open = [Written(text("reconcile.value_n", letter=letter(n)), _whole(desk, field, option.value))
            for n, option in enumerate(question.options, start=1)]  # fmt: skip
    return [*open, *_history(desk, question.dispute.record, field)]


def _history(desk: Desk, record: str, field: str) -> Iterator[Written]:
    for entry in log.history(desk.db, record):
        for edit in entry.change.edits:
            if edit.id == record and field in edit.fields:
                at, who = saying.when(local(entry.at), desk.now()), desk.officer_name(entry.change.by)
                name = text("evidence.written", at=at, who=who, pc=desk.device_name(entry.device))
                yield Written(name, _whole(desk, field, edit.fields[field]))


def _whole(desk: Desk, field: str, value: Any) -> str:
    """A value with nothing of it left out, as a short one is said."""
    return value if isinstance(value, str) and len(value) > saying.LONGEST else told(desk, field, value)


class Compared(Pane):
    """Two choices and below each the value chosen, with what the other has not."""

    def __init__(self, written: Sequence[Written]) -> None:
        super().__init__(None, margins=(20, 14, 20, 20), gap=10)
        self._written = written
        names = [(str(n), each.name) for n, each in enumerate(written)]
        self.choices = [Choice(names, str(min(n, len(written) - 1)), name=text(f"evidence.side_{n}")) for n in (0, 1)]
        self.areas = [TextArea(name=text(f"evidence.side_{n}"), lines=LINES) for n in (0, 1)]
        self._said = Text("", "secondary", ink="text2", wrap=True)
        for choice, area in zip(self.choices, self.areas, strict=True):
            choice.changed.connect(lambda _: self.compare())
            area.setReadOnly(True)
        frames = [
            Pane("sunken", radius=RADIUS_CARD, border="line_strong", margins=(12, 8, 6, 8)).add(a) for a in self.areas
        ]
        self.add(row((self.choices[0], 1), (self.choices[1], 1), gap=12))
        self.add(row((frames[0], 1), (frames[1], 1), gap=12), self._said, None)
        self.setFocusProxy(self.choices[1])
        self.compare()

    def compare(self) -> None:
        """Show the two values chosen and where they differ."""
        one, other = (self._written[int(choice.chosen())].said for choice in self.choices)
        start = max(0, _parted(one, other) - BEFORE)
        shown = [each[start : start + WINDOW] for each in (one, other)]
        for area, mine, against in zip(self.areas, shown, reversed(shown), strict=True):
            area.set_text(mine or text("case_page.empty_value"))
            area.setExtraSelections(_marks(area, added(against, mine) if mine else []))
        lengths = text("evidence.lengths", one=len(one), other=len(other))
        same = text("evidence.alike") if one == other else ""
        part = text("evidence.part", start=start + 1) if start or max(len(one), len(other)) > WINDOW else ""
        self._said.say(" ".join(filter(None, (same, lengths, part))))


def _parted(one: str, other: str) -> int:
    """The place where two texts begin to differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _marks(area: TextArea, spans: Sequence[tuple[int, int]]) -> list[QTextEdit.ExtraSelection]:
    tint, found = QTextCharFormat(), []
    tint.setBackground(colour("mark"))
    for start, end in spans:
        mark, cursor = QTextEdit.ExtraSelection(), QTextCursor(area.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, tint
        found.append(mark)
    return found
