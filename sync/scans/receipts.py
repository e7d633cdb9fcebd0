"""What the province signed for of the files of scans: their lists, the receipts that name them, and the proof."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import store
from sync.carriers.scan_wire import Told
from sync.desk import Desk
from sync.errors import Tampered
from sync.scans.chunk_list import ChunkList


def listed(desk: Desk, found: Sequence[tuple[str, ChunkList]]) -> None:
    """Keep the lists of files. One that differs from before, such as of another epoch, begins anew."""
    rows = [(sha256, each.label, each.data, each.length) for sha256, each in found]
    with store.transaction(desk.db):
        desk.db.conn.executemany(
            "INSERT INTO scan_sent VALUES (?, ?, ?, ?, 0, 0, 0) ON CONFLICT (sha256) DO UPDATE SET "
            "label = excluded.label, list = excluded.list, length = excluded.length, held = 0, receipt = 0 "
            "WHERE label <> excluded.label",
            rows,
        )


def confirm(desk: Desk, asked: Sequence[tuple[str, ChunkList]], told: Told) -> None:
    """Keep what the province signed for of the files it was asked about, in this order."""
    now, staged = int(desk.clock()), told.staged
    with store.transaction(desk.db):
        if _other_store(desk, told.store):
            desk.db.execute("UPDATE scan_sent SET receipt = 0, held = 0, checked = 0")
        row = [told.time, b"".join(each.label for _, each in asked), told.data]
        receipt = desk.db.execute("INSERT INTO scan_receipt (time, labels, data) VALUES (?, ?, ?)", row).lastrowid
        for number, (sha256, each) in enumerate(asked):
            flags = told.holds(number, each.count) or [False] * each.count
            bytes = sum(each.size(n) for n, here in enumerate(flags) if here)
            bytes += staged.bytes if staged and staged.hash in each.hashes else 0
            row = [bytes, receipt if all(flags) else 0, now, sha256]
            desk.db.execute("UPDATE scan_sent SET held = ?, receipt = ?, checked = ? WHERE sha256 = ?", row)
        desk.db.execute("DELETE FROM scan_receipt WHERE id NOT IN (SELECT receipt FROM scan_sent)")


def confirm_labels(desk: Desk, told: Told) -> None:
    """Keep what the province signed for in an answer by file, of the files that are known here."""
    rows = desk.db.execute("SELECT label, sha256, list FROM scan_sent").fetchall()
    known = {label: (sha256, ChunkList(data)) for label, sha256, data in rows}
    places = [n for n, label in enumerate(told.labels) if label in known]
    mine = replace(told, held=[told.held[n] for n in places if n < len(told.held)])
    confirm(desk, [known[told.labels[n]] for n in places], mine)


def newest(desk: Desk) -> int:
    """The time of the newest receipt kept, in ms since 1970 UTC by the server's clock; 0 before the first."""
    [found] = desk.db.execute("SELECT coalesce(max(time), 0) FROM scan_receipt").fetchone()
    return int(found)


def _other_store(desk: Desk, made: bytes) -> bool:
    """Whether the province's store of chunks is another than before; this one is remembered."""
    row = desk.db.execute("SELECT value FROM scan_setting WHERE name = 'store'").fetchone()
    desk.db.execute("INSERT OR REPLACE INTO scan_setting VALUES ('store', ?)", [made.hex()])
    return bool(row) and row[0] != made.hex()


def proof(desk: Desk, sha256: str) -> Told | None:
    """The province's receipt that names all chunks of a file, its signature checked; None while there is none.

    A receipt of a server that another took the place of proves nothing more.
    """
    query = "SELECT data FROM scan_receipt JOIN scan_sent ON receipt = id WHERE sha256 = ?"
    row = desk.db.execute(query, [sha256]).fetchone()
    with suppress(Tampered):
        said = Told.read(row[0], Ed25519PublicKey.from_public_bytes(desk.keyring.server)) if row else None
        return said if isinstance(said, Told) else None
    return None
