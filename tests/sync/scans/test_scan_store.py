"""The files of scans: encrypted, whole or not there, found out when altered, read in pieces."""

import errno
import hashlib
import io
import os
import shutil
import threading
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Refused, Unusable, store
from desk.scans import pictures, scanning
from desk.scans import scan as scans
from desk.scans.scan import Export, FileGiven
from sync import doctor
from sync.scans import scan_file, scan_folder, scan_store
from sync.scans.scan_file import CHUNK, HEADER, TAG, Sealed
from sync.scans.scan_folder import ScanFolder
from tests.pictures import pdf, picture
from tests.sync.offices import open_pcs, receive_case

KEYS = {1: b"k" * 32}


@pytest.fixture
def folder(tmp_path):
    return ScanFolder(tmp_path / "scans", KEYS)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "giấy chứng sinh.jpg"
    path.write_bytes(picture("JPEG", (1200, 1700), quality=95))
    return path


@pytest.fixture
def desk(tmp_path):
    (desk,) = open_pcs(tmp_path, 1)
    yield desk
    desk.close()


def files(folder):
    return sorted(path for path in folder.folder.rglob("*") if path.is_file())


def plain_of(folder, sha256):
    with folder.open(sha256) as source:
        return source.read()


def test_a_kept_file_is_named_by_its_hash_and_reads_back_the_same(folder, scan):
    kept = folder.keep(scan)
    data = scan.read_bytes()
    assert kept.file.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.file.size, kept.file.media, kept.file.pages, kept.known) == (len(data), "image/jpeg", 1, False)
    assert plain_of(folder, kept.file.sha256) == data
    assert folder.fault(kept.file.sha256) == ""


def test_nothing_of_the_file_lies_on_the_disk_in_the_clear(folder, scan):
    folder.keep(scan)
    (sealed,) = files(folder)
    data, lying = scan.read_bytes(), sealed.read_bytes()
    assert b"JFIF" not in lying
    assert not any(data[at : at + 16] in lying for at in range(0, len(data) - 16, 997))
    assert hashlib.sha256(data).hexdigest()[:12] not in str(sealed)
    if os.name == "posix":
        assert sealed.stat().st_mode & 0o077 == 0
        assert sealed.parent.stat().st_mode & 0o077 == 0


def test_the_same_file_is_kept_once_and_gives_the_same_bytes_on_every_pc_of_the_office(tmp_path, scan):
    one, other = ScanFolder(tmp_path / "one", KEYS), ScanFolder(tmp_path / "other", KEYS)
    one.keep(scan)
    assert one.keep(scan).known
    other.keep(scan)
    assert [path.read_bytes() for path in files(one)] == [path.read_bytes() for path in files(other)]
    stranger = ScanFolder(tmp_path / "stranger", {1: b"s" * 32})
    stranger.keep(scan)
    assert files(stranger)[0].name != files(one)[0].name


def test_a_file_of_an_earlier_epoch_stays_readable_and_known(tmp_path, scan):
    ScanFolder(tmp_path / "scans", KEYS).keep(scan)
    later = ScanFolder(tmp_path / "scans", {1: KEYS[1], 2: b"n" * 32})
    assert later.keep(scan).known
    assert len(files(later)) == 1


@settings(deadline=None, max_examples=40)
@given(data=st.data(), size=st.sampled_from([1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17]))
def test_any_part_read_is_that_part(tmp_path_factory, data, size):
    plain = os.urandom(size)
    sha256 = hashlib.sha256(plain).hexdigest()
    path = tmp_path_factory.mktemp("sealed") / "file"
    with path.open("wb") as target:
        key = scan_file.secret(KEYS[1], sha256).key
        scan_file.seal(io.BytesIO(plain), target, key, 1, sha256, size, lambda done: None)
    with io.BufferedReader(Sealed(path, sha256, KEYS)) as source:
        for _ in range(4):
            start, count = data.draw(st.integers(0, size + 5)), data.draw(st.integers(0, 2 * CHUNK))
            source.seek(start)
            assert source.read(count) == plain[start : start + count]


@pytest.mark.parametrize("at", [0, 5, 9, 15, HEADER.size + 1, HEADER.size + CHUNK + TAG + 1, -1])
def test_a_byte_changed_anywhere_is_found_out(folder, scan, at):
    kept = folder.keep(scan)
    (sealed,) = files(folder)
    data = bytearray(sealed.read_bytes())
    data[at] ^= 1
    sealed.write_bytes(data)
    assert folder.fault(kept.file.sha256)
    with pytest.raises(Unusable):
        plain_of(folder, kept.file.sha256)


def test_chunks_changed_about_or_cut_off_are_found_out(folder, scan):
    kept = folder.keep(scan)
    (sealed,) = files(folder)
    data = sealed.read_bytes()
    first, second = (data[HEADER.size + n * (CHUNK + TAG) :][: CHUNK + TAG] for n in (0, 1))
    assert len(second) == CHUNK + TAG
    sealed.write_bytes(data[: HEADER.size] + second + first + data[HEADER.size + 2 * (CHUNK + TAG) :])
    assert folder.fault(kept.file.sha256)
    sealed.write_bytes(data[: HEADER.size + CHUNK + TAG])
    assert folder.fault(kept.file.sha256)


def test_a_damaged_file_is_put_right_by_giving_it_again(folder, scan):
    kept = folder.keep(scan)
    files(folder)[0].write_bytes(b"CDSC")
    assert not folder.keep(scan).known
    assert folder.fault(kept.file.sha256) == ""


class Cut(Exception):
    pass


def test_a_power_cut_at_any_chunk_leaves_nothing_half_written(folder, scan):
    def cut(done):
        if done > CHUNK:
            raise Cut

    with pytest.raises(Cut):
        folder.keep(scan, cut)
    assert files(folder) == []


def test_what_a_power_cut_left_is_cleared_away_later(folder, scan):
    folder.keep(scan)
    left = files(folder)[0].with_suffix(".77.part")
    left.write_bytes(b"half")
    assert folder.tidy(left.stat().st_mtime - 1) == 0
    assert folder.tidy(left.stat().st_mtime + 1) == 1
    assert len(files(folder)) == 1


def test_a_full_disk_is_told_and_leaves_nothing(folder, scan, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(scan_folder.os, "fsync", full)
    with pytest.raises(Unusable) as told:
        folder.keep(scan)
    assert told.value.key == "scans.disk_full"
    assert files(folder) == []


def test_the_last_room_on_the_disk_is_left_to_the_cases(folder, scan, monkeypatch):
    usage = shutil.disk_usage(scan.parent)
    monkeypatch.setattr(scan_folder.shutil, "disk_usage", lambda path: usage._replace(free=scan_folder.ROOM))
    with pytest.raises(Unusable) as told:
        folder.keep(scan)
    assert told.value.key == "scans.disk_full"


def test_a_file_that_vanishes_while_it_is_copied_is_told(folder, scan, monkeypatch):
    class Pulled(io.FileIO):
        reads = 0

        def read(self, *size):
            Pulled.reads += 1
            if Pulled.reads > 30:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(*size)

    monkeypatch.setattr(Path, "open", lambda self, mode: Pulled(str(self)))
    with pytest.raises(Unusable) as told:
        folder.keep(scan)
    assert told.value.key in ("scans.vanished", "scans.broken")
    assert files(folder) == []


def test_a_file_that_is_not_there_is_told(folder, tmp_path):
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(Unusable) as told:
            folder.keep(path)
        assert told.value.key == "scans.unreadable"


@pytest.mark.parametrize("written", [b"\x00" * 400, b"\x00" * 4_000_000])
def test_a_file_that_changes_while_it_is_copied_is_told(folder, scan, monkeypatch, written):
    digest = scan_file.digest

    def then_write(source):
        found = digest(source)
        with scan.open("r+b") as file:
            file.seek(1000)
            file.write(written)
        return found

    monkeypatch.setattr(scan_file, "digest", then_write)
    with pytest.raises(Unusable) as told:
        folder.keep(scan)
    assert told.value.key == "scans.changed"
    assert files(folder) == []


def test_a_large_file_does_not_fill_the_memory(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "look", lambda source, name: pictures.Look("application/pdf", 1))
    large = tmp_path / "large.pdf"
    with large.open("wb") as target:
        target.truncate(60_000_000)
    tracemalloc.start()
    try:
        kept = folder.keep(large)
        assert folder.fault(kept.file.sha256) == ""
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_several_threads_keep_the_same_file(folder, scan):
    threads = [threading.Thread(target=folder.keep, args=(scan,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(folder)) == 1


def test_what_is_written_out_is_the_file_and_nobody_sees_it_unrecorded(folder, scan, tmp_path):
    kept, out = folder.keep(scan), tmp_path / "out.jpg"
    seen = []
    folder.write_out(kept.file.sha256, out, "x", lambda: seen.append(out.exists()))
    assert seen == [False]
    assert out.read_bytes() == scan.read_bytes()

    def refuse():
        raise Unusable("store.disk_full")

    with pytest.raises(Unusable):
        folder.write_out(kept.file.sha256, tmp_path / "other.jpg", "x", refuse)
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["giấy chứng sinh.jpg", "out.jpg"]
    assert not list(tmp_path.glob(".*"))


def kept_at(desk, path):
    kept = scan_store.folder_of(desk).keep(path)
    scan_store.note(desk, kept.file)
    return kept.file


def with_scan(desk, path):
    case, file = receive_case(desk), kept_at(desk, path)
    desk.do(lambda hand: scanning.add(desk.db, hand, case, [file]))
    return case, file


def test_the_files_lie_beside_the_database(desk, scan, tmp_path):
    kept_at(desk, scan)
    assert len(list((tmp_path / "pc1" / "scans").glob("*/*"))) == 1


def test_the_doctor_finds_a_file_gone_and_a_file_altered(desk, scan, tmp_path):
    with_scan(desk, scan)
    assert doctor.examine(desk).faults == ()
    assert doctor.examine(desk).counts["scans"] == 1
    (sealed,) = files(scan_store.folder_of(desk))
    data = sealed.read_bytes()
    sealed.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (fault,) = doctor.examine(desk).faults
    assert "giấy chứng sinh" in fault
    sealed.unlink()
    (fault,) = doctor.examine(desk).faults
    assert "01-00001" in fault


def test_a_file_goes_only_when_nobody_needs_it(desk, scan, tmp_path):
    _, file = with_scan(desk, scan)
    assert not scan_store.forget(desk, file.sha256)
    loose = tmp_path / "loose.pdf"
    loose.write_bytes(pdf())
    other = kept_at(desk, loose)
    assert scan_store.forget(desk, other.sha256)
    assert not scan_store.folder_of(desk).holds(other.sha256)
    assert scan_store.folder_of(desk).holds(file.sha256)


def test_an_export_is_in_the_log_and_a_failed_one_is_not(desk, scan, tmp_path):
    case, _ = with_scan(desk, scan)
    (held,) = scanning.of_case(desk.db, case)
    with pytest.raises(Unusable):
        scan_store.export(desk, held, tmp_path / "none" / "out.jpg")
    assert store.children(desk.db, Export, case) == []
    touched = scan_store.export(desk, held, tmp_path / "out.jpg")
    (export,) = store.children(desk.db, Export, case)
    assert export.scan_id == held.id
    assert ("case", case) in touched


def test_a_scan_of_another_pc_is_no_fault_here(tmp_path, scan):
    from sync import log

    one, other = open_pcs(tmp_path, 2)
    case, file = with_scan(one, scan)
    log.receive(other.db, list(log.everything(one.db)))
    (there,) = scanning.of_case(other.db, case)
    assert there.sha256 == file.sha256
    assert doctor.examine(other).faults == ()
    with pytest.raises(Refused):
        scan_store.export(other, there, tmp_path / "out.jpg")
    for each in (one, other):
        each.close()


def test_a_hash_of_nonsense_from_a_bad_pc_breaks_nothing(desk, scan):
    case, _ = with_scan(desk, scan)
    strange = FileGiven("x", "../../etc/passwd", 1, "image/jpeg", 1)
    desk.do(lambda hand: scanning.add(desk.db, hand, case, [strange]))
    assert len(scanning.of_case(desk.db, case)) == 2
    assert not scan_store.folder_of(desk).holds(strange.sha256)
    assert len(doctor.examine(desk).faults) == 1


def shrunk(desk, tmp_path):
    """A case with a scan of which a smaller copy stands; the scan."""
    folder, case_id = scan_store.folder_of(desk), receive_case(desk)
    for name, size in (("large", (1200, 1700)), ("small", (120, 170))):
        (tmp_path / f"{name}.jpg").write_bytes(picture("JPEG", size, quality=95))
    large, small = (folder.keep(tmp_path / f"{name}.jpg").file for name in ("large", "small"))
    scan_store.note(desk, large, small)
    desk.do(lambda hand: scanning.add(desk.db, hand, case_id, [large]))
    (scan,) = scanning.of_case(desk.db, case_id)
    desk.do(lambda hand: scans.shrink(scan, small, by=hand.by))
    return scanning.here(desk.db, scan.id)


def test_an_original_is_kept_until_its_case_is_delivered_and_the_smaller_copy_for_good(desk, tmp_path, monkeypatch):
    scan = shrunk(desk, tmp_path)
    folder = scan_store.folder_of(desk)
    assert scan_store.release(desk) == 0
    assert folder.holds(scan.original)
    monkeypatch.setattr(scan_store, "undelivered", lambda desk, records: set())
    assert scan_store.release(desk) == 1
    assert not folder.holds(scan.original)
    assert folder.holds(scan.sha256)
    assert scan_store.release(desk) == 0
    assert list(scan_store.findings(desk)) == []


def test_an_original_that_another_case_shows_stays(desk, tmp_path, monkeypatch):
    scan = shrunk(desk, tmp_path)
    other = receive_case(desk, name="Nguyễn Văn Bình")
    same = FileGiven("cung tep.jpg", scan.original, 1, "image/jpeg", 1)
    desk.do(lambda hand: scanning.add(desk.db, hand, other, [same]))
    monkeypatch.setattr(scan_store, "undelivered", lambda desk, records: set())
    assert scan_store.release(desk) == 0
    assert scan_store.folder_of(desk).holds(scan.original)
