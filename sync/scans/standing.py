"""Where files of scans stand, as people see it: here or not, signed for or not. Reads, and asks nobody."""

from collections.abc import Collection, Mapping
from typing import Literal

from sync.desk import Desk

Standing = Literal["signed", "waiting", "coming", "elsewhere"]
"""The province signed for it; it waits to be sent; it was asked for and is on its way; it lies on another PC only."""

AT_ONCE = 500


def standing(desk: Desk, hashes: Collection[str]) -> dict[str, Standing]:
    """How each of these files stands at this PC."""
    found = dict[str, Standing]()
    asked = list(hashes)
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        here, wanted = _rows(desk, some)
        found |= {sha256: _one(sha256, here, wanted) for sha256 in some}
    return found


def _rows(desk: Desk, hashes: list[str]) -> tuple[Mapping[str, int], Collection[str]]:
    marks = ",".join("?" * len(hashes))
    here = desk.db.execute(
        "SELECT sha256, coalesce(receipt, 0) FROM scan_file LEFT JOIN scan_sent USING (sha256) "
        f"WHERE sha256 IN ({marks})", hashes,
    ).fetchall()  # fmt: skip
    wanted = desk.db.execute(f"SELECT sha256 FROM scan_wanted WHERE sha256 IN ({marks})", hashes).fetchall()
    return dict(here), {sha256 for (sha256,) in wanted}


def _one(sha256: str, here: Mapping[str, int], wanted: Collection[str]) -> Standing:
    if sha256 in wanted:
        return "coming"
    if sha256 not in here:
        return "elsewhere"
    return "signed" if here[sha256] else "waiting"


def came_of(desk: Desk, sha256: str) -> int:
    """How many bytes of a file that was asked for have come."""
    row = desk.db.execute("SELECT done FROM scan_wanted WHERE sha256 = ?", [sha256]).fetchone()
    return int(row[0]) if row else 0
