"""`casedesk backup`: write an encrypted copy of this PC's data, see which there are, check one, restore from one."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from desk import Spoken
from desk.words import text
from sync import exchange, home, jobs, log
from sync.backup import restoring, shelf, writing
from sync.backup.manifest import Manifest
from sync.backup.restoring import Checked
from sync.backup.shelf import Kept
from sync.desk import Desk, local
from ui.command.answer import Answer, Lines, status_of, table
from ui.command.opening import desk_of, password
from ui.words_of_backup import size_of


def write(args: argparse.Namespace) -> Answer:
    """Write a backup of this PC's home into a folder."""
    with desk_of(args) as desk:
        written: writing.Written = jobs.run(writing.write(desk, args.dir, keep=args.keep))
    data = {**vars(written), "path": str(written.path), "at": _at(written.at)}

    def lines() -> Iterator[str]:
        yield text("backup.written", changes=written.changes, path=written.path, size=size_of(written.size))
        if written.waiting:
            yield text("backup.waiting", count=written.waiting)

    return Answer(data, lines)


def listing(args: argparse.Namespace) -> Answer:
    """The backups in a folder, of any PC; one that cannot be used has its fault on stderr and makes the status 1."""
    kept = shelf.found(args.dir)
    faults = [str(each.fault) for each in kept if each.fault]
    return Answer([_shape(each) for each in kept], lambda: _table(kept), status=int(bool(faults)), errors=faults)


def check(args: argparse.Namespace) -> Answer:
    """Verify a backup, and open it with the officer's password."""
    shelf.newest(args.dir)  # where there is none, nobody is asked for a password
    checked = restoring.check(args.dir, None if args.no_open else password(), args.officer)
    data = {**_shape(checked.kept), "opened": checked.opened, "missing_scans": len(checked.missing)}
    return Answer(data, lambda: _sound(checked), status=int(bool(checked.missing)), errors=_lacks(checked))


def restore(args: argparse.Namespace) -> Answer:
    """Make a home of a backup, then fetch what the PC did since, so that it gives no number out twice."""
    checked = restoring.restore(args.dir, args.home)
    fetched, failure = (0, None) if args.no_sync else _fetch(args)
    shape = _shape(checked.kept)
    data = {**shape, "home": str(args.home), "missing_scans": len(checked.missing), "fetched": fetched}
    data |= {"error": str(failure)} if failure else {}
    first = [text("backup.first_sync")] if failure or args.no_sync else []
    errors = [*_lacks(checked), *([str(failure)] if failure else []), *first]

    def lines() -> Iterator[str]:
        yield text("backup.restored", home=args.home, at=_moment(checked.kept.manifest))
        if fetched:
            yield text("backup.fetched", count=fetched)

    return Answer(data, lines, status_of(failure) if failure else 0, errors)


def _fetch(args: argparse.Namespace) -> tuple[int, Spoken | None]:
    """One exchange at the restored home: changes that came, and why it did not end. A PC alone needs none."""
    server, before, after = home.read(args.home).server, 0, 0
    if not server:
        return 0, None
    try:
        with desk_of(args) as desk, closing(exchange.carrier_of(desk, server)) as carrier:
            before = after = _held(desk)
            try:
                jobs.run(exchange.exchange(desk, carrier))
            finally:
                after = _held(desk)
    except Spoken as error:
        return after - before, error
    return after - before, None


def _held(desk: Desk) -> int:
    """Changes in the log; those of this PC that come back are among what an exchange does not count."""
    return sum(log.vector(desk.db).values())


def _shape(kept: Kept) -> dict[str, Any]:
    page = kept.manifest
    if page is None:
        return {"path": str(kept.path), "fault": str(kept.fault)}
    values = {"office": page.office, "device": page.device, "pc": page.pc, "pc_name": page.pc_name}
    values |= {"changes": page.changes, "waiting": page.written - page.delivered, "size": page.size}
    return {"path": str(kept.path), "at": _at(page.at), **values}


def _table(kept: list[Kept]) -> Lines:
    heads = [text(f"backup.head.{name}") for name in ("at", "pc", "changes", "size", "path")]
    return table(heads, [_row(each.path, each.manifest) for each in kept], "")


def _row(path: Path, page: Manifest | None) -> tuple[object, ...]:
    if page is None:
        return ("", "", "", "", path)
    return (_moment(page), page.pc_name, page.changes, size_of(page.size), path)


def _sound(checked: Checked) -> Lines:
    page = checked.kept.manifest
    assert page
    yield text("backup.sound", path=checked.kept.path, pc=page.pc_name, at=_moment(page), changes=page.changes)
    if checked.opened:
        yield text("backup.opened")


def _lacks(checked: Checked) -> list[str]:
    return [text("backup.lacks", count=len(checked.missing))] if checked.missing else []


def _at(at: int) -> str:
    return local(at).isoformat(timespec="seconds")


def _moment(page: Manifest | None) -> str:
    return f"{local(page.at):{text('command.moment')}}" if page else ""
