"""What is held of PCs that turn out to be no members: their delegate's word did not reach that far (`keys/disowned`).

It came here over the office's network or on a stick before anybody knew. So that every PC of the office holds the same,
it is set aside whole, shown, and taken in again once the province has let the PC in.
"""

from desk import store
from sync import log, segments
from sync.desk import Desk
from sync.healing import notices
from sync.keys import disowned
from sync.keys.statement import Statement


def heed(desk: Desk) -> log.Touched:
    """Set aside what is held of PCs that are no members, and say so; what changed."""
    touched: log.Touched = set()
    members = {member.id for member in desk.keyring.roster.members} | {desk.device.id, desk.keyring.device}
    for device in sorted(segments.heads(desk.db).keys() - members):
        with store.transaction(desk.db):
            columns = "hash, device, first, 'sync.device_unknown', data"
            desk.db.execute(f"INSERT OR IGNORE INTO aside SELECT {columns} FROM segment WHERE device = ?", [device])
            desk.db.execute("DELETE FROM segment WHERE device = ?", [device])
            touched |= log.withdraw(desk.db, device, 1)[1]
            notices.note(desk, "parted", name=_name(desk, device), id=device)
    return touched


def _name(desk: Desk, device: str) -> str:
    word = disowned.kept(desk.db).get(device)
    return str(Statement.read(word).values[3]) if word else device
