"""A whole journey of scans as one work, for whoever runs works: the window beside its exchanges, the command alone.

    steps = journey.go(desk, server, addresses, hold=...)     all that waits, unasked: within the hours, unless paused
    steps = journey.bring(desk, hashes, server, addresses)    what somebody wants to see now: at any hour
    steps = journey.tell(desk, server)                        only how many wait, while none may travel; True if heard

All yield jobs and breaths like `sync.exchange`; the first two end with a `Journey`, which has the errors of a side.
Beside other works at one desk they take turns (`carriers.turns.by_turns`); addresses are `Neighbours.answering()`.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from desk import Spoken, Unusable
from sync.carriers.scan_post import Came as Answered
from sync.carriers.scan_post import ScanPost
from sync.carriers.scan_wire import Errand
from sync.desk import Desk
from sync.jobs import Job
from sync.scans import fetching, limits, sending, sides, travel
from sync.scans.fetching import Fetched
from sync.scans.sending import Hold, Sent

Came = Callable[[str], object]
"""Hears of the hash of each file that is here now."""


@dataclass
class Journey:
    """What was sent and fetched, while it goes on and after; `error` is what kept the sending from its end."""

    sent: Sent = field(default_factory=Sent)
    fetched: Fetched = field(default_factory=Fetched)
    error: Spoken | None = None

    @property
    def held_up(self) -> bool:
        """Whether it ended before all was done, for others or for the hours."""
        return self.sent.held_up or self.fetched.held_up


def go(
    desk: Desk, server: str, addresses: Iterable[str] = (), *, hold: Hold = lambda: False,
    journey: Journey | None = None, came: Came = lambda sha256: None, unasked: bool = True,
) -> Generator[Job | None, Any, Journey]:  # fmt: skip
    """Send what waits to the province at `server`, "" for none, and fetch what is wanted here.

    Raises Refused for what is no address, Unusable when the disk here fails.
    """
    done = journey or Journey()
    set_here = limits.of(desk)
    province = [sides.province(desk, server)] if server else []
    posts = [*sides.office(desk, addresses), *province]

    def closed() -> bool:
        return hold() or (unasked and not set_here.open(desk.now()))

    try:
        for post in province:
            yield from _send(desk, post, closed, done)
        wanted = travel.wanted(desk)
        if wanted and posts and not done.sent.held_up:
            yield from fetching.fetch(desk, posts, wanted, hold=closed, report=done.fetched, came=came)
    finally:
        _close(posts)
    return done


def _send(desk: Desk, post: ScanPost, hold: Hold, done: Journey) -> Generator[Job | None, Any, None]:
    try:
        yield from sending.send(desk, post, hold=hold, report=done.sent)
    except Unusable:
        raise
    except Spoken as error:
        done.error = error


def bring(
    desk: Desk, hashes: Sequence[str], server: str, addresses: Iterable[str] = (), *, hold: Hold = lambda: False,
    journey: Journey | None = None, came: Came = lambda sha256: None,
) -> Generator[Job | None, Any, Journey]:  # fmt: skip
    """Fetch these files now, from PCs of the office or the province; what does not come stays wanted.

    Raises Refused for what is no address, Unusable when the disk here fails.
    """
    done = journey or Journey()
    travel.want(desk, *hashes)
    posts = [*sides.office(desk, addresses), *([sides.province(desk, server)] if server else [])]
    wanted = [each for each in travel.wanted(desk) if each[0] in set(hashes)]
    try:
        yield from fetching.fetch(desk, posts, wanted, hold=hold, report=done.fetched, came=came)
    finally:
        _close(posts)
    return done


def tell(desk: Desk, server: str) -> Generator[Job | None, Any, bool]:
    """Tell the province at `server` how many files wait here, about 600 bytes; whether it heard.

    Raises Refused for what is no address.
    """
    post = sides.province(desk, server)
    errand = Errand(waiting=travel.beside(desk, ()))
    try:
        came: Answered = yield partial(post.carry, errand)
        return came.broken is None
    except Spoken:
        return False
    finally:
        post.close()


def _close(posts: Iterable[ScanPost]) -> None:
    for post in posts:
        post.close()
