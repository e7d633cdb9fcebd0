"""Sealing a run of changes into a segment, and opening one that was verified. The server never imports this module.

Body (codec) -> AES-256-GCM-SIV (RFC 8452) under the office's content key of one epoch, with the envelope's header as
associated data, so that a ciphertext opens only in its own place: this office, this device, these numbers. The nonce
is the beginning of the root over the changes (`commitment`), so the same only for the same changes; in layout 1 it is
random, and SIV keeps a repeated one survivable, for cloned disk images do exist.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from desk.record import Entry
from sync import codec, commitment
from sync.envelope import NONCE, ROOTED, Envelope, Header, pack
from sync.errors import Tampered

_BESIDE = ThreadPoolExecutor(2)
"""Packs while leaves are hashed; kept, for a thread's first compressor takes 3 ms."""


def seal(
    entries: Sequence[Entry],
    *,
    office: str,
    epoch: int,
    key: bytes,
    previous: bytes,
    private_key: Ed25519PrivateKey,
    layout: int = ROOTED,
) -> bytes:
    """One segment of consecutive changes of one device, signed. `key` is the office's 32-byte key of `epoch`."""
    first, last = entries[0], entries[-1]
    laid_out = codec.lay_out(entries)
    body = _BESIDE.submit(codec.pack, laid_out)
    root = commitment.root(commitment.leaves(entries, key)) if layout == ROOTED else b""
    nonce = root[:NONCE] or os.urandom(NONCE)
    header = Header(office, first.device, first.seq, last.seq, epoch, nonce, previous, root)
    ciphertext = AESGCMSIV(key).encrypt(header.nonce, body.result(), bytes(header))
    return pack(header, ciphertext, private_key)


def unseal(envelope: Envelope, keys: Mapping[int, bytes]) -> list[Entry]:
    """The changes of a segment whose signature was verified. `keys` are the office's content keys by epoch.

    Raises Tampered where the key is not held, the ciphertext is not of this place, or the numbers do not add up.
    """
    header = envelope.header
    if (key := keys.get(header.epoch)) is None:
        raise Tampered("sync.epoch_unknown", device=header.device, first=header.first, epoch=header.epoch)
    try:
        body = AESGCMSIV(key).decrypt(header.nonce, envelope.ciphertext, bytes(header))
    except InvalidTag as error:
        raise Tampered("sync.segment_closed", device=header.device, first=header.first) from error
    entries = codec.decode(body, header.device, header.first)
    if len(entries) != header.last - header.first + 1:
        raise Tampered("sync.segment_count", device=header.device, first=header.first)
    return entries
