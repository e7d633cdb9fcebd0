"""How the files of scans travel: what waits, what the province signed for, what is wanted here, and the limits set.

For windows and commands; all of it reads and writes the desk's file, nothing here touches the network.

    queue(desk)                          how things stand: `Queue`, with bytes done, of how many, time left
    limits(desk), limit(desk, Limits)    bandwidth, hours, pause, whether this PC fetches everything
    pause(desk), pause(desk, False)      let scans rest, or go on
    want(desk, sha256)                   have a file fetched, whatever lies here under that hash
    wanted(desk)                         what is to be fetched, the smallest first

`journey.go` and `journey.bring` do the travelling, as works of the manner of `sync.exchange`. They ask `hold` between
two slices, some seconds each; once it says True they end early, and whoever runs them lets the exchange of changes go
first and begins anew. Every byte that arrived counts. Their `Journey` may be read while it goes on.
A file counts as delivered only once a receipt of the province names all its chunks; the receipt is kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused, store
from sync.carriers.scan_wire import Told
from sync.desk import Desk
from sync.errors import Tampered
from sync.scans import scan_file
from sync.scans.chunk_list import LARGEST_CHUNK, ChunkList

AGAIN = 7 * 24 * 3600
"""Seconds after which the province is asked again for what it has signed for: a server may lose a disk."""

MOST_KBPS = 1_000_000

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Limits:
    """What was set at this PC. `kbps` is the most that scans take of the line to the province, in kbit/s, 0 for any;
    `hours` the only time of day, "17:00-07:00", "" for any; outside, and while paused, only what a person opens comes.
    With `everything` this PC fetches all files of the office, not only those opened here.
    """

    kbps: int = 0
    hours: str = ""
    paused: bool = False
    everything: bool = False

    @property
    def rate(self) -> float:
        """Bytes/s, 0 for any."""
        return self.kbps * 1000 / 8

    def open(self, now: datetime) -> bool:
        """Whether scans may travel unasked at a local time."""
        return not self.paused and (not self.hours or _within(_hours(self.hours), now.time()))

    def opens_at(self) -> str:
        """When the hours begin, "17:00"; "" where they are not limited or all is paused."""
        return "" if self.paused or not self.hours else f"{_hours(self.hours)[0]:%H:%M}"


@dataclass(frozen=True)
class Queue:
    """How the files of this PC stand. Sizes are bytes on the line. `rate` is bytes/s of late, None if never measured.

    `waiting` files of `bytes` in all are not signed for, of which `done` bytes have arrived; `left` is s of travelling
    time for the rest. `coming` files of `coming_bytes` are to be fetched, of which `coming_done` are here.
    `delivered` files are signed for. `open` says whether scans may travel just now, `opens_at` when again, "17:00".
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


@dataclass(frozen=True)
class Waiting:
    """A file that is not signed for, or of which it is time to ask again; `list` once it was made."""

    sha256: str
    list: ChunkList | None


def limits(desk: Desk) -> Limits:
    """What was set at this PC."""
    found = dict(desk.db.execute("SELECT name, value FROM scan_setting").fetchall())
    flags = (found.get(name) == "1" for name in ("paused", "everything"))
    return Limits(int(found.get("kbps", "0")), found.get("hours", ""), *flags)


def limit(desk: Desk, wanted: Limits) -> Limits:
    """Set the limits of this PC. Raises Refused for hours or a bandwidth that are none."""
    if not 0 <= wanted.kbps <= MOST_KBPS:
        raise Refused("scans_travel.bad_kbps", field="kbps", most=MOST_KBPS)
    if wanted.hours:
        begins, ends = _hours(wanted.hours)
        wanted = replace(wanted, hours="" if begins == ends else f"{begins:%H:%M}-{ends:%H:%M}")
    rows = [("kbps", str(wanted.kbps)), ("hours", wanted.hours)]
    rows += [(name, str(int(getattr(wanted, name)))) for name in ("paused", "everything")]
    with store.transaction(desk.db):
        desk.db.conn.executemany("INSERT OR REPLACE INTO scan_setting VALUES (?, ?)", rows)
    return wanted


def pause(desk: Desk, paused: bool = True) -> Limits:
    """Let scans rest, or go on."""
    return limit(desk, replace(limits(desk), paused=paused))


def queue(desk: Desk) -> Queue:
    """How things stand now."""
    waiting, bytes, done = desk.db.execute(
        f"SELECT count(*), coalesce(sum(coalesce(length, size)), 0), coalesce(sum(held), 0) {_HERE} "
        "AND coalesce(receipt, 0) = 0"
    ).fetchone()
    [delivered] = desk.db.execute(f"SELECT count(*) {_HERE} AND receipt > 0").fetchone()
    to_come = wanted(desk)
    there = dict(desk.db.execute("SELECT sha256, done FROM scan_wanted").fetchall())
    coming = sum(chunks_of(size) for _, size in to_come)
    came = sum(there.get(sha256, 0) for sha256, _ in to_come)
    set_here, known = limits(desk), rate(desk)
    lasting = min(filter(None, (known, set_here.rate)), default=None) if known else None
    open = set_here.open(desk.now())
    return Queue(
        waiting, bytes, done, _left(bytes - done, lasting), delivered, len(to_come), coming, came,
        _left(coming - came, lasting), known, open, "" if open else set_here.opens_at(), set_here,
    )  # fmt: skip


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


_HERE = (
    "FROM scan_file LEFT JOIN scan_sent USING (sha256) "
    "WHERE sha256 IN (SELECT sha256 FROM scan) AND sha256 NOT IN (SELECT sha256 FROM scan_wanted)"
)
"""The files that lie here, are a scan's, and are not known to be damaged. Originals of smaller copies stay at home."""


def next_to_send(desk: Desk, most: int, passed: Collection[str]) -> list[Waiting]:
    """What is to be sent or asked for next, the smallest first; `passed` are hashes that had their turn."""
    query = (
        f"SELECT sha256, list {_HERE} AND (coalesce(receipt, 0) = 0 OR checked < ?) "
        "ORDER BY coalesce(receipt, 0) != 0, size, sha256 LIMIT ?"
    )
    rows = desk.db.execute(query, [int(desk.clock()) - AGAIN, most + len(passed)]).fetchall()
    fresh = [(sha256, data) for sha256, data in rows if sha256 not in passed][:most]
    return [Waiting(sha256, ChunkList(data) if data else None) for sha256, data in fresh]


def ask_again(desk: Desk) -> None:
    """Let the next sending ask the province for every file anew."""
    with store.transaction(desk.db):
        desk.db.execute("UPDATE scan_sent SET checked = 0")


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


def want(desk: Desk, *hashes: str) -> None:
    """Have files fetched from others, though something lies here under their hash."""
    with store.transaction(desk.db):
        rows = [(sha256, int(desk.clock())) for sha256 in hashes]
        desk.db.conn.executemany("INSERT OR IGNORE INTO scan_wanted VALUES (?, ?, 0)", rows)


def wanted(desk: Desk) -> list[tuple[str, int]]:
    """Hash and size in bytes of what is to be fetched, the smallest first."""
    asked_for = "sha256 IN (SELECT sha256 FROM scan_wanted)"
    return _scans(desk, f"{asked_for} OR ({_LACKING})" if limits(desk).everything else asked_for)


def lacking(desk: Desk) -> list[tuple[str, int]]:
    """Hash and size in bytes of every file that does not lie here, void scans left out; the smallest first."""
    return _scans(desk, _LACKING)


_LACKING = "sha256 NOT IN (SELECT sha256 FROM scan_file) AND void_reason = ''"


def _scans(desk: Desk, which: str) -> list[tuple[str, int]]:
    rows = desk.db.execute(f"SELECT DISTINCT sha256, size FROM scan WHERE {which}").fetchall()
    found = {sha256: size for sha256, size in rows if isinstance(sha256, str) and sha256 and isinstance(size, int)}
    return sorted(found.items(), key=lambda item: (item[1], item[0]))


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


def _hours(text: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(text.replace(" ", ""))
    if not found:
        raise Refused("scans_travel.bad_hours", field="hours", hours=text[:40])
    begins_h, begins_m, ends_h, ends_m = map(int, found.groups())
    return time(begins_h, begins_m), time(ends_h, ends_m)


def _within(hours: tuple[time, time], now: time) -> bool:
    begins, ends = hours
    return begins <= now < ends if begins < ends else now >= begins or now < ends
