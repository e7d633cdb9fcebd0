"""Two PCs and a real server: what is sent, what comes back, and what `status` may claim."""

import pytest

from tests.sync.province import Province
from tests.ui.command.conftest import OFFICER, Command


@pytest.fixture
def province(tmp_path):
    running = Province(tmp_path / "province").start()
    running.provision()
    yield running
    running.stop()


@pytest.fixture
def pcs(province, tmp_path, capsys):
    """The homes of both PCs, made from what the province provisioned."""
    return [made(province, Command(tmp_path / f"pc{n}", capsys), n) for n in (1, 2)]


def made(province, command, n):
    file = province.folder / "out" / "00562" / f"pc{n}.casedesk"
    told = command("init", "--officer", OFFICER, "--from", file, "--server", province.address, json=True)
    assert (told.status, told.data["pc"]) == (0, n), told.err
    return command


def test_a_case_received_at_one_pc_is_on_the_other(pcs):
    first, second = pcs
    number = first.receive(papers=["Tờ khai"], note="mang thêm bản chính")
    sent, taken = first("sync", json=True), second("sync", json=True)
    assert (sent.status, sent.data["delivered"], sent.data["round_trips"]) == (0, True, 1)
    assert sent.data["changes_sent"] == 2  # the officer's account and the case
    assert (sent.data["segments_sent"], sent.data["segments_received"]) == (1, 0)
    assert (taken.data["changes_received"], taken.data["segments_received"]) == (2, 1)
    assert min(sent.data["bytes_sent"], sent.data["bytes_received"]) > 0
    here, there = first.shown(number), second.shown(number)
    assert there["fields"] == here["fields"]
    assert there["history"] == here["history"]
    assert [command("doctor").status for command in pcs] == [0, 0]


def test_an_exchange_with_nothing_new_changes_nothing(pcs):
    first, _ = pcs
    first("sync")
    told = first("sync", json=True).data
    assert (told["delivered"], told["changes_sent"], told["changes_received"], told["segments_sent"]) == (True, 0, 0, 0)


def test_status_tells_what_waits_since_when_and_why(pcs, province):
    first, _ = pcs
    assert first("status", json=True).data["delivered"] is False
    first("sync")
    stand = first("status", json=True).data
    assert (stand["delivered"], stand["waiting"], stand["reason"]) == (True, 0, "")
    first.receive()
    province.stop()
    told = first("sync")
    assert (told.status, "127.0.0.1" in told.err) == (3, True)
    stand = first("status", json=True).data
    assert (stand["delivered"], stand["waiting"], stand["cases"]) == (False, 1, 1)
    assert stand["delivered_to"] == 1
    assert "127.0.0.1" in stand["reason"]
    assert stand["waiting_since"] <= stand["failing_since"]
    assert "chờ gửi" in first("status").out


def test_another_address_may_be_given_for_once(pcs, province):
    first, _ = pcs
    assert first("sync", "--server", "http://127.0.0.1:9").status == 3
    assert first("sync", "--server", "nonsense").status == 1
    assert first("sync", "--server", province.address).status == 0


def test_a_server_with_a_foreign_key_is_refused_and_nothing_is_lost(pcs, tmp_path):
    first, _ = pcs
    number = first.receive()
    foreign = Province(tmp_path / "foreign").start()
    foreign.provision()
    told = first("sync", "--server", foreign.address)
    foreign.stop()
    assert told.status == 1
    assert "chữ ký" in told.err
    assert first("status", json=True).data["waiting"] == 2
    assert first.shown(number)["number"] == number
    assert first("sync").status == 0


def test_a_home_without_a_server_says_what_is_missing(casedesk):
    told = casedesk("sync")
    assert (told.status, "--server" in told.err) == (1, True)
