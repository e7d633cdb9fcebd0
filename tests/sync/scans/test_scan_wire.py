"""What is said about scans, byte by byte: it reads back the same, and strange bytes change nothing."""

import os
from contextlib import contextmanager
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import frames, wire
from sync.carriers import scan_holding, scan_wire
from sync.carriers.posting import Posting, Response
from sync.carriers.scan_post import LARGEST_ANSWER, ScanPost
from sync.carriers.scan_wire import Errand, Told, packed, unpacked
from sync.errors import Offline, Tampered
from sync.frames import Partial
from sync.scans import fetching
from sync.scans.chunk_list import LARGEST_CHUNK, ChunkList
from sync.scans.coming import Coming
from sync.scans.scan_file import CHUNK, FORMAT, HEADER, LOG_CHUNK, MAGIC, TAG
from sync.scans.scan_folder import ScanFolder
from sync.signing import Identity
from sync.wire import Held, Malformed, Problem

KEY = Ed25519PrivateKey.generate()


def made(*chunks):
    """A list of chunks; their bytes need not open to anything."""
    size = sum(len(chunk) - TAG for chunk in chunks)
    header = HEADER.pack(MAGIC, FORMAT, LOG_CHUNK, 1, size)
    return ChunkList(bytes(16) + header + b"".join(sha256(chunk).digest() for chunk in chunks))


CHUNKS = [os.urandom(LARGEST_CHUNK), os.urandom(LARGEST_CHUNK), os.urandom(900)]
LIST = made(*CHUNKS)


def told(**more):
    place = {"office": "00562", "device": "abcdefgh", "nonce": b"n" * 12, "time": 1, "asked": scan_wire.digest([])}
    return Told(**(place | more))


def test_an_errand_and_a_receipt_read_back_as_they_were_written():
    errand = Errand([LIST.label], [LIST], [LIST.name], [(LIST.label, 7)], 900)
    assert Errand.read(bytes(errand)) == errand
    labels = [LIST.label, bytes(32)]
    said = told(
        asked=scan_wire.digest(labels), held=(b"\xa0", None), lists=((LIST,),), staged=Held(bytes(32), 5),
        refused=[(bytes(32), "stray")], store=b"12345678", labels=labels,
    )  # fmt: skip
    read = Told.read(said.signed(KEY), KEY.public_key())
    assert (read.held, [list(known) for known in read.lists], read.staged) == (said.held, [[LIST]], said.staged)
    assert (list(read.refused), read.store, read.labels) == (said.refused, said.store, labels)
    assert read.holds(0, 3) == [True, False, True]
    assert read.holds(1, 3) is None


def test_a_receipt_of_another_key_and_one_of_an_exchange_are_none_of_scans():
    with pytest.raises(Tampered):
        Told.read(told().signed(Ed25519PrivateKey.generate()), KEY.public_key())
    receipt = wire.Receipt("00562", "abcdefgh", b"n" * 12, 1, {}).signed(KEY)
    with pytest.raises(Tampered):
        Told.read(receipt, KEY.public_key())
    with pytest.raises(Tampered):
        wire.Receipt.read(told().signed(KEY), KEY.public_key(), {})
    assert Told.read(Problem("full").signed(KEY), KEY.public_key()).kind == "full"


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_bits_unpack_to_what_was_packed(held):
    bits = packed(held)
    assert bits is True if all(held) else unpacked(bits, len(held)) == held


def receipt(data):
    return Told.read(data + KEY.sign(b"casedesk scans 1\0" + data), KEY.public_key())


@settings(max_examples=200)
@given(st.data())
def test_strange_bytes_are_refused_and_nothing_else(data):
    good = data.draw(st.sampled_from([bytes(Errand([LIST.label], [LIST])), LIST.data, told().signed(KEY)[:-64]]))
    place = data.draw(st.integers(0, len(good) - 1))
    strange = good[:place] + data.draw(st.binary(max_size=8)) + good[place + data.draw(st.integers(0, 8)) :]
    for read in (Errand.read, ChunkList, receipt):
        try:
            read(strange)
        except (Malformed, ValueError, Tampered):
            continue


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2 * LARGEST_CHUNK + 1000), st.booleans())
def test_whatever_a_power_cut_leaves_what_comes_then_is_the_file(tmp_path_factory, garbage, upto, header):
    folder = ScanFolder(tmp_path_factory.mktemp("scans"), {1: bytes(32)})
    draft = folder.folder / "00" / (bytes(16).hex() + ".coming")
    draft.parent.mkdir(parents=True)
    whole = LIST.header + b"".join(CHUNKS)
    draft.write_bytes((whole[:upto] if header else b"") + garbage)
    coming = Coming(folder, "none", LIST)
    assert coming.position <= LIST.length
    while not coming.whole:
        number, had = coming.chunks, coming.partial
        data = CHUNKS[number]
        if had is not None and had.data != data[: len(had.data)]:
            coming.take([], None)  # what `frames` does with a part that the whole does not have: it starts afresh
            continue
        coming.take([(LIST.hash(number), data)], None)
    assert draft.read_bytes() == whole


class Line(Posting):
    """A line whose other end answers what a test makes up."""

    sent = received = 0

    def __init__(self, answer):
        super().__init__(Identity("00562", "abcdefgh", Ed25519PrivateKey.generate()))
        self._answer = answer

    @property
    def key(self):
        return KEY.public_key()

    @contextmanager
    def post(self, body, headers, silence):
        pieces = iter(self._answer(body, headers))
        yield Response(200, {"Content-Type": wire.TYPE}, lambda size: next(pieces, b""))

    def offline(self, error):
        return Offline("sync.cut")

    def close(self):
        pass


def nonce_of(headers):
    import base64
    import re

    return base64.b64decode(re.search(r'nonce="([^"]+)"', headers["Signature-Input"]).group(1))


def test_a_false_chunk_is_not_taken_for_the_one_it_is_named_as():
    def lying(body, headers):
        yield frames.message(told(nonce=nonce_of(headers)).signed(KEY))
        yield frames.frame_head(LIST.hash(0), LARGEST_CHUNK) + bytes(LARGEST_CHUNK)

    came = ScanPost(Line(lying)).carry(Errand(want=[(LIST.label, 0)], room=CHUNK))
    assert (list(came.chunks), came.broken.key) == ([], "sync.answer_damaged")


def test_an_answer_without_end_is_left_after_a_few_megabytes():
    given = []

    def endless(body, headers):
        yield frames.message(told(nonce=nonce_of(headers)).signed(KEY))
        while True:
            given.append(1)
            yield bytes(64 * 1024)

    came = ScanPost(Line(endless)).carry(Errand())
    assert isinstance(came.broken, Offline | Tampered)
    assert len(given) < 2 * LARGEST_ANSWER // (64 * 1024)


def test_an_old_receipt_and_one_for_other_files_are_refused():
    old = told(nonce=b"o" * 12)
    with pytest.raises(Tampered):
        ScanPost(Line(lambda body, headers: [frames.message(old.signed(KEY))])).carry(Errand())

    def of_others(body, headers):
        yield frames.message(
            told(nonce=nonce_of(headers), asked=scan_wire.digest([bytes(32)]), held=[True]).signed(KEY)
        )

    with pytest.raises(Tampered):
        ScanPost(Line(of_others)).carry(Errand([LIST.label]))


def test_the_last_frame_may_stop_anywhere_and_goes_on_there():
    for stop in (1, 500, LARGEST_CHUNK - 1):
        first = frames.frame_head(LIST.hash(0), LARGEST_CHUNK) + CHUNKS[0][:stop]

        def stopping(body, headers, first=first):
            yield frames.message(told(nonce=nonce_of(headers)).signed(KEY)) + first

        came = ScanPost(Line(stopping)).carry(Errand())
        assert came.partial == Partial(LIST.hash(0), LARGEST_CHUNK, CHUNKS[0][:stop])
        assert came.broken is None


def test_files_are_asked_for_as_many_at_a_time_as_one_answer_holds_the_lists_of():
    small, large = [(str(n), 1000) for n in range(200)], [(f"large {n}", 200_000_000) for n in range(3)]
    groups = list(fetching._groups([*small, *large]))
    assert [each for group in groups for each in group] == [*small, *large]
    assert [len(group) for group in groups] == [64, 64, 64, 9, 1, 1]


def test_an_answer_holds_no_more_lists_than_a_message_may(monkeypatch):
    class Holding:
        def lists(self, name):
            return [LIST]

    monkeypatch.setattr(scan_holding, "LARGEST_LISTS", 3 * len(LIST.data))
    found = scan_holding.listed(Holding(), [LIST.name] * 5)
    assert [len(lists) for lists in found] == [1, 1, 0, 0, 0]
