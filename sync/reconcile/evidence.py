"""What proves who wrote what about a case, in one file: sealed segments, the office's PCs, and what they say.

    {"format": "casedesk evidence", "version": 2,
     "office": code, "number": the case's, "made_at": ISO time, "made_by": device id,
     "root": the province's public key (hex), "roster": base64,
     "segments": [base64, ...]            as they travelled, by device and number
     "changes": [{...}, ...]              each the words of a change (`sync.commitment` lists them), and beside them
                "salt": hex               } with which `commitment` shows that its segment holds exactly these words;
                "path": [hex, ...]        } "" and [] where no segment of layout 2 holds it, or one that is not true
                "at", "officer"           when and who, for people
     "signature": base64                  Ed25519 of the PC that made the file over SHA-256 of all the rest, as
                                          canonical JSON (sorted keys, no blanks, UTF-8)}

Segments hold other cases as well; those stay sealed, and the paths tell hashes of them that nobody can try without the
office's key. Version 1 had no salts and no paths, and told of the words neither "seen" nor Lamport number nor clock.
Draws the file and takes it apart; whether it holds is the business of `proving`.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from desk import Refused
from desk.cases import Case
from desk.record import Entry
from sync import commitment, log, seal
from sync.desk import Desk, local
from sync.envelope import Envelope, parse
from sync.keys import known_rosters

FORMAT, PLAIN, VERSION = "casedesk evidence", 1, 2
LARGEST = 512 * 1024 * 1024
_HELD = "SELECT data FROM segment WHERE device = ? AND first <= ? AND last >= ?"

Proof = tuple[bytes, list[bytes]]
"""A change's salt, and the path from its leaf to the root of its segment."""


def make(desk: Desk, case: Case) -> bytes:
    """The file about one case, as bytes of UTF-8 JSON. Changes that are not sealed yet stand in no segment."""
    entries = log.history(desk.db, case.id)
    envelopes = _segments(desk, entries)
    proofs = dict(_proofs(envelopes, entries, desk.keyring.office_keys))
    content = {
        "format": FORMAT,
        "version": VERSION,
        "office": desk.office.code,
        "number": case.number,
        "made_at": desk.now().isoformat(timespec="seconds"),
        "made_by": desk.device.id,
        "root": desk.keyring.root.hex(),
        "roster": _text(known_rosters.own_document(desk.db)),
        "segments": [_text(envelope.data) for envelope in envelopes],
        "changes": [_change(desk, entry, proofs.get((entry.device, entry.seq))) for entry in entries],
    }
    signature = desk.keyring.signing.sign(digest(content))
    whole = {**content, "signature": _text(signature)}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=commitment.plain).encode()


def _segments(desk: Desk, entries: Iterable[Entry]) -> list[Envelope]:
    found = {}
    for entry in entries:
        for (data,) in desk.db.execute(_HELD, [entry.device, entry.seq, entry.seq]):
            envelope = parse(data)
            found[envelope.header.device, envelope.header.first] = envelope
    return [envelope for _, envelope in sorted(found.items(), key=lambda item: item[0])]


def _proofs(
    envelopes: Iterable[Envelope], entries: Sequence[Entry], keys: Mapping[int, bytes]
) -> Iterator[tuple[tuple[str, int], Proof]]:
    """What shows each of the changes to be in its segment; nothing where the root is not that of the words."""
    for envelope in envelopes:
        header = envelope.header
        if not header.root:
            continue
        key = keys[header.epoch]
        leaves = commitment.leaves(seal.unseal(envelope, keys), key)
        if commitment.root(leaves) != header.root:
            continue
        for entry in entries:
            if entry.device == header.device and header.first <= entry.seq <= header.last:
                words = commitment.canonical(commitment.told(entry))
                path = commitment.path(leaves, entry.seq - header.first)
                yield (entry.device, entry.seq), (commitment.salt(words, key), path)


def _change(desk: Desk, entry: Entry, proof: Proof | None) -> dict[str, Any]:
    salt, path = proof or (b"", [])
    shown = {"salt": salt.hex(), "path": [each.hex() for each in path]}
    convenient = {"officer": desk.officer_name(entry.change.by), "at": local(entry.at).isoformat()}
    return commitment.told(entry) | shown | convenient


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def digest(content: Mapping[str, Any]) -> bytes:
    """What the PC that makes a file signs: SHA-256 of all but the signature."""
    return sha256(
        commitment.canonical({name: value for name, value in content.items() if name != "signature"})
    ).digest()


def read(data: bytes) -> dict[str, Any]:
    """The file taken apart. Raises Refused for anything else."""
    try:
        content = json.loads(data.decode()) if len(data) <= LARGEST else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refused("disputes.no_evidence")
    if content.get("version") not in (PLAIN, VERSION):
        raise Refused("disputes.no_evidence")
    return content
