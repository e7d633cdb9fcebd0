"""A new PC by `casedesk enrol`: at the network, and by files between PCs that have none."""

import pytest

from sync.server.command import main as server
from tests.sync.province import Province
from tests.ui.command.conftest import OFFICER, Command

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def province(tmp_path):
    running = Province(tmp_path / "province").start()
    running.provision(pcs=1)
    yield running
    running.stop()


@pytest.fixture
def first(province, tmp_path, capsys):
    """The office's first PC, which the province lets enrol others."""
    command = Command(tmp_path / "pc1", capsys)
    file = province.folder / "out" / "00562" / "pc1.casedesk"
    made = command("init", "--officer", OFFICER, "--from", file, "--server", province.address, json=True).data
    data = str(province.folder / "data")
    assert server(["delegate", "--data", data, "--office", "00562", "--device", made["device"]]) == 0
    command.receive()
    assert command("sync").status == 0
    return command


def test_a_pc_is_enrolled_over_the_network_with_a_code(first, province, tmp_path, capsys):
    invited = first("enrol", "invite", "--name", "QUẦY-2", "--qr", tmp_path / "qr.svg", json=True).data
    assert invited["code_works"]
    assert "<svg" in (tmp_path / "qr.svg").read_text(encoding="utf-8")
    second = Command(tmp_path / "pc2", capsys)
    words = ("enrol", "--officer", "Lê Văn Tám", "--invitation", invited["code"], "--server", province.address)
    asked = second(*words, json=True).data
    assert asked["state"] == "waiting"
    refused = second("case", "list")
    assert refused.status == 1
    assert "enrol" in refused.err
    [waiting] = first("enrol", "requests", json=True).data
    assert (waiting["device"], waiting["state"]) == (asked["device"], "invited")
    assert first("enrol", "approve", asked["device"], json=True).data["name"] == "QUẦY-2"
    assert second("enrol", json=True).data["state"] == "waiting"  # the server learns of it by the next exchange
    assert first("sync").status == 0
    done = second("enrol", json=True).data
    assert (done["state"], done["pc"], done["pc_name"]) == ("enrolled", 80, "QUẦY-2")
    assert second("enrol", json=True).data["state"] == "enrolled"
    assert second("sync", json=True).data["changes_received"] == 5  # the invitation, that it was used, and by whom
    assert len(second("case", "list", json=True).data) == 1
    assert second("doctor").status == 0
    assert first("enrol", "requests", json=True).data == []


def test_two_pcs_that_ask_with_one_invitation_are_told_of(first, province, tmp_path, capsys):
    code = first("enrol", "invite", json=True).data["code"]
    words = ("enrol", "--officer", "Lê Văn Tám", "--invitation", code, "--server", province.address)
    Command(tmp_path / "pc2", capsys)(*words)
    alone = first("enrol", "requests", json=True).data
    Command(tmp_path / "found", capsys)(*words)
    both = first("enrol", "requests", json=True).data
    assert [row["state"] for row in both] == ["invited", "invited"]
    assert both[0]["said"] == both[1]["said"] != alone[0]["said"]


def test_a_pc_that_asks_is_turned_away(first, province, tmp_path, capsys):
    code = first("enrol", "invite", json=True).data["code"]
    words = ("enrol", "--officer", "Lê Văn Tám", "--invitation", code, "--server", province.address)
    asked = Command(tmp_path / "pc2", capsys)(*words, json=True).data
    assert first("enrol", "turn-away", asked["device"], json=True).data == {"device": asked["device"]}
    assert first("enrol", "requests", json=True).data == []
    assert Command(tmp_path / "pc2", capsys)("enrol").status == 1


def test_a_name_of_no_file_is_not_taken_for_a_code(tmp_path, capsys):
    asked = Command(tmp_path / "pc", capsys)("enrol", "--officer", OFFICER, "--invitation", "pc1.invitation")
    assert asked.status == 1 and "pc1.invitation" in asked.err


def test_a_dead_pc_is_replaced_without_a_network_by_two_files(first, tmp_path, capsys):
    invitation, request, answer = (tmp_path / name for name in ("invitation", "request", "answer"))
    first("enrol", "invite", "--out", invitation)
    second = Command(tmp_path / "pc2", capsys)
    begun = second("enrol", "--officer", "Lê Văn Tám", "--invitation", invitation, "--request", request, json=True)
    assert begun.data["state"] == "waiting"
    assert first("enrol", "approve", request, "--out", answer).status == 0
    assert second("enrol", "--answer", answer, json=True).data["state"] == "enrolled"
    number = second.receive()
    bundle = tmp_path / "stick.cdbundle"
    assert second("bundle", "write", bundle, "--whole").status == 0
    assert first("bundle", "read", bundle).status == 0
    assert first.shown(number)["fields"]
    assert first("sync").status == 0
    told = second("sync", json=True).data
    assert told["delivered"]


def test_a_stolen_pc_is_taken_out_from_another(first, province, tmp_path, capsys):
    province.provision(pcs=1)
    second = Command(tmp_path / "pc2", capsys)
    file = province.folder / "out" / "00562" / "pc2.casedesk"
    made = second("init", "--officer", OFFICER, "--from", file, "--server", province.address, json=True).data
    second("sync")
    first("sync")
    assert first("enrol", "revoke", made["device"], json=True).data["last"] == 1
    assert first("sync").status == 0
    told = second("sync")
    assert told.status == 1
    first.receive()
    assert first("sync", json=True).data["delivered"]


def test_what_cannot_be_is_refused(first, tmp_path, capsys):
    fresh = Command(tmp_path / "fresh", capsys)
    assert fresh("enrol").status == 2
    assert fresh("enrol", "--officer", "A", "--invitation", "ABCD-EFGH").status == 1
    assert fresh("enrol", "--officer", "A", "--invitation", "ABCD-EFGH", "--server", "http://127.0.0.1:9").status == 1
    assert first("enrol", "approve", "aaaaaaaa").status == 1
    assert first("enrol", "revoke", "aaaaaaaa").status == 1
    assert first("enrol", "revoke", first("status", json=True).data["device"]).status == 1  # its own
    assert first("sync", json=True).data["delivered"]
