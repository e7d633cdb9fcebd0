"""How often people disagreed in the last year, about what and why, with what would prevent it: for IT and leaders."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desk.words import text
from sync.desk import Desk
from sync.reconcile.figures import Figures, figures
from ui.kit.banner import Banner
from ui.kit.layout import Pane, Rule, row
from ui.kit.sheet import Sheet
from ui.kit.text import Elided, Text
from ui.reconcile.told import label
from ui.theme.tokens import STRONG

YEAR = timedelta(days=365)
MOST = 6
"""Lines of each kind, the most frequent ones."""


def figures_sheet(over: QWidget, desk: Desk) -> Sheet:
    """A sheet over the window; it is opened by who asked for it."""
    since = (desk.now() - YEAR).strftime("%Y-%m-%d")
    body = Pane(None, margins=(20, 14, 20, 20), gap=10)
    body.add(*_parts(desk, figures(desk, since, "9")), None)
    return Sheet(over, text("reconcile.figures"), body, width=520)


def _parts(desk: Desk, found: Figures) -> Iterator[QWidget]:
    yield Text(text("disputes.settled_count", count=found.settled), "section", weight=STRONG)
    for hint in found.hints:
        yield Banner("accent", text(f"disputes.hint.{hint}"))
    today = desk.now().date()
    names = {each.code: each.short or each.name for each in desk.catalogue.current(today)}
    yield from _group("fields", ((label(field), n) for field, n in found.by_field.most_common(MOST)))
    yield from _group("procedures", ((names.get(code, code), n) for code, n in found.by_procedure.most_common(MOST)))
    yield from _group("pcs", ((" + ".join(pcs), n) for pcs, n in found.by_pcs.most_common(MOST)))
    yield from _group("causes", ((text(f"disputes.cause.{why}"), n) for why, n in found.by_cause.most_common(MOST)))


def _group(name: str, lines: Iterable[tuple[str, int]]) -> Iterator[QWidget]:
    listed = list(lines)
    if not listed:
        return
    pane = Pane(None, gap=0)
    pane.add(Text(text(f"reconcile.figures_by.{name}"), "secondary", weight=STRONG, ink="text2"), 4)
    for words, count in listed:
        pane.add(Rule(), row((Elided(words, lines=2), 1), Text(str(count), weight=STRONG), margins=(0, 7, 0, 7)))
    yield pane
