"""Changes as bytes and back, and what hostile bytes do."""

from contextlib import suppress

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.record import Change, Edit, Entry
from sync import codec
from sync.errors import Tampered

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=12),
    st.sampled_from(["dev.7", "dev.07"]),
)
values = st.one_of(scalars, st.lists(scalars, max_size=3))
ids = st.one_of(st.from_regex(r"[a-z2-7]{8}\.[1-9][0-9]{0,5}", fullmatch=True), st.text(max_size=8))
edits = st.builds(
    Edit,
    st.sampled_from(["case", "paper", "kind_of_2030"]),
    ids,
    st.dictionaries(st.sampled_from(["phone", "note", "fee", "case_id", "unheard_of"]), values, max_size=4),
)
changes = st.builds(
    Change, st.text(max_size=6), st.lists(edits, max_size=3).map(tuple), st.text(max_size=6), st.text(max_size=6)
)
places = st.tuples(
    st.dictionaries(st.sampled_from(["bbbbbbbb", "cccccccc"]), st.integers(1, 2**40)),
    st.integers(1, 2**40),
    st.integers(0, 2**40),
    st.one_of(st.none(), st.integers(-9999, 9999)),
    changes,
)


@given(st.lists(places, min_size=1, max_size=6), st.integers(1, 2**40))
def test_changes_come_back_as_they_were(rows, first):
    entries = [Entry("aaaaaaaa", first + n, *row) for n, row in enumerate(rows)]
    assert codec.decode(codec.encode(entries), "aaaaaaaa", first) == entries


@given(st.binary(max_size=200))
def test_bytes_of_anybody_are_refused_in_words(data):
    with pytest.raises(Tampered):
        codec.decode(b"\x00" + data, "aaaaaaaa", 1)


@given(st.data())
def test_a_changed_table_is_refused_or_read_but_never_crashes(data):
    entry = Entry("aaaaaaaa", 1, {}, 1, 0, None, Change("edit", (Edit("case", "aaaaaaaa.1", {"phone": "1"}),), "o"))
    table = codec.table([entry])
    table[data.draw(st.integers(1, len(table) - 1))] = data.draw(st.recursive(scalars, st.lists, max_leaves=5))
    body = bytes([codec.DICTIONARY]) + codec._compressor(codec.DICTIONARY, 3).compress(cbor2.dumps(table))
    with suppress(Tampered):
        codec.decode(body, "aaaaaaaa", 1)


def test_a_dictionary_of_a_newer_version_is_named():
    with pytest.raises(Tampered):
        codec.decode(b"\xfe" + bytes(20), "aaaaaaaa", 1)


def test_a_bomb_is_not_unpacked():
    bomb = codec._compressor(0, 3).compress(bytes(codec.LARGEST + 1))
    with pytest.raises(Tampered):
        codec.decode(b"\x00" + bomb, "aaaaaaaa", 1)


def test_many_like_changes_cost_few_bytes():
    entries = [
        Entry("aaaaaaaa", n, {}, n, n * 60, None, Change("edit", (Edit("case", f"aaaaaaaa.{n}", {"fee": 8000}),), "o"))
        for n in range(1, 1001)
    ]
    assert len(codec.encode(entries)) < 1000
