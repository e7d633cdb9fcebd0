"""A scan: one picture or PDF of a case, and what officers may decide about it. Its bytes are kept elsewhere.

Every decision takes values and returns a `Change`, or raises `Refused`. A scan is never deleted: it is void with a
reason. A shrunk copy takes the place of what was handed in; `original` still names that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from desk import Refused
from desk.cases import Case, CasePaper, NewId
from desk.record import Change, Edit, Rule, Version, law, precedence, typing
from desk.text import clean

NAME_LIMIT = 200
REASON_LIMIT = 2000
MOST = 500
"""Scans that one case holds at the most."""


def _last(versions: Sequence[Version]) -> Sequence[Version]:
    return sorted(versions, key=precedence)[-1:]


def _guarded(versions: Sequence[Version]) -> Sequence[Version]:
    return [version for version in versions if version.value == 1] or versions


latest = Rule("typing", _last)
"""Where either value serves and nobody need choose: the place in a row, the size that a file was shrunk to."""

guard = Rule("typing", _guarded)
"""0 or 1; of values written side by side 1 counts."""


@dataclass(frozen=True)
class Scan:
    """One scan of a case. Hashes are SHA-256 in hex, `size` is in bytes, `at` local time, "YYYY-MM-DDTHH:MM"."""

    id: str
    case_id: Annotated[str, law] = ""
    paper_id: Annotated[str, law] = ""  # the CasePaper it shows; "" when it belongs to the case as a whole
    name: Annotated[str, typing] = ""
    sha256: Annotated[str, latest] = ""
    original: Annotated[str, latest] = ""  # what was handed in, where `sha256` is a smaller copy of it
    size: Annotated[int, latest] = 0
    media: Annotated[str, latest] = ""  # "application/pdf", "image/jpeg", ...
    pages: Annotated[int, latest] = 1
    order: Annotated[int, latest] = 0
    sensitive: Annotated[int, guard] = 0  # 1: the picture of an identity card
    at: Annotated[str, law] = ""
    void_reason: Annotated[str, law] = ""


@dataclass(frozen=True)
class Export:
    """A scan that was written out of the desk, where the desk no longer guards it."""

    id: str
    case_id: Annotated[str, law] = ""
    scan_id: Annotated[str, law] = ""
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class FileGiven:
    """A file that is in safe keeping already: what it is, and what the officer said of it.

    `name` is the file's own name or what it is to be called; `paper` the key or record id of the paper it shows.
    """

    name: str
    sha256: str
    size: int
    media: str
    pages: int
    sensitive: bool = False
    paper: str = ""


def add(
    case: Case, files: Sequence[FileGiven], *, there: Sequence[Scan], papers: Sequence[CasePaper], now: str,
    new_id: NewId, by: str,
) -> Change:  # fmt: skip
    """Add scans to a case. Raises Refused for a file the case has already, an unknown paper, and too many."""
    if not files:
        raise Refused("scans.none_given", field="file")
    kept = in_order(there)
    if len(kept) + len(files) > MOST:
        raise Refused("scans.too_many", field="file", limit=MOST)
    return Change("scan", tuple(_added(case, files, kept, papers, now, new_id)), by)


def _added(
    case: Case, files: Sequence[FileGiven], kept: Sequence[Scan], papers: Sequence[CasePaper], now: str, new_id: NewId
) -> Iterator[Edit]:
    held = {hash: scan.name for scan in kept for hash in (scan.sha256, scan.original) if hash}
    names = [scan.name for scan in kept]
    for order, file in enumerate(files, start=max((_place(scan)[0] for scan in kept), default=0) + 1):
        if file.sha256 in held:
            raise Refused("scans.twice", field="file", name=file.name, other=held[file.sha256])
        paper = paper_of(papers, file.paper) if file.paper else None
        name = free_name(paper.name if paper else title(file.name), names)
        held[file.sha256] = name
        names.append(name)
        yield Edit("scan", new_id(), _row(case, file, paper, name, order, now))


def _row(case: Case, file: FileGiven, paper: CasePaper | None, name: str, order: int, now: str) -> dict[str, object]:
    about: dict[str, object] = {"case_id": case.id, "name": name, "sha256": file.sha256, "size": file.size}
    about |= {"media": file.media, "pages": file.pages, "order": order, "at": now}
    if paper:
        about["paper_id"] = paper.id
    if file.sensitive:
        about["sensitive"] = 1
    return about


def reorder(there: Sequence[Scan], ids: Sequence[str], *, by: str) -> Change:
    """Put the scans of a case in the order of `ids`; those not named follow. Raises Refused when nothing moves."""
    kept = in_order(there)
    wanted = sorted(kept, key=lambda scan: ids.index(scan.id) if scan.id in ids else len(ids))
    moved = [(scan, order) for order, scan in enumerate(wanted, start=1) if scan.order != order]
    if [scan.id for scan in wanted] == [scan.id for scan in kept] or not moved:
        raise Refused("scans.nothing_changed")
    return Change("arrange_scans", tuple(Edit("scan", scan.id, {"order": order}) for scan, order in moved), by)


def attach(scan: Scan, paper: CasePaper | None, *, there: Sequence[Scan], by: str) -> Change:
    """Say which paper a scan shows, None for none; it is called after the paper. Raises Refused if it is so already."""
    _alive(scan)
    if (paper.id if paper else "") == scan.paper_id:
        raise Refused("scans.nothing_changed")
    if paper is None:
        return Change("attach_scan", (Edit("scan", scan.id, {"paper_id": ""}),), by)
    names = [other.name for other in in_order(there) if other.id != scan.id]
    about = {"paper_id": paper.id, "name": free_name(paper.name, names)}
    return Change("attach_scan", (Edit("scan", scan.id, about),), by)


def rename(scan: Scan, name: str, *, by: str) -> Change:
    """Call a scan something else. Raises Refused for an empty or too long name."""
    _alive(scan)
    if not (name := clean(name)):
        raise Refused("scans.name_empty", field="name")
    if len(name) > NAME_LIMIT:
        raise Refused("scans.name_long", field="name", limit=NAME_LIMIT)
    if name == scan.name:
        raise Refused("scans.nothing_changed")
    return Change("edit_scan", (Edit("scan", scan.id, {"name": name}),), by)


def mark(scan: Scan, sensitive: bool, *, by: str) -> Change:
    """Mark a scan as sensitive, or no longer so. Raises Refused when it is so already."""
    _alive(scan)
    if bool(scan.sensitive) == sensitive:
        raise Refused("scans.nothing_changed")
    return Change("edit_scan", (Edit("scan", scan.id, {"sensitive": int(sensitive)}),), by)


def shrink(scan: Scan, smaller: FileGiven, *, by: str) -> Change:
    """Let a smaller copy stand in for a scan; what was handed in stays named. Raises Refused when it is no smaller."""
    _alive(scan)
    if smaller.size >= scan.size:
        raise Refused("scans.no_smaller", name=scan.name)
    about = {"sha256": smaller.sha256, "size": smaller.size, "media": smaller.media, "pages": smaller.pages}
    return Change("shrink_scan", (Edit("scan", scan.id, {**about, "original": scan.original or scan.sha256}),), by)


def void(scan: Scan, reason: str, *, by: str) -> Change:
    """Take a scan out of its case; the reason stays. Raises Refused without one."""
    _alive(scan)
    if not (reason := clean(reason)):
        raise Refused("scans.reason_missing", field="reason")
    if len(reason) > REASON_LIMIT:
        raise Refused("scans.reason_long", field="reason", limit=REASON_LIMIT)
    return Change("void_scan", (Edit("scan", scan.id, {"void_reason": reason}),), by, reason)


def restore(scan: Scan, *, by: str) -> Change:
    """Take a scan that was voided back into its case. Raises Refused for one that is not void."""
    if not scan.void_reason:
        raise Refused("scans.nothing_changed")
    return Change("restore_scan", (Edit("scan", scan.id, {"void_reason": ""}),), by)


def exported(scan: Scan, *, now: str, new_id: NewId, by: str) -> Change:
    """Record that a scan was written out of the desk."""
    row = {"case_id": scan.case_id, "scan_id": scan.id, "at": now}
    return Change("export_scan", (Edit("export", new_id(), row),), by)


def in_order(scans: Iterable[Scan]) -> list[Scan]:
    """Those that are not void, as they are shown: by their place, then by age."""
    return sorted((scan for scan in scans if not scan.void_reason), key=_place)


def _place(scan: Scan) -> tuple[int, int, str]:
    order = scan.order if isinstance(scan.order, int) else 0  # a newer version may write it in another shape
    return order, *_age(scan.id)


def _age(id: str) -> tuple[int, str]:
    maker, _, number = id.partition(".")
    return (int(number) if number.isdecimal() else 0), maker


def paper_of(papers: Sequence[CasePaper], which: str) -> CasePaper:
    """The paper of a case with that key or record id. Raises Refused, naming those there are."""
    for paper in papers:
        if which in (paper.key, paper.id):
            return paper
    known = ", ".join(paper.key or paper.id for paper in papers)
    raise Refused("scans.no_such_paper" if papers else "scans.no_papers", field="paper", paper=which, known=known)


def title(file_name: str) -> str:
    """What a file of that name is called: its name without the extension, fit to be stored."""
    stem = re.split(r"[/\\]", file_name)[-1]
    name, dot, extension = stem.rpartition(".")
    cleaned = clean(name if dot and len(extension) <= 4 and name else stem)
    return cleaned[:NAME_LIMIT].rstrip() or "scan"


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """`wanted`, with the next number behind it when that name is taken."""
    wanted = wanted[: NAME_LIMIT - 6]
    numbered = (f"{wanted} ({number})" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def _alive(scan: Scan) -> None:
    if scan.void_reason:
        raise Refused("scans.is_void", name=scan.name, reason=scan.void_reason)
