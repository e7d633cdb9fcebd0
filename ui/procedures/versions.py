"""The versions of a procedure, newest first, each with its days; one may be shown, or held against the one before."""

from datetime import date

from PySide6.QtCore import Signal

from desk.procedures.procedure import Procedure
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.theme.tokens import ROW, STRONG

SHOWN = 4


def state_of(procedure: Procedure, day: date) -> str:
    """How a version stands on a day: "now", "ahead" or "over"."""
    today = day.isoformat()
    if procedure.effective_from > today:
        return "ahead"
    return "over" if procedure.effective_to and procedure.effective_to < today else "now"


def abolished(versions: tuple[Procedure, ...], day: date) -> bool:
    """Whether a procedure was in force and no version of it is or will be; its newest decides."""
    return bool(versions) and state_of(versions[0], day) == "over"


class Versions(Pane):
    """`wanted(version)` asks to see one, `compared(version)` to hold it against the one before.

    `ending` asks to abolish the procedure by hand, or to take it up again once it has an end.
    """

    wanted = Signal(str)
    compared = Signal(str)
    ending = Signal()

    def __init__(self) -> None:
        super().__init__(None, gap=8)
        self._before: dict[str, bool] = {}
        self.list = TwoLineList(text("hints.part.versions"))
        self.compare = Button(text("catalogue_place.compare"), icon="columns", key="Ctrl+D", height=32)
        self.compare.clicked.connect(lambda: self.compared.emit(self.list.current()))
        self.list.previewed.connect(self._turned)
        self.end = Button(text("abolishing.action"), "quiet", icon="prohibit", key="Ctrl+B", height=32)
        self.end.clicked.connect(self.ending)
        title = Text(text("hints.part.versions"), "section", weight=STRONG)
        self.add(row(title, None, self.compare), self.list, row(self.end, None))

    def show_versions(self, versions: tuple[Procedure, ...], shown: str, day: date) -> None:
        """Show these, the one on the page highlighted."""
        self._before = {each.version: n + 1 < len(versions) for n, each in enumerate(versions)}
        current = next((each.version for each in versions if state_of(each, day) == "now"), "")
        self.list.blockSignals(True)
        self.list.show_rows([_entry(each, day, current) for each in versions], shown)
        self.list.blockSignals(False)
        self.list.setFixedHeight(ROW * min(SHOWN, len(versions)) + 4)
        ended = bool(versions and versions[0].effective_to)
        self.end.setText(text("abolishing.take_up" if ended else "abolishing.action"))
        self.end.set_icon("arrow-counter-clockwise" if ended else "prohibit")
        self._offer(shown)

    def _turned(self, version: str) -> None:
        self._offer(version)
        self.wanted.emit(version)

    def _offer(self, version: str) -> None:
        if self._before.get(version):
            self.compare.release()
        else:
            self.compare.hold(text("catalogue_place.no_other"))


def _entry(procedure: Procedure, day: date, current: str) -> Entry:
    state = state_of(procedure, day)
    if state == "now" and procedure.version != current:
        state = "over"
    tone = {"now": "ok", "ahead": "accent", "over": "wait"}[state]
    since = _shown(procedure.effective_from)
    key = "since_until" if procedure.effective_to else "since"
    days = text(f"catalogue_place.{key}", since=since, until=_shown(procedure.effective_to))
    chip = (text(f"catalogue_place.state.{state}"), tone)
    return Entry(procedure.version, procedure.version, days, chip=chip)


def _shown(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}" if iso else ""
