"""Which files of scans this PC has to hold, by the hash written down when they came, and whether they are sound.

They lie in `scans/` beside the database (`scan_folder`). On their way to other PCs they are later asked for by hash.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import store
from desk.scans import scan as scans
from desk.scans.scan import FileGiven, Scan
from desk.words import text
from sync.delivery import undelivered
from sync.desk import Desk
from sync.log import Touched
from sync.scans.scan_folder import ScanFolder

migrations = Migrations("scans")

FOLDER = "scans"


@migrations()
def m001_files(db: Database) -> None:
    """The files that this PC has to hold: hash of the plain file, its size in bytes, since when (s since 1970 UTC)."""
    db.table("scan_file").create({"sha256": str, "size": int, "at": int}, pk="sha256")


@migrations()
def m090_travel(db: Database) -> None:
    """How files travel (`travel`): their lists and what the province signed for, receipts, files wanted, settings."""
    sent = {"sha256": str, "label": bytes, "list": bytes, "length": int, "held": int, "receipt": int, "checked": int}
    db.table("scan_sent").create(sent, pk="sha256")
    db.table("scan_receipt").create({"id": int, "time": int, "labels": bytes, "data": bytes}, pk="id")
    db.table("scan_wanted").create({"sha256": str, "at": int, "done": int}, pk="sha256")
    db.table("scan_setting").create({"name": str, "value": str}, pk="name")


@migrations()
def m161_unsigned(db: Database) -> None:
    """The files here that the province has not signed for: few, whatever lies here. The file itself keeps it up.

    `length` and `held` are those of `scan_sent`; `length` is the plain size while a file has no list.
    """
    columns = "sha256 TEXT PRIMARY KEY, size INTEGER, at INTEGER, length INTEGER, held INTEGER"
    db.execute(f"CREATE TABLE scan_unsigned ({columns}) WITHOUT ROWID")
    unsigned = (
        "INSERT INTO scan_unsigned SELECT scan_file.sha256, size, scan_file.at, coalesce(length, size), "
        "coalesce(held, 0) FROM scan_file LEFT JOIN scan_sent USING (sha256) WHERE coalesce(receipt, 0) = 0 "
        "AND scan_file.sha256 NOT IN (SELECT sha256 FROM scan_unsigned)"
    )
    db.execute(unsigned)
    followed = (
        ("kept", "INSERT ON scan_file", f"{unsigned} AND scan_file.sha256 = new.sha256"),
        ("let_go", "DELETE ON scan_file", "DELETE FROM scan_unsigned WHERE sha256 = old.sha256"),
        ("listed", "INSERT ON scan_sent", _FOLLOW),
        (
            "sent",
            "UPDATE ON scan_sent WHEN new.receipt = 0",
            f"{_FOLLOW}; {unsigned} AND scan_file.sha256 = new.sha256",
        ),
        ("signed", "UPDATE ON scan_sent WHEN new.receipt > 0", "DELETE FROM scan_unsigned WHERE sha256 = new.sha256"),
    )
    for name, when, then in followed:
        db.execute(f"CREATE TRIGGER scan_{name} AFTER {when} BEGIN {then}; END")
    db.execute("CREATE INDEX idx_scan_sent_checked ON scan_sent (checked) WHERE receipt > 0")


_FOLLOW = (
    "UPDATE scan_unsigned SET length = coalesce(new.length, size), held = coalesce(new.held, 0) "
    "WHERE sha256 = new.sha256"
)


def folder_of(desk: Desk) -> ScanFolder:
    """Where the files of an open desk lie; may be handed to another thread."""
    database = desk.db.execute("PRAGMA database_list").fetchone()[2]
    return ScanFolder(Path(database).parent / FOLDER, desk.keyring.office_keys)


def note(desk: Desk, *files: FileGiven) -> None:
    """Write down the hashes of files that were kept, so that their loss or change is noticed. Raises Unusable."""
    with store.transaction(desk.db):
        rows = [(file.sha256, file.size, int(desk.clock())) for file in files]
        desk.db.conn.executemany("INSERT OR IGNORE INTO scan_file VALUES (?, ?, ?)", rows)
        hashes = [(file.sha256,) for file in files]  # one that was to be fetched is here again
        desk.db.conn.executemany("DELETE FROM scan_wanted WHERE sha256 = ?", hashes)


def forget(desk: Desk, sha256: str) -> bool:
    """Let a file go that no scan and no draft mentions; whether it went. Raises Unusable."""
    return _let_go(desk, sha256, "SELECT 1 FROM scan WHERE ? IN (sha256, original)")


def release(desk: Desk) -> int:
    """Let originals go that a smaller copy stands in for, once the province signed for all of their case; how many.

    One that is a scan in its own right elsewhere, or that a draft mentions, stays. Raises Unusable.
    """
    kept = "SELECT DISTINCT original, case_id FROM scan JOIN scan_file ON scan_file.sha256 = original"
    held_by = dict[str, list[str]]()
    for original, case_id in desk.db.execute(kept).fetchall():
        held_by.setdefault(original, []).append(case_id)
    free = [original for original, cases in held_by.items() if not undelivered(desk, cases)]
    return sum(_let_go(desk, original, "SELECT 1 FROM scan WHERE sha256 = ?") for original in free)


def _let_go(desk: Desk, sha256: str, wanted: str) -> bool:
    """Drop a file unless the question `wanted`, or a draft, finds that it is needed; whether it went."""
    with store.transaction(desk.db):
        by_draft = "SELECT 1 FROM draft WHERE instr(body, ?)"
        if desk.db.execute(f"{wanted} UNION ALL {by_draft}", [sha256, sha256]).fetchone():
            return False
        desk.db.execute("DELETE FROM scan_file WHERE sha256 = ?", [sha256])
    folder_of(desk).drop(sha256)
    return True


def export(desk: Desk, scan: Scan, path: Path) -> Touched:
    """Write a scan out to `path` in the clear, with its line in the log. Raises Refused or Unusable; then neither is.

    A crash just before the end leaves the line without the file, never the file without the line.
    """
    touched: Touched = set()

    def write_down() -> None:
        touched.update(desk.do(lambda hand: scans.exported(scan, now=hand.at, new_id=hand.new_id, by=hand.by))[1])

    folder_of(desk).write_out(scan.sha256, path, scan.name, write_down)
    return touched


def findings(desk: Desk) -> Iterator[str]:
    """What is wrong with the files of scans: gone, altered, or never written down though this PC took them in."""
    return (found for _, found in faults(desk))


def faults(desk: Desk) -> Iterator[tuple[str, str]]:
    """The same with the hash of each file, so that it can be fetched from others (`travel.want`)."""
    folder = folder_of(desk)
    for sha256, _ in held(desk):
        if fault := folder.fault(sha256):
            yield sha256, text("scans.found", scan=_called(desk, sha256), fault=fault)
    own = "substr(id, 1, ?) = ? AND sha256 NOT IN (SELECT sha256 FROM scan_file UNION SELECT sha256 FROM scan_wanted)"
    maker = f"{desk.device.id}."
    for scan in store.select(desk.db, Scan, f"WHERE {own}", [len(maker), maker]):
        if not folder.holds(scan.sha256):
            yield scan.sha256, text("scans.found", scan=_called(desk, scan.sha256), fault=text("scans.file_not_here"))


def held(desk: Desk) -> list[tuple[str, int]]:
    """Hash and size in bytes of every file that has to be here, the oldest first."""
    rows: list[tuple[str, int]] = desk.db.execute("SELECT sha256, size FROM scan_file ORDER BY at, sha256").fetchall()
    return rows


def _called(desk: Desk, sha256: str) -> str:
    """A file as officers know it: case number and name; of several, one."""
    query = (
        "SELECT [case].number, scan.name FROM scan JOIN [case] ON [case].id = scan.case_id "
        "WHERE ? IN (scan.sha256, scan.original) LIMIT 1"
    )
    row = desk.db.execute(query, [sha256]).fetchone()
    return text("scans.called", number=row[0], name=row[1]) if row else text("scans.of_a_draft", hash=sha256[:12])
