"""What is held of PCs that were parted from the office: revoked, or turned out to be no members.

Of those that were revoked what goes beyond their end is set aside (`carrying`). One whose delegate's word did not reach
that far (`keys/disowned`) was met over the office's network or on a stick before anybody knew. So that every PC of the
office holds the same, what came of it is set aside whole, shown, and taken in again once the province has let it in.
"""

from desk import store
from sync import log, segments
from sync.desk import Desk
from sync.healing import carrying, notices, told_once
from sync.keys import disowned
from sync.keys.statement import Statement


def heed(desk: Desk) -> log.Touched:
    """Set aside what no PC of the office wrote, and the lines that only it carried; what changed."""
    return carrying.heed_revoked(desk) | _heed_strangers(desk) | told_once.drop_uncarried(desk)


def _heed_strangers(desk: Desk) -> log.Touched:
    touched: log.Touched = set()
    members = {member.id for member in desk.keyring.roster.members} | {desk.device.id, desk.keyring.device}
    begun = {device for device, _, reason in segments.aside(desk.db) if reason == segments.BEGUN}
    for device in sorted((segments.heads(desk.db).keys() | begun) - members):
        with store.transaction(desk.db):
            unknown = "UPDATE aside SET reason = 'sync.device_unknown' WHERE device = ? AND reason = ?"
            desk.db.execute(unknown, [device, segments.BEGUN])
            columns = "hash, device, first, 'sync.device_unknown', data"
            desk.db.execute(f"INSERT OR IGNORE INTO aside SELECT {columns} FROM segment WHERE device = ?", [device])
            desk.db.execute("DELETE FROM segment WHERE device = ?", [device])
            touched |= log.withdraw(desk.db, device, 1)[1]
            notices.note(desk, "parted", name=_name(desk, device), id=device)
    return touched


def _name(desk: Desk, device: str) -> str:
    word = disowned.kept(desk.db).get(device)
    return str(Statement.read(word).values[3]) if word else device
