"""`casedesk lan`: two PCs in two processes, one waiting, one calling."""

import os
import signal
import subprocess
import sys

import pytest

from tests.ui.command.conftest import PASSWORD


@pytest.fixture
def waiting(other):
    """The second PC, listening in a process of its own; its address."""
    words = ["--home", str(other.home), "lan", "serve", "--listen", "127.0.0.1:0", "--no-find"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.command", *words],
        stdout=subprocess.PIPE,
        env={**os.environ, "CASEDESK_PASSWORD": PASSWORD, "CASEDESK_LANG": "en", "PYTHONUTF8": "1"},
        text=True,
    )
    line = process.stdout.readline()
    yield process, f"127.0.0.1:{line.split('port ')[1].split('.')[0]}"
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    process.stdout.close()


def test_a_case_goes_to_the_pc_that_waits(casedesk, other, waiting):
    process, address = waiting
    theirs = other.receive()
    number = casedesk.receive()
    [would] = casedesk("lan", "sync", "--preview", address, json=True).data["pcs"]
    assert (would["name"], would["changes"], would["cases"]) == ("MÁY-02", 2, 1)
    assert [(each["kind"], sorted(each["numbers"])) for each in would["questions"]] == [
        ("twice", sorted([number, theirs]))
    ]
    assert "1 hồ sơ sẽ cần quyết định" in casedesk("lan", "sync", "--preview", address).out
    assert casedesk("conflict", "list", json=True).data == []
    told = casedesk("lan", "sync", address, json=True)
    assert told.status == 0, told.err
    [met] = told.data["pcs"]
    assert (met["name"], met["changes_sent"], met["reason"]) == ("MÁY-02", 2, "")
    assert told.data["holding"] == 1
    assert casedesk("lan", "sync", "--wait", "0", json=True).data["pcs"][0]["address"] == address
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert len(casedesk("conflict", "list", json=True).data) == 1
    assert other.shown(number)["fields"] == casedesk.shown(number)["fields"]
    told = casedesk("lan", "sync", address)
    assert (told.status, address in told.out) == (3, True)
    assert casedesk("lan", "forget", address, json=True).data == []


def test_what_is_no_address_is_refused(casedesk):
    assert casedesk("lan", "sync", "http://x").status == 1
    assert casedesk("lan", "serve", "--listen", "127.0.0.1:many").status == 1
