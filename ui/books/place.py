"""The place of books: at the left the books of the office, beside them the one that was chosen."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from desk import Spoken
from desk.books.book_kinds import Kind
from desk.words import text
from sync.log import Touched
from ui.books import shelf
from ui.books.book_page import BookPage
from ui.books.known import KINDS, KnownBook, known_books, opening, opening_refused, refreshed
from ui.books.register_page import RegisterPage
from ui.books.unopened import UnopenedPage
from ui.kit.layout import Pane, row
from ui.kit.two_line_list import TwoLineList
from ui.places import Place
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window

LEFT = 300
KEYS = ("F9", "F8", "Ctrl+R", "Ctrl+G", "Ctrl+K", "Ctrl+P", "Ctrl+E")


class Books(Place):
    """The place of certification books and of the register."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._books: dict[str, KnownBook] = {}
        self._waiting: dict[str, tuple[Kind, int]] = {}
        self._stale = True
        self.list = TwoLineList(text("books_place.books"))
        self.book, self.register, self.unopened = BookPage(session), RegisterPage(session), UnopenedPage()
        self._stack = QStackedWidget()
        for page in (self.register, self.book, self.unopened):
            self._stack.addWidget(page)
        left = Pane("sunken", edges="r", margins=(0, 8, 1, 8)).add(self.list)
        left.setFixedWidth(LEFT)
        self.add(row(left, (self._stack, 1), gap=0))
        self.setFocusProxy(self.list)
        self.list.previewed.connect(self.show_page)
        self.list.chosen.connect(self._enter)
        self.book.told.connect(self._tell)
        self.register.told.connect(self._tell)
        self.unopened.wanted.connect(self._open)
        session.changed.connect(self._heard)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's line of notices and fill the header."""
        self._window = window
        heading.say(text("window.place.books"), self.session.desk.office.name)

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"books_place.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.follow()

    def _heard(self, touched: Touched) -> None:
        if not any(kind in KINDS for kind, _ in touched):
            return
        self._stale = self._stale or not self.isVisible()
        if not self._stale:
            self._show(refreshed(self.session.desk, self._books, touched))

    def follow(self) -> None:
        """Read the books and show them as they are now; the one on show stays on show."""
        self._stale = False
        self._show(known_books(self.session.desk))

    def _show(self, books: dict[str, KnownBook]) -> None:
        self._books = books
        self._waiting = shelf.unopened(self.session.desk, self._books)
        chosen = self.list.current() or next(iter(self._books), shelf.REGISTER)
        self.list.blockSignals(True)
        self.list.show_rows(list(shelf.rows(self._books, self._waiting)), chosen)
        self.list.blockSignals(False)
        self.show_page(self.list.current())

    def show_page(self, key: str) -> None:
        """Show the register, a book, or the offer to open one."""
        if book := self._books.get(key):
            self.book.show_book(book)
            self.session.desk.audit("view_book", book.hold.book.id, key)
        elif key in self._waiting:
            self.unopened.offer(key, *self._waiting[key], opening_refused(self.session.desk, *self._waiting[key]))
        pages = {shelf.REGISTER: self.register, key if key in self._waiting else "": self.unopened}
        self._stack.setCurrentWidget(self.book if key in self._books else pages.get(key, self.register))

    def _enter(self, key: str) -> None:
        self.show_page(key)
        if page := self._stack.currentWidget():
            page.setFocus()

    def _open(self, key: str) -> None:
        kind, year = self._waiting[key]
        try:
            self.session.do(opening(self.session.desk, kind, year))
        except Spoken as refused:
            self.unopened.refuse(str(refused))
            return
        pc = self.session.desk.device.name
        self._tell(text("books.opened", kind=kind.code, year=year, pc=pc))

    def _tell(self, words: str) -> None:
        if self._window:
            self._window.tell(words)
