"""Everything that waits for somebody's decision, read from the store: what kind it is, and what stands against what.

Decides nothing (`settling`, `twins`) and knows no change: who wrote a value belongs to the log.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlite_utils.db import Database

from desk import Refused, store
from desk.cases import Case, field_label
from desk.reconcile import deciders, online, twins
from desk.reconcile.kept import Objection, OnlineCase, Overruled, Policy, Proposal, Settlement, Twins
from desk.reconcile.settling import Matter
from desk.record import Version, conflicts, row


class Kind(StrEnum):
    """What people disagree about."""

    FIELD = "field"
    STATE = "state"
    VOID = "void"
    TWICE = "twice"
    BOUND = "bound"
    ONLINE = "online"
    OFFICER = "officer"
    OBJECTION = "objection"
    PROPOSAL = "proposal"
    LOST = "lost"
    MASS = "mass"


@dataclass(frozen=True)
class Dispute:
    """One thing to decide. `record` and `field` name the register in conflict; `about` is the objection or proposal.

    `cases` are the record ids of the cases concerned, the one that was received first first; none for an officer.
    """

    kind: Kind
    record_kind: str
    record: str
    field: str
    cases: tuple[str, ...]
    about: str = ""

    @property
    def key(self) -> str:
        """What it is called in lists and on the command line."""
        return "/".join(filter(None, (self.record, self.field, self.about)))


OFFICERS = frozenset({"officer", "duty", "account"})


def waiting(db: Database, now: datetime, unseen: twins.Unseen, limit: int = 500) -> list[Dispute]:
    """All disputes, at most `limit` of each kind: those about cases, then officers, then what people ask anew."""
    return [
        *registers(db, limit),
        *bound_twice(db, limit),
        *(_twice(first, second) for first, second in twins.found(db, now, unseen, limit)),
        *(_online(noted, alike) for noted, alike in online.found(db, limit)),
        *objections(db, limit),
        *proposals(db, limit),
    ]


def _twice(first: Case, second: Case) -> Dispute:
    return Dispute(Kind.TWICE, "twins", twins.twins_id(first.id, second.id), "verdict", (first.id, second.id))


def _online(noted: OnlineCase, alike: Iterable[Case]) -> Dispute:
    return Dispute(
        Kind.ONLINE, "onlinecase", noted.id, "verdict", tuple(case.id for case in alike), about=noted.portal_number
    )


def registers(db: Database, limit: int = 500) -> list[Dispute]:
    """The fields in conflict, of whatever record: cases by their due date first."""
    found = db.execute(
        "SELECT conflict.kind, conflict.id, field FROM conflict LEFT JOIN [case] "
        "ON [case].id = conflict.id AND conflict.kind = 'case' "
        "ORDER BY conflict.kind != 'case', due_at = '', due_at, conflict.id, field LIMIT ?",
        [limit],
    ).fetchall()
    return [Dispute(kind_of(kind, field), kind, id, field, _cases_of(db, kind, id)) for kind, id, field in found]


def kind_of(kind: str, field: str) -> Kind:
    """What a conflict in a field of a kind of record is about."""
    if kind in OFFICERS:
        return Kind.OFFICER
    if kind in ("twins", "onlinecase"):
        return Kind.TWICE if kind == "twins" else Kind.ONLINE
    if kind == "case" and field in ("state", "void_reason"):
        return Kind.STATE if field == "state" else Kind.VOID
    return Kind.FIELD


def _cases_of(db: Database, kind: str, id: str) -> tuple[str, ...]:
    if kind == "case":
        return (id,)
    record = store.KINDS.get(kind)
    if record is None or "case_id" not in {f.name for f in fields(record)}:
        return ()
    held = store.get(db, record, id)
    named: tuple[str, ...] = (getattr(held, "case_id", ""), getattr(held, "other", "")) if held else ()
    return tuple(name for name in named if name)


def bound_twice(db: Database, limit: int = 500) -> list[Dispute]:
    """Portal numbers that two PCs bound to different cases."""
    found = db.execute(
        "SELECT portal_number FROM [case] WHERE portal_number != '' AND void_reason = '' "
        "GROUP BY portal_number HAVING count(*) > 1 LIMIT ?",
        [limit],
    ).fetchall()
    return [_bound(db, number) for (number,) in found]


def _bound(db: Database, number: str) -> Dispute:
    clause = "WHERE portal_number = ? AND void_reason = '' ORDER BY received_at, id"
    holders = tuple(case.id for case in store.select(db, Case, clause, [number]))
    return Dispute(Kind.BOUND, "case", holders[0], "portal_number", holders, about=number)


def objections(db: Database, limit: int = 500) -> Iterator[Dispute]:
    """What authors of values that lost ask to be decided anew."""
    for objection in store.select(db, Objection, "WHERE answer = '' ORDER BY at, id LIMIT ?", [limit]):
        settled = store.get(db, Settlement, objection.settlement)
        if settled:
            cases = (settled.case_id,) if settled.case_id else ()
            yield Dispute(Kind.OBJECTION, settled.kind, settled.record, settled.field, cases, about=objection.id)


def proposals(db: Database, limit: int = 500) -> Iterator[Dispute]:
    """Settlements that wait for a second officer."""
    for each in store.select(db, Proposal, "WHERE answer = '' ORDER BY at, id LIMIT ?", [limit]):
        cases = (each.case_id,) if each.case_id else ()
        yield Dispute(Kind.PROPOSAL, each.kind, each.record, each.field, cases, about=each.id)


def lost(db: Database, officer: str, limit: int = 100) -> Iterator[Dispute]:
    """An officer's own values that were not chosen, until they say that they know."""
    clause = "WHERE author = ? AND heard_at = '' ORDER BY id LIMIT ?"
    for each in store.select(db, Overruled, clause, [officer, limit]):
        settled = store.get(db, Settlement, each.settlement)
        if settled and settled.by != officer:
            cases = (each.case_id,) if each.case_id else ()
            yield Dispute(Kind.LOST, settled.kind, settled.record, settled.field, cases, about=each.id)


def matter(db: Database, kind: str, record: str, field: str) -> Matter:
    """That field as it stands now, in conflict or not. Raises Refused for a record or field that is not known here."""
    known = store.KINDS.get(kind)
    state = store.merged(db, kind, record)
    if known is None or state is None or field not in {f.name for f in fields(known)}:
        raise Refused("disputes.unknown", field=field, name=field_label(field))
    versions = tuple(conflicts(known, state, [field]).get(field, ()))
    cases = _cases_of(db, kind, record)
    case = store.get(db, Case, cases[0]) if cases else None
    shown = row(known, record, state)[field]
    return Matter(kind, record, field, case.id if case else "", case.number if case else "", versions, shown)


def policy(db: Database) -> deciders.Deciders:
    """Who decides in this office."""
    return deciders.in_force(store.get(db, Policy, deciders.POLICY))


def phrases(db: Database) -> tuple[str, ...]:
    """The office's own phrases for reasons; none where it laid down none."""
    held = store.get(db, Policy, deciders.POLICY)
    return tuple(line for line in (held.phrases if held else "").splitlines() if line.strip())


def verdict(db: Database, first: str, second: str) -> Twins | None:
    """What was decided about two cases."""
    return store.get(db, Twins, twins.twins_id(first, second))


def count(db: Database) -> int:
    """How many fields are in conflict, cheaply; what is asked anew is counted too."""
    found: int = db.execute(
        "SELECT (SELECT count(*) FROM conflict) + (SELECT count(*) FROM objection WHERE answer = '') "
        "+ (SELECT count(*) FROM proposal WHERE answer = '')"
    ).fetchone()[0]
    return found


def versions(db: Database, kind: str, record: str) -> dict[str, list[Version]]:
    """The fields of a record in conflict with their versions, oldest first."""
    known, state = store.KINDS.get(kind), store.merged(db, kind, record)
    return conflicts(known, state) if known and state else {}
