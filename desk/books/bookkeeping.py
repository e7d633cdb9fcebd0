"""Reads from the store what a decision about certification books needs. Decides and writes nothing."""

from sqlite_utils.db import Database

from desk import Refused, store
from desk.books.book import MOST_NUMBERS, Book, BookEntry, BookRange, Hold
from desk.books.book_kinds import Kind
from desk.words import text


def books(db: Database, kind: Kind | None = None) -> list[Book]:
    """The books held here, the newest first."""
    found = store.select(db, Book, f"WHERE kind <> '' AND {_numbers('year', 'next')} ORDER BY year DESC, kind, id")
    return [book for book in found if kind is None or book.kind == kind.code]


def hold(db: Database, kind: Kind, year: int, *, with_lines: bool = True) -> Hold:
    """All that is known here of one book; without its lines where thousands of them are not asked for.

    Raises Refused where it is not open, or not known here yet.
    """
    found = [book for book in books(db, kind) if book.year == year]
    if not found:
        raise Refused("books.not_open", field="kind", kind=kind.code, year=year)
    book = found[0]
    return Hold(
        book,
        store.select(
            db, BookRange, f"WHERE book = ? AND {_numbers('first', 'last', 'next')} ORDER BY first, id", [book.id]
        ),
        lines(db, book) if with_lines else (),
        superseded=any(other.year > year for other in books(db, kind)),
        disputed=len(found) > 1 or _disputed(db, book),
    )


def lines(db: Database, book: Book) -> list[BookEntry]:
    """The lines of a book in the order of their numbers."""
    return store.select(
        db, BookEntry, f"WHERE book = ? AND {_numbers('number', 'last')} ORDER BY number, id", [book.id]
    )


def _numbers(*columns: str) -> str:
    """Whether these columns hold numbers of a book: a PC gone bad may have written anything."""
    return " AND ".join(f"typeof([{each}]) = 'integer' AND [{each}] BETWEEN 0 AND {MOST_NUMBERS}" for each in columns)


def of_case(db: Database, case_id: str) -> list[BookEntry]:
    """The lines of all books that a case was given, oldest first."""
    return store.select(db, BookEntry, "WHERE case_id = ? ORDER BY rowid", [case_id])


def _disputed(db: Database, book: Book) -> bool:
    """Whether the book, or numbers set aside in it, went to two PCs at once."""
    query = (
        "SELECT 1 FROM conflict WHERE id = :book AND kind = 'book' AND field = 'holders' "
        "UNION ALL SELECT 1 FROM bookrange JOIN conflict USING (id) "
        "WHERE book = :book AND kind = 'bookrange' AND field = 'device' LIMIT 1"
    )
    return db.execute(query, {"book": book.id}).fetchone() is not None


def number_said(book: Book, number: int) -> str:
    """A number as it is written under what was certified: "562, quyển số 01/2026-SCT/BS"."""
    return text("books.number", number=f"{number:02}", year=book.year, kind=book.kind)
