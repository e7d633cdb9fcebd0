"""What taking over the work of a dead PC comes to, in sentences, for window and command alike."""

from collections.abc import Iterator, Mapping

from desk.begun import SCANS, Begun, unpacked
from desk.words import text
from sync.desk import Desk, local
from sync.takeover import PROVINCE, Outlook

TYPED = {
    "missing": "takeover.missing", "number": "takeover.number", "no_number": "takeover.no_number",
    "book_unsure": "takeover.book_unsure",
}  # fmt: skip
"""The texts that say what to do next, for who types commands."""


def told(desk: Desk, found: Outlook, *, done: bool, next_steps: Mapping[str, str] = TYPED) -> Iterator[str]:
    """What a PC gets of a dead one, or got when `done`, and what nobody has. `next_steps` name texts."""
    yield head(desk, found, done=done)
    yield from gained(found)
    yield from lost(desk, found, next_steps)


def head(desk: Desk, found: Outlook, *, done: bool) -> str:
    """Who goes on with whose work."""
    return text("takeover.taken" if done else "takeover.would", heir=desk.device.name, gone=found.gone.name)


def gained(found: Outlook) -> Iterator[str]:
    """What there is to go on with, counted; a line that is a part of the one before it begins with spaces."""
    gone = found.gone.name
    yield text("takeover.books", count=len(found.books))
    for taken in found.books:
        words = {"kind": taken.book.kind, "year": taken.book.year, "next": f"{taken.next:02}"}
        yield text("takeover.range", **words, last=taken.last) if taken.last else text("takeover.book", **words)
    yield text("takeover.drafts", count=len(found.drafts))
    for draft in found.drafts:
        name = draft_name(draft.body) or text("takeover.nobody")
        at = f"{local(draft.at):%H:%M %d/%m/%Y}"
        yield text("takeover.draft", name=name, at=at) + "".join(_with_it(found, draft))
    yield text("takeover.received", gone=gone, count=len(found.received), unbound=len(found.unbound))
    yield text("takeover.in_hand", gone=gone, count=len(found.in_hand))


def _with_it(found: Outlook, draft: Begun) -> Iterator[str]:
    """What lies with a draft: scans here, scans to be fetched, scans that an older program left at the dead PC."""
    shared, away = found.with_drafts[draft.id]
    if shared:
        yield text("takeover.with_scans" if away else "takeover.with_scans_here", scans=shared, away=away)
    elif left := scans_away(found, draft):
        yield text("takeover.left_scans", scans=left)


def scans_away(found: Outlook, draft: Begun) -> int:
    """How many scans of a draft do not lie here."""
    count, (shared, away) = unpacked(draft.body).get(SCANS, 0), found.with_drafts[draft.id]
    return away if shared or not isinstance(count, int) else count


def lost(desk: Desk, found: Outlook, next_steps: Mapping[str, str]) -> Iterator[str]:
    """What is held, what others hold, and what may exist on paper only."""
    gone, loss = found.gone.name, found.loss
    if found.scans:
        yield text("takeover.scans", gone=gone, count=len(found.scans))
    if loss.at is None:
        yield text("takeover.held_nothing", gone=gone)
    else:
        yield text("takeover.held", gone=gone, held=loss.held, at=f"{local(loss.at):%H:%M %d/%m/%Y}")
    if loss.missing:
        holders = [_who(desk, pc) for pc, last in loss.told.items() if last > loss.held]
        yield text(next_steps["missing"], gone=gone, missing=loss.missing, who=", ".join(holders) or "-")
    yield text("takeover.beyond", gone=gone)
    if loss.number:
        yield text(next_steps["number"], gone=gone, number=loss.number)
    else:
        yield text(next_steps["no_number"], gone=gone, pc=f"{found.gone.pc:02}")
    if found.books:
        yield text(next_steps["book_unsure"])


def _who(desk: Desk, pc: str) -> str:
    return text("takeover.province") if pc == PROVINCE else desk.device_name(pc)


def draft_name(body: bytes) -> str:
    """Whom a draft is for, "" where nobody was written down."""
    person = unpacked(body).get("person")
    return str(person.get("applicant_name", "")) if isinstance(person, dict) else ""
