"""The one sentence at the foot: how many changes wait, since when the link is down, up to when all was delivered.

Says only what the last signed receipt and the last failed try prove (`sync.delivery`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desk.words import text
from sync.delivery import Delivery
from sync.desk import local
from sync.healing import clocks, succession
from ui.shell.status_line import StatusSentence

if TYPE_CHECKING:
    from ui.session import Session


def sentence(
    delivery: Delivery, now: datetime, *, linked: bool = True, needs_person: bool = False, near: int | None = None
) -> StatusSentence:
    """The sentence at `now`, local time of Vietnam.

    `linked` is whether this PC knows an address of its server, `needs_person` whether waiting alone won't help, `near`
    how many PCs of the office hold all of this one's changes, None where their network is silent.
    """
    if delivery.complete and delivery.confirmed_at is not None:
        return StatusSentence("ok", (text("window.delivery.all", time=moment(delivery.confirmed_at, now)),))
    alert = text("window.delivery.alert") if needs_person else ""
    return StatusSentence("late" if alert else "soon", tuple(_parts(delivery, now, linked, near)), alert)


def said(session: "Session", delivery: Delivery) -> StatusSentence:
    """The sentence of a session now; at its end what needs a person: delivery, the clock, what is to be decided."""
    syncing, now, near = session.syncing, session.desk.now(), session.lan.holding
    told = sentence(delivery, now, linked=syncing.linked, needs_person=syncing.needs_person, near=near)
    if waiting := session.scans.waiting:
        told = _with_scans(told, delivery, now, waiting)
    if filling := syncing.filling:
        told = replace(told, light="soon", parts=(filling, *told.parts))
    if not told.alert and clocks.warning(session.desk):
        return replace(told, light="late", alert=text("healing.clock_alert"))
    if not told.alert and succession.standing(session.desk):
        return replace(told, light="late", alert=text("healing.shares_alert"))
    if session.disputed and not told.alert:
        return replace(told, alert=text("reconcile.in_status", count=session.disputed))
    return told


def _with_scans(told: StatusSentence, delivery: Delivery, now: datetime, waiting: int) -> StatusSentence:
    """The sentence where scans wait too: nothing may sound as if all had been delivered."""
    parts = told.parts
    if delivery.complete and delivery.confirmed_at is not None:
        parts = (text("scans_window.foot_changes", time=moment(delivery.confirmed_at, now)),)
    return replace(told, light=max(told.light, "soon", key=("ok", "soon", "late").index),
                   parts=(*parts, text("scans_window.foot", count=waiting)))  # fmt: skip


def _parts(delivery: Delivery, now: datetime, linked: bool, near: int | None) -> Iterator[str]:
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
    if near is not None and delivery.waiting:
        yield text("lan.have_none") if not near else text("lan.have_one") if near == 1 else text("lan.have", count=near)
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
