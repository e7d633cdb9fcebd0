"""Lets the other PCs of the office have the drafts that lie open here (`desk.begun`), and settles what became of them.

Called before anything is sealed, so that what is shared goes with what goes anyway. Bytes decide when: a draft in hand
is not shared, nor one that is saved within minutes, which nearly all are; only what somebody left for later, or has not
touched for `LIES_OPEN`, and then only when it differs from what the others have. The scans lying with it are
shared as records, and their files travel as those of cases do (`scans/travel`).
"""

from collections.abc import Iterator
from typing import Any

from desk import drafts, store
from desk.begun import FAMILY, LIES_OPEN, SCANS, Begun, BegunScan, packed, pile_of, scan_said
from desk.counter import Hand
from desk.drafts import Draft, Shared
from desk.record import Change, Edit
from sync import log
from sync.desk import Desk
from sync.scans import scan_store


def share(desk: Desk) -> log.Touched:
    """Write down what is to be shared now; the records touched, none where nothing is."""
    _let_go(desk)
    held, known = _held(desk), drafts.shared(desk.db)
    if not known and not any(_lies(desk, draft) for draft in held.values()):
        return set()
    _forget_settled(desk, held, known)
    edits, noted = list[Edit](), list[tuple[str, Shared | None]]()

    def decide() -> Change:
        for owner, due, now_shared in _due(desk, held, known):
            edits.extend(due)
            noted.append((owner, now_shared))
        if not edits:
            raise _Nothing
        for owner, now_shared in noted:
            drafts.note_shared(desk.db, owner, now_shared)
        return Change("draft", tuple(edits), desk.by)

    try:
        return log.record(desk.db, decide, desk.device.id, at=int(desk.clock()), clock_error=desk.clock_error)[1]
    except _Nothing:
        return set()


class _Nothing(Exception):
    """There is nothing to write."""


def _held(desk: Desk) -> dict[str, Draft]:
    rows = desk.db.execute("SELECT owner FROM draft WHERE owner >= ? AND owner < ?", [FAMILY, FAMILY[:-1] + "/"])
    found = {owner: drafts.kept(desk.db, owner) for (owner,) in rows.fetchall()}
    return {owner: draft for owner, draft in found.items() if draft}


def _with_scans(desk: Desk, owner: str, draft: Draft) -> dict[str, object]:
    """What was typed, and how many scans lie with it."""
    return {**draft.values, SCANS: len(_pile(desk, owner))}


def _pile(desk: Desk, owner: str) -> list[dict[str, Any]]:
    """The scans that lie with a draft here."""
    pile = drafts.kept(desk.db, pile_of(owner))
    items = pile.values.get("items", ()) if pile else ()
    return [item for item in items if isinstance(item.get("sha256"), str)]


def _lies(desk: Desk, draft: Draft) -> bool:
    """Whether it was left, or nobody has touched it for long; a clock put back counts as long."""
    return draft.aside or not 0 <= int(desk.clock()) - draft.at < LIES_OPEN


def _forget_settled(desk: Desk, held: dict[str, Draft], known: dict[str, Shared]) -> None:
    """Let go of what another PC has brought to its end; what was typed here since is a draft of its own from now on."""
    for owner, shared in list(known.items()):
        record = store.get(desk.db, Begun, shared.record)
        if record is None or not record.ended:
            continue
        if owner in held and packed(_with_scans(desk, owner, held[owner])) == shared.body and _was_seen(desk, record):
            drafts.drop(desk.db, owner)
            drafts.drop(desk.db, pile_of(owner))
            held.pop(owner)
        with store.transaction(desk.db):
            drafts.note_shared(desk.db, owner, None)
        known.pop(owner)


def _was_seen(desk: Desk, record: Begun) -> bool:
    """Whether who ended a draft had before them all that was shared of it."""
    state = log.state_of(desk.db, "begun", record.id)
    if state is None or "body" not in state:
        return True
    cover = state["ended"].cover
    return all(typed.seq <= cover.get(typed.device, 0) for typed in state["body"].live)


def _due(
    desk: Desk, held: dict[str, Draft], known: dict[str, Shared]
) -> Iterator[tuple[str, list[Edit], Shared | None]]:  # fmt: skip
    """What is to be written of which draft, and what the others have of it then."""
    hand = desk.hand()
    for owner, shared in known.items():
        if owner not in held:
            yield owner, [Edit("begun", shared.record, {"ended": 1})], None
    for owner, draft in held.items():
        body = packed(_with_scans(desk, owner, draft))
        before = known.get(owner)
        if not _lies(desk, draft):
            continue
        scans = list(_scans(desk, owner, before.record, hand)) if before else []
        if before and before.body == body:
            if scans:
                yield owner, scans, before
            continue
        said = {"at": draft.at, "body": body}
        if before is None:
            officer = owner.removeprefix(FAMILY).partition("#")[0]
            said = {"officer": officer, "device": desk.device.id, **said}
        record = before.record if before else hand.new_id()
        scans = scans if before else list(_scans(desk, owner, record, hand))
        yield owner, [Edit("begun", record, said), *scans], Shared(record, body)


def _scans(desk: Desk, owner: str, record: str, hand: Hand) -> Iterator[Edit]:
    """What is to be written of the scans that lie with a draft."""
    told = {each.sha256: each for each in store.select(desk.db, BegunScan, "WHERE begun = ? AND ended = 0", [record])}
    for item in _pile(desk, owner):
        said = scan_said(item)
        known = told.pop(str(said.get("sha256")), None)
        if known is None:
            yield Edit("begunscan", hand.new_id(), {"begun": record, **said})
            continue
        now = {name: said.get(name, "" if name != "sensitive" else 0) for name in ("name", "paper", "sensitive")}
        if changed := {name: value for name, value in now.items() if getattr(known, name) != value}:
            yield Edit("begunscan", known.id, changed)
    for gone in told.values():
        yield Edit("begunscan", gone.id, {"ended": 1})


def _let_go(desk: Desk) -> None:
    """Let files go that came here for a draft which has ended without a case."""
    query = (
        "SELECT DISTINCT sha256 FROM begunscan JOIN begun ON begun.id = begunscan.begun "
        "WHERE (begun.ended OR begunscan.ended) AND sha256 IN (SELECT sha256 FROM scan_file) "
        "AND sha256 NOT IN (SELECT sha256 FROM scan)"
    )
    for (sha256,) in desk.db.execute(query).fetchall():
        scan_store.forget(desk, sha256)
