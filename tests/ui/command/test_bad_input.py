"""What goes wrong at a command: said clearly, nothing lost, nothing half-written."""

import errno
import json
import os
import random
import subprocess
import sys

import pytest

from desk import store
from sync import home as homes
from sync import log
from tests.source import ROOT
from tests.ui.command.conftest import LEAST, PASSWORD, in_folder

SHAPES = {
    "not a case": ("7", "case"),
    "no procedure": ('{"applicant": {"name": "A"}}', "thủ tục"),
    "unknown procedure": ('{"procedure": "9.999999", "applicant": {"name": "A"}}', "9.999999"),
    "unknown key": (json.dumps(LEAST | {"colour": "red"}), "colour"),
    "unknown key of the applicant": (json.dumps(LEAST | {"applicant": {"name": "A", "shoe": 41}}), "shoe"),
    "no name": (json.dumps(LEAST | {"applicant": {"id": "001199000123"}}), "Họ và tên".lower()),
    "name of 10,000 letters": (json.dumps(LEAST | {"applicant": {"name": "A" * 10_000}}), "200"),
    "control character": (json.dumps(LEAST | {"applicant": {"name": "A\u0007B"}}), "U+0007"),
    "applicant is no object": (json.dumps(LEAST | {"applicant": "Trần Thị Bé"}), "applicant"),
    "phone is a number": (json.dumps(LEAST | {"phone": 912345678}), "Điện thoại"),
    "papers are no list": (json.dumps(LEAST | {"papers": "Tờ khai"}), "papers"),
    "a paper without a name": (json.dumps(LEAST | {"papers": [{"form": "copy"}]}), "giấy"),
    "a paper key of another procedure": (json.dumps(LEAST | {"papers": [{"key": "nothing"}]}), "nothing"),
    "a paper form that is none": (json.dumps(LEAST | {"papers": [{"name": "A", "form": "gold"}]}), "original"),
    "channel that is none": (json.dumps(LEAST | {"channel": "pigeon"}), "in_person"),
    "fee of minus one": (json.dumps(LEAST | {"fee": -1}), "0"),
    "fee of half a dong": (json.dumps(LEAST | {"fee": 8000.5}), "Phí"),
    "fee that is not a number": ('{"procedure": "1.001193", "fee": NaN}', "NaN"),
    "fee beyond all numbers": (json.dumps(LEAST)[:-1] + ', "fee": 1e999}', "Phí"),
    "fee of 6,000 digits": (json.dumps(LEAST)[:-1] + f', "fee": {"9" * 6000}}}', "4.300"),
    "due time that is none": (json.dumps(LEAST | {"due_at": "mai"}), "mai"),
    "due time without its noughts": (json.dumps(LEAST | {"due_at": "2026-1-2T3:4"}), "2026-1-2T3:4"),
    "time that is none": (json.dumps(LEAST | {"received_at": "hôm qua"}), "hôm qua"),
    "time to come": (json.dumps(LEAST | {"received_at": "2199-01-01T09:00"}), "2199"),
    "key given twice": ('{"procedure": "1.001193", "procedure": "1.001193"}', "procedure"),
    "broken JSON": ('{"procedure": "1.001193",\n "applicant": }', "dòng 2"),
    "deep JSON": ("[" * 100_000, "nhiều tầng"),
    "half a letter": (json.dumps(LEAST | {"note": "\ud800"}), ""),
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_case_that_will_not_do_is_refused_in_words_and_leaves_nothing(casedesk, case):
    content, word = SHAPES[case]
    told = casedesk("case", "receive", "--file", casedesk.file(content))
    if case == "half a letter":  # cannot be stored: taken out as invisible, the rest of the note stays
        assert told.status == 0
        return
    assert told.status == 1, told.err
    assert word.lower() in told.err.lower()
    assert "Traceback" not in told.err
    assert told.out == ""
    assert casedesk("case", "list", json=True).data == []


def test_a_file_that_is_not_utf8_is_refused(casedesk):
    path = casedesk.file("")
    path.write_bytes(json.dumps(LEAST, ensure_ascii=False).encode("utf-16"))
    assert "UTF-8" in casedesk("case", "receive", "--file", path).err
    assert casedesk("case", "receive", "--file", path.with_name("nowhere.json")).status == 1


def test_a_wrong_password_is_counted_and_makes_the_next_try_wait(casedesk, monkeypatch):
    monkeypatch.setenv("CASEDESK_PASSWORD", "sai")
    for count in (1, 2, 3):
        told = casedesk("case", "list")
        assert (told.status, f"lần thứ {count}" in told.err) == (1, True)
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    assert "Đợi" in casedesk("case", "list").err


def test_nobody_is_asked_for_a_password_where_nobody_can_type_one(casedesk, monkeypatch):
    monkeypatch.delenv("CASEDESK_PASSWORD")
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        told = casedesk("case", "list")
    assert (told.status, "CASEDESK_PASSWORD" in told.err) == (1, True)


def test_an_officer_without_an_account_here_is_refused(casedesk):
    told = casedesk("--officer", "Ai Đó", "case", "list")
    assert (told.status, "Ai Đó" in told.err) == (1, True)


def test_a_folder_without_a_home_is_named(casedesk, tmp_path):
    told = casedesk("--home", tmp_path / "nowhere", "case", "list")
    assert (told.status, "nowhere" in told.err) == (1, True)


@pytest.mark.parametrize("content", [b"", b"not ours at all" * 1000, b"SQLite format 3\0" + bytes(8192)])
def test_a_file_that_is_not_ours_is_left_as_it_is(casedesk, content):
    file = casedesk.home / homes.FILE
    file.write_bytes(content)
    told = casedesk("case", "receive", "--file", casedesk.file(LEAST))
    assert (told.status, "Traceback" in told.err) == (1, False)
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": "casedesk-home", "version": 99}', "\udcff"])
def test_a_face_that_is_not_ours_is_refused(casedesk, content):
    (casedesk.home / homes.FACE).write_bytes(content.encode("utf-8", "surrogateescape"))
    told = casedesk("case", "list")
    assert (told.status, "Traceback" in told.err) == (1, False)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_page_is_said_and_the_doctor_finds_it(casedesk, seed):
    casedesk("case", "receive", "--file", casedesk.file([LEAST] * 20))
    file, chance = casedesk.home / homes.FILE, random.Random(seed)
    data = bytearray(file.read_bytes())
    page = chance.randrange(1, len(data) // 4096)
    for place in chance.sample(range(page * 4096, page * 4096 + 4096), 8):
        data[place] ^= 0xFF
    file.write_bytes(data)
    told = casedesk("doctor", json=True)
    assert (told.status, "Traceback" in told.err) == (1, False), told.err
    assert told.out, told.err
    assert str(page + 1) in " ".join(told.data["faults"])
    assert file.read_bytes() == bytes(data)
    told = casedesk("case", "list")
    assert told.status in (0, 1)
    assert "Traceback" not in told.err


def test_a_full_disk_refuses_the_case_and_keeps_the_others(casedesk, monkeypatch):
    number = casedesk.receive()
    open_store = store.open_store

    def nearly_full(*given):
        db = open_store(*given)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 12}")
        return db

    monkeypatch.setattr(store, "open_store", nearly_full)
    told = casedesk("case", "receive", "--file", casedesk.file([LEAST | {"note": "x" * 3900}] * 30), json=True)
    monkeypatch.undo()
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    saved = [done["number"] for done in told.data if "number" in done]
    assert told.status == 1
    assert "đầy" in told.err
    assert 0 < len(saved) < 30
    listed = {case["number"] for case in casedesk("case", "list", json=True).data}
    assert listed == {number, *saved}
    assert casedesk("doctor").status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files is limited by POSIX means")
def test_a_disk_that_takes_no_more_is_said_by_the_real_process(casedesk):
    casedesk.receive()
    size = sum(path.stat().st_size for path in casedesk.home.iterdir())
    many = casedesk.file([LEAST | {"note": "x" * 3900}] * 100)
    code = (
        "import resource, sys; from ui.command.main import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 100_000}, {size + 100_000})); sys.exit(main(sys.argv[1:]))"
    )
    words = ["--home", casedesk.home, "--json", "case", "receive", "--file", many]
    ran = subprocess.run([sys.executable, "-c", code, *map(str, words)], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 1, ran.stderr.decode()
    saved = {done["number"] for done in json.loads(ran.stdout) if "number" in done}
    assert saved <= {case["number"] for case in casedesk("case", "list", json=True).data}
    assert casedesk("doctor").status == 0


def test_a_disk_that_fills_up_beside_the_data_file_is_said(casedesk, monkeypatch, tmp_path):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(homes, "write", full)
    told = casedesk("--home", tmp_path / "new", "init", "--office", "00004", "--officer", "Ai Đó")
    assert (told.status, "đầy" in told.err) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_locked_file_is_said(casedesk, monkeypatch):
    monkeypatch.setattr(store, "BUSY_MS", 50)
    desk = casedesk.opened()
    desk.db.execute("BEGIN IMMEDIATE")
    told = casedesk("case", "receive", "--file", casedesk.file(LEAST))
    desk.close()
    assert (told.status, "đang bị chương trình khác giữ" in told.err) == (1, True)


def test_init_never_touches_a_folder_that_holds_something(casedesk):
    before = in_folder(casedesk.home)
    told = casedesk("init", "--office", "00004", "--officer", "Ai Đó")
    assert (told.status, in_folder(casedesk.home)) == (1, before)


@pytest.mark.parametrize(
    "words", [["--office", "không dấu"], ["--office", "x" * 40], ["--from", "nowhere.casedesk"], ["--office", ""]]
)
def test_init_that_cannot_be_made_leaves_no_folder(casedesk, tmp_path, words):
    told = casedesk("--home", tmp_path / "new", "init", "--officer", "Ai Đó", *words)
    assert told.status == 1
    assert "Traceback" not in told.err
    assert not (tmp_path / "new").exists()


def test_a_fault_of_our_own_is_shown_whole_and_never_swallowed(casedesk, monkeypatch):
    def broken(*given, **more):
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(log, "record", broken)
    told = casedesk("case", "receive", "--file", casedesk.file(LEAST))
    assert told.status == 70
    assert "something nobody thought of" in told.err
