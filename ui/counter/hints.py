"""The office's own know-how on the procedure in hand: the newest hint under the search, all of them on a sheet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.procedures import hint_list
from desk.procedures.hints import Hint
from desk.procedures.procedure import Procedure
from desk.time import written
from desk.words import text
from sync.log import Touched
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Elided, Icon, Text
from ui.procedures.hint_cards import HintCards, HintSheet
from ui.session import Session
from ui.theme.tokens import RADIUS, STRONG


class HintNote(Pane):
    """The note under the search; without a hint only the way to write one. `opened()` asks for the sheet."""

    opened = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(None, margins=(14, 0, 14, 0))
        self._session = session
        self._procedure: Procedure | None = None
        self._text = Elided("", "secondary", lines=3)
        self._who = Elided("", "small", ink="text2")
        lead = Text(text("counter.hint.lead"), "small", weight=STRONG, ink="soon")
        self._note = Pane("note", radius=RADIUS, border="note_line", margins=(12, 6, 8, 6), gap=1)
        self.open_button = Button("", "link", height=26, size="small", key="Ctrl+M")
        self.open_button.clicked.connect(self.opened)
        self._note.add(row(Icon("lightbulb", 16, "soon"), lead, None, gap=6), self._text, self._who)
        self.add(self._note, row(self.open_button, None))
        session.changed.connect(self._touched)
        self._show(None)

    def show_procedure(self, procedure: Procedure | None) -> None:
        """Show the newest hint on a procedure."""
        if procedure is not self._procedure:
            self._show(procedure)

    def _show(self, procedure: Procedure | None) -> None:
        self._procedure = procedure
        self.setVisible(procedure is not None)
        desk = self._session.desk
        found = hint_list.hints_for(desk.db, procedure.code, desk.by) if procedure else []
        self._note.setVisible(bool(found))
        more = len(found) - 1
        key = "counter.hint.more" if more > 0 else "counter.hint.see" if found else "counter.hint.write"
        self.open_button.setText(text(key, count=more))
        if found:
            self._text.say(found[0].text)
            self._who.say(said_by(self._session, found[0]))

    def _touched(self, touched: Touched) -> None:
        if any(kind == "hint" for kind, _ in touched):
            self._show(self._procedure)


def open_hints(over: QWidget, session: Session, procedure: Procedure) -> Sheet:
    """All hints on a procedure on a sheet; where there is none, the sheet to write the first."""
    desk = session.desk
    if not hint_list.hints_for(desk.db, procedure.code, desk.by):
        return HintSheet(over, session, procedure.code, None)
    cards = HintCards(session)
    cards.show_code(procedure.code)
    body = Pane(None, margins=(20, 14, 20, 20)).add(cards, None)
    sheet = Sheet(over, procedure.short or procedure.name, body)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open()
    return sheet


def said_by(session: Session, hint: Hint) -> str:
    """Who wrote a hint, and when; a personal one says so."""
    at = written.moment(hint.at)
    said = ", ".join(filter(None, (session.desk.officer_name(hint.by), f"{at:%d/%m/%Y}" if at else "")))
    return text("counter.hint.own", said=said) if hint.only else said
