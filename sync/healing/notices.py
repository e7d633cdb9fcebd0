"""What was healed here, told once in words: a fork made one, a copy that caught up, a server that had lost things."""

from collections.abc import Mapping

import cbor2

from desk.time.written import moment
from desk.words import text
from sync import delivery
from sync.desk import Desk, local
from sync.healing import clocks

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
    """All there is to tell of this PC's soundness now: its clock, what is withheld from it, what was healed."""
    missing = delivery.missing(desk)
    withheld = text("healing.missing", count=missing) if missing else ""
    return [said for said in (clocks.warning(desk), withheld) if said] + _taken_over(desk) + recent(desk)


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
