"""The list at the left: the register of cases, the books of the years, and the kinds that have none yet."""

from collections.abc import Iterator, Mapping

from desk.books.book_kinds import Kind, kinds
from desk.words import text
from sync.desk import Desk
from ui.books.book_page import standing
from ui.books.known import KnownBook, key_of
from ui.kit.two_line_list import Entry, Heading

REGISTER = "07"
SOON_NEXT = 12
"""The month from which next year's books are offered."""

Unopened = Mapping[str, tuple[Kind, int]]


def unopened(desk: Desk, books: Mapping[str, KnownBook]) -> dict[str, tuple[Kind, int]]:
    """The books that may be opened now, by key: this year's, and in December next year's where this year's is open."""
    today, found = desk.now().date(), {}
    for kind in kinds():
        this, next = key_of(kind, today.year), key_of(kind, today.year + 1)
        if this not in books and next not in books:
            found[this] = kind, today.year
        elif next not in books and today.month >= SOON_NEXT:
            found[next] = kind, today.year + 1
    return found


def rows(books: Mapping[str, KnownBook], waiting: Unopened) -> Iterator[Entry | Heading]:
    """The rows of the list."""
    yield Heading(text("books_place.register"))
    yield Entry(REGISTER, text("books_place.register_name"), text("books_place.register_hint"), icon="list-numbers")
    for year in sorted({book.hold.book.year for book in books.values()}, reverse=True):
        yield Heading(text("books_place.year", year=year))
        yield from (_opened(key, book) for key, book in books.items() if book.hold.book.year == year)
    if waiting:
        yield Heading(text("books_place.not_opened"))
        for key, (kind, year) in waiting.items():
            yield Entry(key, text("books_place.cover", kind=kind.code, year=year), short_name(kind), icon="plus")


def short_name(kind: Kind) -> str:
    """What is certified, without "Sổ chứng thực"."""
    start = text("books_place.kind_start")
    name = kind.name[len(start) :].strip() if kind.name.startswith(start) else kind.name
    return name[:1].upper() + name[1:]


def _opened(key: str, book: KnownBook) -> Entry:
    tone = standing(book)[0]
    chip = None
    if book.hold.book.closed_at:
        chip = (text("books_place.chip.closed"), "wait")
    elif tone in ("late", "soon"):
        chip = (text(f"books_place.chip.{tone}"), tone)
    held = text("books_place.held_here") if book.here else text("books_place.held_by", pc=book.holder)
    number = "" if book.hold.book.closed_at else f"{book.next or book.hold.book.next:02}"
    return Entry(key, book.kind.code, short_name(book.kind), number, held, chip=chip, icon="notebook")
