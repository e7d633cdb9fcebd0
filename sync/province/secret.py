"""The province's one secret and what follows from it: root key, recovery key, invitations. Owns how it is kept.

    secret        32 random bytes
    root key      HKDF-SHA256 of it, "casedesk province root 1", 32 bytes: seed of the Ed25519 key that signs rosters
    recovery key  HKDF-SHA256, "casedesk province recovery 1", 96 bytes: private key that content keys are sealed to
    invitation    HKDF-SHA256, "casedesk province invitation 1", zero, office, zero, number: 10 bytes

Kept in the folder under a password (`keys/vault`: Argon2id, AES-256-GCM), or nowhere but on paper: split with Shamir's
scheme into words (SLIP-39), so many sheets of which are needed for each act. Whoever has the password and the folder,
or that many sheets, is the province; the words alone bring it back on a new PC.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import shamir_mnemonic
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk import Refused
from sync.keys import sealing, vault
from sync.keys.invitation import SECRET
from sync.keys.vault import Lock

LENGTH = 32
MOST_SHEETS = 16
PROVINCE = "province"


@dataclass(frozen=True)
class Secret:
    """The secret itself: as short a time in memory as one command takes."""

    data: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Secret":
        """A new one."""
        return cls(os.urandom(LENGTH))

    @property
    def root(self) -> Ed25519PrivateKey:
        """The key that signs the province's statements."""
        return Ed25519PrivateKey.from_private_bytes(self._draw(b"casedesk province root 1", 32))

    @property
    def pinned(self) -> bytes:
        """Its public half, 32 bytes, which every PC pins."""
        return self.root.public_key().public_bytes_raw()

    @property
    def recovery(self) -> bytes:
        """The private key that content keys of all offices are sealed to, 96 bytes."""
        return self._draw(b"casedesk province recovery 1", sealing.PRIVATE)

    def invitation(self, office: str, number: int) -> bytes:
        """The secret of an office's invitation with this number."""
        return self._draw(f"casedesk province invitation 1\0{office}\0{number}".encode(), SECRET)

    def _draw(self, info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, salt=None, info=info).derive(self.data)


def locked(secret: Secret, password: str) -> Lock:
    """The secret under a password. Raises Refused for an empty one."""
    return vault.fit(PROVINCE, "", password, secret.data)


def unlocked(lock: Lock, password: str, now: int) -> Secret:
    """The secret. Raises Refused for a wrong password, and for a try that comes too early."""
    return Secret(vault.unlock(lock, password, now))


def split(secret: Secret, needed: int, of: int) -> list[str]:
    """The secret as sheets of words, `needed` of which bring it back. Raises Refused for numbers that cannot be."""
    if not 2 <= needed <= of <= MOST_SHEETS:
        raise Refused("province.bad_split", field="split", needed=needed, of=of, most=MOST_SHEETS)
    [sheets] = shamir_mnemonic.generate_mnemonics(1, [(needed, of)], secret.data)
    return list(sheets)


def check(sheet: str) -> None:
    """Raise Refused unless these are the words of one sheet, each right: it carries a checksum."""
    try:
        shamir_mnemonic.share.Share.from_mnemonic(sheet)
    except shamir_mnemonic.MnemonicError as error:
        raise Refused("province.sheet_wrong", field="sheets") from error


def needed(sheet: str) -> int:
    """How many sheets of its splitting bring the secret back. Raises Refused as `check` does."""
    check(sheet)
    return int(shamir_mnemonic.share.Share.from_mnemonic(sheet).member_threshold)


def joined(sheets: Sequence[str]) -> Secret:
    """The secret that the sheets bring back. Raises Refused for a word that is none, and for sheets that do not fit."""
    try:
        return Secret(shamir_mnemonic.combine_mnemonics([" ".join(sheet.lower().split()) for sheet in sheets]))
    except shamir_mnemonic.MnemonicError as error:
        raise Refused("province.sheets_wrong", field="sheets", reason=str(error)) from error
