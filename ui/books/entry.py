"""The certification number of a case, on its page: the numbers it was given, or the button that gives one."""

from PySide6.QtCore import Qt

from desk import Refused, store
from desk.books import bookkeeping
from desk.books.book import Book
from desk.books.book_kinds import Kind, kind_for
from desk.cases import Case
from desk.words import text
from sync.log import Touched
from ui.books.known import KINDS, KnownBook, known_book
from ui.books.number_form import NumberForm
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Icon, Text
from ui.session import Session


class BookEntry(Pane):
    """Hidden for a case that enters no book. Follows what this and other PCs write in the book."""

    def __init__(self, session: Session, case_id: str = "") -> None:
        super().__init__("surface", radius=8, border="line", gap=8, margins=(12, 9, 10, 9))
        self._session = session
        self._case: Case | None = None
        self._said = Text("", "secondary", wrap=True)
        self.button = Button(text("books_place.entry.give"), icon="hash", key="Ctrl+S", height=34)
        self.button.clicked.connect(self.ask)
        top = Qt.AlignmentFlag.AlignTop
        self.add(row((Icon("notebook", 18, "text2"), top), (self._said, 1), gap=8), row(None, self.button))
        self.opened: NumberForm | None = None
        session.changed.connect(self._heard)
        self.show_case(case_id)

    def show_case(self, case_id: str) -> None:
        """Show the numbers of the case of this record id."""
        self._case = store.get(self._session.desk.db, Case, case_id) if case_id else None
        self.show_state()

    @property
    def kind(self) -> Kind | None:
        """The book the case is entered in; None for most cases."""
        return kind_for(self._case.procedure) if self._case else None

    def _heard(self, touched: Touched) -> None:
        if any(kind in KINDS for kind, _ in touched):
            self.show_state()

    def show_state(self) -> None:
        """Say what numbers the case has, or which book gives it one."""
        case, kind = self._case, self.kind
        self.setVisible(kind is not None)
        if case is None or kind is None:
            return
        numbers = _numbers(self._session, case)
        book, refusal = self._book(kind)
        self.button.setVisible(not numbers)
        if numbers:
            self._said.say(", ".join(numbers), lead=text("books_place.entry.given"))
        elif book is None or book.refusal:
            self._said.say(refusal or (book.refusal if book else ""), lead=text("books_place.entry.none"))
            self.button.hold(refusal or (book.refusal if book else ""))
        else:
            self._said.say(text("books_place.entry.next", cover=book.title, number=f"{book.next:02}"))
            self.button.release()

    def _book(self, kind: Kind, *, with_lines: bool = False) -> tuple[KnownBook | None, str]:
        desk = self._session.desk
        try:
            return known_book(desk, kind, desk.now().year, with_lines=with_lines), ""
        except Refused as refused:
            return None, str(refused)

    def ask(self) -> None:
        """Open the form of the next number, filled in from the case."""
        case, kind = self._case, self.kind
        book = self._book(kind, with_lines=True)[0] if kind else None
        if case is None or book is None:
            return
        form = self.opened = NumberForm(self._session)
        form.show_book(book, case.id, person=case.applicant_name, subject=case.subject, fee=_plain(case.fee))
        sheet = form_sheet(self, form, book.title)
        form.given.connect(lambda _: sheet.close_sheet())
        sheet.open(form)


def form_sheet(beside: Pane, form: NumberForm, title: str) -> Sheet:
    """A sheet over the window that holds `form`, its button at the foot."""
    body = Pane(None, margins=(20, 16, 20, 16)).add(form, None)
    sheet = Sheet(beside.window(), title, body)
    sheet.foot((form.button, 1))
    sheet.closed.connect(sheet.deleteLater)
    return sheet


def _plain(sum: int) -> str:
    return f"{sum:,}".replace(",", ".") if sum else ""


def _numbers(session: Session, case: Case) -> list[str]:
    """The valid numbers of a case, as they are written."""
    db = session.desk.db
    lines = [line for line in bookkeeping.of_case(db, case.id) if not line.void_reason]
    found: list[str] = []
    for line in lines:
        if book := store.get(db, Book, line.book):
            found.append(bookkeeping.number_said(book, line.number))
    return found
