"""A program that is killed amid an answer: what had come is there when it starts again, and nothing comes twice."""

import contextlib
import os
import subprocess
import sys
import time

import pytest

from sync import frames, segments
from sync.carriers import under_way
from sync.carriers.under_way import LITTLE, NAME, UnderWay
from sync.delivery import cut, delivery
from sync.errors import Offline
from sync.exchange import carrier_of, exchange, identity
from sync.frames import Partial
from sync.home import make, open_home
from sync.jobs import run
from sync.report import Report
from sync.segments import BATCH
from sync.signing import Identity
from tests.proxy import Proxy
from tests.sync.offices import PASSWORD, receive_case

KEY = bytes(32)
SMALL = 2500  # bytes of headers and receipt of an exchange, and what was on the line


@pytest.fixture
def homes(province, tmp_path, quick_passwords):
    """Homes of two PCs; the first has delivered two segments that nothing packs."""
    found = []
    for pc in province.provision():
        make(found_in := tmp_path / f"home{pc.file.pc}", pc.file, "Lò Thị Mẩy", PASSWORD)
        found.append(found_in)
    with contextlib.closing(open_home(found[0], PASSWORD)) as desk:
        for _ in range(2):
            for _ in range(25):
                receive_case(desk, note=os.urandom(950).hex())
            with contextlib.closing(carrier_of(desk, province.address)) as carrier:
                assert run(exchange(desk, carrier)).delivered
    return found


def killed(home, line, at, way="down"):
    """Exchange in a process of its own, and kill it once so many bytes have passed; how many had."""
    how = [sys.executable, "-m", "tests.bench.newcomer", str(home), line.address, str(BATCH)]
    with subprocess.Popen(how, stdout=subprocess.DEVNULL) as newcomer:
        deadline = time.monotonic() + 30
        while getattr(line, way) < at and newcomer.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        newcomer.kill()
    assert newcomer.returncode == -9
    return getattr(line, way)


def settled(province):
    """Wait until the server has put down what a cut request left."""
    staged, deadline = "SELECT length(data) FROM staging", time.monotonic() + 10
    while not province.engine._rows(staged) and time.monotonic() < deadline:
        time.sleep(0.01)


def fetched(home, address, cases=50):
    """Fetch all there is; what the program counted."""
    report = Report()
    with contextlib.closing(open_home(home, PASSWORD)) as desk, contextlib.closing(carrier_of(desk, address)) as line:
        assert run(exchange(desk, line, report=report)).delivered
        assert delivery(desk).complete and not segments.aside(desk.db)
        assert desk.db.execute("SELECT count(*) FROM [case]").fetchone() == (cases,)
    return report


def weight(province):
    with contextlib.closing(open_home(province.folder / "home1", PASSWORD)) as desk:
        return sum(len(data) for (data,) in desk.db.execute("SELECT data FROM segment"))


def test_who_is_killed_amid_an_answer_goes_on_at_the_byte(province, homes):
    whole = weight(province)
    with Proxy(province.address, rate=50_000) as line:
        before = killed(homes[1], line, 0.4 * whole)  # in the first segment, then in the second
        again = killed(homes[1], line, 0.8 * whole) - before
        line.rate = None
        report = fetched(homes[1], line.address)
    print(f"{whole} B of segments; {before} B, killed, {again} B, killed, {line.down - before - again} B")
    assert line.down <= whole + 3 * SMALL and report.set_aside == 0
    assert not (homes[1] / NAME).exists()


def test_who_is_killed_while_sending_goes_on_at_the_byte_too(province, homes):
    with contextlib.closing(open_home(homes[0], PASSWORD)) as desk:
        for _ in range(25):
            receive_case(desk, note=os.urandom(950).hex())
    with Proxy(province.address, rate=50_000) as line:
        before = killed(homes[0], line, 15_000, "up")
        line.cut()  # with its power, a PC's sockets would have gone too
        settled(province)
        line.rate = None
        assert fetched(homes[0], line.address, cases=75).delivered
    whole = weight(province) // 3
    print(f"{whole} B of segments; {before} B, killed, {line.up - before} B")
    assert line.up <= whole + 3 * SMALL


def cut_off(home, address):
    """Leave an answer under way as a kill would; what is in the file."""
    with Proxy(address) as line, pytest.MonkeyPatch.context() as patch:
        patch.setattr(under_way.UnderWay, "clear", lambda self: None)
        patch.setattr("sync.delivery.keep_cut", lambda db, partial: None)
        patch.setattr("sync.intake.take_in", lambda *_: iter(()))
        line.cut_down = 40_000
        with (
            contextlib.closing(open_home(home, PASSWORD)) as desk,
            contextlib.closing(carrier_of(desk, line.address)) as carrier,
            pytest.raises(Offline),
        ):
            run(exchange(desk, carrier))
    return (home / NAME).read_bytes()


SPOILT = [
    lambda data: b"", lambda data: bytes(len(data)), lambda data: data[: len(data) // 2],
    lambda data: data[:-1], lambda data: data + bytes(100), lambda data: os.urandom(100_000),
    lambda data: data[:15_000] + bytes(10) + data[15_010:], lambda data: data + data,
    lambda data: b"\xff" * 100, lambda data: data[:10] + b"\1" + data[11:],
]  # fmt: skip


def test_of_a_damaged_file_what_is_whole_is_used_and_the_rest_comes_again(province, homes):
    left = cut_off(homes[1], province.address)
    with contextlib.closing(open_home(homes[0], PASSWORD)) as desk:
        true = [data for (data,) in desk.db.execute("SELECT data FROM segment")]
    with contextlib.closing(open_home(homes[1], PASSWORD)) as desk:
        kept, who = UnderWay(homes[1], desk.copier.key), (identity(desk), desk.keyring.server)
        for spoil in SPOILT:
            (homes[1] / NAME).write_bytes(spoil(left))
            if answer := kept.answer(*who):
                assert set(answer.segments) <= set(true)
                assert answer.partial is None or any(data.startswith(answer.partial.data) for data in true)
    (homes[1] / NAME).write_bytes(left[:15_000] + bytes(10) + left[15_010:])
    assert fetched(homes[1], province.address).set_aside == 0
    assert not (homes[1] / NAME).exists()


def test_what_was_left_is_used_and_what_is_older_than_that_changes_nothing(province, homes):
    left, whole = cut_off(homes[1], province.address), weight(province)
    assert fetched(homes[1], province.address).bytes_received < whole - 30_000
    (homes[1] / NAME).write_bytes(left)
    assert fetched(homes[1], province.address).bytes_received < SMALL
    with contextlib.closing(open_home(homes[1], PASSWORD)) as desk:
        assert cut(desk.db) is None


def test_a_file_under_another_key_of_another_pc_or_too_large_is_nothing(tmp_path, homes, province, monkeypatch):
    cut_off(homes[1], province.address)
    with contextlib.closing(open_home(homes[1], PASSWORD)) as desk:
        kept, own, server = UnderWay(homes[1], desk.copier.key), identity(desk), desk.keyring.server
    assert kept.answer(own, server).segments and kept.answer(own, server).partial
    assert UnderWay(homes[1], KEY).answer(own, server) is None
    assert kept.answer(own, bytes(32)) is None
    assert kept.answer(Identity(own.office, "aaaaaaaa", own.key), server) is None
    monkeypatch.setattr(under_way, "MOST", 1000)
    assert kept.answer(own, server) is None


def test_few_bytes_are_not_worth_a_file_and_a_disk_that_takes_none_is_no_trouble(tmp_path):
    kept = UnderWay(tmp_path, KEY)
    kept.keep(b"nobody asked")
    kept.begin(None)
    kept.keep(bytes(LITTLE - 1))
    assert not kept.left
    kept.keep(b"!")
    assert kept.left
    kept.clear()
    assert not list(tmp_path.iterdir())
    gone = UnderWay(tmp_path / "gone", KEY)
    gone.begin(Partial(bytes(32), 10, b"12345"))
    gone.keep(bytes(LITTLE))
    gone.keep(frames.message(b"more"))
    gone.clear()


def test_two_programs_at_one_desk_never_mix_their_answers(tmp_path):
    one, other = UnderWay(tmp_path, KEY), UnderWay(tmp_path, KEY)
    one.begin(None)
    one.keep(b"1" * LITTLE)
    other.begin(None)
    one.keep(b"1" * LITTLE)
    other.keep(b"2" * LITTLE)
    one.keep(b"1" * LITTLE)
    assert set(b"".join(list(one._records())[1:])) <= set(b"2")
