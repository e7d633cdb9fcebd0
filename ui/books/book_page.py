"""One certification book: that its numbers are gapless, its lines, and at the right the number this PC gives next."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desk import Refused
from desk.books.book import BookEntry
from desk.counter import time_of
from desk.forms import book as book_form
from desk.procedures.money_words import say_money
from desk.text import fold
from desk.words import text
from ui.books.asking import Asker
from ui.books.known import KnownBook
from ui.books.number_form import NumberForm
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.scroll import scrolled, yielding
from ui.kit.text import Elided, Text
from ui.preview import Preview
from ui.preview_sheet import make_beside, show_over
from ui.session import Session
from ui.theme.tokens import STRONG

RIGHT = 336
MOST_LINES = 500
"""Lines on show at once; the search and the print reach the others."""


class BookPage(Pane):
    """The page of one book. `told(words)` says what was done."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface", across=True)
        self._session = session
        self.book: KnownBook | None = None
        self._title, self._kind = Text("", "section", weight=STRONG), Elided("", "secondary", ink="text2")
        self.state = Banner("ok", "")
        self.search = Field(text("books_place.search"), placeholder=text("books_place.search"), icon="magnifying-glass")
        self.search.edited.connect(lambda _: self._show_lines())
        self._count = Text("", "small", ink="text3")
        self.lines = Ledger(_columns(), text("books_place.lines"), tall=True)
        self.form = NumberForm(session)
        self.form.given.connect(lambda number: self.told.emit(text("books.given", number=number)))
        self.asker = Asker(session, self, self.told.emit)
        self.buttons = self._actions()
        self.add((self._middle(), 1), self._right())

    def _actions(self) -> dict[str, Button]:
        asked: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("void", "prohibit", "F8", lambda: self.book and self.asker.void(self.book, self._chosen_number())),
            ("reserve", "bookmark-simple", "Ctrl+R", lambda: self.book and self.asker.reserve(self.book)),
            ("hand_over", "arrows-left-right", "Ctrl+G", lambda: self.book and self.asker.hand_over(self.book)),
            ("close", "lock-simple", "Ctrl+K", lambda: self.book and self.asker.close(self.book)),
            ("print", "printer", "Ctrl+P", self.show_print),
        )
        found = {}
        for name, icon, key, do in asked:
            found[name] = Button(text(f"books_place.do.{name}"), icon=icon, key=key, height=34)
            found[name].clicked.connect(do)
        return found

    def _middle(self) -> Pane:
        head = Pane(None, margins=(16, 12, 16, 10), gap=8)
        self.search.setFixedWidth(260)
        names = Pane(None, gap=2).add(self._title, self._kind)
        above, below = ("close", "print"), ("void", "reserve", "hand_over")
        head.add(row((names, 1), *(self.buttons[name] for name in above)), self.state)
        head.add(row(self.search, None, self._count))
        bar = Pane("surface", edges="t", across=True, gap=8, margins=(16, 8, 16, 8))
        bar.add(*(self.buttons[name] for name in below), None)
        return Pane("surface").add(head, (yielding(self.lines, 120), 1), bar)

    def _right(self) -> Pane:
        inner = Pane(None, margins=(16, 14, 16, 12)).add(self.form, None)
        side = Pane("sunken", edges="l")
        side.setFixedWidth(RIGHT)
        foot = Pane(None, margins=(16, 8, 16, 14)).add(self.form.button)
        return side.add((scrolled(inner), 1), foot)

    def show_book(self, book: KnownBook) -> None:
        """Show another book, or the same one as it is now."""
        same = self.book is not None and self.book.key == book.key
        self.book = book
        self._title.say(book.title)
        self._kind.say(book.kind.name)
        tone, words = standing(book)
        self.state.say(tone, words)
        if same:
            self.form.follow(book)
        else:
            self.search.set_text("")
            self.form.show_book(book)
        self._show_lines()
        self._hold_buttons(book)

    def _show_lines(self) -> None:
        if self.book is None:
            return
        wanted = fold(self.search.text())
        found = [each for each in reversed(self.book.hold.entries) if not wanted or wanted in _words(each)]
        shown = found[:MOST_LINES]
        chosen = self.lines.chosen()
        self.lines.show_lines([self._line(each) for each in shown], chosen)
        key = "books_place.count" if len(shown) == len(found) else "books_place.count_first"
        self._count.say(text(key, count=len(found), shown=len(shown)))

    def _line(self, entry: BookEntry) -> Line:
        last, void = entry.numbers[-1], entry.void_reason
        number = f"{entry.number:02}" if last == entry.number else f"{entry.number:02}–{last:02}"
        fee = Cell(say_money(entry.fee) if entry.fee else "")
        copies = text("books_place.copies", count=entry.copies) if entry.person else ""
        return Line(
            entry.id,
            (
                Cell(number, _day(entry.at), strong=True, ink="text3" if void else "text"),
                Cell(entry.person or void, (void or entry.subject) if entry.person else ""),
                Cell(entry.signer, copies) if entry.signer else Cell(copies, ink="text2"),
                Cell(text("books_place.void"), tone="wait") if void else fee,
            ),
        )

    def _chosen_number(self) -> int:
        chosen = self.lines.chosen()
        entries = self.book.hold.entries if self.book else ()
        return next((each.number for each in entries if each.id == chosen and not each.void_reason), 0)

    def _hold_buttons(self, book: KnownBook) -> None:
        others = len(book.seat.names.keys() - book.seat.gone) > 1
        alone = "" if others else text("books_place.one_pc")
        elsewhere = "" if book.here else text("books_place.elsewhere", pc=book.holder)
        left = book.hold.book.holder in book.seat.gone and book.seat.steward
        reasons = {
            "reserve": elsewhere or alone,
            "hand_over": "" if left else elsewhere or alone,
            "close": elsewhere,
        }
        closed = text("books_place.is_closed") if book.hold.book.closed_at else ""
        for name, button in self.buttons.items():
            reason = "" if name == "print" else closed or reasons.get(name, "")
            if reason:
                button.hold(reason)
            else:
                button.release()

    def show_print(self) -> None:
        """Make the book as it will be on paper, then show it."""
        book, desk = self.book, self._session.desk
        if book is None:
            return
        name, at = desk.office.name or desk.office.code, desk.hand().at

        def make() -> bytes:
            return book_form.book_pdf(book.hold, book.kind, office_name=name, at=at, names=book.seat.names)

        make_beside(self._session, self.buttons["print"], make, lambda pdf: self._preview(book, pdf), self.told.emit)

    def _preview(self, book: KnownBook, pdf: bytes) -> None:
        desk, said = self._session.desk, f"{book.kind.code} {book.hold.book.year}"
        file_name = f"{book.kind.code.replace('/', '-')}-{book.hold.book.year}.pdf"
        preview = Preview(lambda _: pdf, title=book.kind.name, file_name=file_name, size="A4")
        preview.size_choice.hide()
        preview.printed.connect(lambda _: desk.audit("print", book.hold.book.id, said))
        preview.saved.connect(lambda _: desk.audit("export", book.hold.book.id, said))
        show_over(self, preview, book.title, across=True)


def standing(book: KnownBook) -> tuple[str, str]:
    """How the book stands, as (tone, sentence): gapless, or which numbers are not explained and what to do."""
    found = book.account
    words = {"given": len(found.given), "void": len(found.void)}
    aside = "; ".join(
        text("books.aside", first=first, last=last, pc=book.seat.name(device)) for first, last, device in found.aside
    )
    if book.hold.disputed:
        return "late", text("books.disputed", kind=book.kind.code, year=book.hold.book.year)
    if found.twice:
        return "late", text("books.twice", numbers=", ".join(map(str, found.twice)))
    if found.missing:
        return "soon", text("books_place.missing", count=len(found.missing), numbers=_some(found.missing))
    if book.hold.book.closed_at:
        return "wait", text("books_place.closed", day=_day(book.hold.book.closed_at), **words)
    if not found.given and not found.void:
        return "ok", text("books_place.empty_book") + (f" {aside}." if aside else "")
    said = text("books_place.gapless", last=max((*found.given, *found.void)), **words)
    return "ok", f"{said} {text('books_place.and_aside', runs=aside)}" if aside else said


def _some(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"{n:02}" for n in numbers[:12]) + (" …" if len(numbers) > 12 else "")


def _words(entry: BookEntry) -> str:
    numbers = " ".join(f"{n:02} {n}" for n in entry.numbers[:50])
    return fold(" ".join((numbers, entry.person, entry.subject, entry.signer, entry.note, entry.void_reason)))


def _day(at: str) -> str:
    try:
        return f"{time_of(at):%d/%m/%Y}" if at else ""
    except Refused:
        return at[:10]


def _columns() -> list[Column]:
    heads = (("number", 104), ("person", 0), ("signer", 136), ("fee", 96))
    return [Column(text(f"books_place.head.{name}"), width, name == "fee") for name, width in heads]
