"""`casedesk bundle`: exchanges by file, for a USB stick: write what the other side lacks, take in what it wrote."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from sync import exchange
from sync.carriers import bundle_in, bundle_out
from sync.carriers.bundle import Progress
from sync.carriers.bundle_in import Preview, Taken
from sync.segments import MOST_CHANGES
from ui.command.answer import Answer
from ui.command.opening import desk_of
from ui.words_of_arriving import of_file
from ui.words_of_bundles import amiss, said, what_was_written


def write(args: argparse.Namespace) -> Answer:
    """Write a file for the server, the PCs of the office, or both."""
    with desk_of(args) as desk:
        steps = bundle_out.write(desk, args.file, to=args.reader, whole=args.whole, progress=_progress())
        written: bundle_out.Written = exchange.run(steps)
    data = {**vars(written), "file": str(written.file)}
    return Answer(data, lambda: [what_was_written(written, data["file"])])


def read(args: argparse.Namespace) -> Answer:
    """Take a file in, or with `--preview` only say what it would bring."""
    with desk_of(args) as desk:
        if args.preview:
            return _would(exchange.run(bundle_in.preview(desk, args.file)))
        taken: Taken = exchange.run(bundle_in.read(desk, args.file, batch=MOST_CHANGES, progress=_progress()))
    data: dict[str, Any] = dict(vars(taken))
    return Answer(data, lambda: said(taken), errors=amiss(taken))


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
