"""Backups that are written by themselves: once a day, as soon as the folder or the stick they go to is there."""

from collections.abc import Generator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from desk import Refused, Unusable
from sync.backup import noted, writing
from sync.backup.writing import Told, Written
from sync.desk import Desk, local
from sync.jobs import Job

AGAIN = 3600
"""Seconds after a backup failed at a folder that is there until it is tried again."""


def due(desk: Desk) -> bool:
    """Whether today's backup is still to be written, and may be tried now."""
    now = noted.of(desk)
    waits = 0 <= desk.clock() - now.failed_at < AGAIN
    return bool(now.folder and desk.copier) and local(now.at).date() != desk.now().date() and not waits


def daily(desk: Desk, told: Told = lambda done, of: None) -> Generator[Job | None, Any, Written | None]:
    """Write today's backup if it is due; None where it is not, or where its folder is not there, which is noted.

    Raises as `writing.write` does.
    """
    if not due(desk) or desk.copier is None:
        return None
    now = noted.of(desk)
    folder = Path(now.folder)
    there: bool = yield partial(_there, folder, desk.copier.path.parent, bool(now.elsewhere))
    if not there:
        missing = str(Refused("backup.not_there", path=str(folder)))
        if now.reason != missing:
            with suppress(Unusable):
                noted.note(desk, reason=missing)
        return None
    return (yield from writing.write(desk, folder, told=told))


def choose(desk: Desk, folder: str) -> bool:
    """Let backups go to this folder, "" for nowhere; whether it lies on another disk than the home.

    Raises Refused for one that is not there or lies within the home, Unusable.
    """
    elsewhere = False
    if folder:
        if desk.copier is None:
            raise Refused("backup.no_file")
        home = desk.copier.path.parent
        writing.demand_apart(Path(folder), home)
        elsewhere = _other_disk(Path(folder), home)
    noted.note(desk, folder=folder, elsewhere=int(elsewhere), failed_at=0, reason="")
    return elsewhere


def _there(folder: Path, home: Path, elsewhere: bool) -> bool:
    """Whether a folder is there, and not only the empty place where its stick was plugged in."""
    return folder.is_dir() and (not elsewhere or _other_disk(folder, home))


def _other_disk(folder: Path, home: Path) -> bool:
    return folder.stat().st_dev != home.stat().st_dev
