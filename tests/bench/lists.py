"""The lists that run the day in a file of 100,000 cases: opened, counted, searched by keystroke, day by day.

Opening a list is what the window does: count its groups and read the first page. The longest of all lists is named.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from desk import lists
from desk.lists import Narrowed
from desk.officers.filters import Criteria
from tests.bench import crowd
from tests.bench.measure import at, each, p50, p99, timed
from tests.bench.searching import SOUGHT, typed
from tests.bench.table import Figure
from ui.today import mine

FRAME = 16.0
"""ms of one picture on the screen."""

TIMES = 15
FOUND = 50
"""Cases of a search that the window reads at once."""

FILTERS = {
    "words": Criteria(text="nguyễn"),
    "a channel": Criteria(channel="online"),
    "this week": Criteria(span="week"),
}


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    scene = crowd.scene(temp / "crowd", quick=quick)
    with scene.desk(1) as desk:
        other = next(member.id for member in desk.keyring.roster.members if member.id != desk.device.id)
        scopes = {
            "mine": Narrowed("mine", officer=f"{other}.1", device=other),
            "counter": Narrowed("counter", officer=f"{other}.1", device=other),
            "office": Narrowed(),
        }
        yield from _opening(desk, scopes)
        yield from _counting(desk, scopes)
        yield from _searching(desk)


def _opening(desk, scopes) -> Iterator[Figure]:
    for scope, narrowed in scopes.items():
        times = {view: p50(each([partial(_open, desk, view, narrowed)] * TIMES)) for view in lists.VIEWS}
        slowest = max(times, key=times.get)
        yield Figure(f"a list opened, {scope}, p50 of all lists", p50(list(times.values())), "ms", most=FRAME)
        yield Figure(f"a list opened, {scope}, the slowest ({slowest})", times[slowest], "ms")
    for name, criteria in FILTERS.items():
        narrowed = Narrowed(criteria=criteria)
        times = each([partial(_open, desk, "open", narrowed)] * TIMES)
        yield Figure(f"a filter by {name} opened, p50", p50(times), "ms", most=FRAME)


def _open(desk, view, narrowed) -> None:
    lists.groups(desk.db, view, desk.now(), narrowed=narrowed, calendar=desk.calendar)
    lists.page(desk.db, view, desk.now(), narrowed=narrowed, calendar=desk.calendar)


def _counting(desk, scopes) -> Iterator[Figure]:
    for scope, narrowed in scopes.items():
        times = each(
            [lambda narrowed=narrowed: lists.counts(desk.db, desk.now(), narrowed=narrowed, calendar=desk.calendar)]
            * TIMES
        )
        yield Figure(f"all counts refreshed, {scope}, p50", p50(times), "ms", most=FRAME)
        times = each([partial(mine.read, desk, scope)] * TIMES)
        yield Figure(f"what is mine today, {scope}, p50", p50(times), "ms", most=FRAME)
    first = desk.now().date().replace(day=1)
    span = first - timedelta(6), first + timedelta(36)
    times = each([lambda: lists.days(desk.db, "open", *span, desk.now(), calendar=desk.calendar)] * TIMES)
    yield Figure("a month of the calendar, p50", p50(times), "ms", most=FRAME)


def _searching(desk) -> Iterator[Figure]:
    wanted = [text for text in typed(SOUGHT) if len(text) > 1]
    _search(desk, "khởi động")
    times = {text: timed(lambda text=text: _search(desk, text))[0] * 1000 for text in wanted}
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        yield Figure(f"keystroke in the search, {name}", at(share, list(times.values())), "ms", most=FRAME)
    yield Figure("keystroke in the search, p99", p99(list(times.values())), "ms")
    slowest = max(times, key=times.get)
    yield Figure(f'keystroke in the search, the slowest ("{slowest}")', times[slowest], "ms")


def _search(desk, text) -> None:
    lists.page(desk.db, "all", desk.now(), search=text, limit=FOUND)
    lists.drafted(desk.db, search=text)
