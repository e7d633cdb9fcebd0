"""`casedesk scan add | list | export | check`: the scans of a case, kept encrypted beside the database."""

import argparse
from pathlib import Path
from typing import Any

from desk import Refused, Spoken, counter, store
from desk.cases import CasePaper
from desk.scans import scan as scans
from desk.scans import scan_words, scanning
from desk.scans.scan import FileGiven, Scan
from desk.words import text
from sync.desk import Desk
from sync.scans import scan_store, travel
from sync.scans.scan_folder import ScanFolder
from ui.command.answer import Answer, Lines, said, short, table
from ui.command.grammar import Usage
from ui.command.opening import desk_of

STALE = 3600
"""Seconds after which a half-written file is no longer anybody's work."""


def add(args: argparse.Namespace) -> Answer:
    """Add files to a case. One that is not taken keeps none of the others out; the status is 1 then."""
    if not args.files:
        raise Usage(text("scans.none_given"))
    refused: list[dict[str, str]] = []
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        if args.paper:
            scans.paper_of(store.children(desk.db, CasePaper, case.id), args.paper)
        folder, added = scan_store.folder_of(desk), []
        for path in map(Path, args.files):
            try:
                added.append(_added(desk, folder, case.id, path, args))
            except Refused as error:
                refused.append({"file": str(path), "error": str(error)})
    data = {"number": case.number, "added": added, "refused": refused}
    return Answer(data, lambda: map(_line, added), 1 if refused else 0, [each["error"] for each in refused])


def _added(desk: Desk, folder: ScanFolder, case_id: str, path: Path, args: argparse.Namespace) -> dict[str, Any]:
    kept = folder.keep(path)
    scan_store.note(desk, kept.file)
    file = FileGiven(**{**vars(kept.file), "sensitive": args.sensitive, "paper": args.paper})
    try:
        change, _ = desk.do(lambda hand: scanning.add(desk.db, hand, case_id, [file]))
    except Spoken:
        scan_store.forget(desk, file.sha256)
        raise
    there = scanning.of_case(desk.db, case_id)
    n = next(n for n, scan in enumerate(there, start=1) if scan.id == change.edits[0].id)
    return {**_shape(desk, n, there[n - 1]), "known": kept.known, "file": str(path)}


def _line(row: dict[str, Any]) -> str:
    values = {"n": row["n"], "name": row["name"], "size": scan_words.size(row["size"])}
    return text("scans.command.known" if row["known"] else "scans.command.added", **values)


def listing(args: argparse.Namespace) -> Answer:
    """The scans of a case in their order."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        there = scanning.of_case(desk.db, case.id)
        rows = [_shape(desk, n, scan) for n, scan in enumerate(there, start=1)]
    heads = [text(f"scans.command.head.{name}") for name in ("n", "name", "kind", "size", "paper", "sensitive")]
    none = text("scans.command.none", number=case.number)
    return Answer(rows, lambda: table(heads, [_cells(*pair) for pair in zip(rows, there, strict=True)], none))


def _cells(row: dict[str, Any], scan: Scan) -> list[str]:
    marked = text("scans.command.yes") if scan.sensitive else ""
    kind, size = scan_words.kind(scan), scan_words.size(scan.size)
    return [str(row["n"]), short(scan.name), kind, size, short(row["paper_name"], 32), marked]


def _shape(desk: Desk, n: int, scan: Scan) -> dict[str, Any]:
    paper = store.get(desk.db, CasePaper, scan.paper_id) if scan.paper_id else None
    return {
        "n": n,
        **{name: value for name, value in vars(scan).items() if name not in ("case_id", "order", "void_reason")},
        "paper": paper.key if paper else "",
        "paper_name": paper.name if paper else "",
        "sensitive": bool(scan.sensitive),
        "here": scan_store.folder_of(desk).holds(scan.sha256),
    }


def export(args: argparse.Namespace) -> Answer:
    """Write one scan of a case to a file in the clear; the export enters the history before the file is seen."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        scan = scanning.numbered(desk.db, case.id, args.n)
        scan_store.export(desk, scan, args.to)
    data = {"number": case.number, "n": args.n, "name": scan.name, "to": str(args.to), "bytes": scan.size}
    return Answer(data, said("scans.command.exported", name=scan.name, file=args.to))


def check(args: argparse.Namespace) -> Answer:
    """Read every file through and hold it against its hash; status 1 where one is gone or altered.

    Such a file is wanted from now on: the next fetching asks other PCs and the province for it.
    """
    with desk_of(args) as desk:
        held = scan_store.held(desk)
        tidied = scan_store.folder_of(desk).tidy(desk.clock() - STALE)
        found = list(scan_store.faults(desk))
        travel.want(desk, *(sha256 for sha256, _ in found))
    faults = [said for _, said in found]
    data = {"sound": not faults, "faults": faults, "files": len(held), "bytes": sum(size for _, size in held)}
    return Answer({**data, "tidied": tidied}, lambda: _checked(data, tidied), 1 if faults else 0, faults)


def _checked(data: dict[str, Any], tidied: int) -> Lines:
    if data["faults"]:
        yield text("scans.command.unsound", faults=len(data["faults"]), count=data["files"])
        yield text("scans_travel.will_fetch")
    else:
        yield text("scans.command.sound", count=data["files"], size=scan_words.size(data["bytes"]))
    if tidied:
        yield text("scans.command.tidied", count=tidied)
