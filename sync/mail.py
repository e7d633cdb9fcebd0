"""What is said to the server beside exchanges: by PCs that are no members yet, and by authorities. Owns the bytes.

One letter is one POST to `PATH`; it needs no HTTP signature, for whatever must be trusted is signed in itself.

    letter     CBOR array: 1 (layout), nonce (12), word, what belongs to it ...
    answer     CBOR array: 1, nonce, "" or the reason of a refusal, what belongs to it | Ed25519 signature (64) of the
               server over "casedesk mail 1", zero, and the CBOR

    ask          request                          true; a new PC asks to be taken in (`keys/request`); "turned_away"
                                                  where an authority has settled it otherwise
    invitation   id (8)                           public part of the invitation, or null (`keys/invitation`)
    publish      parcel                           true; an authority's work comes into force (`keys/parcel`)
    requests     query                            [request, ...] that wait in an office, for who may approve them
    state        query                            [office, roster document, [[epoch, sealed for recovery], ...],
                                                  [public sealing key, ...], [request, ...], {PC: last change held},
                                                  [request of a clone (`keys/succession`), ...],
                                                  [a delegate's word that came too late (`keys/disowned`), ...]]
    offices      query of no office               [office, ...], to the province
    statements   office, [statement, ...]         true; membership told by who is not known to the server yet

    query        CBOR array: office ("" for none), signer (5 bytes; none for the province), at (s since 1970 UTC) |
                 its signature (64) over "casedesk requests 1", zero, and the CBOR; good for a day by the server's clock
"""

from typing import Any, NamedTuple

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.envelope import OFFICE, SIGNATURE
from sync.errors import Tampered
from sync.keys.member import letters, spelt
from sync.keys.parcel import LARGEST
from sync.wire import NONCE, Malformed

PATH = "/v1/mail"
LARGEST_LETTER = LARGEST + 1024
WORTH = {"statements": 20}
"""How many letters one of these counts for where letters are counted: what costs the server more than looking."""
GOOD_FOR = 24 * 3600
"""Seconds that a query may be shown again."""

_ANSWER, _QUERY = b"casedesk mail 1\0", b"casedesk requests 1\0"


class Letter(NamedTuple):
    """What is asked of the server."""

    nonce: bytes
    word: str
    rest: tuple[Any, ...]

    def __bytes__(self) -> bytes:
        return cbor2.dumps([1, self.nonce, self.word, *self.rest])

    @classmethod
    def read(cls, data: bytes) -> "Letter":
        """Raises Malformed."""
        try:
            layout, nonce, word, *rest = cbor2.loads(data)
        except (ValueError, TypeError, cbor2.CBORError) as error:
            raise Malformed(str(error)) from error
        if layout != 1 or type(nonce) is not bytes or len(nonce) != NONCE or type(word) is not str:
            raise Malformed("not a letter of this layout")
        return cls(nonce, word, tuple(rest))


class Reply(NamedTuple):
    """What the server answers; `refusal` is "" or has a text `enrol.server_<refusal>`."""

    nonce: bytes
    refusal: str
    value: Any

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The answer as it travels."""
        body = cbor2.dumps([1, self.nonce, self.refusal, self.value])
        return body + key.sign(_ANSWER + body)

    @classmethod
    def read(cls, data: bytes, server: Ed25519PublicKey | None) -> "Reply":
        """The answer, signed by the server where its key is known. Raises Tampered."""
        try:
            if server is not None:
                server.verify(data[-SIGNATURE:], _ANSWER + data[:-SIGNATURE])
            _, nonce, refusal, value, *_ = cbor2.loads(data[:-SIGNATURE])
        except InvalidSignature as error:
            raise Tampered("sync.foreign_server") from error
        except (ValueError, TypeError, cbor2.CBORError) as error:
            raise Tampered("sync.answer_damaged") from error
        return cls(nonce, str(refusal), value)


class Query(NamedTuple):
    """Who asks for the requests of an office, and when."""

    office: str
    signer: str
    at: int
    data: bytes = b""

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The query as it travels."""
        body = cbor2.dumps([self.office, spelt(self.signer), self.at])
        return body + key.sign(_QUERY + body)

    @classmethod
    def read(cls, data: bytes) -> "Query":
        """Take it apart; its signature is not checked here. Raises Malformed."""
        try:
            office, signer, at, *_ = cbor2.loads(data[:-SIGNATURE])
            if not (office == "" or OFFICE.fullmatch(office)) or type(at) is not int:
                raise ValueError("not a query")
            return cls(office, letters(signer), at, data)
        except (ValueError, TypeError, cbor2.CBORError) as error:
            raise Malformed(str(error)) from error

    def holds(self, key: bytes) -> bool:
        """Whether the holder of this public key signed it."""
        try:
            signature, signed = self.data[-SIGNATURE:], _QUERY + self.data[:-SIGNATURE]
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def fresh(self, now: float) -> bool:
        """Whether it was signed not long ago, by a clock that agrees with `now`, in s since 1970 UTC."""
        return abs(now - self.at) < GOOD_FOR
