"""The one sentence at the foot: how many changes wait, since when the link is down, up to when all was delivered.

Says only what the last signed receipt and the last failed try prove (`sync.delivery`).
"""

from collections.abc import Iterator
from datetime import datetime

from desk.words import text
from sync.delivery import Delivery
from sync.desk import local
from ui.shell.status_line import StatusSentence


def sentence(delivery: Delivery, now: datetime, *, linked: bool = True, needs_person: bool = False) -> StatusSentence:
    """The sentence at `now`, local time of Vietnam.

    `linked` is whether this PC knows an address of its server, `needs_person` whether waiting alone won't help.
    """
    if delivery.complete and delivery.confirmed_at is not None:
        return StatusSentence("ok", (text("window.delivery.all", time=moment(delivery.confirmed_at, now)),))
    alert = text("window.delivery.alert") if needs_person else ""
    return StatusSentence("late" if alert else "soon", tuple(_parts(delivery, now, linked)), alert)


def _parts(delivery: Delivery, now: datetime, linked: bool) -> Iterator[str]:
    if delivery.waiting:
        yield text(
            "window.delivery.waiting_one" if delivery.waiting == 1 else "window.delivery.waiting",
            count=delivery.waiting,
        )
    if not linked:
        yield text("window.delivery.no_server")
    elif delivery.failing_since is not None:
        yield text("window.delivery.down", time=moment(delivery.failing_since, now))
    elif delivery.waiting_since is not None:
        yield text("window.delivery.since", time=moment(delivery.waiting_since, now))
    if delivery.confirmed_at is not None:
        yield text("window.delivery.up_to", time=moment(delivery.confirmed_at, now))
    elif linked:
        yield text("window.delivery.never")


def moment(at: int, now: datetime) -> str:
    """A wall time in s since 1970 UTC: the time today, with the day when it was another one."""
    then = local(at)
    return (
        f"{then:%H:%M}"
        if then.date() == now.date()
        else text("window.delivery.moment", time=f"{then:%H:%M}", day=f"{then:%d/%m}")
    )
