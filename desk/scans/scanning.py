"""What an officer does with scans: reads what a decision needs from the store and makes the decision (`scan`).

Each decision is called inside the transaction that will write its `Change`.
"""

from collections.abc import Sequence

from sqlite_utils.db import Database

from desk import Refused, counter, store
from desk.cases import CasePaper
from desk.counter import Hand
from desk.record import Change
from desk.scans import scan as scans
from desk.scans.scan import FileGiven, Scan


def of_case(db: Database, case_id: str) -> list[Scan]:
    """The scans of a case in their order, void ones left out."""
    return scans.in_order(store.children(db, Scan, case_id))


def numbered(db: Database, case_id: str, number: int) -> Scan:
    """The scan at that place of a case, counted from 1. Raises Refused, saying how many there are."""
    there = of_case(db, case_id)
    if not 1 <= number <= len(there):
        raise Refused("scans.no_such_scan", field="n", number=number, count=len(there))
    return there[number - 1]


def here(db: Database, scan_id: str) -> Scan:
    """The scan of this record id. Raises Refused when nothing of it has arrived."""
    if scan := store.get(db, Scan, scan_id):
        return scan
    raise Refused("scans.not_here", id=scan_id)


def add(db: Database, hand: Hand, case_id: str, files: Sequence[FileGiven]) -> Change:
    """Add scans to the case of this record id or number. Raises Refused."""
    case = counter.case_here(db, case_id)
    there, papers = store.children(db, Scan, case.id), store.children(db, CasePaper, case.id)
    return scans.add(case, files, there=there, papers=papers, now=hand.at, new_id=hand.new_id, by=hand.by)


def reorder(db: Database, hand: Hand, case_id: str, ids: Sequence[str]) -> Change:
    """Put the scans of a case in another order. Raises Refused."""
    return scans.reorder(store.children(db, Scan, case_id), ids, by=hand.by)


def attach(db: Database, hand: Hand, scan_id: str, paper: str) -> Change:
    """Say which paper of its case (key or record id, "" for none) a scan shows. Raises Refused."""
    scan = here(db, scan_id)
    found = scans.paper_of(store.children(db, CasePaper, scan.case_id), paper) if paper else None
    return scans.attach(scan, found, there=store.children(db, Scan, scan.case_id), by=hand.by)
