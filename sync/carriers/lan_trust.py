"""Who may speak with whom on the office's network: certificates that only its PCs can make, and names only they read.

Everything is derived (HKDF-SHA256) from the office's content key of an epoch:

    authority    an Ed25519 key that signs the certificate of each PC; whoever lacks the office's key has none
    label        a key for marks: HMAC-SHA256 over a random word, cut to 16 letters. A mark tells PCs of the office that
                 it is meant for them, and nobody else anything
    veil         a key for AES-256-GCM-SIV, under which a certificate says whose it is

A PC's certificate is for a key of this run of the program. It carries, veiled, the PC's id and its signature over that
key, so that a PC which was revoked, and still knows old keys, is told apart by the roster; and whoever repeats a
greeting that he has overheard sees a certificate that tells him nothing. Certificates have no dates: a wrong
clock must not stop an exchange. TLS 1.3 only, both sides show a certificate, no session is resumed.

A newcomer does not know the office's key. It greets by the key of a door (`Door`), from which the same three follow,
so that on the line its call looks like any other; it is let in to the door's letters only (`lan_door`).
"""

import os
import ssl
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from sync.envelope import NONCE
from sync.errors import Tampered
from sync.keys.roster import Member, Roster
from sync.signing import Identity

MARK = 16
WORD = 16
SUFFIX = ".casedesk"
EPOCHS = 4
"""Epochs back from the newest that PCs still know each other by, to hand newer keys on."""

_AUTHORITY, _PC = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("casedesk lan", "casedesk"))
_SAYS = x509.ObjectIdentifier("2.25.215208611203948712076239865411287401913")  # a UUID of ours (ITU-T X.667)
_SIGNED_AS = b"casedesk lan 1\0"
_BEGIN, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Epoch:
    """What PCs of an office know each other by while this content key (32 bytes) is known to them."""

    content_key: bytes

    @cached_property
    def _authority(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derived(b"authority"))

    @cached_property
    def _label(self) -> bytes:
        return self._derived(b"label")

    @cached_property
    def _veil(self) -> AESGCMSIV:
        return AESGCMSIV(self._derived(b"veil"))

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, None, b"casedesk lan 1 " + purpose).derive(self.content_key)

    def mark(self, word: str) -> str:
        """The mark that belongs to a word."""
        seal = hmac.HMAC(self._label, hashes.SHA256())
        seal.update(word.encode("ascii"))
        return seal.finalize().hex()[:MARK]

    def greeting(self) -> str:
        """A server name (TLS SNI) by which a PC that knows this key knows the caller does too; new each time."""
        word = os.urandom(WORD // 2).hex()
        return f"{word}{self.mark(word)}{SUFFIX}"

    def greets(self, name: str) -> bool:
        """Whether somebody who knows this key made up the name."""
        word, mark = name[:WORD], name.removesuffix(SUFFIX)[WORD:]
        return word.isascii() and compare_digest(mark.encode(), self.mark(word).encode())

    def context(self, side: int, device: str, signing: Ed25519PrivateKey) -> ssl.SSLContext:
        """TLS for a PC, for `ssl.PROTOCOL_TLS_CLIENT` or `_SERVER`: its certificate shown, the other's demanded."""
        context = _bare(side)
        context.load_verify_locations(cadata=self._certificate(self._authority).public_bytes(Encoding.DER))
        key = Ed25519PrivateKey.generate()
        says = device.encode("ascii") + signing.sign(_SIGNED_AS + _hash(key.public_key()))
        nonce = os.urandom(NONCE)
        _load(context, key, self._certificate(key, nonce + self._veil.encrypt(nonce, says, None)))
        return context

    def _certificate(self, key: Ed25519PrivateKey, veiled: bytes = b"") -> x509.Certificate:
        """The certificate of a PC or, without its say, of the authority itself."""
        subject, number = _PC if veiled else _AUTHORITY, x509.random_serial_number()
        builder = x509.CertificateBuilder(_AUTHORITY, subject, key.public_key(), number, _BEGIN, _END)
        builder = builder.add_extension(x509.BasicConstraints(ca=not veiled, path_length=None), critical=True)
        if veiled:
            builder = builder.add_extension(x509.UnrecognizedExtension(_SAYS, veiled), critical=False)
        return builder.sign(self._authority, None)

    def unveiled(self, veiled: bytes) -> bytes:
        """What a certificate says: the PC's id and its signature. Raises InvalidTag when of another epoch or office."""
        return self._veil.decrypt(veiled[:NONCE], veiled[NONCE:], None)


@dataclass(frozen=True)
class Door:
    """Where who holds an invitation may call: its id, the key that follows from its secret, the province's address."""

    invitation: bytes
    key: bytes
    url: str = ""

    @cached_property
    def greeting(self) -> Epoch:
        """What greetings, certificates and the veil at this door follow from."""
        return Epoch(self.key)


@dataclass(frozen=True)
class Trust:
    """What one PC shows and whom it believes, at one moment; for any thread. Epochs stand newest first."""

    identity: Identity
    known: tuple[Epoch, ...]
    roster: Roster
    doors: tuple[Door, ...] = ()

    @classmethod
    def of(
        cls, identity: Identity, office_keys: Mapping[int, bytes], roster: Roster, doors: tuple[Door, ...] = ()
    ) -> "Trust":  # fmt: skip
        """The trust that follows from the office's content keys by epoch, and the doors that stand open."""
        newest = sorted(office_keys, reverse=True)[:EPOCHS]
        return cls(identity, tuple(Epoch(office_keys[number]) for number in newest), roster, doors)

    @cached_property
    def calling(self) -> list[tuple[Epoch, ssl.SSLContext]]:
        """TLS for a PC that calls, by epoch."""
        return self._contexts(ssl.PROTOCOL_TLS_CLIENT, self.known)

    @cached_property
    def listening(self) -> ssl.SSLContext:
        """TLS for a PC that is called: it answers in the epoch it is greeted in, and is silent to anybody else."""
        greeted = (*self.known, *(door.greeting for door in self.doors))
        return _answering(self._contexts(ssl.PROTOCOL_TLS_SERVER, greeted))

    def _contexts(self, side: int, greeted: Iterable[Epoch]) -> list[tuple[Epoch, ssl.SSLContext]]:
        mine = self.identity
        return [(epoch, epoch.context(side, mine.device, mine.key)) for epoch in greeted]

    def door_of(self, certificate: bytes | None) -> Door:
        """The door that the caller with this certificate (DER) was let in by. Raises Tampered for who was at none."""
        with suppress(ValueError, x509.ExtensionNotFound):
            shown = x509.load_der_x509_certificate(certificate or b"")
            veiled = getattr(shown.extensions.get_extension_for_oid(_SAYS).value, "value", b"")
            for door in self.doors:
                with suppress(InvalidTag):
                    door.greeting.unveiled(veiled)
                    return door
        raise Tampered("lan.stranger")

    def who(self, certificate: bytes | None) -> Member:
        """The PC that showed a certificate (DER) which the office's authority has signed. Raises Tampered.

        A PC that is on no roster or was revoked is refused here, before a word is exchanged.
        """
        try:
            shown = x509.load_der_x509_certificate(certificate or b"")
            value = shown.extensions.get_extension_for_oid(_SAYS).value
            says = self._unveiled(getattr(value, "value", b""))
            device, signature, key = says[:8].decode("ascii"), says[8:], shown.public_key()
        except (ValueError, x509.ExtensionNotFound) as error:
            raise Tampered("lan.stranger") from error
        member = self.roster.find(device)
        if member is None or member.revoked_after is not None:
            raise Tampered("lan.not_a_member", device=member.name if member else device)
        try:
            member.public_key.verify(signature, _SIGNED_AS + _hash(key))
        except InvalidSignature as error:
            raise Tampered("lan.stranger") from error
        return member

    def _unveiled(self, veiled: bytes) -> bytes:
        for epoch in self.known:
            with suppress(InvalidTag):
                return epoch.unveiled(veiled)
        raise ValueError("of no epoch known here")


def _answering(contexts: list[tuple[Epoch, ssl.SSLContext]]) -> ssl.SSLContext:
    def choose(sock: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> int | None:
        for epoch, context in contexts:
            if name and epoch.greets(name):
                sock.context = context
                return None
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME

    first = _bare(ssl.PROTOCOL_TLS_SERVER)
    first.sni_callback = choose
    return first


def _bare(side: int) -> ssl.SSLContext:
    context = ssl.SSLContext(side)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if side == ssl.PROTOCOL_TLS_SERVER:
        context.num_tickets = 0
    context.check_hostname = False  # the name is a greeting; who it is, the certificate says
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _load(context: ssl.SSLContext, key: Ed25519PrivateKey, certificate: x509.Certificate) -> None:
    """Give the context its certificate. Python takes it from a file only: the key is in it under a random password."""
    password = os.urandom(32).hex().encode()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    with tempfile.TemporaryDirectory(prefix="casedesk-") as folder:
        path = Path(folder) / "lan.pem"
        path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
        context.load_cert_chain(path, password=password)


def _hash(key: CertificatePublicKeyTypes) -> bytes:
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
