"""A certification book on paper: one line for every number, the void and the unused included, in landscape A4.

Printed in Vietnamese whatever language the window speaks; its words are `resources/forms/book.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from desk.books.book import Account, BookEntry, Hold, account
from desk.books.book_kinds import Kind
from desk.forms import listing
from desk.forms.listing import Column, Listing
from desk.forms.slip import OFFICE_PREFIXES
from desk.forms.template import FOLDER
from desk.time import written

Cells = tuple[str, ...]


def book_pdf(hold: Hold, kind: Kind, *, office_name: str, at: str, names: Mapping[str, str]) -> bytes:
    """The book as PDF as it is known here, printed `at` ("YYYY-MM-DDTHH:MM"). `names` are PCs by id.

    Raises Unusable without a usable font.
    """
    words: dict[str, Any] = tomllib.loads((FOLDER / "book.toml").read_text(encoding="utf-8"))
    found, title = account(hold), words["year"].format(year=hold.book.year, kind=kind.code)
    return listing.pdf(
        Listing(
            title=(kind.name.upper(), title),
            columns=_columns(kind, words),
            rows=[cells for _, cells in sorted(_rows(hold, found, words, names))],
            page=words["page"],
            left=(words["agency"], _place(office_name).upper()),
            right=words["motto"],
            closing=["", _closing(hold, found, words, at)],
            landscape=True,
            author=office_name,
            name=f"{kind.name} {title}",
        )
    )


def _place(office_name: str) -> str:
    """The office without what stands above it: "UBND xã Phú Lương" is "xã Phú Lương"."""
    before = next((each for each in OFFICE_PREFIXES if office_name.lower().startswith(each)), "")
    return office_name[len(before) :]


def _columns(kind: Kind, words: Mapping[str, str]) -> list[Column]:
    return [
        Column(words["number"], 6, "right"),
        Column(words["day"], 10, "centre"),
        Column(kind.person, 24),
        Column(kind.subject, 26),
        Column(words["signer"], 14),
        Column(words["copies"], 6, "right"),
        Column(words["fee"], 9, "right"),
        Column(words["note"], 18),
    ]


def _rows(
    hold: Hold, found: Account, words: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[int, Cells]]:
    for entry in hold.entries:
        yield entry.number, _entry(entry, words)
    for first, last, device in found.aside:
        yield first, _empty(_span(first, last), words["aside"].format(pc=names.get(device, device)))
    for number in found.missing:
        yield number, _empty(_span(number, number), words["missing"])


def _entry(entry: BookEntry, words: Mapping[str, str]) -> Cells:
    number = _span(entry.number, entry.numbers[-1])
    note = words["void"].format(reason=entry.void_reason) if entry.void_reason else entry.note
    if not entry.person:
        return _empty(number, note, _day(entry.at))
    fee = f"{entry.fee:,}".replace(",", ".")
    return number, _day(entry.at), entry.person, entry.subject, entry.signer, str(entry.copies), fee, note


def _empty(number: str, note: str, day: str = "") -> Cells:
    return number, day, "", "", "", "", "", note


def _span(first: int, last: int) -> str:
    return f"{first:02}" if first == last else f"{first:02}–{last:02}"


def _day(at: str) -> str:
    on = written.day(at[:10])
    return f"{on:%d/%m/%Y}" if on else ""


def _closing(hold: Hold, found: Account, words: Mapping[str, str], at: str) -> str:
    book = hold.book
    if book.closed_at:
        return words["closed"].format(day=_day(book.closed_at), given=book.given, void=book.void)
    aside = sum(last - first + 1 for first, last, _ in found.aside)
    said = datetime.fromisoformat(at).strftime("%H:%M %d/%m/%Y")
    return words["open"].format(at=said, given=len(found.given), void=len(found.void), aside=aside)
