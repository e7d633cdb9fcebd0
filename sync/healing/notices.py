"""What was healed here, told once in words: a fork made one, a copy that caught up, a server that had lost things."""

from collections import Counter
from collections.abc import Mapping

import cbor2

from desk import words
from desk.time.written import moment
from desk.words import text
from sync import delivery, segments
from sync.desk import Desk, local
from sync.healing import clocks
from sync.keys import refusals

TOLD_FOR = 30 * 86_400
"""Seconds for which a notice is told; it stays in the file."""


def note(desk: Desk, kind: str, **values: str | int) -> None:
    """Note that something was healed; `kind` has a text `healing.notice.<kind>`. The caller holds the transaction."""
    row = [int(desk.clock()), kind, cbor2.dumps(values)]
    desk.db.execute('INSERT INTO notice (at, kind, "values") VALUES (?, ?, ?)', row)


def recent(desk: Desk) -> list[str]:
    """The sentences of the last month, the newest first. A clock put back keeps none of them from being told."""
    since = int(desk.clock()) - TOLD_FOR
    found = desk.db.execute('SELECT at, kind, "values" FROM notice WHERE at >= ? ORDER BY id DESC', [since]).fetchall()
    return [_said(desk, *row) for row in found]


def told(desk: Desk) -> list[str]:
    """All there is to tell of this PC's soundness now: its clock, what is withheld or refused, what was healed."""
    missing = delivery.missing(desk)
    withheld = text("healing.missing", count=missing) if missing else ""
    now = (clocks.warning(desk), shared(desk), withheld, *set_aside(desk), *refused(desk))
    return [said for said in now if said] + _taken_over(desk) + recent(desk)


def shared(desk: Desk) -> str:
    """That a PC of the office has a copy under its name, which waits for a number of its own; "" for none."""
    from sync.healing import succession  # which notes what it does here

    return succession.standing(desk)


def set_aside(desk: Desk) -> list[str]:
    """What was set aside and waits, in words: of two histories, and for any other reason."""
    reasons = Counter(reason for _, _, reason in segments.aside(desk.db))
    forked = sum(reasons.pop(reason, 0) for reason in ("sync.fork", "sync.broken_chain"))
    said = [text("healing.waiting_fork", count=forked)] if forked else []
    named = {reason: f"healing.aside.{reason.partition('.')[2]}" for reason in sorted(reasons)}
    return said + [text(key, count=reasons[reason]) for reason, key in named.items() if words.known(key)]


def refused(desk: Desk) -> list[str]:
    """The words of membership that were turned down in the last month, one sentence a reason."""
    since = int(desk.clock()) - TOLD_FOR
    found = [each for each in refusals.known(desk.db) if each.last >= since]
    return [
        text(
            f"healing.refused.{reason}",
            count=len(some),
            since=f"{local(min(each.first for each in some)):%d/%m/%Y %H:%M}",
        )
        for reason in sorted({each.reason for each in found})
        if (some := [each for each in found if each.reason == reason])
    ]


def _taken_over(desk: Desk) -> list[str]:
    """That other PCs went on with this one's work while it was silent."""
    query = "SELECT heir, at FROM takeover WHERE gone = ? AND heir != ? ORDER BY at DESC"
    rows = [(heir, moment(at)) for heir, at in desk.db.execute(query, [desk.device.id] * 2).fetchall()]
    return [
        text("takeover.was_taken", heir=desk.device_name(heir), at=f"{at:%H:%M %d/%m/%Y}") for heir, at in rows if at
    ]


def _said(desk: Desk, at: int, kind: str, values: bytes) -> str:
    known: Mapping[str, str | int] = cbor2.loads(values)
    named = {**known, "device": desk.device_name(str(known["device"]))} if "device" in known else known
    return text(f"healing.notice.{kind}", at=f"{local(at):%d/%m/%Y %H:%M}", **named)
