"""For whom this PC seals a content key that somebody else opened: for who has shown to hold a key of the office.

The province's word alone is not enough, so a stolen root key reads nothing that was sealed before. What shows it:

    sealed      this PC has opened something that it sealed
    taken in    this PC took it in, or a delegate did of which the same holds
    asked       a request to go on under its key (`succession`) stands in the log: whoever wrote that held a key, and
                the key of the PC it was until then signed it; that one may have been revoked since

Each was said of one sealing key. Where the roster names two for a PC nobody seals anything for it.
"""

from sqlite_utils.db import Database

from desk import Refused
from sync import log
from sync.keys import sealing
from sync.keys.keyring import Keyring
from sync.keys.member import Member, device_id
from sync.keys.statement import Kind, Statement
from sync.keys.succession import RECORD, Succession


def vouched(db: Database, ring: Keyring, device: str) -> bool:
    """Whether content keys may be sealed for this PC here."""
    member = ring.roster.find(device)
    return member is not None and _shown(db, ring, member, frozenset())


def _shown(db: Database, ring: Keyring, member: Member, asking: frozenset[str]) -> bool:
    taken_in = [s for s in ring.roster.statements if s.kind == Kind.DEVICE and device_id(s.values[0]) == member.id]
    if len({statement.values[1] for statement in taken_in}) > 1:
        return False
    return (
        member.id == ring.device
        or _sealed(db, member)
        or any(_by_one_of_us(db, ring, s, asking | {member.id}) for s in taken_in)
        or _asked(db, ring, member)
    )


def _sealed(db: Database, member: Member) -> bool:
    return db.execute("SELECT 1 FROM segment WHERE device = ? LIMIT 1", [member.id]).fetchone() is not None


def _by_one_of_us(db: Database, ring: Keyring, said: Statement, asking: frozenset[str]) -> bool:
    signer = ring.roster.find(said.signer) if said.signer not in asking else None
    return signer is not None and _shown(db, ring, signer, asking)


def _asked(db: Database, ring: Keyring, member: Member) -> bool:
    rows = db.execute("SELECT device, seq FROM mention WHERE record = ?", [f"{RECORD}{member.id}"]).fetchall()
    entries = (entry for device, seq in rows for entry in log.run(db, device, seq - 1, 1))
    requests = (edit.fields.get("request") for entry in entries for edit in entry.change.edits)
    return any(_asks_for(data, ring, member) for data in requests if isinstance(data, bytes))


def _asks_for(data: bytes, ring: Keyring, member: Member) -> bool:
    try:
        asked = Succession.read(data, ring.roster, whenever=True)
    except Refused:
        return False
    return (asked.key, sealing.fingerprint(asked.sealing_key)) == (member.key, member.sealing)
