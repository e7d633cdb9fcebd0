"""The roster: which PCs belong to an office and which content keys are its own. Owns the document, not its place.

A document of today holds the statements of an office (`statement`), each with a signature of its own, and needs none
around them. Statements are a set: documents are joined, and what was once known is not taken back by an older one.

    4     magic "CDR", layout 2
    m     CBOR array: office code, document of layout 1 or null, [statement, ...] each whole, by signer and number

A document of layout 1, from before there were statements, is CBOR and signature, and goes on to count beside them:

    m     CBOR array: 1 (layout), office code, office name, version from 1, SHA-256 of the previous document (zeros
          before the first), and the PCs: [number, name, Ed25519 public key, enrolled (ms since 1970 UTC),
          last change accepted or null]
    64    Ed25519 signature of the province's root key over "casedesk roster 1", a zero byte, and the CBOR

A PC's id is not written but follows from its key, so no document can give one PC another's id.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.envelope import NOTHING_BEFORE, OFFICE, SIGNATURE
from sync.errors import Tampered
from sync.keys import membership
from sync.keys.member import Member, device_id
from sync.keys.membership import Delegation, Epoch
from sync.keys.statement import PROVINCE, Kind, Place, Statement

__all__ = ["LARGEST", "Member", "Roster", "device_id"]

MAGIC = b"CDR\x02"
LARGEST = 1024 * 1024
"""Bytes of a document; a PC takes about 200, so this is some thousand PCs."""

_LAYOUT = 1
_SIGNED_AS = b"casedesk roster 1\0"


@dataclass(frozen=True)
class Roster:
    """An office as its statements have it. `version` grows with what is known; `hash` stands for all of it.

    `statements` are those that hold, `listed` the document of layout 1 beside them, if there is one.
    """

    office: str
    name: str
    version: int
    previous: bytes
    members: tuple[Member, ...]
    hash: bytes = NOTHING_BEFORE
    delegates: Mapping[str, Delegation] = field(default_factory=dict)
    epochs: Mapping[int, Epoch] = field(default_factory=dict)
    recovery: bytes = b""
    servers: tuple[bytes, ...] = ()
    statements: tuple[Statement, ...] = ()
    listed: bytes = b""

    @classmethod
    def verified(cls, data: bytes, root: bytes) -> Self:
        """The roster in `data`. Raises Tampered for what the holder of `root` (public key, 32 bytes) does not back."""
        try:
            if len(data) > LARGEST:
                raise ValueError("too large")
            if data[: len(MAGIC)] != MAGIC:
                return cls._listed(data, root)
            rows = cbor2.loads(data[len(MAGIC) :])
            office, listed, statements, *_ = rows
            if cbor2.dumps(rows) != data[len(MAGIC) :]:
                raise ValueError("more or less than one array")
            if listed is not None and not isinstance(listed, bytes):
                raise ValueError("not a document of layout 1")
            roster = cls.folded(office, map(Statement.read, statements), root, listed or b"")
            if len(roster.statements) != len(statements):
                raise Tampered("sync.roster_signature")
            return roster
        except InvalidSignature as error:
            raise Tampered("sync.roster_signature") from error
        except (ValueError, TypeError, cbor2.CBORError, RecursionError) as error:
            raise Tampered("sync.roster_damaged") from error

    @property
    def listed_version(self) -> int:
        """The version of the document of layout 1 in it, 0 for none."""
        return self.version - len(self.statements)

    @classmethod
    def empty(cls, office: str) -> Self:
        """The office before anything was said of it."""
        return cls(office, "", 0, NOTHING_BEFORE, ())

    @classmethod
    def folded(cls, office: str, statements: Iterable[Statement], root: bytes, listed: bytes = b"") -> Self:
        """What statements and a document of layout 1 come to. What does not hold, or is another office's, is left out.

        Raises Tampered when the document does not hold.
        """
        before = cls.verified(listed, root) if listed else cls.empty(office)
        if before.office != office or not OFFICE.fullmatch(office):
            raise Tampered("sync.roster_other_office", office=before.office)
        own = (statement for statement in statements if statement.office == office)
        found = membership.fold(own, root, before.members, before.name)
        names = sorted(statement.hash for statement in found.accepted)
        return cls(
            office, found.name, before.version + len(names), before.previous, found.members,
            sha256(listed + b"".join(names)).digest(), found.delegates, found.epochs, found.recovery,
            found.servers, found.accepted, listed,
        )  # fmt: skip

    @classmethod
    def _listed(cls, data: bytes, root: bytes) -> Self:
        key = Ed25519PublicKey.from_public_bytes(root)
        key.verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
        return cls._read(cbor2.loads(data[:-SIGNATURE]), data)

    @classmethod
    def _read(cls, rows: Any, data: bytes) -> Self:
        layout, office, name, version, previous, rows, *_ = rows
        if layout != _LAYOUT or not OFFICE.fullmatch(office) or len(previous) != len(NOTHING_BEFORE):
            raise ValueError("not a roster of this layout")
        members = tuple(Member(*row[:5]) for row in rows)
        return cls(office, name, version, previous, members, sha256(data).digest(), listed=data)

    def __bytes__(self) -> bytes:
        """The document: what `verified` reads back to this roster."""
        if not self.statements and self.listed:
            return self.listed
        statements = [statement.data for statement in self.statements]
        return MAGIC + cbor2.dumps([self.office, self.listed or None, statements])

    def signed(self, root: Ed25519PrivateKey) -> bytes:
        """This version as a document of layout 1, signed by the province: how offices began before statements."""
        members = [[m.pc, m.name, m.key, m.enrolled, m.revoked_after] for m in self.members]
        body = cbor2.dumps([_LAYOUT, self.office, self.name, self.version, self.previous, members])
        return body + root.sign(_SIGNED_AS + body)

    def next(self, members: tuple[Member, ...], name: str = "") -> "Roster":
        """The version that follows this one in layout 1, with these PCs; not signed yet."""
        return Roster(self.office, name or self.name, self.version + 1, self.hash, members)

    def joined(self, statements: Iterable[Statement], root: bytes, listed: bytes = b"") -> "Roster":
        """This roster with what more is known. Raises Tampered when `listed` does not follow what is held."""
        newest = self._followed(listed, root) if listed else self.listed
        return Roster.folded(self.office, (*self.statements, *statements), root, newest)

    def followed_by(self, data: bytes, root: bytes) -> "Roster":
        """This roster and the document `data` together.

        Raises Tampered when it is not backed by the root, or of another office; and for one of layout 1 that is older
        than what is held, or another at the same version. There versions may be left out in between.
        """
        other = Roster.verified(data, root)
        if other.office != self.office:
            raise Tampered("sync.roster_other_office", office=other.office)
        return self.joined(other.statements, root, other.listed)

    def _followed(self, data: bytes, root: bytes) -> bytes:
        newer = Roster.verified(data, root)
        if newer.office != self.office:
            raise Tampered("sync.roster_other_office", office=newer.office)
        if not self.listed:
            return data
        held = Roster.verified(self.listed, root)
        broken = newer.version == held.version + 1 and newer.previous != held.hash
        if newer.version < held.version or broken or (newer.version == held.version and newer.hash != held.hash):
            raise Tampered("sync.roster_chain", version=newer.version, held=held.version)
        return data

    def find(self, device: str) -> Member | None:
        """The PC with this id, revoked or not; None for a stranger."""
        return self._by_id.get(device)

    def named(self, asked: str) -> Member | None:
        """The PC that a person means by its number, its name or its id; None for none."""
        wanted = asked.strip().casefold()
        named = (m for m in self.members if wanted in (str(m.pc), f"{m.pc:02}", m.name.casefold(), m.id))
        return next(named, None)

    @cached_property
    def _by_id(self) -> Mapping[str, Member]:
        return {member.id: member for member in self.members}

    def enrolled_by(self, device: str) -> str | None:
        """Who made this PC a member: a PC's id, or `PROVINCE`; None for a stranger."""
        own = (s for s in self.statements if s.kind == Kind.DEVICE and device_id(s.values[0]) == device)
        return next((statement.signer for statement in own), PROVINCE if self.find(device) else None)

    def signer(self, device: str, last: int) -> Member:
        """The PC that may have signed changes up to `last`. Raises Tampered for a stranger or one revoked before."""
        member = self.find(device)
        if member is None:
            raise Tampered("sync.device_unknown", device=device)
        if member.revoked_after is not None and last > member.revoked_after:
            raise Tampered("sync.device_revoked", device=member.name)
        return member

    @property
    def live(self) -> tuple[Member, ...]:
        """The PCs that are not revoked."""
        return tuple(member for member in self.members if member.revoked_after is None)

    def may_enrol(self, device: str) -> bool:
        """Whether the province lets this PC enrol and revoke others, as far as is known here."""
        member, allowed = self.find(device), self.delegates.get(device)
        return bool(member and member.revoked_after is None and allowed and not allowed.withdrawn)

    def epoch(self, held: Container[int]) -> int | None:
        """The epoch to seal with among those `held`: the newest that no revoked PC was given; then the newest known."""
        gone = {member.id for member in self.members if member.revoked_after is not None}
        known = [epoch for number, epoch in self.epochs.items() if number in held]
        fresh = [epoch.number for epoch in known if gone <= epoch.without]
        return max(fresh or [epoch.number for epoch in known], default=None)

    def place(self, signer: str = PROVINCE) -> Place:
        """Where a signer's next statement belongs."""
        own = [statement for statement in self.statements if statement.signer == signer]
        return max(own, key=lambda statement: statement.number).next if own else Place(self.office, signer)
