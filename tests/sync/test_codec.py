"""Changes as bytes and back, and what hostile bytes do."""

import lzma
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.record import Change, Edit, Entry
from sync import codec, wording
from sync.dictionary import DICTIONARY, compressor, decompressor, in_full, shortened
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


def worded(entries):
    return codec.pack(codec.Layout(b"", cbor2.dumps(wording.into_words(codec.table(entries), codec.ORDINARY)[1:])))


texts = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(["Giàng", "Thị", "Mẩy", "2026-11-20", "0948857189", " ", "  ", ",", "\0", "A"])).map(
        " ".join
    ),
)
texts_of_a_change = st.fixed_dictionaries({"note": texts}, optional={"phone": texts, "name": texts, "fee": scalars})


@given(st.lists(texts_of_a_change, min_size=1, max_size=12))
def test_texts_written_as_words_come_back_as_they_were(rows):
    entries = [
        Entry("aaaaaaaa", n, {}, n, n, None, Change("edit", (Edit("case", f"aaaaaaaa.{n % 3}", fields),), "o"))
        for n, fields in enumerate(rows, start=1)
    ]
    assert codec.decode(worded(entries), "aaaaaaaa", 1) == entries


@given(st.lists(places, min_size=1, max_size=6))
def test_changes_of_any_kind_come_back_from_words(rows):
    entries = [Entry("aaaaaaaa", 1 + n, *row) for n, row in enumerate(rows)]
    assert codec.decode(worded(entries), "aaaaaaaa", 1) == entries


def test_a_field_that_another_one_tells_is_written_once():
    told = {"01": "Đăng ký khai sinh", "02": "Chứng thực bản sao từ bản chính"}
    rows = [
        Edit("case", f"aaaaaaaa.{n}", {"procedure": f"0{1 + n % 2}", "name": told[f"0{1 + n % 2}"]}) for n in range(9)
    ]
    entries = [
        Entry("aaaaaaaa", n, {}, n, n, None, Change("edit", (edit,), "o")) for n, edit in enumerate(rows, start=1)
    ]
    columns = wording.into_words(codec.table(entries), codec.ORDINARY)[-2]
    assert [column[0] for column in columns] == [wording.WORDS, wording.FOLLOWS]
    assert codec.decode(worded(entries), "aaaaaaaa", 1) == entries


def test_a_word_that_would_fill_the_memory_is_not_written_out(monkeypatch):
    monkeypatch.setattr(codec, "LARGEST", 50_000)
    long = "a" * 40_000
    entries = [
        Entry("aaaaaaaa", n, {}, n, n, None, Change("edit", (Edit("case", "aaaaaaaa.1", {"note": long}),), "o"))
        for n in (1, 2)
    ]
    with pytest.raises(Tampered):
        codec.decode(worded(entries), "aaaaaaaa", 1)
    assert codec.decode(worded(entries[:1]), "aaaaaaaa", 1) == entries[:1]


@given(st.data())
def test_a_changed_table_of_words_is_refused_or_read_but_never_crashes(data):
    rows = [{"phone": "0912 345 678", "note": f"Hộp {n}"} for n in range(3)]
    entries = [
        Entry("aaaaaaaa", n, {}, n, n, None, Change("edit", (Edit("case", "aaaaaaaa.1", fields),), "o"))
        for n, fields in enumerate(rows, start=1)
    ]
    table = wording.into_words(codec.table(entries), codec.ORDINARY)[1:]
    hurt = st.recursive(st.one_of(scalars, st.binary(max_size=4)), st.lists, max_leaves=5)
    place = data.draw(st.integers(0, len(table) - 1))
    if isinstance(table[place], list) and table[place] and data.draw(st.booleans()):
        table[place][data.draw(st.integers(0, len(table[place]) - 1))] = data.draw(hurt)
    else:
        table[place] = data.draw(hurt)
    packed = lzma.compress(cbor2.dumps(table), lzma.FORMAT_RAW, filters=codec.LZMA)
    body = b"\0" + compressor(0, 3).compress(cbor2.dumps([codec.WORDED, packed]))
    with suppress(Tampered):
        codec.decode(body, "aaaaaaaa", 1)


def test_a_format_of_a_newer_version_is_named():
    body = b"\0" + compressor(0, 3).compress(cbor2.dumps([3, b"of 2030"]))
    with pytest.raises(Tampered) as refused:
        codec.decode(body, "aaaaaaaa", 1)
    assert refused.value.key == "sync.newer_format"


@given(st.binary(max_size=200))
def test_bytes_of_anybody_are_refused_in_words(data):
    with pytest.raises(Tampered):
        codec.decode(b"\x00" + data, "aaaaaaaa", 1)


@given(st.data())
def test_a_changed_table_is_refused_or_read_but_never_crashes(data):
    entry = Entry("aaaaaaaa", 1, {}, 1, 0, None, Change("edit", (Edit("case", "aaaaaaaa.1", {"phone": "1"}),), "o"))
    table = codec.table([entry])
    table[data.draw(st.integers(1, len(table) - 1))] = data.draw(st.recursive(scalars, st.lists, max_leaves=5))
    body = bytes([DICTIONARY]) + compressor(DICTIONARY, 3).compress(cbor2.dumps(table))
    with suppress(Tampered):
        codec.decode(body, "aaaaaaaa", 1)


def test_a_dictionary_of_a_newer_version_is_named():
    with pytest.raises(Tampered):
        codec.decode(b"\xfe" + bytes(20), "aaaaaaaa", 1)


def test_a_bomb_is_not_unpacked():
    bomb = compressor(0, 3).compress(bytes(codec.LARGEST + 1))
    with pytest.raises(Tampered):
        codec.decode(b"\x00" + bomb, "aaaaaaaa", 1)


def test_many_like_changes_cost_few_bytes():
    entries = [
        Entry("aaaaaaaa", n, {}, n, n * 60, None, Change("edit", (Edit("case", f"aaaaaaaa.{n}", {"fee": 8000}),), "o"))
        for n in range(1, 1001)
    ]
    assert len(codec.encode(entries)) < 1000


@given(st.binary(max_size=2000))
def test_a_change_is_kept_shorter_and_comes_back_in_full(data):
    kept = shortened(cbor2.dumps([1, data]))
    assert in_full(kept) == cbor2.dumps([1, data])
    repeated = cbor2.dumps([1, data * 9])
    assert len(repeated) < 600 or not data or len(shortened(repeated)) < len(repeated)


OLD = Path(__file__).parents[1] / "old_files" / "bodies"


def of_a_day():
    """Changes that a body was made of once: never to be altered."""
    names = ["Giàng Thị Mẩy", "Lò Văn Thắng", "Âu Hoài Mơ", "Kha Diễm Ngân"]
    rows = [
        {"applicant_name": names[n % 4], "phone": f"09{n * 7919 % 10**8:08}", "procedure": f"1.00{n % 3}",
         "procedure_name": ["Khai sinh", "Khai tử", "Kết hôn"][n % 3], "fee": 8000 * (n % 2),
         "received_at": f"2026-11-2{n % 7}T09:{n:02}"}
        for n in range(50)
    ]  # fmt: skip
    return [
        Entry("aaaaaaaa", n, {"bbbbbbbb": n // 9 + 1}, 2 * n, 1_795_000_000 + 60 * n, None,
              Change("receive", (Edit("case", f"aaaaaaaa.{n}", row),), "aaaaaaaa.1"))
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize("format", [1, 2])
def test_bodies_of_old_programs_open_for_ever(format):
    assert codec.decode((OLD / f"format-{format}").read_bytes(), "aaaaaaaa", 1) == of_a_day()


def test_a_change_that_an_old_program_kept_is_read_for_ever():
    assert cbor2.loads(in_full((OLD / "kept-change").read_bytes())) == [1, "Đăng ký khai sinh", "aaaaaaaa.1"] * 20


def test_threads_do_not_share_a_compressor():
    with ThreadPoolExecutor(1) as other:
        for tool in (partial(compressor, 1, 3), partial(decompressor, 1)):
            assert tool() is tool()
            assert other.submit(tool).result() is not tool()
