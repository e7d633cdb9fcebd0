"""Two histories under one PC's name: noticed, compared, and made one. What the province holds keeps its numbers.

A fork comes of a cloned disk or of an old copy of the file that was written to. Where the province names another
segment than this PC holds, the PC is in dispute: the other side is asked for from the last segment that both may
share, and gathered here however often the link breaks. When it is whole, one transaction puts it in the place of ours
and writes what only we held as a line (`lines`). Sealed segments that gave way are kept.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from sqlite_utils.db import Database

from desk import store
from desk.record import Entry
from sync import delivery, log, segments
from sync.desk import Desk
from sync.envelope import NOTHING_BEFORE, Envelope, parse
from sync.errors import Fork, Tampered
from sync.healing import carrying, left_aside, lost, notices, parting, succession, told_once
from sync.healing.late import in_time
from sync.healing.lines import carried
from sync.seal import unseal
from sync.wire import Head, Heads, Receipt


def dispute(db: Database, device: str, first: int) -> None:
    """Note that the province's side of a PC differs from ours from the segment on that begins with change `first`."""
    query = "SELECT coalesce(max(last), 0) FROM segment WHERE device = ? AND last < ?"
    [after] = db.execute(query, [device, first]).fetchone()
    with store.transaction(db):
        db.execute("INSERT OR IGNORE INTO dispute VALUES (?, ?)", [device, after])


def disputed(db: Database) -> dict[str, int]:
    """The PCs in dispute, each with the last change that both sides may share."""
    return dict(db.execute("SELECT device, after FROM dispute").fetchall())


def compare(db: Database, heads: Heads) -> None:
    """Note a dispute for every PC of which the province holds another history than this PC.

    It names another segment in the place of ours, or has sent one that does not follow ours.
    """
    for device, first in _differing(db, heads):
        dispute(db, device, first)


def _differing(db: Database, heads: Heads) -> list[tuple[str, int]]:
    """The PCs of which the province holds another history, each with a change from which on ours differs."""
    differing = "SELECT first FROM segment WHERE device = ? AND last = ? AND hash != ?"
    sent = f"SELECT min(first) - 1 FROM aside WHERE device = ? AND reason IN ({_FORKED}) HAVING count(*)"
    found = list[tuple[str, int]]()
    for device, head in heads.items():
        row = db.execute(differing, [device, head.last, head.hash]).fetchone()
        if row is None and segments.hash_at(db, device, head.last) is None:
            row = db.execute(sent, [device]).fetchone()
        if row:
            found.append((device, row[0]))
    return found


_FORKED = "'sync.fork', 'sync.broken_chain'"


def follows(desk: Desk, envelope: Envelope) -> bool:
    """Whether a segment comes next (`segments.follows`). What does not, of a PC in dispute, is gathered.

    One of this PC's own does not where a change has been written that is not sealed yet: raises Fork.
    """
    header = envelope.header
    try:
        follows = segments.follows(desk.db, envelope)
        ahead = segments.head(desk.db, header.device).last < header.first
        if follows and ahead and header.device == desk.device.id and segments.unsealed(desk.db, header.device):
            raise Fork("sync.fork", device=header.device, first=header.first)
        return follows
    except Tampered:
        if header.device not in disputed(desk.db):
            raise
        _gather(desk.db, envelope)
        return False


def check_gap(desk: Desk, envelope: Envelope, entries: Sequence[Entry]) -> None:
    """Raise Fork for a segment that would fill a gap with other changes than those the log has kept of the lost one."""
    header = envelope.header
    if header.first <= segments.head(desk.db, header.device).last:
        kept = log.run(desk.db, header.device, header.first - 1, len(entries))
        if kept != list(entries[: len(kept)]):
            raise Fork("sync.fork", device=header.device, first=header.first)


def claimed(db: Database) -> Heads:
    """What this PC says it holds: of a PC in dispute what both sides may share, and what came of the other since.

    Of one of which a segment is lost, only what is before it. Of one that was revoked also what lies aside beyond its
    end, as far as the province holds it, so that it is not handed out again with every exchange.
    """
    heads = dict(segments.heads(db))
    for device, told in _aside_beyond(db, heads):
        heads[device] = told
    for device, after in {**segments.holes(db), **disputed(db)}.items():
        heads.pop(device, None)
        head = Head(after, segments.hash_at(db, device, after) or NOTHING_BEFORE)
        while row := db.execute(_NEXT, [device, head.last + 1, head.hash]).fetchone():
            head = Head(*row)
        if head.last:
            heads[device] = head
    return heads


def _aside_beyond(db: Database, heads: Heads) -> Iterator[tuple[str, Head]]:
    """The PCs that were revoked of which all lies aside that the province holds beyond what is held here."""
    told = delivery.last_heads(db)[0]
    revoked = "SELECT DISTINCT device FROM aside WHERE reason = 'sync.device_revoked'"
    for (device,) in db.execute(revoked).fetchall():
        own, head = heads.get(device, _NONE), told.get(device, _NONE)
        at = head
        while at.last > own.last and (late := left_aside.at(db, device, at.hash)) is not None:
            at = Head(late.header.first - 1, late.header.previous)
        if at == own != head:
            yield device, head


_NONE = Head(0, NOTHING_BEFORE)
_NEXT = "SELECT last, hash FROM other_side WHERE device = ? AND first = ? AND previous = ?"


def _gather(db: Database, envelope: Envelope) -> None:
    """Keep a verified segment of a PC in dispute until the other side is whole."""
    header = envelope.header
    row = [envelope.hash, header.device, header.first, header.last, header.previous, envelope.data]
    with store.transaction(db):
        db.execute("INSERT OR IGNORE INTO other_side VALUES (?, ?, ?, ?, ?, ?)", row)


def heal(desk: Desk, heads: Heads) -> log.Touched:
    """Make one history of every PC in dispute whose other side, up to the province's `heads`, is here; what changed.

    What was set aside of others, of which the province holds our history, is told then.
    """
    touched: log.Touched = set()
    for device in disputed(desk.db):
        target = heads.get(device)
        if target is None or segments.hash_at(desk.db, device, target.last) == target.hash:
            _close(desk.db, device)  # the province has come round to our side, or holds nothing
        elif (chain := _chain(desk, device, target)) is not None:
            touched |= settle(desk, device, chain[0].header.first - 1, chain)
    touched |= left_aside.tell(desk, heads, disputed(desk.db))
    return touched | told_once.carry_anew(desk, heads, disputed(desk.db))


def settle_known(desk: Desk) -> log.Touched:
    """Heal by what the province last signed for, whoever has brought its side here: the LAN, or a stick."""
    heads = in_time(desk, delivery.last_heads(desk.db)[0])
    for device, first in _differing(desk.db, heads):
        if _chain(desk, device, heads[device]) is not None:
            dispute(desk.db, device, first)
    return heal(desk, heads)


def seal_anew(desk: Desk, heads: Heads) -> bool:
    """Let go of what is beyond a gap in this PC's own segments where the province has none of it: it is sealed anew.

    The changes are in the log. Whether there was such a gap.
    """
    head = heads.get(desk.device.id, Head(0, NOTHING_BEFORE))
    return _unseal_beyond_gap(desk, head.last)


def _unseal_beyond_gap(desk: Desk, last: int = 0) -> bool:
    """Let go of this PC's own segments beyond a gap that is not before the change `last`; whether there was one."""
    after = segments.holes(desk.db).get(desk.device.id)
    if after is None or last > after:
        return False
    with store.transaction(desk.db):
        carrying.give_way(desk.db, desk.device.id, after + 1)
    return True


def ask_further(desk: Desk, receipt: Receipt, asked: Collection[str]) -> bool:
    """Whether there is more of the other side of a PC in dispute to be asked for.

    Where all that goes on from the segment taken for shared was asked for and does not join ours, it is not shared:
    then for all there is. Raises Tampered where that does not come either.
    """
    for device, after in disputed(desk.db).items():
        if device in asked and not receipt.more:
            if not after:
                raise Tampered("healing.side_withheld", device=desk.device_name(device))
            with store.transaction(desk.db):
                desk.db.execute("UPDATE dispute SET after = 0 WHERE device = ?", [device])
        return True
    return False


def _close(db: Database, device: str) -> None:
    with store.transaction(db):
        _forget(db, device)


def _forget(db: Database, device: str) -> None:
    for table in ("dispute", "other_side"):
        db.execute(f"DELETE FROM {table} WHERE device = ?", [device])
    gone = "SELECT hash FROM segment UNION ALL SELECT hash FROM gave_way"
    db.execute(f"DELETE FROM aside WHERE device = ? AND hash IN ({gone})", [device])


def _chain(desk: Desk, device: str, target: Head) -> list[Envelope] | None:
    """The other side from the last segment that is also ours up to the province's head; None while it is not whole."""
    chain: list[Envelope] = []
    hash = target.hash
    while (envelope := _there(desk, device, hash)) is not None:
        chain.insert(0, envelope)
        first, hash = chain[0].header.first, chain[0].header.previous
        if hash == (segments.hash_at(desk.db, device, first - 1) or NOTHING_BEFORE):
            return chain
    return None


def _there(desk: Desk, device: str, hash: bytes) -> Envelope | None:
    """A segment of the province's side, by its name: gathered, or set aside when it came; None for one not here."""
    for table in ("other_side", "aside"):
        query = f"SELECT data FROM {table} WHERE hash = ? AND device = ?"
        if row := desk.db.execute(query, [hash, device]).fetchone():
            try:
                envelope = parse(row[0])
                segments.verify(envelope, desk.keyring.roster, desk.office.code)
                unseal(envelope, desk.keyring.office_keys)
            except Tampered:
                return None
            return envelope
    return None


def settle(desk: Desk, device: str, base: int, chain: Sequence[Envelope]) -> log.Touched:
    """Put the other side in the place of ours beyond a change, in one transaction; tell what only we hold as lines.

    Where ours goes on after theirs ends that PC itself seals the rest anew; nobody else can.
    """
    db = desk.db
    theirs = [entry for envelope in chain for entry in unseal(envelope, desk.keyring.office_keys)]
    if device == desk.device.id and segments.unsealed(db, device):
        return set()  # written meanwhile: first it is sealed
    held = segments.head(db, device).last
    ours = log.run(db, device, base, held - base)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(theirs, ours, strict=False)))
    differ = alike < (min(len(theirs), len(ours)) if device == desk.device.id else len(ours))
    if device == desk.device.id and differ and _unseal_beyond_gap(desk):
        return set()
    with store.transaction(db):
        side = parting.Side(device, tuple(ours[alike:]), carrying.give_way(db, device, base + 1))
        touched = log.withdraw(db, device, base + alike + 1 if differ else held + 1)[1]
        touched |= _adopt(desk, theirs, chain) | told_once.settle(desk, device)
        touched |= carrying.write(desk, side, here=device == desk.device.id) if differ else set()
        touched |= told_once.settle(desk, device)
        if differ and device == desk.device.id:
            succession.ask_within(desk)
        notices.note(desk, "fork" if differ else "copy", device=device)
        _forget(db, device)
    return touched


def _adopt(desk: Desk, entries: Sequence[Entry], chain: Sequence[Envelope]) -> log.Touched:
    """Take the other side in as that PC's history, with the lines that its changes carry."""
    for envelope in chain:
        segments.insert(desk.db, envelope)
    lost.named(desk.db, entries)
    found = carried(entries, carrying.opener(desk.keyring.roster, desk.keyring.office_keys))
    touched = log.add(desk.db, [*entries, *carrying.arrived(desk, entries, found)], log.index_later)
    for device in sorted({one.line.device for one in found}):
        touched |= told_once.settle(desk, device)
    return touched
