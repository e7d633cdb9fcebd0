"""What client and server say: reads back as it was said, and nothing else is understood."""

import contextlib

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import wire
from sync.envelope import DEVICE
from sync.errors import Tampered
from sync.strays import Stray, Strays
from sync.wire import Head, Held, Hello, Malformed, Problem, Receipt, Refusal

KEY = Ed25519PrivateKey.generate()
SERVER = KEY.public_key()

devices = st.from_regex(DEVICE, fullmatch=True)
hashes = st.binary(min_size=32, max_size=32)
heads = st.dictionaries(devices, st.builds(Head, st.integers(1, 2**62), hashes), max_size=6)
helds = st.none() | st.builds(Held, hashes, st.integers(0, 2**32))
receipts = st.builds(
    Receipt,
    office=st.just("00562"),
    device=devices,
    nonce=st.binary(min_size=12, max_size=12),
    time=st.integers(0, 2**50),
    heads=heads,
    more=st.booleans(),
    refused=st.lists(st.builds(Refusal, hashes, st.sampled_from(wire.REASONS)), max_size=3).map(tuple),
    staged=helds,
    roster=st.none() | st.binary(max_size=40),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.binary(max_size=40) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=12) | st.dictionaries(st.binary(max_size=6) | st.integers(), inner, max_size=3)
    ),
    max_leaves=30,
)


@given(st.integers(0, 2**40), st.integers(0, 99), heads, helds)
def test_a_hello_reads_back_with_short_hashes(room, roster, held, partial):
    read = Hello.read(bytes(Hello(room, roster, held, partial)))
    assert (read.room, read.roster, read.partial) == (room, roster, partial)
    assert read.agrees(held)
    assert {device: head.last for device, head in read.heads.items()} == {d: head.last for d, head in held.items()}


@given(receipts)
def test_a_receipt_reads_back(receipt):
    data = receipt.signed(KEY)
    read = Receipt.read(data, SERVER, {})
    assert read == receipt
    assert read.data == data


@given(
    st.lists(hashes, max_size=3),
    st.lists(hashes, max_size=3),
    st.lists(st.builds(Stray, hashes, st.integers(0, 2**62))),
)
def test_what_lost_its_place_reads_back_and_costs_nothing_where_there_is_none(wanted, held, lost):
    strays = Strays(tuple(wanted), tuple(held))
    hello, receipt = Hello(1, 0, {}, strays=strays), Receipt("o", "aaaaaaaa", bytes(12), 1, {}, strays=tuple(lost))
    assert Hello.read(bytes(hello)).strays == strays
    assert Receipt.read(receipt.signed(KEY), SERVER, {}).strays == wire.named(receipt.signed(KEY)) == tuple(lost)
    assert len(cbor2.loads(bytes(hello))) == 7 + any(strays)
    assert len(cbor2.loads(receipt.signed(KEY)[:-64])) == (15 if lost else 12)


@given(receipts, heads)
def test_a_short_receipt_stands_for_the_clients_own_heads_only(receipt, other):
    data = receipt.signed(KEY, short=True)
    assert Receipt.read(data, SERVER, receipt.heads) == receipt
    if other != receipt.heads:
        with pytest.raises(Malformed):
            Receipt.read(data, SERVER, other)


@given(values)
def test_even_what_the_server_signed_must_be_a_message(value):
    body = cbor2.dumps(value)
    with pytest.raises(Malformed):
        Receipt.read(body + KEY.sign(wire._SIGNED_AS + body), SERVER, {})
    with pytest.raises(Malformed):
        Hello.read(body)


@given(receipts, st.integers(1, 11), values)
def test_a_receipt_with_any_place_changed_is_read_or_refused(receipt, place, value):
    rows = cbor2.loads(receipt.signed(KEY)[:-64])
    rows[place] = value
    body = cbor2.dumps(rows)
    with contextlib.suppress(Malformed):
        Receipt.read(body + KEY.sign(wire._SIGNED_AS + body), SERVER, {})


@given(st.binary(max_size=200))
def test_noise_is_no_message(noise):
    with pytest.raises(Malformed):
        Hello.read(noise)
    with pytest.raises(Tampered):
        Receipt.read(noise, SERVER, {})


def test_a_refusal_reads_back():
    problem = Problem("often", bytes(12), {"wait": 7})
    assert Receipt.read(problem.signed(KEY), SERVER, {}) == problem


def test_a_later_version_may_add_at_the_end():
    hello = cbor2.loads(bytes(Hello(5, 1, {})))
    assert Hello.read(cbor2.dumps([*hello, None, "new"])).room == 5


def test_what_a_server_lost_is_told_from_its_heads():
    before = {"aaaaaaaa": Head(9, b"a"), "bbbbbbbb": Head(4, b"b")}
    now = {"aaaaaaaa": Head(6, b"c"), "cccccccc": Head(1, b"d")}
    assert wire.behind(now, before) == {"aaaaaaaa": Head(6, b"c"), "bbbbbbbb": Head(0, b"")}
    assert wire.behind(before, before) == {}
