"""PCs that a delegate took in beyond the point up to which its word counts: what is kept of them meanwhile.

The delegate was revoked, or its right withdrawn, before anybody who did that had heard of the PC. Such a PC is no
member, and what it signed counts nowhere; but nothing of it is thrown away, and the province can let it in after all,
by saying itself what the delegate had said. Whoever holds the delegate's PC can make such words for PCs of his own, so
a person compares the eight words with the PC first.
"""

from collections.abc import Iterable

from sqlite_utils.db import Database

from sync.errors import Tampered
from sync.keys import fingerprint
from sync.keys.authority import Authority
from sync.keys.member import Member, device_id
from sync.keys.roster import Roster
from sync.keys.statement import Kind, Statement

MOST_TOLD = 20


def read(data: bytes, roster: Roster) -> Statement | None:
    """The word that would have let a PC in; None for anything else, and for a PC that is a member."""
    try:
        said = Statement.read(data)
    except Tampered:
        return None
    if said.kind != Kind.DEVICE or said.office != roster.office:
        return None
    allowed, signer = roster.delegates.get(said.signer), roster.find(said.signer)
    if allowed is None or signer is None or allowed.upto is None or said.number <= allowed.upto:
        return None
    numbers = any(said.values[2] in given for given in allowed.numbers)
    return said if numbers and roster.find(device_of(said)) is None and said.verify(signer.key) else None


def device_of(said: Statement) -> str:
    """The id of the PC that a word lets in."""
    return device_id(said.values[0])


def words(said: Statement) -> str:
    """Eight words over both keys of the PC, to be compared with what its own screen says."""
    return fingerprint.words(said.values[0] + said.values[1])


def own_words(key: bytes, sealing: bytes) -> str:
    """The same at the PC itself: its public key, and the SHA-256 of its public sealing key."""
    return fingerprint.words(key + sealing)


def restate(hand: Authority, said: Statement, *, pc: int = 0, name: str = "") -> Member:
    """Let the PC in by another's hand, under the number it has worked with unless told otherwise.

    Raises Refused for a number that is taken by now, or not given to us.
    """
    return hand.restate(said, pc or said.values[2], name or said.values[3])


def note(db: Database, before: Roster, after: Roster) -> None:
    """Keep the words that let PCs in and no longer count, and those no more whose PC belongs to the office now."""
    gone = {statement.data: statement for statement in before.statements if statement.kind == Kind.DEVICE}
    rows = [[device_of(said), data] for data, said in gone.items() if after.find(device_of(said)) is None]
    db.conn.executemany("INSERT OR IGNORE INTO disowned VALUES (?, ?, 0)", rows)
    db.conn.executemany("DELETE FROM disowned WHERE device = ?", [[member.id] for member in after.members])


def kept(db: Database) -> dict[str, bytes]:
    """The words kept here, by PC."""
    return dict(db.execute("SELECT device, statement FROM disowned ORDER BY device").fetchall())


def untold(db: Database) -> list[bytes]:
    """Those that the province's server has not been told, a few at a time."""
    rows = db.execute("SELECT statement FROM disowned WHERE NOT told ORDER BY device LIMIT ?", [MOST_TOLD])
    return [data for (data,) in rows.fetchall()]


def told(db: Database, statements: Iterable[bytes]) -> None:
    """Note that the server has heard these, inside the caller's transaction."""
    db.conn.executemany("UPDATE disowned SET told = 1 WHERE statement = ?", [[data] for data in statements])
