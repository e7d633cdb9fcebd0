"""Whether this PC is well: disk, clock, printer, copies elsewhere, backup, delivery, each in words with a true figure.

What cannot be known says so. Looks at nothing that could keep the window waiting: printers are looked for beside it.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.words import text
from sync.backup import noted
from sync.delivery import Delivery
from sync.desk import local
from sync.healing import clocks
from ui.session import Session
from ui.words_of_delivery import moment, said

LITTLE, TIGHT = 1_000_000_000, 300_000_000
"""Bytes free below which a disk wants to be seen to, and below which it may soon take no more scans."""

ALONE = 86_400
"""Seconds after which changes that only this PC holds want a person."""


FEW_DAYS, MANY_DAYS = 3, 7
"""Days without a backup from which on, and beyond which, it wants to be seen to; over a weekend nobody is asked."""


@dataclass(frozen=True)
class Sign:
    """How one thing is: `state` is ok, soon, late or unknown; `advice` is what to do, or why it is not known."""

    name: str
    state: str
    words: str
    advice: str = ""

    @property
    def title(self) -> str:
        """What it is about."""
        return text(f"today.sign.{self.name}")


Printers = tuple[str, ...] | None
"""Their names, none of them known, or None where nobody could say."""


def signs(session: Session, printers: Printers, *, looked: bool = True) -> tuple[Sign, ...]:
    """All of them now; `printers` as they were found, `looked` once somebody has."""
    delivery = session.syncing.delivery
    return (
        disk(session.folder),
        clock(session),
        printer(printers) if looked else Sign("printer", "unknown", text("today.printer.looking")),
        copies(session, delivery),
        backup(session),
        link(session, delivery),
    )


def disk(folder: Path | None) -> Sign:
    """The room left on the disk that holds the cases."""
    try:
        free = shutil.disk_usage(folder).free if folder else None
    except OSError:
        free = None
    if free is None:
        return Sign("disk", "unknown", text("today.not_known"), text("today.disk.unknown"))
    state = "late" if free < TIGHT else "soon" if free < LITTLE else "ok"
    words = text("today.disk.free", room=_size(free))
    return Sign("disk", state, words, "" if state == "ok" else text("today.disk.advice", room=_size(free)))


def _size(count: int) -> str:
    unit, divided = ("GB", count / 1e9) if count >= 1e9 else ("MB", count / 1e6)
    shown = f"{divided:.1f}" if unit == "GB" and divided < 10 else f"{divided:.0f}"
    return f"{shown} {unit}".replace(".", text("today.decimal_mark"))


def clock(session: Session) -> Sign:
    """Whether the clock can be right; measured only against the server."""
    if warning := clocks.warning(session.desk):
        return Sign("clock", "late", text("today.clock.doubted"), warning)
    error = session.desk.clock_error
    if error is None:
        return Sign("clock", "unknown", text("today.clock.unknown"), text("today.clock.why"))
    return Sign("clock", "ok", text("today.clock.right" if not error else "today.clock.off", seconds=abs(error)))


def printer(printers: Printers) -> Sign:
    """Which printer forms go to."""
    if printers is None:
        return Sign("printer", "unknown", text("today.not_known"), text("today.printer.unknown"))
    if not printers:
        return Sign("printer", "soon", text("today.printer.none"), text("today.printer.advice"))
    return Sign("printer", "ok", printers[0], text("today.printer.paper"))


def copies(session: Session, delivery: Delivery) -> Sign:
    """Where else the work is held, should this PC break now."""
    now, near = session.desk.now(), session.lan.holding or 0
    if not delivery.waiting and delivery.confirmed_at is not None:
        return Sign("copies", "ok", text("today.copies.server", time=moment(delivery.confirmed_at, now)))
    if not delivery.waiting:
        return Sign("copies", "ok", text("today.copies.nothing"))
    if near:
        return Sign("copies", "ok", text("today.copies.near", pcs=near), text("today.copies.not_yet"))
    since = delivery.waiting_since or 0
    state = "late" if session.desk.clock() - since > ALONE else "soon"
    return Sign(
        "copies", state, text("today.copies.alone", count=delivery.waiting),
        text("today.copies.advice", count=delivery.waiting, time=moment(since, now)),
    )  # fmt: skip


def backup(session: Session) -> Sign:
    """When this PC was last backed up, and what to do where that is long ago or failed."""
    now, today = noted.of(session.desk), session.desk.now().date()
    if session.backing.under_way:
        return Sign("backup", "ok", text("backup.sign.under_way"))
    if not now.at:
        words = text("backup.sign.never" if now.folder else "backup.sign.none")
        advice = now.reason or text("backup.sign.first" if now.folder else "backup.sign.choose")
        return Sign("backup", "soon" if now.folder else "unknown", words, advice)
    days = max(0, (today - local(now.at).date()).days)
    recent = days < FEW_DAYS
    words = moment(now.at, session.desk.now()) if recent else text("backup.sign.days", days=days)
    if recent:
        return Sign("backup", "soon" if now.failed_at else "ok", words, now.reason)
    state = "late" if days > MANY_DAYS else "soon"
    return Sign("backup", state, words, now.reason or text("backup.sign.old", days=days))


def link(session: Session, delivery: Delivery) -> Sign:
    """How delivery stands, as the foot of the window says it."""
    if not session.syncing.linked:
        return Sign("link", "unknown", text("today.link.no_server"), text("window.delivery.no_server_hint"))
    sentence = said(session, delivery)
    down = delivery.failing_since is not None
    state = "late" if session.syncing.needs_person else "soon" if down else "ok"
    if down:
        words = text("today.link.down", time=moment(delivery.failing_since or 0, session.desk.now()))
    elif delivery.confirmed_at is None:
        return Sign("link", "unknown", text("today.link.never"), str(sentence))
    else:
        words = text("today.link.up", time=moment(delivery.confirmed_at, session.desk.now()))
    return Sign("link", state, words, delivery.reason)


def wanting(found: Sequence[Sign]) -> list[Sign]:
    """Those that want something done, the worst first."""
    order = ("late", "soon")
    return sorted((each for each in found if each.state in order), key=lambda each: order.index(each.state))
