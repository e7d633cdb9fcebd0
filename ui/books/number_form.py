"""The next number of a certification book, large, and what is written in its line. Gives the number when asked."""

from PySide6.QtCore import Signal

from desk import Refused, Spoken
from desk.books import bookkeeping
from desk.text import fold
from desk.words import text
from sync.backup import returned
from sync.desk import local
from ui.books.known import KnownBook, giving
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import Cell, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG


class NumberForm(Pane):
    """Shows one book and gives its next number. `given` carries how the number is written under what is certified."""

    given = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=10)
        self._session, self._case_id = session, ""
        self._book: KnownBook | None = None
        self.figure = Text("", "figure", weight=STRONG)
        self._under = Text("", "secondary", ink="text2", wrap=True)
        self.refusal = Banner("soon", "", icon="lock-simple")
        self.paper = Banner("soon", "", icon="notebook")
        person = Cell(text("books_place.line.person"), weight=STRONG, needed=True)
        self.cells: dict[str, Cell | NoteCell] = {
            "person": person,
            **{name: Cell(text(f"books_place.line.{name}")) for name in ("subject", "signer", "copies", "fee")},
            "note": NoteCell(text("books_place.line.note"), lines=1),
        }
        self.grid = CellGrid(
            [person],
            [self.cells["subject"]],
            [self.cells["signer"]],
            [self.cells["copies"], (self.cells["fee"], 2)],
            [self.cells["note"]],
        )
        self.button = Button("", "primary", icon="hash", key="F9")
        self.button.clicked.connect(self.give)
        self.add(Text(text("books_place.next"), "small", ink="text3"), self.figure, self._under, 2)
        self.add(self.refusal, self.paper, self.grid)
        self.setFocusProxy(person)

    def show_book(self, book: KnownBook, case_id: str = "", **said: str) -> None:
        """Show that book, the line filled in with what is known of the case."""
        self._book, self._case_id = book, case_id
        self._say_next(book)
        self.cells["person"].setToolTip(book.kind.person)
        self.cells["subject"].setToolTip(book.kind.subject)
        for name, value in {"copies": "1", "fee": "", "note": "", "signer": book.signer, **said}.items():
            self.cells[name].set_value(value)

    def follow(self, book: KnownBook) -> None:
        """The same book after a change; what is being written stays."""
        self._book = book
        self._say_next(book)

    def _say_next(self, book: KnownBook) -> None:
        number = book.next
        self.figure.say(f"{number:02}" if number else text("books_place.none_here"), ink="text" if number else "text3")
        self._under.say(text("books_place.of_book", year=book.hold.book.year, kind=book.kind.code))
        self.refusal.setVisible(bool(book.refusal))
        written = 0 if book.refusal else returned.unsure(self._session.desk, book.hold.entries)
        self.paper.setVisible(bool(written))
        if written:
            at = f"{local(written):%H:%M %d/%m/%Y}"
            self.paper.say("soon", text("backup.paper", at=at, number=f"{number:02}"), icon="notebook")
        self.grid.setVisible(not book.refusal)
        if book.refusal:
            self.refusal.say("soon", book.refusal, icon="lock-simple")
            self.button.hold(book.refusal)
            self.button.setText(text("books_place.give_none"))
        else:
            self.button.release()
            self.button.setText(text("books_place.give", number=f"{number:02}"))

    def give(self) -> None:
        """Give the number; a refusal stands at the field it concerns."""
        book = self._book
        if book is None or book.refusal:
            return
        for cell in self.cells.values():
            cell.allow()
        try:
            change = self._session.do(giving(self._session.desk, book, self._values()))
        except Spoken as refused:
            self._refuse(refused)
            return
        number = bookkeeping.number_said(book.hold.book, int(change.edits[1].fields["number"]))
        for name in ("person", "subject", "note"):
            self.cells[name].set_value("")
        self.given.emit(number)

    def _values(self) -> dict[str, object]:
        said: dict[str, object] = {name: self.cells[name].value() for name in ("person", "subject", "signer", "note")}
        said |= {name: _whole(name, self.cells[name].value()) for name in ("copies", "fee")}
        return said | ({"case_id": self._case_id} if self._case_id else {})

    def _refuse(self, refused: Spoken) -> None:
        cell = self.cells.get(getattr(refused, "field", None) or "")
        if cell is None:
            self.refusal.say("late", str(refused))
            self.refusal.show()
        else:
            cell.refuse(str(refused))
            cell.setFocus()


def _whole(name: str, written: str) -> int:
    """A whole number as people write it: "8.000 đ" is 8000, nothing is 0, for copies 1. Raises Refused."""
    bare = fold(written).replace(".", "").replace(" ", "").rstrip("d₫")
    if not bare:
        return int(name == "copies")
    if not (bare.isascii() and bare.isdigit() and len(bare) < 10):
        raise Refused("books.not_a_number", field=name)
    return int(bare)
