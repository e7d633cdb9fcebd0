"""How the files of scans travel: what waits, what the province signed for, what is wanted here, and the limits set.

For windows and commands; all of it reads and writes the desk's file, nothing here touches the network.

    queue(desk)                          how things stand: `Queue`, with bytes done, of how many, time left
    want(desk, sha256)                   have a file fetched, whatever lies here under that hash
    wanted(desk), lacking(desk)          what is to be fetched, and all that does not lie here, the smallest first
    limits.of(desk), limits.put(...)     bandwidth, hours, pause, whether this PC fetches everything
    limits.pause(desk), (desk, False)    let scans rest, or go on
    receipts.proof(desk, sha256)         the province's receipt that names a file

`journey.go` and `journey.bring` do the travelling, as works of the manner of `sync.exchange`. They ask `hold` between
two slices, some seconds each; once it says True they end early, and whoever runs them lets the exchange of changes go
first and begins anew. Every byte that arrived counts. Their `Journey` may be read while it goes on.
A file counts as delivered only once a receipt of the province names all its chunks; the receipt is kept.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from desk import store
from sync.desk import Desk
from sync.scans import limits, scan_file
from sync.scans.chunk_list import LARGEST_CHUNK, ChunkList
from sync.scans.limits import Limits

AGAIN = 7 * 24 * 3600
"""Seconds after which the province is asked again for what it has signed for: a server may lose a disk."""


@dataclass(frozen=True)
class Queue:
    """How the files of this PC stand. Sizes are bytes on the line. `rate` is bytes/s of late, None if never measured.

    `waiting` files of `bytes` in all are not signed for, the first of them here since `oldest` (s since 1970 UTC), of
    which `done` bytes have arrived; `left` is s of travelling time for the rest. `coming` files of `coming_bytes` are
    to be fetched, of which `coming_done` are here. `delivered` files are signed for. `open` says
    whether scans may travel just now, `opens_at` when again, "17:00".
    """

    waiting: int
    bytes: int
    done: int
    left: float | None
    delivered: int
    coming: int
    coming_bytes: int
    coming_done: int
    coming_left: float | None
    rate: float | None
    open: bool
    opens_at: str
    limits: Limits
    oldest: int | None


@dataclass(frozen=True)
class Waiting:
    """A file that is not signed for, or of which it is time to ask again; `list` once it was made."""

    sha256: str
    list: ChunkList | None


def queue(desk: Desk) -> Queue:
    """How things stand now."""
    waiting, bytes, done, oldest = desk.db.execute(
        f"SELECT count(*), coalesce(sum(length), 0), coalesce(sum(held), 0), min(at) FROM scan_unsigned {_UNSIGNED}"
    ).fetchone()
    to_come = wanted(desk)
    there = dict(desk.db.execute("SELECT sha256, done FROM scan_wanted").fetchall())
    coming = sum(chunks_of(size) for _, size in to_come)
    came = sum(there.get(sha256, 0) for sha256, _ in to_come)
    set_here, known = limits.of(desk), rate(desk)
    lasting = min(filter(None, (known, set_here.rate)), default=None) if known else None
    open = set_here.open(desk.now())
    return Queue(
        waiting, bytes, done, _left(bytes - done, lasting), _delivered(desk), len(to_come), coming, came,
        _left(coming - came, lasting), known, open, "" if open else set_here.opens_at(), set_here,
        oldest,
    )  # fmt: skip


def beside(desk: Desk, hashes: Collection[str]) -> tuple[int, int, int]:
    """Files and bytes that wait beside those of these hashes, and since when the first of all that wait."""
    marks = ",".join("?" * len(hashes))
    other = f"FILTER (WHERE sha256 NOT IN ({marks}))"
    files, bytes, since = desk.db.execute(
        f"SELECT count(*) {other}, coalesce(sum(length - held) {other}, 0), coalesce(min(at), 0) "
        f"FROM scan_unsigned {_UNSIGNED}", [*hashes, *hashes],
    ).fetchone()  # fmt: skip
    return files, bytes, since


def _left(bytes: int, rate: float | None) -> float | None:
    if bytes <= 0:
        return 0.0
    return bytes / rate if rate else None


def rate(desk: Desk) -> float | None:
    """How fast the line to the province was of late, in bytes/s; None if never measured."""
    row = desk.db.execute("SELECT value FROM scan_setting WHERE name = 'rate'").fetchone()
    return float(row[0]) if row and float(row[0]) > 0 else None


def note_rate(desk: Desk, rate: float) -> None:
    """Keep how fast the line to the province was, in bytes/s, for the time left."""
    with store.transaction(desk.db):
        desk.db.execute("INSERT OR REPLACE INTO scan_setting VALUES ('rate', ?)", [f"{rate:.0f}"])


def _delivered(desk: Desk) -> int:
    """How many files are signed for, but for those that are to be fetched again."""
    query = (
        "SELECT (SELECT count(*) FROM scan_sent WHERE receipt > 0) - "
        "(SELECT count(*) FROM scan_wanted CROSS JOIN scan_sent USING (sha256) WHERE receipt > 0)"
    )
    [delivered] = desk.db.execute(query).fetchone()
    return int(delivered)


_OPEN_DRAFTS = "begunscan JOIN begun ON begun.id = begunscan.begun AND begun.ended = 0 AND begunscan.ended = 0"
"""The scans that lie with drafts which the office shares."""

_MEANT = (
    "WHERE (EXISTS (SELECT 1 FROM scan WHERE scan.sha256 = {table}.sha256) "
    f"OR EXISTS (SELECT 1 FROM {_OPEN_DRAFTS} WHERE begunscan.sha256 = {{table}}.sha256)) "
    "AND {table}.sha256 NOT IN (SELECT sha256 FROM scan_wanted)"
)
"""Files that are a scan's, of a case or of a shared draft, and are not known to be damaged. Originals of smaller copies
stay at home."""

_UNSIGNED = _MEANT.format(table="scan_unsigned")
"""Of the files that lie here those that nobody has signed for."""

_ASKED_LONG_AGO = (
    "FROM scan_sent JOIN scan_file USING (sha256) "
    f"{_MEANT.format(table='scan_sent')} AND receipt > 0 AND (checked < ? OR checked > ?)"
)
"""Those that were signed for so long ago, by this PC's clock, that the server may have lost them."""


def next_to_send(desk: Desk, most: int, passed: Collection[str]) -> list[Waiting]:
    """What is to be sent or asked for next, the smallest first; `passed` are hashes that had their turn."""
    now, limit = int(desk.clock()), most + len(passed)
    smallest = "ORDER BY size, sha256 LIMIT ?"
    unsigned = f"SELECT sha256 FROM scan_unsigned {_UNSIGNED} {smallest}"
    listed = f"SELECT sha256, list FROM ({unsigned}) LEFT JOIN scan_sent USING (sha256)"
    rows = desk.db.execute(listed, [limit]).fetchall()
    fresh = [(sha256, data) for sha256, data in rows if sha256 not in passed][:most]
    if not fresh:
        long_ago = [now - AGAIN, now + AGAIN, limit]  # clocks are put back, too
        rows = desk.db.execute(f"SELECT sha256, list {_ASKED_LONG_AGO} {smallest}", long_ago).fetchall()
        fresh = [(sha256, data) for sha256, data in rows if sha256 not in passed][:most]
    return [Waiting(sha256, ChunkList(data) if data else None) for sha256, data in fresh]


def ask_again(desk: Desk) -> None:
    """Let the next sending ask the province for every file anew."""
    with store.transaction(desk.db):
        desk.db.execute("UPDATE scan_sent SET checked = 0")


def want(desk: Desk, *hashes: str) -> None:
    """Have files fetched from others, though something lies here under their hash."""
    with store.transaction(desk.db):
        rows = [(sha256, int(desk.clock())) for sha256 in hashes]
        desk.db.conn.executemany("INSERT OR IGNORE INTO scan_wanted VALUES (?, ?, 0)", rows)


def wanted(desk: Desk) -> list[tuple[str, int]]:
    """Hash and size in bytes of what is to be fetched, the smallest first."""
    found = _scans(desk, "scan_wanted CROSS JOIN scan USING (sha256)")  # from the few to the many
    found |= _scans(desk, f"{_OPEN_DRAFTS} WHERE sha256 IN (SELECT sha256 FROM scan_wanted)", "begunscan")
    if limits.of(desk).everything:
        found |= dict(lacking(desk))
    return sorted(found.items(), key=_smallest)


def lacking(desk: Desk) -> list[tuple[str, int]]:
    """Hash and size in bytes of every file that does not lie here, void scans left out; the smallest first."""
    not_here = "sha256 NOT IN (SELECT sha256 FROM scan_file)"
    found = _scans(desk, f"scan WHERE {not_here} AND void_reason = ''")
    found |= _scans(desk, f"{_OPEN_DRAFTS} WHERE {not_here}", "begunscan")
    return sorted(found.items(), key=_smallest)


def _scans(desk: Desk, which: str, kind: str = "scan") -> dict[str, int]:
    rows = desk.db.execute(f"SELECT DISTINCT sha256, {kind}.size FROM {which}").fetchall()
    return {sha256: size for sha256, size in rows if isinstance(sha256, str) and sha256 and isinstance(size, int)}


def _smallest(file: tuple[str, int]) -> tuple[int, str]:
    return file[1], file[0]


def coming(desk: Desk, sha256: str, done: int) -> None:
    """Note how many bytes of a file have come."""
    with store.transaction(desk.db):
        row = [sha256, int(desk.clock()), done]
        desk.db.execute(
            "INSERT INTO scan_wanted VALUES (?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET done = excluded.done", row
        )


def arrived(desk: Desk, sha256: str, size: int) -> None:
    """Note that a file is here, whole and sound; from now on this PC has to hold it."""
    with store.transaction(desk.db):
        desk.db.execute("INSERT OR IGNORE INTO scan_file VALUES (?, ?, ?)", [sha256, size, int(desk.clock())])
        desk.db.execute("DELETE FROM scan_wanted WHERE sha256 = ?", [sha256])


def names(desk: Desk, sha256: str) -> Iterator[tuple[bytes, int]]:
    """The names that a file may have, and the epoch of each, the newest first."""
    for epoch, key in sorted(desk.keyring.office_keys.items(), reverse=True):
        yield bytes.fromhex(scan_file.secret(key, sha256).name), epoch


def chunks_of(size: int) -> int:
    """Bytes on the line of a file with so many plain ones."""
    return size + (LARGEST_CHUNK - scan_file.CHUNK) * -(-size // scan_file.CHUNK)
