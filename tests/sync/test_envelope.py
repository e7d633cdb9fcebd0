"""The segment's bytes: what is written reads back, and nothing else is taken."""

import os
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import envelope
from sync.errors import Tampered

KEY = Ed25519PrivateKey.generate()

headers = st.builds(
    lambda first, more, root, **rest: envelope.Header(
        first=first, last=first + more, root=root, **(rest | ({"nonce": root[:12]} if root else {}))
    ),
    office=st.from_regex(envelope.OFFICE, fullmatch=True),
    device=st.from_regex(envelope.DEVICE, fullmatch=True),
    first=st.integers(1, 2**62),
    more=st.integers(0, 2**62 - 1),
    epoch=st.integers(0, 2**40),
    nonce=st.binary(min_size=12, max_size=12),
    previous=st.binary(min_size=32, max_size=32),
    root=st.just(b"") | st.binary(min_size=32, max_size=32),
)


def header(**other):
    base = envelope.Header("00562", "abcdefgh", first=1, last=3, epoch=1, nonce=bytes(12), previous=bytes(32))
    return replace(base, **other)


@given(headers, st.binary(max_size=200))
def test_a_segment_reads_back_as_it_was_packed(head, ciphertext):
    data = envelope.pack(head, ciphertext, KEY)
    read = envelope.parse(data)
    assert (read.header, read.ciphertext, read.data) == (head, ciphertext, data)
    assert bytes(read.header) == data[: len(data) - 64 - len(ciphertext)]
    assert read.hash == sha256(data).digest()
    read.verify(KEY.public_key())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_set_aside_with_a_reason(noise):
    for data in (noise, b"CDS" + noise, b"CDS\x01" + noise, b"CDS\x01\x0500562" + noise + bytes(80),
                 b"CDS\x02\x0500562" + noise + bytes(99)):  # fmt: skip
        try:
            read = envelope.parse(data)
        except Tampered as error:
            assert error.key.startswith("sync.segment_")  # noqa: PT017
        else:
            assert bytes(read.header) + read.ciphertext == data[:-64]


@pytest.mark.parametrize("root", [b"", bytes(32)])
def test_one_flipped_bit_anywhere_is_noticed(root):
    data = envelope.pack(header(root=root), os.urandom(40), KEY)
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            envelope.parse(bytes(bad)).verify(KEY.public_key())


def test_a_segment_cut_anywhere_is_noticed():
    data = envelope.pack(header(), os.urandom(40), KEY)
    for length in range(len(data)):
        with pytest.raises(Tampered):
            envelope.parse(data[:length]).verify(KEY.public_key())


def test_another_devices_signature_is_no_signature():
    with pytest.raises(Tampered):
        envelope.parse(envelope.pack(header(), b"x", KEY)).verify(Ed25519PrivateKey.generate().public_key())


def test_a_segment_above_the_limit_is_neither_written_nor_read():
    with pytest.raises(ValueError, match="too large"):
        envelope.pack(header(), bytes(envelope.LARGEST), KEY)
    with pytest.raises(Tampered):
        envelope.parse(b"CDS\x01" + bytes(envelope.LARGEST))


@pytest.mark.parametrize(
    "wrong",
    [
        {"office": ""},
        {"office": "a b"},
        {"device": "ABCDEFGH"},
        {"first": 0},
        {"last": 0},
        {"nonce": b""},
        {"epoch": -1},
        {"root": bytes(31)},
        {"root": b"n" * 32},
    ],
)
def test_a_header_that_cannot_be_is_not_written(wrong):
    with pytest.raises(ValueError, match=r"not a|wrong length"):
        bytes(header(**wrong))


def test_a_single_change_travels_in_few_bytes():
    assert len(envelope.pack(header(last=1), b"", KEY)) == 126
    assert len(envelope.pack(header(last=1, root=bytes(32)), b"", KEY)) == 146
