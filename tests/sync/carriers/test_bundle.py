"""The exchange by USB stick: PCs and a server that never meet, sticks that are pulled, copied, old or foreign."""

import errno
import os
import shutil
import struct
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable, lists, store
from desk.cases import Case
from desk.counter import edit
from sync import frames, segments
from sync.carriers import bundle, bundle_in, bundle_out, peers
from sync.carriers.bundle import Head
from sync.delivery import delivery
from sync.errors import Tampered
from sync.home import make, open_home
from sync.jobs import run
from sync.server import bundle as counter
from sync.server.revoke import revoke
from sync.wire import Hello
from tests.sync.offices import PASSWORD, open_pcs, receive_case


@pytest.fixture
def pcs(province, tmp_path):
    desks = []
    for pc in province.provision():
        make(tmp_path / f"pc{pc.file.pc}", pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
        desks.append(open_home(tmp_path / f"pc{pc.file.pc}", PASSWORD))
    yield desks
    for desk in desks:
        desk.close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def write(desk, path, **options):
    return run(bundle_out.write(desk, path, **options))


def read(desk, path):
    return run(bundle_in.read(desk, path))


def answered(province, path):
    counter.answer(province.app, path, path.parent)
    return path.with_name(path.name.replace(bundle.SUFFIX, f".answer{bundle.SUFFIX}"))


def test_two_pcs_and_a_server_that_never_meet_share_a_case_by_stick(province, pcs, stick):
    one, two = pcs
    id = receive_case(one, phone="0912000417")
    written = write(one, stick, to="server")
    assert (written.changes, written.waiting) == (2, 2)
    assert delivery(one).waiting == 2  # written is not delivered
    answer = answered(province, written.file)
    taken = read(one, answer)
    assert (taken.kind, taken.receipt, taken.waiting) == ("answer", True, 0)
    assert delivery(one).complete
    theirs = answered(province, write(two, stick / "two.cdbundle", to="server").file)
    assert read(two, theirs).changes == 2
    assert store.get(two.db, Case, id) == store.get(one.db, Case, id)
    assert delivery(two).complete
    assert b"0912000417" not in b"".join(path.read_bytes() for path in stick.iterdir())


def test_a_second_file_holds_only_what_is_new(province, pcs, stick):
    one, _ = pcs
    receive_case(one)
    first = write(one, stick / "a.cdbundle", to="server")
    read(one, answered(province, first.file))
    receive_case(one)
    assert write(one, stick / "b.cdbundle", to="server").changes == 1
    assert write(one, stick / "c.cdbundle", to="server", whole=True).changes == 3


def test_a_file_for_the_office_goes_by_what_its_pcs_have_told(pcs, stick):
    one, two = pcs
    receive_case(one)
    assert write(one, stick / "a.cdbundle", to="office").changes == 2
    read(two, stick / "a.cdbundle")
    read(one, write(two, stick / "b.cdbundle", to="MÁY-01").file)
    assert peers.holding_all(one) == 1
    receive_case(one)
    assert peers.holding_all(one) == 0
    assert write(one, stick / "c.cdbundle", to="office").changes == 1
    assert write(one, stick / "d.cdbundle", to="MÁY-02").changes == 1
    assert write(one, stick, to=one.office.code).file.name.split("-")[2] == "office"
    assert write(one, stick / "f.cdbundle", to="2").changes == 1
    with pytest.raises(Refused) as refused:
        write(one, stick / "e.cdbundle", to="MÁY-09")
    assert refused.value.key == "bundle.no_such_reader"


def test_the_receipt_of_one_pc_tells_another_that_its_changes_arrived(province, pcs, stick):
    one, two = pcs
    receive_case(one)
    read(two, write(one, stick / "a.cdbundle", to="office").file)
    read(two, answered(province, write(two, stick / "b.cdbundle", to="server").file))
    assert not delivery(one).complete
    taken = read(one, write(two, stick / "c.cdbundle", to="office").file)
    assert taken.receipt
    assert delivery(one).waiting == 0


def test_reading_a_file_twice_or_a_copy_of_it_changes_nothing(province, pcs, stick):
    one, two = pcs
    receive_case(one)
    file = write(one, stick).file
    copy = Path(shutil.copy(file, stick / "copy of it"))
    assert [read(two, path).changes for path in (file, file, copy)] == [2, 0, 0]
    first = answered(province, file)
    kept = province.engine.heads("00562")
    assert answered(province, copy.rename(stick / "again.cdbundle")).exists()
    assert province.engine.heads("00562") == kept
    assert [read(one, first).receipt, read(one, first).receipt] == [True, False]


def test_an_old_answer_does_not_take_delivery_back(province, pcs, stick):
    one, _ = pcs
    receive_case(one)
    old = answered(province, write(one, stick / "a.cdbundle").file)
    receive_case(one)
    new = answered(province, write(one, stick / "b.cdbundle").file)
    assert read(one, new).receipt
    assert not read(one, old).receipt
    assert delivery(one).complete


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_not_written_to_its_end_is_named_and_changes_nothing(pcs, stick, share):
    one, two = pcs
    receive_case(one)
    whole = write(one, stick / "a.cdbundle").file.read_bytes()
    (stick / "cut.cdbundle").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Unusable) as refused:
        read(two, stick / "cut.cdbundle")
    assert refused.value.key == "bundle.cut"
    assert segments.heads(two.db) == {}


def test_one_flipped_bit_anywhere_is_noticed_and_changes_nothing(province, pcs, stick):
    one, two = pcs
    receive_case(one)
    whole = write(one, stick / "a.cdbundle").file.read_bytes()
    for bit in range(0, len(whole) * 8, 97):
        bad = bytearray(whole)
        bad[bit // 8] ^= 1 << bit % 8
        (stick / "bad.cdbundle").write_bytes(bytes(bad))
        with pytest.raises((Tampered, Unusable, Refused)):
            read(two, stick / "bad.cdbundle")
        with pytest.raises((Tampered, Unusable, Refused)):
            counter.answer(province.app, stick / "bad.cdbundle", stick)
    assert segments.heads(two.db) == {}
    assert province.engine.heads("00562") == {}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"%PDF-1.7 not ours", "foreign"),
        (b"PK\3\4" + bytes(5000), "foreign"),
        (struct.pack(">3sBIQ", b"CDB", 2, 10, 10) + bytes(84), "newer"),
        (struct.pack(">3sBIQ", b"CDB", 1, 2**32 - 1, 10), "large"),
        (struct.pack(">3sBIQ", b"CDB", 1, 10, 2**63), "large"),
        (struct.pack(">3sBIQ", b"CDB", 1, 10, 2**30), "cut"),
        (struct.pack(">3sBIQ", b"CDB", 1, 3, 3) + b"\x9f\x9f\x9f" + bytes(67), "damaged"),
        (struct.pack(">3sBIQ", b"CDB", 1, 3, 3) + b"\x9f\x9f\x9f" + bytes(68), "damaged"),
    ],
)
def test_what_a_stranger_puts_on_a_stick_is_named(province, pcs, stick, content, key):
    (stick / "x.cdbundle").write_bytes(content)
    for take in (lambda path: read(pcs[0], path), lambda path: counter.answer(province.app, path, stick)):
        with pytest.raises((Tampered, Unusable)) as refused:
            take(stick / "x.cdbundle")
        assert refused.value.key == f"bundle.{key}"
        assert str(refused.value)


def test_a_file_signed_by_a_stranger_or_for_another_office_is_refused(province, pcs, stick, tmp_path):
    one = pcs[0]
    stranger = Ed25519PrivateKey.generate()
    for head, key in (
        (Head("q", "00562", one.device.id, bytes(12), 0), "signature"),
        (Head("q", "00562", "aaaaaaaa", bytes(12), 0), "stranger"),
        (Head("a", "00562", one.device.id, bytes(12), 0), "signature"),
        (Head("q", "H01", one.device.id, bytes(12), 0), "other_office"),
    ):
        bundle.write(stick / "x.cdbundle", head, [b"body"], 4, stranger)
        with pytest.raises((Tampered, Refused)) as refused:
            read(one, stick / "x.cdbundle")
        assert refused.value.key == f"bundle.{key}"
        with pytest.raises((Tampered, Refused)):
            counter.answer(province.app, stick / "x.cdbundle", stick)
    other, another = open_pcs(tmp_path / "other")
    receive_case(other)
    file = write(other, stick / "other.cdbundle").file
    other.close()
    another.close()
    with pytest.raises(Refused) as refused:
        read(one, file)
    assert refused.value.key == "bundle.other_office"
    with pytest.raises(Refused):
        counter.answer(province.app, file, stick)


def test_a_well_signed_file_of_nonsense_is_refused(province, pcs, stick):
    one, two = pcs
    head = Head("q", "00562", one.device.id, bytes(12), 0)
    for body in (b"", b"x", b"\0\0\0\0", b"\xff" * 50, b"\0\0\0\1\x80" + b"\xff" * 100):
        bundle.write(stick / "x.cdbundle", head, [body], len(body), one.keyring.signing)
        with pytest.raises((Tampered, Unusable)):
            read(two, stick / "x.cdbundle")
        with pytest.raises((Tampered, Unusable)):
            counter.answer(province.app, stick / "x.cdbundle", stick)
    assert segments.heads(two.db) == {}


def test_the_server_takes_no_answer_and_no_file_of_a_revoked_pc(province, pcs, stick):
    one, two = pcs
    receive_case(one)
    file = write(one, stick / "a.cdbundle").file
    with pytest.raises(Refused) as refused:
        counter.answer(province.app, answered(province, file), stick)
    assert refused.value.key == "bundle.server.not_for_us"
    revoke(province.engine, province.keys, "00562", two.device.id)
    receive_case(two)
    with pytest.raises(Refused) as refused:
        counter.answer(province.app, write(two, stick / "b.cdbundle").file, stick)
    assert refused.value.key == "bundle.server.revoked"


def test_what_comes_before_its_time_waits_and_says_so(pcs, stick):
    one, two = pcs
    receive_case(one)
    first = write(one, stick / "a.cdbundle", to="office").file
    read(one, _told(one, two, stick))
    receive_case(one)
    second = write(one, stick / "b.cdbundle", to="office").file
    taken = read(two, second)
    assert (taken.changes, taken.early, taken.set_aside) == (0, 1, 0)
    assert read(two, first).changes == 2
    assert read(two, second).changes == 1


def _told(one, two, stick):
    """A file in which the second PC claims to hold what it does not: as if its own were restored since."""
    body = frames.message(bytes(Hello(0, 1, segments.heads(one.db))))
    head = Head("q", "00562", two.device.id, bytes(12), 0)
    bundle.write(stick / "claim.cdbundle", head, [body], len(body), two.keyring.signing)
    return stick / "claim.cdbundle"


def test_a_stick_that_is_full_or_gone_leaves_no_half_file(pcs, stick, monkeypatch):
    one, _ = pcs
    receive_case(one)
    before = write(one, stick / "a.cdbundle").file.read_bytes()
    for number, key in ((errno.ENOSPC, "stick_full"), (errno.EIO, "unwritable")):

        def fail(handle, number=number):
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patched:
            patched.setattr("sync.carriers.bundle.os.fsync", fail)
            with pytest.raises(Unusable) as refused:
                write(one, stick / "a.cdbundle")
        assert refused.value.key == f"bundle.{key}"
    assert [path.name for path in stick.iterdir()] == ["a.cdbundle"]
    assert (stick / "a.cdbundle").read_bytes() == before
    with pytest.raises(Unusable) as refused:
        write(one, stick / "nowhere" / "a.cdbundle")
    assert refused.value.key == "bundle.unwritable"


def test_another_file_by_that_name_is_left_alone(pcs, stick):
    (stick / "letter.doc").write_text("no bundle")
    with pytest.raises(Refused) as refused:
        write(pcs[0], stick / "letter.doc")
    assert refused.value.key == "bundle.in_the_way"
    assert (stick / "letter.doc").read_text() == "no bundle"


def test_a_stick_pulled_while_it_is_read_keeps_what_came_and_goes_on_later(pcs, stick, monkeypatch):
    one, two = pcs
    receive_case(one)
    file = write(one, stick / "a.cdbundle").file
    real = bundle.Bundle.pieces

    def pulled(self, *args):
        yield next(real(self, *args))[:40]
        raise Unusable("bundle.unreadable", file="a", reason="gone")

    with monkeypatch.context() as patched:
        patched.setattr(bundle.Bundle, "pieces", pulled)
        with pytest.raises(Unusable):
            read(two, file)
    assert read(two, file).changes == 2


def test_a_file_swapped_between_two_looks_is_noticed(pcs, stick):
    one, two = pcs
    receive_case(one)
    found = bundle.read(write(one, stick / "a.cdbundle").file)
    data = bytearray(found.path.read_bytes())
    data[found.start + found.length // 2] ^= 1
    found.path.write_bytes(bytes(data))
    with pytest.raises(Tampered) as refused:
        list(found.pieces())
    assert refused.value.key == "bundle.damaged"
    assert segments.heads(two.db) == {}


def test_a_preview_tells_what_will_need_a_decision_and_keeps_nothing(pcs, stick):
    one, two = pcs
    id = receive_case(one)
    read(two, write(one, stick / "a.cdbundle").file)
    for desk, name in ((one, "Trần Thị Bích Phương"), (two, "Trần Thị Bích Phượng A")):
        desk.do(lambda hand, desk=desk, name=name: edit(desk.db, hand, id, {"applicant_name": name}))
    file = write(one, stick / "b.cdbundle").file
    found = run(bundle_in.preview(two, file))
    assert (found.writer, found.changes, found.conflicts) == ("MÁY-01", 1, 1)
    assert lists.conflict_count(two.db) == 0
    assert read(two, file).conflicts == 1
    assert run(bundle_in.preview(two, file)).changes == 0
