"""Whether a file of evidence holds: with the province's public key alone, or with the office's keys too.

Without the office's keys: who is in the office, who signed which segment and in which order, and that segments of
layout 2 hold exactly the words shown. What stands in none of these rests on the signature of the PC that made the file,
and is said to.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused
from desk.cases import Case
from desk.record import Entry
from sync import commitment, seal
from sync.desk import Desk
from sync.envelope import Envelope, parse
from sync.errors import Tampered
from sync.exchange import seal_waiting
from sync.healing.lines import pc_of
from sync.jobs import run
from sync.keys.roster import Roster
from sync.reconcile import evidence
from sync.reconcile.evidence import PLAIN, digest


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: the key of its text in `disputes.checked`, what it is about, and whether it holds."""

    what: str
    about: str
    holds: bool


def drawn(desk: Desk, case: Case) -> tuple[bytes, list[Finding]]:
    """The file of evidence about a case, and what of it does not hold.

    What waits to be sealed is sealed first, so that it stands in a segment.
    """
    run(seal_waiting(desk))
    data = evidence.make(desk, case)
    found = check(evidence.read(data), desk.keyring.root, desk.keyring.office_keys)
    return data, [finding for finding in found if not finding.holds]


def check(content: Mapping[str, Any], root: bytes, keys: Mapping[int, bytes] | None = None) -> Iterator[Finding]:
    """Check a file of `evidence.read` against the province's public key, and with the office's keys once more.

    Raises Refused for one whose parts are not what they should be.
    """
    try:
        yield from _checked(content, root, keys)
    except (KeyError, TypeError, ValueError, AttributeError, Tampered) as error:
        raise Refused("disputes.no_evidence") from error


def _checked(content: Mapping[str, Any], root: bytes, keys: Mapping[int, bytes] | None) -> Iterator[Finding]:
    try:
        roster = Roster.verified(b64decode(content["roster"]), root)
    except Tampered:
        yield Finding("roster", content["office"], False)
        return
    yield Finding("roster", roster.name, roster.office == content["office"])
    yield Finding("maker", content["made_by"], _made(content, roster))
    envelopes = [parse(b64decode(text)) for text in content["segments"]]
    yield from (Finding("segment", _name(envelope), _signed(envelope, roster)) for envelope in envelopes)
    yield from _chains(envelopes)
    if content["version"] != PLAIN:
        yield from (_worded(change, envelopes) for change in content["changes"])
    if keys is not None:
        yield from _contents(content["changes"], envelopes, keys)


def _made(content: Mapping[str, Any], roster: Roster) -> bool:
    maker = roster.find(content["made_by"])
    return maker is not None and _is_signed(maker.public_key, b64decode(content["signature"]), digest(content))


def _is_signed(key: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _name(envelope: Envelope) -> str:
    return f"{envelope.header.device} {envelope.header.first}-{envelope.header.last}"


def _signed(envelope: Envelope, roster: Roster) -> bool:
    try:
        roster.signer(envelope.header.device, envelope.header.last).verify_segment(envelope)
    except Tampered:
        return False
    return envelope.header.office == roster.office


def _chains(envelopes: Sequence[Envelope]) -> Iterator[Finding]:
    """Segments of one PC that follow each other name each other."""
    for one, other in pairwise(envelopes):
        same = one.header.device == other.header.device
        if same and other.header.first == one.header.last + 1:
            yield Finding("chain", _name(other), other.header.previous == one.hash)


def _worded(change: Mapping[str, Any], envelopes: Sequence[Envelope]) -> Finding:
    """Whether a segment holds exactly these words, as far as anybody can tell without opening it."""
    device, seq = change["device"], change["seq"]
    about, held = f"{device} {seq}", [each for each in envelopes if _covers(each, device, seq)]
    if not held:
        return Finding(_unproven(device), about, True)
    header = held[0].header
    if not header.root:
        return Finding("rootless", about, True)
    words = commitment.canonical({name: change[name] for name in commitment.TOLD})
    leaf = commitment.leaf(words, bytes.fromhex(change["salt"]))
    path = [bytes.fromhex(each) for each in change["path"]]
    come_to = commitment.leads_to(leaf, seq - header.first, header.last - header.first + 1, path)
    return Finding("words", about, come_to == header.root)


def _unproven(device: str) -> str:
    """Why a change stands in no segment of the file: not sealed yet, or told anew as a line of a fork."""
    return "line" if pc_of(device) else "unsealed"


def _covers(envelope: Envelope, device: str, seq: int) -> bool:
    return envelope.header.device == device and envelope.header.first <= seq <= envelope.header.last


def _contents(
    changes: Sequence[Mapping[str, Any]], envelopes: Sequence[Envelope], keys: Mapping[int, bytes]
) -> Iterator[Finding]:
    """Each change written out is the one that its segment holds, opened."""
    held = {(entry.device, entry.seq): entry for envelope in envelopes for entry in seal.unseal(envelope, keys)}
    for change in changes:
        place = (change["device"], change["seq"])
        entry, about = held.get(place), f"{place[0]} {place[1]}"
        if entry is None:
            yield Finding(_unproven(place[0]), about, True)
        else:
            yield Finding("change", about, _same(change, entry))


def _same(change: Mapping[str, Any], entry: Entry) -> bool:
    """Whether a change as the file tells it, in the words of its version, is this one."""
    held = {name: value for name, value in commitment.told(entry).items() if name in change}
    if "salt" not in change:
        held["edits"] = [[kind, id, _hex(fields)] for kind, id, fields in held["edits"]]
    told = {name: change[name] for name in held}
    return commitment.canonical(told) == commitment.canonical(held)


def _hex(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as version 1 told them."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in fields.items()}
