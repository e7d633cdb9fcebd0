"""Words of membership that this PC was handed and does not believe: which, since when, how often, and why."""

import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from hashlib import sha256

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from sync.errors import Tampered
from sync.keys.roster import Roster
from sync.keys.statement import PROVINCE, Statement

migrations = Migrations("refusals")

MOST = 200
"""Kept at the most: whoever makes them up fills no disk."""


@migrations()
def m111_refusals(db: Database) -> None:
    """What was turned down by its hash: reason, signer, first and last time (s since 1970 UTC, this PC's clock)."""
    columns = {"hash": bytes, "reason": str, "signer": str, "first": int, "last": int, "count": int}
    db.table("refusal").create(columns, pk="hash")


@dataclass(frozen=True)
class Refusal:
    """What was turned down: `reason` has a text `healing.refused.<reason>`, `signer` is whose it says it is."""

    reason: str
    signer: str
    first: int
    last: int
    count: int


def why(data: bytes, roster: Roster, root: bytes) -> Refusal | None:
    """Why a statement that was handed over does not count under this roster; None for one that does, or may yet.

    One whose signer or place in the chain is not known yet is no lie: what it needs may come later.
    """
    try:
        said = Statement.read(data)
    except Tampered:
        return _refusal("damaged")
    if said.office != roster.office:
        return _refusal("other_office", said.signer)
    member = roster.find(said.signer)
    key = root if said.signer == PROVINCE else member.key if member else None
    if key is not None and not said.verify(key):
        return _refusal("signature", said.signer)
    allowed = roster.delegates.get(said.signer)
    if allowed and allowed.upto is not None and said.number > allowed.upto:
        return _refusal("withdrawn", said.signer)
    return None


def _refusal(reason: str, signer: str = "") -> Refusal:
    now = int(time.time())
    return Refusal(reason, signer, now, now, 1)


def note(db: Database, roster: Roster, root: bytes, statements: Iterable[bytes]) -> None:
    """Note those of the statements that do not count, inside the caller's transaction."""
    held = {statement.data for statement in roster.statements}
    for data in statements:
        if data not in held and (found := why(data, roster, root)) is not None:
            _keep(db, sha256(data).digest(), found)


def note_key(db: Database, epoch: int, data: bytes) -> None:
    """Note a content key that is not what the roster commits to, inside the caller's transaction."""
    _keep(db, sha256(data).digest(), _refusal("content_key", str(epoch)))


def _keep(db: Database, hash: bytes, found: Refusal) -> None:
    again = "UPDATE refusal SET last = ?, count = count + 1 WHERE hash = ?"
    if not db.execute(again, [found.last, hash]).rowcount:
        row = [hash, *astuple(found), MOST]
        db.execute("INSERT INTO refusal SELECT ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM refusal) < ?", row)


def known(db: Database) -> list[Refusal]:
    """What was turned down, the latest first."""
    rows = db.execute("SELECT reason, signer, first, last, count FROM refusal ORDER BY last DESC").fetchall()
    return [Refusal(*row) for row in rows]
