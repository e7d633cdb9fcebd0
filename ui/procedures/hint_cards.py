"""The office's hints on a procedure: read, written, written anew, taken back."""

from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.procedures import hint_list, hints
from desk.procedures.hints import Hint
from desk.words import text
from sync.log import Touched
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Chip, Text
from ui.kit.text_area import TextArea
from ui.session import Session
from ui.theme.tokens import RADIUS, STRONG


class HintCards(Pane):
    """The hints that this officer is shown, the newest first; follows what other PCs bring."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=8)
        self._session, self._code = session, ""
        self._cards = Pane(None, gap=8)
        self.write = Button(text("catalogue_place.hint.add"), icon="note-pencil", key="Ctrl+M", height=32)
        self.write.clicked.connect(lambda: self.open())
        self.opened: HintSheet | None = None
        title = Text(text("hints.part.hints"), "section", weight=STRONG)
        self.add(row(title, None, self.write), self._cards)
        session.changed.connect(self._heard)

    def show_code(self, code: str) -> None:
        """Show the hints on that procedure."""
        self._code = code
        self._fill()

    def _heard(self, touched: Touched) -> None:
        if self._code and any(kind == "hint" for kind, _ in touched):
            self._fill()

    def _fill(self) -> None:
        old, self._cards = self._cards, Pane(None, gap=8)
        desk = self._session.desk
        found = hint_list.hints_for(desk.db, self._code, desk.by)
        self._cards.add(*map(self._card, found))
        if not found:
            self._cards.add(Text(text("catalogue_place.hint.none"), "secondary", ink="text3", wrap=True))
        self.body.replaceWidget(old, self._cards)
        old.hide()
        old.deleteLater()

    def _card(self, hint: Hint) -> Pane:
        day = f"{hint.at[8:10]}/{hint.at[5:7]}/{hint.at[:4]}"
        by = Text(f"{self._session.desk.officer_name(hint.by)} · {day}", "small", ink="text3", wrap=True)
        change = Button(text("catalogue_place.hint.edit"), "quiet", height=28, size="small")
        change.clicked.connect(lambda: self.open(hint))
        card = Pane("note", radius=RADIUS, border="note_line", gap=4, margins=(12, 8, 6, 6))
        card.add(Text(hint.text, "secondary", wrap=True, selectable=True))
        chip = [Chip(text("hints.only_me"), "wait")] if hint.only else []
        return card.add(row((by, 1), *chip, change, gap=6))

    def open(self, hint: Hint | None = None) -> "HintSheet":
        """Open the sheet of a hint, or of a new one."""
        self.opened = HintSheet(self.window(), self._session, self._code, hint)
        return self.opened


class HintSheet(Sheet):
    """Writes a hint; of one that is there, also takes it back with a reason."""

    def __init__(self, over: QWidget, session: Session, code: str, hint: Hint | None) -> None:
        self._session, self._code, self._hint = session, code, hint
        self.area = TextArea(hint.text if hint else "", name=text("catalogue_place.hint.text"), lines=6)
        self.only_me = CheckBox(text("catalogue_place.hint.only_me"), on=bool(hint and hint.only))
        self.reason = Field(text("catalogue_place.hint.reason"), labelled=True)
        self.wrong = Text("", "secondary", ink="late", wrap=True)
        body = Pane(None, margins=(20, 16, 20, 16), gap=12)
        frame = Pane("surface", radius=RADIUS, border="field", margins=(11, 8, 8, 8)).add(self.area)
        body.add(Text(text("catalogue_place.hint.about"), "secondary", ink="text2", wrap=True), frame, self.wrong)
        super().__init__(over, text(f"catalogue_place.hint.{'edit_title' if hint else 'add'}"), body)
        self.withdraw = Button(text("catalogue_place.hint.void"), icon="trash", height=34)
        self.withdraw.clicked.connect(self.void)
        self.keep = Button(text("catalogue_place.hint.keep"), "primary", icon="check", key="F9")
        self.keep.clicked.connect(self.save)
        if hint:
            body.add(8, self.reason, row(self.withdraw, None))
        else:
            body.add(self.only_me)
        body.add(None)
        self.wrong.hide()
        self.foot((self.keep, 1))
        self.closed.connect(self.deleteLater)
        self.open(self.area)

    def save(self) -> None:
        """Write the hint, or say why not."""
        hint, written, only = self._hint, self.area.text(), self.only_me.isChecked()
        try:
            if hint:
                self._session.do(lambda hand: hints.edit(hint, written, by=hand.by))
            else:
                self._session.do(
                    lambda hand: hints.add(
                        self._code, written, only_me=only, at=hand.at, new_id=hand.new_id, by=hand.by
                    )
                )
        except Spoken as refused:
            self.wrong.say(str(refused))
            self.wrong.show()
            return
        self.close_sheet()

    def void(self) -> None:
        """Take the hint back, or say why not."""
        hint, reason = self._hint, self.reason.text()
        assert hint is not None
        try:
            self._session.do(lambda hand: hints.void(hint, reason, by=hand.by))
        except Spoken as refused:
            self.reason.refuse(str(refused))
            self.reason.setFocus()
            return
        self.close_sheet()
