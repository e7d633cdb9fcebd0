"""Searching as fast as a person types: procedures in a catalogue of 2,089, and a file of 100,000 cases.

Every query is typed letter by letter, and each keystroke is a search. Lists, counts and a case page beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count, islice
from pathlib import Path

from desk import counter, history, lists, store
from desk.cases import Case, CasePaper, Move, Note, Print
from desk.find import Finder, Plain
from desk.procedures.catalogue import starter
from desk.procedures.procedure import Procedure
from sync import log
from tests.bench import crowd, people
from tests.bench.measure import each, p50, p99, timed
from tests.bench.table import Figure

PROCEDURES = 2089
KEYSTROKE = 50.0
"""ms that a keystroke may take, and a person does not notice."""

ASKED = (
    "khai sinh", "dang ky khai sinh co yeu to nuoc ngoai", "đăng ký kết hôn", "chứng thực bản sao", "sao y",
    "xac nhan doc than", "thường trú", "tach so do", "ho kinh doanh", "tro cap nguoi cao tuoi", "1.001193", "ks",
)  # fmt: skip
"""As people ask at a counter, also without accents and by shorthand."""

SOUGHT = (
    "Nguyễn Thị Lan", "nguyen van an", "Sùng Gia Yến", "phạm quang phượng", "trần", "chứng thực", "0912", "02-01234",
    "suối hoa", "không có ai như vậy",
)  # fmt: skip
"""Common names and rare ones, a procedure, the start of a phone, a case number, a place, and nothing."""


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    yield from _procedures(200 if quick else PROCEDURES)
    scene = crowd.scene(temp / "crowd", quick=quick)
    with scene.desk(1) as desk:
        yield from _cases(desk, crowd.size(quick=quick))


def typed(queries: Iterable[str]) -> Iterator[str]:
    """What stands in the search box after each keystroke."""
    return (query[:length] for query in queries for length in range(1, len(query) + 1))


def _procedures(many: int) -> Iterator[Figure]:
    known = _catalogue(many)
    first, _ = timed(lambda: Plain(known).search("k"))
    seconds, finder = timed(lambda: Finder(known))
    times = each(lambda text=text: finder.search(text) for text in typed(ASKED))
    name = f"keystroke over {many:,} procedures"
    yield Figure(f"{name}, p50", p50(times), "ms")
    yield Figure(f"{name}, p99", p99(times), "ms", most=KEYSTROKE)
    yield Figure(
        f"first keystroke over {many:,} procedures, while the search box is made", first * 1000, "ms", most=KEYSTROKE
    )
    yield Figure(f"search box over {many:,} procedures, made beside the work", seconds * 1000, "ms")


def _catalogue(many: int) -> list[Procedure]:
    """The starter's procedures, again and again under other codes and with a place in their names."""
    known = list(starter().current(date(2026, 11, 20)))
    again = (
        replace(
            one, code=f"3.{n * 1000 + place:06}", name=f"{one.name} tại {people.PLACES[n % 8]} {n}",
            short=f"{one.short} {people.PLACES[n % 8]}"[:60], special=True,
        )
        for n in count(1)
        for place, one in enumerate(known)
    )  # fmt: skip
    return [*known[:many], *islice(again, max(0, many - len(known)))]


def _cases(desk, many: int) -> Iterator[Figure]:
    db, now = desk.db, desk.now()
    _search(db, now, "khởi động")
    times = {text: timed(lambda text=text: _search(db, now, text))[0] * 1000 for text in typed(SOUGHT)}
    name = f"keystroke over {many:,} cases"
    slowest = max(times, key=lambda text: times[text])
    yield Figure(f"{name}, p50", p50(list(times.values())), "ms")
    yield Figure(f"{name}, p99", p99(list(times.values())), "ms", most=KEYSTROKE)
    yield Figure(f'{name}, the slowest ("{slowest}")', times[slowest], "ms")
    for label, call in _reading(db, now).items():
        yield Figure(f"{label} of {many:,} cases, p50", p50(each([call] * 15)), "ms")
    times = each(lambda id=id: _open(db, id) for id in _some(db))
    yield Figure(f"a case opened with its history among {many:,}, p50", p50(times), "ms", most=KEYSTROKE)


def _search(db, now, text: str) -> list[Case]:
    return lists.page(db, "all", now, search=text)


def _reading(db, now) -> dict:
    last = lists.counts(db, now)["ended"] - 100
    return {
        "counts of all lists": lambda: lists.counts(db, now),
        "first page of what is open": lambda: lists.page(db, "open", now),
        "first page of all": lambda: lists.page(db, "all", now),
        "last page of the ended": lambda: lists.page(db, "ended", now, offset=max(0, last)),
        "groups of what is open": lambda: lists.groups(db, "open", now),
    }


def _some(db) -> list[str]:
    """Cases from everywhere in the file."""
    rows = db.execute("SELECT id FROM [case] ORDER BY rowid").fetchall()
    return [id for (id,) in rows[:: max(1, len(rows) // 200)]]


def _open(db, id: str) -> None:
    """Read all that the page of a case shows."""
    case = counter.case_here(db, id)
    for kind in (CasePaper, Note, Move, Print):
        store.children(db, kind, case.id)
    counter.versions(db, case.id)
    history.story(log.history(db, case.id))
