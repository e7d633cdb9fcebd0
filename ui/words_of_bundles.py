"""What came of a file from a USB stick, in sentences, for window and command alike."""

from collections.abc import Iterator

from desk.scans import scan_words
from desk.words import text
from sync.carriers.bundle_in import Taken
from sync.carriers.bundle_out import Written
from sync.scans import scan_bundle


def what_was_written(written: Written, file: str) -> str:
    """That a file was written, under the name `file`, and how large it is."""
    size = f"{max(1, round(written.bytes / 1e3))} KB" if written.bytes < 1e6 else f"{written.bytes / 1e6:.1f} MB"
    key = "bundle.written" if written.changes else "bundle.written_nothing_new"
    return text(key, file=file, changes=written.changes, size=size)


def said(taken: Taken) -> Iterator[str]:
    """What came of a file, in sentences."""
    if taken.kind == "answer":
        yield text("bundle.read_answer", changes=taken.changes)
    else:
        yield text("bundle.read", writer=taken.writer, changes=taken.changes)
    if taken.receipt:
        yield text("bundle.receipt_all") if not taken.waiting else text("bundle.receipt", waiting=taken.waiting)
    elif taken.kind == "answer":
        yield text("bundle.receipt_old")
    if taken.conflicts:
        yield text("bundle.conflicts", count=taken.conflicts)


def amiss(taken: Taken) -> list[str]:
    """What of it was not taken in, and what to do about it."""
    found = [text(f"sync.refused.{reason}") for reason in taken.refused]
    if taken.set_aside:
        found.append(text("bundle.set_aside", count=taken.set_aside))
    if taken.early:
        found.append(text("bundle.early", count=taken.early))
    return found


def scans_written(written: scan_bundle.Written, file: str) -> Iterator[str]:
    """That a file of scans was written, under the name `file`, and what found no room in it."""
    size = scan_words.size(written.bytes)
    yield text("scans_travel.bundle_written", files=written.files, file=file, size=size)
    if written.left:
        yield text("scans_travel.bundle_left", count=written.left)


def scans_taken(taken: scan_bundle.Taken) -> str:
    """What came of a file of scans."""
    return text("scans_travel.bundle_read", files=taken.files, delivered=taken.delivered, waiting=taken.waiting)
