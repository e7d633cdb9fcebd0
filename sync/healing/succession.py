"""A PC that shares its identity with another one gets an identity of its own: asked for, let in, moved into.

Both copies of a disk go on working and delivering (`forks`), but they give out the same case numbers. So the one that
found the fork asks for a place of its own (`keys/succession`). The request travels in the log, as a change, so that it
reaches every PC of the office, and with the next exchange to the province. Whoever may enrol PCs (the province, or a
delegate) lets it in; the roster stays what decides who belongs to the office.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, store
from desk.record import Change, Edit
from desk.words import text
from sync import log, pc_acts, segments
from sync.delivery import delivery
from sync.desk import Desk, Device
from sync.healing import notices
from sync.keys import sealing, telling
from sync.keys.member import Member, device_id
from sync.keys.roster import Roster
from sync.keys.succession import RECORD, Succession, admit

__all__ = ["Succession", "admit"]

KIND, ACTION = "successor", "succeed"
MOST_TOLD = 2
"""Requests told in one exchange; each is about 1,450 bytes."""


def ask(desk: Desk) -> bytes:
    """Ask for an identity of this PC's own, in a change of its log; the request, the same one until it is let in."""
    with store.transaction(desk.db):
        return ask_within(desk)


def ask_within(desk: Desk) -> bytes:
    """`ask`, inside a transaction that the caller holds."""
    if row := desk.db.execute("SELECT request FROM successor").fetchone():
        return bytes(row[0])
    key, opening, at = Ed25519PrivateKey.generate(), sealing.new(), int(desk.clock())
    asked = Succession.new(desk.office.code, desk.keyring.signing, key, sealing.public(opening), at * 1000)
    row = [key.private_bytes_raw(), opening, asked.data, at]
    desk.db.execute("INSERT INTO successor VALUES (1, ?, ?, ?, ?)", row)
    edit = Edit(KIND, f"{RECORD}{asked.successor}", {"request": asked.data})
    change = Change(ACTION, (edit,), desk.by, text("healing.asks", device=desk.device.name))
    log.add(desk.db, [log.next_entry(desk.db, change, desk.device.id, at=at, clock_error=desk.clock_error)])
    return asked.data


def waiting(desk: Desk) -> list[Succession]:
    """The requests in the log that no roster has answered, of PCs that are members; for whoever may let them in."""
    roster, found = desk.keyring.roster, dict[str, Succession]()
    asking = "SELECT device, seq FROM mention WHERE record >= ? AND record < ?"
    for device, seq in desk.db.execute(asking, [RECORD, RECORD[:-1] + "/"]).fetchall():
        for entry in log.run(desk.db, device, seq - 1, 1):
            read = (_asked(edit, roster) for edit in entry.change.edits)
            found.update((asked.successor, asked) for asked in read if asked is not None)
    return [asked for asked in found.values() if roster.find(asked.successor) is None]


def _asked(edit: Edit, roster: Roster) -> Succession | None:
    data = edit.fields.get("request")
    try:
        return Succession.read(data, roster) if isinstance(data, bytes) else None
    except Refused:
        return None


def untold(desk: Desk) -> list[Succession]:
    """Those that wait and of which the province has not been told, a few at a time."""
    told = {successor for (successor,) in desk.db.execute("SELECT successor FROM asked").fetchall()}
    return [asked for asked in waiting(desk) if asked.successor not in told][:MOST_TOLD]


def told(desk: Desk, asked: Sequence[bytes]) -> None:
    """Note that the province has these requests."""
    if asked:
        rows = [[each.successor] for each in waiting(desk) if each.data in asked]
        with store.transaction(desk.db):
            desk.db.conn.executemany("INSERT OR IGNORE INTO asked VALUES (?)", rows)


def forget_told(desk: Desk) -> None:
    """Tell the province of every request anew: it has lost things. The caller holds the transaction."""
    desk.db.execute("DELETE FROM asked")


def let_in(desk: Desk, asked: Succession) -> Member:
    """Let a clone in by this PC's own hand. Raises Refused where it may not, and changes nothing then."""
    desk.demand("appoint")
    hand = telling.authority(desk.db, desk.keyring)
    member = admit(hand, asked.data)
    with store.transaction(desk.db):
        telling.keep(desk.db, desk.keyring, hand)
    pc_acts.note_let_in(desk, member.id, asked.device)
    return member


def standing(desk: Desk) -> str:
    """What is to be said while this PC shares its identity, or another one of the office does; "" for nothing."""
    waits = {asked.device for asked in waiting(desk)}
    if desk.db.execute("SELECT 1 FROM successor").fetchone():
        return text("healing.shares_here", device=desk.device.name)
    names = ", ".join(desk.device_name(device) for device in sorted(waits))
    return text("healing.shares", device=names) if waits else ""


def move_in(desk: Desk) -> bool:
    """Go on under the identity this PC asked for, once the roster has it and all it wrote before is delivered.

    Whether it did. What it wrote stays under the identity it was written with.
    """
    row = desk.db.execute("SELECT key, sealing FROM successor").fetchone()
    if row is None:
        return False
    key = Ed25519PrivateKey.from_private_bytes(row[0])
    member = desk.keyring.roster.find(device_id(key.public_key().public_bytes_raw()))
    if member is None or not delivery(desk).complete or segments.unsealed(desk.db, desk.device.id):
        return False
    with store.transaction(desk.db):
        desk.db.execute("UPDATE secret SET value = ? WHERE name = 'signing'", [row[0]])
        desk.db.execute("INSERT OR REPLACE INTO secret VALUES ('sealing', ?)", [row[1]])
        desk.db.execute("DELETE FROM successor")
        desk.db.execute("UPDATE gave_way SET carrier = 0")  # all that was carried is delivered
        notices.note(desk, "moved_in", device=member.id)
    desk.keyring.signing, desk.keyring.sealing = key, bytes(row[1])
    desk.device = here(desk)
    return True


def here(desk: Desk) -> Device:
    """The PC whose key lies in the file: another than home.json tells where a crash came between the two."""
    member = desk.keyring.roster.find(desk.keyring.device)
    return Device(member.id, member.pc, member.name) if member else desk.device
