"""Signed requests: HTTP Message Signatures (RFC 9421, Ed25519) over method, path and the body's digest (RFC 9530).

Owns the signature in the headers. Whether the body has that digest is known only when it has arrived; whether the
signer belongs to an office the roster says. A signature never expires: a wrong clock must not stop a delivery, and a
replayed request does nothing, for segments are idempotent and a receipt is bound to the nonce.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.algorithms import ED25519

from sync.wire import PATH

COVERED = ("@method", "@path", "content-digest")  # the last is added by the library with the body
_LABEL = "s"
_NOWHERE = "http://casedesk.invalid"  # the library wants an address; the host is not covered, a proxy may change it


@dataclass
class Identity:
    """Who signs: office, device and the device's key."""

    office: str
    device: str
    key: Ed25519PrivateKey


@dataclass(frozen=True)
class Signed:
    """A request whose headers were verified. `created` is s since 1970 UTC by the client's clock: evidence only."""

    office: str
    device: str
    nonce: bytes
    created: int
    digest: str


class Unsigned(Exception):
    """No signature that holds. `known` tells whether the signer is at all."""

    def __init__(self, known: bool) -> None:
        super().__init__(known)
        self.known = known


FindKey = Callable[[str, str], Ed25519PublicKey | None]
"""Office and device to the key that the device signs with, None for a stranger."""


@dataclass
class _Message:
    method: str
    url: str
    headers: dict[str, str]


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, find: FindKey | None = None, key: Ed25519PrivateKey | None = None) -> None:
        self._find, self._key, self.known = find, key, False
        self.fault: Exception | None = None

    def resolve_private_key(self, key_id: str) -> Any:
        return self._key

    def resolve_public_key(self, key_id: str) -> Any:
        office, _, device = key_id.partition("/")
        try:
            key = self._find(office, device) if self._find else None
        except Exception as error:
            self.fault = error  # which the library would take for a signature that does not hold
            raise
        self.known = key is not None
        return key


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """A wrong clock, here or there, stops nothing."""


def digest(hash: bytes) -> str:
    """The Content-Digest (RFC 9530) of a body with this SHA-256."""
    return f"sha-256=:{b64encode(hash).decode('ascii')}:"


def sign(
    identity: Identity, body: bytes, nonce: bytes, at: datetime | None = None, *, path: str = PATH
) -> dict[str, str]:  # fmt: skip
    """The headers that sign a POST of `body` to a path, that of the exchange unless it is another."""
    message = _Message("POST", _NOWHERE + path, {})
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(key=identity.key)).sign(
        message,
        key_id=f"{identity.office}/{identity.device}",
        created=at or datetime.now(UTC),
        nonce=b64encode(nonce).decode("ascii"),
        label=_LABEL,
        include_alg=False,
        covered_component_ids=COVERED[:2],
        body=body,
    )
    return message.headers


def verify(method: str, path: str, headers: Mapping[str, str], find: FindKey) -> Signed:
    """Who signed these headers. Raises Unsigned, and what `find` raises."""
    keys = _Keys(find)
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=keys)
    try:
        message = _Message(method, _NOWHERE + path, dict(headers))
        [result] = verifier.verify(message, max_age=None, require_components=COVERED)
        office, _, device = str(result.parameters["keyid"]).partition("/")
        nonce = b64decode(result.nonce or "", validate=True)
        created = int(result.parameters.get("created", 0))
    except (InvalidSignature, ValueError) as error:
        if keys.fault is not None:
            raise keys.fault from None
        raise Unsigned(keys.known) from error
    return Signed(office, device, nonce, created, headers["Content-Digest"])
