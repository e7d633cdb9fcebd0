"""Bytes of strangers: what arrives as news, letter, parcel, request or admission is read whole or refused in words."""

import os
from contextlib import suppress

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Refused, Spoken
from sync.keys import parcel
from sync.keys.news import News, Tip
from sync.keys.parcel import Parcel
from sync.keys.request import Admission, Request
from sync.keys.sealing import PUBLIC, SEALED, Sealed
from sync.mail import Letter, Query, Reply
from sync.server.engine_sqlite import SqliteEngine
from sync.server.mailbox import Mailbox
from sync.server.members import Members
from sync.wire import Hello, Malformed

ROOT = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.binary(max_size=40) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.binary(max_size=6), inner, max_size=3),
    max_leaves=20,
)  # fmt: skip


def test_news_read_back_as_they_were_said():
    said = News(
        {"": Tip(3, b"abcd"), "aaaaaaaa": Tip(1, b"efgh")}, [b"x"], [Sealed(1, "aaaaaaaa", bytes(SEALED))],
        [bytes(PUBLIC)], [128, bytes(32)], [(1, "aaaaaaaa")],
    )  # fmt: skip
    assert News.of(cbor2.loads(cbor2.dumps(said.to_cbor()))) == said
    assert Hello.read(bytes(Hello(0, 1, {}, news=said))).news == said
    idle = News({"": Tip(3, b"abcd")})
    assert News.of(idle.to_cbor()).tips == idle.tips
    assert len(cbor2.dumps(idle.to_cbor())) == 10


@given(values)
@settings(max_examples=200)
def test_a_hello_with_any_news_is_read_or_refused(value):
    rows = cbor2.loads(bytes(Hello(0, 1, {})))
    rows[6] = value
    with suppress(Malformed):
        Hello.read(cbor2.dumps(rows))


@given(values, st.binary(max_size=80))
def test_a_stick_with_anything_on_it_is_refused_in_words(value, noise):
    body = cbor2.dumps(value)
    for data in (noise, body + noise, body + bytes(96)):
        for read in (Request.read, Parcel.read, parcel.unpacked):
            with pytest.raises(Spoken):
                read(data)
        with pytest.raises(Refused):
            Admission.read(data, "aaaaaaaa")
    with suppress(Refused):
        Admission.read(b"CDA\x01" + body, "aaaaaaaa")
    with suppress(Refused):
        parcel.unpacked(b"CDP\x01" + body)


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory):
    engine = SqliteEngine(tmp_path_factory.mktemp("server") / "server.db")
    yield Mailbox(engine, Members(engine, ROOT), ROOT)
    engine.close()


@given(
    word=st.sampled_from("ask invitation publish requests state statements other".split()),
    rest=st.lists(values, max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_any_letter_is_answered(mailbox, word, rest):
    nonce = os.urandom(12)
    answer = mailbox.answer(Letter.read(bytes(Letter(nonce, word, tuple(rest)))))
    assert answer.nonce == nonce
    assert answer.refusal or answer.value in (None, [], True)


@given(st.binary(max_size=100), values)
def test_noise_is_no_letter_no_query_and_no_reply(noise, value):
    for data in (noise, cbor2.dumps(value), cbor2.dumps(value) + noise):
        for read in (Letter.read, Query.read):
            with suppress(Malformed):
                read(data)
        with suppress(Spoken):
            Reply.read(data, None)
