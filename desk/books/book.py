"""Certification books: numbers without gaps from 01 each year, though PCs write in the same book without a network.

Only the PC that holds a book moves its next number; it may hand the book over, or set numbers aside for another PC,
which then alone moves through them. So no number can be given twice, and every number below the next is an entry, a
void one, or set aside for a PC that is named. What may be decided about a book is in `desk.books.book_numbers`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from desk.lifecycle import stage, walked
from desk.record import Rule, Version, law, money, numbering, precedence, typing

MOST_NUMBERS = 1_000_000
"""Of one book and year; a higher one is nonsense that a PC gone bad wrote."""


def _highest(versions: Sequence[Version]) -> Sequence[Version]:
    """The highest number: whoever wrote it had moved past the others. What is no number of a book does not count."""
    known = [v for v in versions if isinstance(v.value, int) and 0 < v.value <= MOST_NUMBERS]
    return sorted(known or versions, key=lambda version: (version.value if known else 0, *precedence(version)))[-1:]


growing = Rule("number", _highest)


@dataclass(frozen=True)
class Book:
    """The book of one kind and year. `holders` are the PCs that gave its numbers so far, `next` is the one to come.

    Both merge by what they say, for the changes of a hand-over may arrive in any order: the longer path contains the
    shorter, the higher number is the later. `given` and `void` are the totals the book was closed with.
    """

    id: str
    kind: Annotated[str, law] = ""
    year: Annotated[int, law] = 0
    opened_at: Annotated[str, law] = ""
    holders: Annotated[str, walked] = ""
    next: Annotated[int, growing] = 1
    closed_at: Annotated[str, law] = ""
    given: Annotated[int, numbering] = 0
    void: Annotated[int, numbering] = 0

    @property
    def holder(self) -> str:
        """The id of the PC that gives numbers now."""
        return stage(self.holders)


@dataclass(frozen=True)
class BookRange:
    """Numbers `first` to `last` set aside for one PC; `next` is the one it gives next, past `last` when used up."""

    id: str
    book: Annotated[str, law] = ""
    device: Annotated[str, law] = ""
    first: Annotated[int, numbering] = 0
    last: Annotated[int, numbering] = 0
    next: Annotated[int, growing] = 0


@dataclass(frozen=True)
class BookEntry:
    """One line of a book. An unused number, or all from `number` to `last`, is void from the start (`last` 0: one)."""

    id: str
    book: Annotated[str, law] = ""
    number: Annotated[int, numbering] = 0
    last: Annotated[int, numbering] = 0
    case_id: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    person: Annotated[str, typing] = ""
    subject: Annotated[str, typing] = ""
    signer: Annotated[str, typing] = ""
    copies: Annotated[int, numbering] = 1
    fee: Annotated[int, money] = 0
    note: Annotated[str, typing] = ""
    void_reason: Annotated[str, law] = ""

    @property
    def numbers(self) -> range:
        """The numbers this line explains."""
        return range(self.number, max(self.number, self.last) + 1)


@dataclass(frozen=True)
class Seat:
    """The PC that decides, among the PCs of its office. `names` has every PC's name by its id.

    `steward` is true on one PC of the office only: the first enrolled of those that still belong to it, once it has
    all that those before it were allowed to write. `gone` are PCs that left and all whose changes are here.
    """

    device: str
    steward: bool
    names: Mapping[str, str]
    gone: frozenset[str] = frozenset()

    def name(self, device: str) -> str:
        """A PC's name; its bare id where the roster held here does not list it."""
        return self.names.get(device, device)


@dataclass(frozen=True)
class Hold:
    """What is known here of one book: its row, its ranges, its lines, and whether a newer book of its kind is open.

    `disputed` is true when the book was handed over to two PCs at once, which only a copied file can bring about.
    """

    book: Book
    ranges: Sequence[BookRange] = ()
    entries: Sequence[BookEntry] = ()
    superseded: bool = False
    disputed: bool = False


@dataclass(frozen=True)
class Account:
    """Every number of a book explained: given and valid, void, set aside (first, last, PC), not here yet, or twice."""

    given: tuple[int, ...]
    void: tuple[int, ...]
    aside: tuple[tuple[int, int, str], ...]
    missing: tuple[int, ...]
    twice: tuple[int, ...]


def account(hold: Hold) -> Account:
    """What became of the numbers below the next, as far as is known here.

    A number is missing while the change that gave it has not arrived. None is ever twice, unless a PC's file was
    copied or restored; this is where it would show.
    """
    valid = [n for entry in hold.entries if not entry.void_reason for n in entry.numbers]
    dead = {n for entry in hold.entries if entry.void_reason for n in entry.numbers}
    aside = tuple((each.next, each.last, each.device) for each in hold.ranges if each.next <= each.last)
    waiting = {n for first, last, _ in aside for n in range(first, last + 1)}
    explained = {*valid, *dead, *waiting}
    top = max([hold.book.next - 1, *explained])
    twice = sorted({n for n, times in Counter(valid).items() if times > 1} | (set(valid) & dead))
    missing = tuple(n for n in range(1, top + 1) if n not in explained)
    return Account(tuple(sorted(set(valid))), tuple(sorted(dead)), tuple(sorted(aside)), missing, tuple(twice))
