"""`casedesk bundle`: exchanges by file, for a USB stick: write what the other side lacks, take in what it wrote."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sync import jobs
from sync.carriers import bundle_in, bundle_out
from sync.carriers.bundle import Progress
from sync.carriers.bundle_in import Preview, Taken
from sync.desk import Desk
from sync.scans import scan_bundle
from sync.segments import MOST_CHANGES
from ui.command.answer import Answer
from ui.command.opening import desk_of
from ui.words_of_arriving import of_file
from ui.words_of_bundles import amiss, said, scans_taken, scans_written, what_was_written


def write(args: argparse.Namespace) -> Answer:
    """Write a file for the server, the PCs of the office, or both."""
    with desk_of(args) as desk:
        steps = bundle_out.write(desk, args.file, to=args.reader, whole=args.whole, progress=_progress())
        written: bundle_out.Written = jobs.run(steps)
        scans = _write_scans(desk, args, written.file) if args.scans else None
    data: dict[str, Any] = {**vars(written), "file": str(written.file)}
    data |= {"scans": {**vars(scans), "file": str(scans.file)}} if scans else {}
    return Answer(
        data,
        lambda: [what_was_written(written, data["file"]), *(scans_written(scans, str(scans.file)) if scans else ())],
    )


def _write_scans(desk: Desk, args: argparse.Namespace, beside: Path) -> scan_bundle.Written:
    """The file of scans beside that of the changes."""
    path = beside.with_suffix(scan_bundle.SUFFIX)
    steps = scan_bundle.write(desk, path, whole=args.whole, progress=_progress())
    written: scan_bundle.Written = jobs.run(steps)
    return written


def read(args: argparse.Namespace) -> Answer:
    """Take a file in, or with `--preview` only say what it would bring."""
    with desk_of(args) as desk:
        if scan_bundle.is_scans(args.file) and not args.preview:
            return _read_scans(desk, args)
        if args.preview:
            return _would(jobs.run(bundle_in.preview(desk, args.file)))
        taken: Taken = jobs.run(bundle_in.read(desk, args.file, batch=MOST_CHANGES, progress=_progress()))
    data: dict[str, Any] = dict(vars(taken))
    return Answer(data, lambda: said(taken), errors=amiss(taken))


def _read_scans(desk: Desk, args: argparse.Namespace) -> Answer:
    scans: scan_bundle.Taken = jobs.run(scan_bundle.read(desk, args.file, progress=_progress()))
    values = {"files": scans.files, "delivered": scans.delivered, "waiting": scans.waiting}
    return Answer({"kind": "scans", **values}, lambda: [scans_taken(scans)])


def _would(found: Preview) -> Answer:
    questions = None if found.questions is None else [asdict(each) for each in found.questions]
    return Answer({**vars(found), "questions": questions}, lambda: of_file(found))


def _progress() -> Progress:
    """A figure on the terminal, where there is one to see it."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def show(done: int, of: int) -> None:
        end = "" if done < of else "\r     \r"
        print(f"\r{done * 100 // max(of, 1):3d} %", end=end, file=sys.stderr, flush=True)

    return show
