"""Content keys of an office, sealed to one PC or to the province's recovery key: HPKE (RFC 9180), nothing by hand.

The suite is the hybrid of ML-KEM-768 (FIPS 203) and X25519 with HKDF-SHA256 and AES-256-GCM, so that a recorded line
gives a quantum computer nothing. HPKE in its base mode does not say who sealed; what is inside is checked against the
commitment that a signed statement carries, so it does not matter who sealed or brought it.

    private key     64 bytes seed of ML-KEM-768 | 32 bytes X25519
    public key      1,184 bytes ML-KEM-768 | 32 bytes X25519; known by its SHA-256
    sealed key      1,120 bytes encapsulation | 32 bytes content key and 16 bytes tag = 1,168 bytes
    bound to        "casedesk content key 1", zero, office, zero, epoch in decimal, zero, PC's id ("" for the province)
    commitment      SHA-256 of "casedesk office key 1", zero, content key
"""

import os
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from sync.errors import Tampered

PRIVATE, PUBLIC, SEALED = 96, 1216, 1168
"""Lengths in bytes."""

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SEED, _LATTICE = 64, 1184


class Sealed(NamedTuple):
    """The content key of an epoch as one PC alone can open it; `device` is "" for the province's recovery key."""

    epoch: int
    device: str
    data: bytes


def new() -> bytes:
    """A new private key."""
    return os.urandom(PRIVATE)


def public(private: bytes) -> bytes:
    """The public half of a private key."""
    lattice, curve = _halves(private)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def fingerprint(public_key: bytes) -> bytes:
    """What a public key is known by, 32 bytes."""
    return sha256(public_key).digest()


def commitment(key: bytes) -> bytes:
    """Tells the right content key from a wrong one, and says nothing about a key of 256 random bits; 32 bytes."""
    return sha256(b"casedesk office key 1\0" + key).digest()


def seal(key: bytes, public_key: bytes, office: str, epoch: int, device: str) -> Sealed:
    """A content key for one PC. Raises Tampered for a public key that is none."""
    try:
        lattice = MLKEM768PublicKey.from_public_bytes(public_key[:_LATTICE])
        curve = X25519PublicKey.from_public_bytes(public_key[_LATTICE:])
        data = _SUITE.encrypt(key, MLKEM768X25519PublicKey(lattice, curve), info=_info(office, epoch, device))
    except ValueError as error:
        raise Tampered("keys.sealing_key_damaged", device=device) from error
    return Sealed(epoch, device, data)


def unseal(sealed: Sealed, private: bytes, office: str) -> bytes | None:
    """The content key inside; None where it was not sealed to this key. Hold it against the commitment."""
    info = _info(office, sealed.epoch, sealed.device)
    try:
        return _SUITE.decrypt(sealed.data, MLKEM768X25519PrivateKey(*_halves(private)), info=info)
    except (InvalidTag, ValueError):
        return None


def _info(office: str, epoch: int, device: str) -> bytes:
    return f"casedesk content key 1\0{office}\0{epoch}\0{device}".encode()


def _halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:_SEED]),
        X25519PrivateKey.from_private_bytes(private[_SEED:]),
    )
