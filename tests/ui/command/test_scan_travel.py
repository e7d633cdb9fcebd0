"""`casedesk scan send`, `fetch`, `queue`, `limit`, and what `sync` and `status` say of scans, on two PCs."""

import os
import subprocess
import sys
import time

import pytest

from tests.pictures import picture
from tests.proxy import Proxy
from tests.ui.command.conftest import PASSWORD
from tests.ui.command.test_delivery import pcs, province  # noqa: F401


@pytest.fixture
def number(pcs, tmp_path):  # noqa: F811
    """A case at the first PC with two scans."""
    number = pcs[0].receive()
    for size in (60_000, 200_000):
        (path := tmp_path / f"{size}.jpg").write_bytes(picture(size=(60, 80)) + os.urandom(size))
        assert pcs[0]("scan", "add", number, path).status == 0
    return number


def test_scans_go_after_the_changes_and_come_when_asked_for(pcs, number):  # noqa: F811
    first, second = pcs
    now = first("scan", "queue", json=True).data
    assert (now["waiting"], now["delivered"], now["rate"], now["open"]) == (2, 0, None, True)
    assert first("status", json=True).data["scans"]["waiting"] == 2
    examined = first("doctor", json=True).data["scans_waiting"]
    assert (examined["count"], examined["bytes"]) == (2, now["bytes"])
    assert examined["oldest"] == first("status", json=True).data["scans"]["oldest"] < "3000"
    assert "lâu nhất" in first("doctor").out
    sent = first("sync", json=True).data
    assert "scans" not in sent  # changes only, unless asked
    assert first("scan", "queue", json=True).data["waiting"] == 2
    told = first("scan", "send", json=True)
    assert (told.status, told.data["sent"]["files"], told.data["queue"]["waiting"]) == (0, 2, 0)
    assert told.data["queue"]["rate"] > 0
    assert first("doctor", json=True).data["scans_waiting"] == {"count": 0, "bytes": 0, "oldest": None}
    second("sync")
    assert [scan["here"] for scan in second("scan", "list", number, json=True).data] == [False, False]
    assert second("scan", "fetch", number, 1, json=True).data["files"] == 1
    assert [scan["here"] for scan in second("scan", "list", number, json=True).data] == [True, False]
    assert "Đã lấy về 1 tệp" in second("scan", "fetch", "--all").out
    assert second("scan", "check").status == 0


def test_sync_takes_scans_along_when_asked_and_says_so(pcs, number):  # noqa: F811
    data = pcs[0]("sync", "--scans", json=True).data
    assert (data["delivered"], data["scans"]["sent"]["files"]) == (True, 2)
    assert "không còn bản quét nào" in pcs[0]("scan", "queue").out.lower()


def test_limits_are_set_shown_and_obeyed(pcs, number):  # noqa: F811
    first, _ = pcs
    told = first("scan", "limit", "--kbps", 32, "--hours", "17:00-07:00", "--pause", json=True)
    assert told.data == {"kbps": 32, "hours": "17:00-07:00", "paused": True, "everything": False}
    held = first("scan", "send", json=True).data
    assert (held["sent"]["held_up"], held["queue"]["waiting"], held["queue"]["open"]) == (True, 2, False)
    assert "tạm dừng" in first("scan", "limit").out
    assert first("scan", "limit", "--hours", "tối").status == 1
    first("scan", "limit", "--kbps", 0, "--hours", "", "--go-on", "--everything")
    assert first("scan", "limit", json=True).data["everything"] is True
    assert first("scan", "send", json=True).data["queue"]["waiting"] == 0


def test_a_check_that_finds_a_damaged_file_has_it_fetched(pcs, number):  # noqa: F811
    first, _ = pcs
    first("sync", "--scans")
    [path, *_] = sorted(path for path in (first.home / "scans").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert first("scan", "check").status == 1
    assert first("scan", "fetch", json=True).data["files"] == 1
    assert first("scan", "check").status == 0


def test_what_cannot_be_fetched_is_told_with_its_reason(pcs, number, province):  # noqa: F811
    first, second = pcs
    first("sync")
    second("sync")
    told = second("scan", "fetch", number)  # the province has no scan yet
    assert (told.status, told.err.strip()) == (1, "2 tệp bản quét chưa lấy được. Vẫn nằm trong danh sách chờ lấy.")
    province.stop()
    told = second("scan", "fetch", number)
    assert told.status == 3
    assert "máy chủ tỉnh: " in told.err


def test_a_process_killed_amid_a_file_goes_on_where_it_was(pcs, number, province):  # noqa: F811
    first, _ = pcs
    first("sync")
    with Proxy(province.address, rate=150_000) as line:
        words = ["--home", first.home, "scan", "send", "--server", line.address]
        env = {**os.environ, "CASEDESK_PASSWORD": PASSWORD}
        run = subprocess.Popen([sys.executable, "-m", "ui.command", *map(str, words)], env=env)
        while line.up < 120_000:
            assert run.poll() is None
            time.sleep(0.02)
        run.kill()
        run.wait()
    time.sleep(0.2)  # until the server has seen the end of the line
    told = first("scan", "send", json=True)
    assert told.data["queue"]["waiting"] == 0
    assert told.data["sent"]["bytes"] < 260_000 - 60_000
