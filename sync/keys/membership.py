"""What the statements about an office come to: its PCs, who may enrol more, its content keys. A pure fold over a set.

The order of arrival never counts, and a statement missing or held back changes nothing but what only it says. A
signer's statement holds when its signature does and the whole chain before it is there. Of what is said twice:

    revoked, withdrawn    dominate: the earliest point named is the one that counts, and nothing takes it back
    a PC                  the province's word before a delegate's, then the first by number
    name, recovery, own sealing key, the server's key    the signer's last word
    a delegate's word     counts up to the statement that its withdrawal or revocation names, for numbers it may give
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sync.envelope import NOTHING_BEFORE
from sync.keys.member import Member, device_id, letters
from sync.keys.statement import PROVINCE, Kind, Statement

FIRST_EPOCH = 1
SHARE = 128
"""Epochs after the first are numbered SHARE * n + the number of the PC that opened it, 0 for the province."""

SPREAD = 4096
"""An epoch's n is at most so much above the highest before it: two that know the same open the same one by accident."""


@dataclass(frozen=True)
class Epoch:
    """A content key in use: what it must be, and which PCs were revoked already when it was made."""

    number: int
    commitment: bytes
    without: frozenset[str]
    author: str


@dataclass(frozen=True)
class Delegation:
    """What the province lets a PC say: numbers it may give; `upto` is its last statement that counts, None for all."""

    numbers: tuple[range, ...]
    upto: int | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether nothing more is taken from it."""
        return self.upto is not None


@dataclass(frozen=True)
class Membership:
    """The fold. `recovery` is the SHA-256 of the province's recovery key, empty where none was named; `servers` are the
    server's public keys that the province named, the one in use last.
    """

    name: str = ""
    members: tuple[Member, ...] = ()
    delegates: Mapping[str, Delegation] = field(default_factory=dict)
    epochs: Mapping[int, Epoch] = field(default_factory=dict)
    recovery: bytes = b""
    servers: tuple[bytes, ...] = ()
    accepted: tuple[Statement, ...] = ()


def fold(statements: Iterable[Statement], root: bytes, members: Sequence[Member] = (), name: str = "") -> Membership:
    """What holds of these statements under the province's key (32 bytes).

    `members` and `name` are those of a list of layout 1, which an office had before it had statements.
    """
    by: dict[str, list[Statement]] = defaultdict(list)
    for statement in {s.hash: s for s in statements}.values():
        by[statement.signer].append(statement)
    said = _chain(by[PROVINCE], root)
    delegates = _delegations(said)
    known = {member.id: member for member in members}
    _enrol(known, said, ())
    spoken = {PROVINCE: said}
    while waiting := sorted(set(known) - set(spoken)):
        for device in waiting:
            allowed = delegates.get(device)
            chain = _chain(by[device], known[device].key, allowed.upto if allowed else None)
            spoken[device] = chain
            if allowed:
                _enrol(known, chain, allowed.numbers)
    ruling = [s for signer in sorted(spoken) if signer == PROVINCE or signer in delegates for s in spoken[signer]]
    return Membership(
        name=_last(said, Kind.OFFICE, name),
        members=tuple(_standing(known, ruling, spoken)),
        delegates=delegates,
        epochs=_epochs(ruling, known),
        recovery=_last(said, Kind.RECOVERY, b""),
        servers=tuple(statement.values[0] for statement in said if statement.kind == Kind.SERVER),
        accepted=tuple(s for signer in sorted(spoken) for s in spoken[signer]),
    )


def _chain(statements: Iterable[Statement], key: bytes, upto: int | None = None) -> list[Statement]:
    """Those that are signed and whose chain is whole. A signer restored from a copy has two branches; both hold."""
    reached, held = {NOTHING_BEFORE: 0}, []
    for statement in sorted(statements, key=lambda s: (s.number, s.hash)):
        follows = reached.get(statement.previous) == statement.number - 1
        if follows and (upto is None or statement.number <= upto) and statement.verify(key):
            reached[statement.hash] = statement.number
            held.append(statement)
    return held


def _delegations(said: Sequence[Statement]) -> dict[str, Delegation]:
    numbers: dict[str, list[range]] = defaultdict(list)
    upto: dict[str, int] = {}
    for statement in said:
        if statement.kind == Kind.DELEGATE:
            _, first, last = statement.values[:3]
            numbers[statement.device()].append(range(first, last + 1))
        elif statement.kind in (Kind.WITHDRAWN, Kind.REVOKED):
            last = statement.values[1 if statement.kind == Kind.WITHDRAWN else 2]
            upto[statement.device()] = min(last, upto.get(statement.device(), last))
    return {device: Delegation(tuple(given), upto.get(device)) for device, given in sorted(numbers.items())}


def _enrol(known: dict[str, Member], said: Iterable[Statement], numbers: Sequence[range]) -> None:
    """Add the PCs that a signer enrols; the province may give any number."""
    for statement in said:
        if statement.kind != Kind.DEVICE:
            continue
        key, sealing, pc, name, replaces = statement.values[:5]
        if statement.signer == PROVINCE or any(pc in given for given in numbers):
            member = Member(pc, name, key, statement.at, None, sealing, letters(replaces or b""))
            known.setdefault(device_id(key), member)


def _standing(
    known: Mapping[str, Member], ruling: Iterable[Statement], spoken: Mapping[str, Sequence[Statement]]
) -> Iterator[Member]:
    """The PCs as they stand, by number: with the last change accepted of those revoked, and their own sealing keys."""
    ended: dict[str, int] = {}
    for statement in ruling:
        if statement.kind == Kind.REVOKED:
            last = statement.values[1]
            ended[statement.device()] = min(last, ended.get(statement.device(), last))
    for id, member in sorted(known.items(), key=lambda item: (item[1].pc, item[1].enrolled, item[0])):
        ends = [last for last in (member.revoked_after, ended.get(id)) if last is not None]
        sealing = _last(spoken[id], Kind.SEALING, member.sealing)
        yield replace(member, revoked_after=min(ends) if ends else None, sealing=sealing)


def _epochs(ruling: Iterable[Statement], known: Mapping[str, Member]) -> dict[int, Epoch]:
    """By number; none of an author who may not give that number."""
    epochs: dict[int, Epoch] = {}
    for statement in ruling:
        if statement.kind == Kind.EPOCH:
            number, commitment, without = statement.values[:3]
            author = known[statement.signer].pc if statement.signer else 0
            if number % SHARE == author or (number == FIRST_EPOCH and not statement.signer):
                gone = frozenset(map(letters, without))
                epochs.setdefault(number, Epoch(number, commitment, gone, statement.signer))
    return dict(sorted(epochs.items()))


def next_epoch(epochs: Iterable[int], author: int, commitment: bytes) -> int:
    """The number of the next epoch that a PC, or the province (0), opens: above all that it knows.

    How far above its key decides, by the `commitment` to it: who was put back to an old copy, and opens an epoch that
    it had opened before, gives another number to another key. For a segment names its key by this number alone.
    """
    highest = max(epochs, default=0)
    if not highest and not author:
        return FIRST_EPOCH
    return (highest // SHARE + 1 + int.from_bytes(commitment[:2]) % SPREAD) * SHARE + author


def _last(said: Iterable[Statement], kind: Kind, otherwise: Any) -> Any:
    found = [statement.values[0] for statement in said if statement.kind == kind]
    return found[-1] if found else otherwise
