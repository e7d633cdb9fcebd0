"""Writes the list on the screen for a spreadsheet, where the person says; the audit trail tells who did, and what."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk import Unusable, lists
from desk.forms.list_csv import list_csv
from desk.procedures.money_words import grouped
from desk.words import text
from sync.desk import Desk
from ui import saving
from ui.lists.asked import DRAFTS, Asked

EVERY = 1_000_000_000


def export(over: QWidget, desk: Desk, asked: Asked, tell: Callable[..., None]) -> None:
    """Ask where and write all of the list, not only what was looked at; drafts are no cases and stay here."""
    if asked.view == DRAFTS:
        return
    name = text("list.export_name", day=f"{desk.now():%Y%m%d}")
    path = saving.ask_path(over, name, suffix="csv", kinds=text("register.csv_type"))
    if path is None:
        return
    cases = lists.page(
        desk.db, asked.name, desk.now(), search=asked.search, order=asked.order, limit=EVERY,
        narrowed=asked.narrowed(desk), calendar=desk.calendar,
    )  # fmt: skip
    try:
        saving.write_whole(path, list_csv(cases, desk.officer_name))
    except Unusable as wrong:
        tell(str(wrong), tone="late")
        return
    desk.audit("export", detail=f"{asked.filter.name if asked.filter else asked.view} {len(cases)} CSV")
    tell(text("list.exported", count=grouped(len(cases)), path=path))
