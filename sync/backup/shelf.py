"""The folder that backups lie in: one shelf for each PC, its copies by date, and the scans that all of them share.

    <folder>/CaseDesk/<office>-pc<number>-<id>/20261122T155230Z/  desk.db home.json backup.json
                                              /scans/ab/ab12...   encrypted files of scans, each once

A copy under way has a name that begins with a dot; it is no backup until it is renamed.
"""

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk import Refused, Spoken
from sync.backup import manifest
from sync.backup.manifest import Manifest
from sync.desk import Desk

TOP, SCANS, DRAFT = "CaseDesk", "scans", ".new-"

ABANDONED = 900
"""Seconds without a byte after which a copy under way counts as broken off."""


@dataclass(frozen=True)
class Kept:
    """A backup that lies somewhere: its folder and its manifest, or why that cannot be used."""

    path: Path
    manifest: Manifest | None
    fault: Spoken | None = None

    @property
    def scans(self) -> Path:
        """The folder of scans it shares with its neighbours."""
        return self.path.parent / SCANS


def of(desk: Desk, folder: Path) -> Path:
    """The shelf of a desk's PC in a folder."""
    return folder / TOP / f"{desk.office.code}-pc{desk.device.pc:02}-{desk.device.id}"


def name_of(at: int) -> str:
    """The name of a copy by its time, in UTC, so that names sort as times do."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))


def found(path: Path) -> list[Kept]:
    """The backups at a path, the newest first: of one copy, of a shelf, or of a folder or stick with shelves.

    Raises Refused where there is none.
    """
    copies = [path] if (path / manifest.NAME).is_file() else []
    for pattern in ("*", "*/*", f"{TOP}/*/*"):
        copies = copies or sorted(page.parent for page in path.glob(f"{pattern}/{manifest.NAME}"))
    kept = [_kept(copy) for copy in copies if not copy.name.startswith(".")]
    if not kept:
        raise Refused("backup.none_here", path=str(path))
    return sorted(kept, key=_age, reverse=True)


def _age(kept: Kept) -> tuple[int, str]:
    return (kept.manifest.at if kept.manifest else 0, kept.path.name)


def newest(path: Path) -> Kept:
    """The newest sound backup at a path. Raises Refused where there is none, or of several PCs; its fault otherwise."""
    kept = found(path)
    sound = [each for each in kept if each.manifest]
    if not sound:
        assert kept[0].fault
        raise kept[0].fault
    pcs = sorted({f"{each.manifest.pc_name} ({each.path.parent.name})" for each in sound if each.manifest})
    if len({each.path.parent for each in sound}) > 1:
        raise Refused("backup.several", field="path", pcs=", ".join(pcs))
    return sound[0]


def _kept(path: Path) -> Kept:
    try:
        return Kept(path, manifest.read(path))
    except Spoken as error:
        return Kept(path, None, error)


def drop_old(shelf: Path, keep: int, but: Iterable[Path] = ()) -> None:
    """Let go of copies beyond the newest `keep`, of those broken off, and of scans that no copy needs any more.

    One that cannot be read is left to a person, and with it all scans. Raises OSError.
    """
    for draft in shelf.glob(f"{DRAFT}*"):
        if max(each.stat().st_mtime for each in (draft, *draft.iterdir())) < time.time() - ABANDONED:
            shutil.rmtree(draft)
    kept = _on(shelf)
    last = [each for each in kept if each.manifest][keep:]
    for old in (each for each in last if each.path not in but):
        shutil.rmtree(old.path)
    left = [each.manifest for each in kept if each not in last or each.path in but]
    if last and all(left) and not any(shelf.glob(f"{DRAFT}*")):  # another may need scans it has just copied
        needed = {name for page in left if page for name in page.scans}
        for file in (each for each in shelf.glob(f"{SCANS}/*/*") if each.name not in needed):
            file.unlink()


def _on(shelf: Path) -> list[Kept]:
    try:
        return found(shelf)
    except Refused:
        return []


def place(scans: Path, name: str) -> Path:
    """Where a file of a scan lies in a folder of scans."""
    return scans / name[:2] / name
