"""What proves who wrote what about a case, in one file: sealed segments, the office's PCs, and what they say.

    {"format": "casedesk evidence", "version": 1,
     "office": code, "number": the case's, "made_at": ISO time, "made_by": device id,
     "root": the province's public key (hex), "roster": base64,
     "segments": [base64, ...]            as they travelled, by device and number
     "changes": [{"device", "seq", "at", "by", "officer", "action", "reason", "edits": [[kind, id, {field: value}]]}],
     "signature": base64                  Ed25519 of the PC that made the file over SHA-256 of all the rest, as
                                          canonical JSON (sorted keys, no blanks, UTF-8)}

Anybody can check the signatures, the chain of each PC's segments and its membership with the root's key. That the
changes written out are what the segments hold can be checked where the office's keys are: on a PC of the office, or the
province's recovery. Elsewhere it stands on the signature of the PC that made the file. Segments hold other cases as
well; those stay sealed.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused
from desk.cases import Case
from desk.record import Entry
from sync import log, seal
from sync.desk import Desk, local
from sync.envelope import Envelope, parse
from sync.errors import Tampered
from sync.keys import known_rosters
from sync.keys.roster import Roster

FORMAT, VERSION = "casedesk evidence", 1
LARGEST = 512 * 1024 * 1024
_HELD = "SELECT data FROM segment WHERE device = ? AND first <= ? AND last >= ?"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: the key of its text in `disputes.checked`, what it is about, and whether it holds."""

    what: str
    about: str
    holds: bool


def make(desk: Desk, case: Case) -> bytes:
    """The file about one case, as bytes of UTF-8 JSON. Changes that are not sealed yet stand in no segment."""
    entries = log.history(desk.db, case.id)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "office": desk.office.code,
        "number": case.number,
        "made_at": desk.now().isoformat(timespec="seconds"),
        "made_by": desk.device.id,
        "root": desk.keyring.root.hex(),
        "roster": _text(known_rosters.own_document(desk.db)),
        "segments": [_text(data) for data in _segments(desk, entries)],
        "changes": [_change(desk, entry) for entry in entries],
    }
    signature = desk.keyring.signing.sign(_digest(content))
    return json.dumps({**content, "signature": _text(signature)}, ensure_ascii=False, indent=1).encode()


def _segments(desk: Desk, entries: Iterable[Entry]) -> list[bytes]:
    found = {}
    for entry in entries:
        for (data,) in desk.db.execute(_HELD, [entry.device, entry.seq, entry.seq]):
            envelope = parse(data)
            found[envelope.header.device, envelope.header.first] = data
    return [data for _, data in sorted(found.items())]


def _change(desk: Desk, entry: Entry) -> dict[str, Any]:
    return _told(entry) | {"officer": desk.officer_name(entry.change.by), "at": local(entry.at).isoformat()}


def _told(entry: Entry) -> dict[str, Any]:
    """A change as the file tells it, but for what is told for people's convenience."""
    change = entry.change
    edits = [
        [edit.kind, edit.id, {name: _plain(value) for name, value in edit.fields.items()}] for edit in change.edits
    ]
    known = {"by": change.by, "action": change.action, "reason": change.reason, "edits": edits}
    return {"device": entry.device, "seq": entry.seq, **known}


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _digest(content: Mapping[str, Any]) -> bytes:
    plain = {name: value for name, value in content.items() if name != "signature"}
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def read(data: bytes) -> dict[str, Any]:
    """The file taken apart. Raises Refused for anything else."""
    try:
        content = json.loads(data.decode()) if len(data) <= LARGEST else None
    except ValueError:
        content = None
    if not isinstance(content, dict) or content.get("format") != FORMAT or content.get("version") != VERSION:
        raise Refused("disputes.no_evidence")
    return content


def check(content: Mapping[str, Any], root: bytes, keys: Mapping[int, bytes] | None = None) -> Iterator[Finding]:
    """Check a file of `read` against the province's public key, and with the office's keys its changes too.

    Raises Refused for one whose parts are not what they should be.
    """
    try:
        yield from _checked(content, root, keys)
    except (KeyError, TypeError, ValueError) as error:
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
    if keys is not None:
        yield from _contents(content["changes"], envelopes, keys)


def _made(content: Mapping[str, Any], roster: Roster) -> bool:
    maker = roster.find(content["made_by"])
    return maker is not None and _is_signed(maker.public_key, b64decode(content["signature"]), _digest(content))


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


def _contents(
    changes: Sequence[Mapping[str, Any]], envelopes: Sequence[Envelope], keys: Mapping[int, bytes]
) -> Iterator[Finding]:
    """Each change written out is the one that its segment holds."""
    held = {(entry.device, entry.seq): entry for envelope in envelopes for entry in seal.unseal(envelope, keys)}
    for change in changes:
        place = (change["device"], change["seq"])
        entry, about = held.get(place), f"{place[0]} {place[1]}"
        if entry is None:
            yield Finding("unsealed", about, True)
        else:
            yield Finding("change", about, all(change[name] == value for name, value in _told(entry).items()))
