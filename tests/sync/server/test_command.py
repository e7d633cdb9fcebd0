"""The `casedesk-server` command as IT calls it: a process, its files, its exit status."""

import json
import os
import signal
import stat
import subprocess
import sys
from base64 import b64encode

import pytest

from desk import Refused, Unusable, words
from sync.keys import provision_file
from sync.keys.roster import Roster
from sync.server.command import main
from sync.server.keys import Keys
from sync.server.serve import listen
from tests.sync.province import Pc


@pytest.fixture
def provisioned(tmp_path, capsys):
    args = ["provision", "--data", str(tmp_path / "data"), "--office", "00562", "--out", str(tmp_path / "out")]
    assert main([*args, "--pcs", "2", "--name", "UBND phường Cửa Nam"]) == 0
    capsys.readouterr()
    return tmp_path, args


def test_provisioning_writes_one_secret_file_for_each_pc(provisioned):
    folder, _ = provisioned
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "00562.office-key",
        "pc1.casedesk",
        "pc2.casedesk",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder / "out").iterdir()} == {0o600}
    one, two = (provision_file.read(folder / "out" / f"pc{n}.casedesk") for n in (1, 2))
    assert (one.office_name, one.pc_name, two.pc_name) == ("UBND phường Cửa Nam", "MÁY-01", "MÁY-02")
    assert one.office_key == two.office_key
    assert one.signing_key != two.signing_key


def test_the_offices_key_is_nowhere_on_the_server(provisioned):
    folder, _ = provisioned
    key = provision_file.read_key(folder / "out" / "00562.office-key").key
    kept = b"".join(path.read_bytes() for path in (folder / "data").iterdir())
    assert key not in kept
    assert key.hex().encode() not in kept


def test_provisioning_again_adds_pcs_with_the_next_numbers(provisioned):
    folder, args = provisioned
    assert main([*args, "--pcs", "1"]) == 0
    third = provision_file.read(folder / "out" / "pc3.casedesk")
    roster = Roster.verified(third.roster, third.root)
    assert (third.pc, len(roster.members)) == (3, 3)
    first = provision_file.read(folder / "out" / "pc1.casedesk")
    assert first.office_key == third.office_key
    assert Roster.verified(first.roster, first.root).followed_by(third.roster, first.root) == roster


def test_more_pcs_need_the_offices_own_key(provisioned, capsys):
    folder, args = provisioned
    elsewhere = [*args[:-1], str(folder / "other"), "--pcs", "1"]
    assert main(elsewhere) == 1
    assert "--office-key" in capsys.readouterr().err
    wrong = folder / "wrong.office-key"
    provision_file.write_key(wrong, provision_file.OfficeKey("00562", 1, os.urandom(32)))
    assert main([*elsewhere, "--office-key", str(wrong)]) == 1
    assert main([*elsewhere, "--office-key", str(folder / "out" / "00562.office-key")]) == 0
    assert [path.name for path in (folder / "other").iterdir()] == ["pc3.casedesk"]


def test_a_file_in_the_way_stops_provisioning_whole(provisioned, capsys):
    folder, args = provisioned
    (folder / "out" / "pc4.casedesk").write_text("mine")
    assert main([*args, "--pcs", "2"]) == 1
    assert "pc4.casedesk" in capsys.readouterr().err
    assert not (folder / "out" / "pc3.casedesk").exists()
    assert main(["status", "--data", str(folder / "data"), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["offices"][0]["devices"]) == 2


@pytest.mark.parametrize("wrong", [["--pcs", "0"], ["--pcs", "98"], ["--pcs", "1", "--office", "Cửa Nam"]])
def test_what_cannot_be_is_refused(provisioned, wrong, capsys):
    _, args = provisioned
    assert main([*args, *wrong]) == 1
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", ["--pcs 0", "--pcs 1 --office Tỉnh", "--pcs 1 --out FILE", "--pcs 1 --office-key FILE"]
)
def test_what_is_refused_leaves_no_key_and_no_database(tmp_path, wrong, capsys):
    (tmp_path / "FILE").write_text("")
    wrong = [str(tmp_path / "FILE") if word == "FILE" else word for word in wrong.split()]
    args = ["provision", "--data", str(tmp_path / "data"), "--office", "00562", "--out", str(tmp_path / "out")]
    assert main([*args, *wrong]) == 1
    assert capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_wrong_usage_has_its_own_status(capsys):
    for args in (
        [],
        ["provision"],
        ["run", "--data", "x", "--listen", "here"],
        ["run", "--data", "x", "--scan-quota", "-3"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert ended.value.code == 2


def test_another_key_is_not_named_where_the_province_keeps_its_root_elsewhere(tmp_path, capsys, monkeypatch):
    data = str(tmp_path / "data")
    assert main(["trust", b64encode(bytes(32)).decode(), "--data", data]) == 0
    monkeypatch.setenv("CASEDESK_LANG", "en")
    assert main(["new-key", "--data", data]) == 1
    assert "casedesk-province" in capsys.readouterr().err and words.language() == "en"


def test_status_of_no_server_is_refused(tmp_path, capsys):
    assert main(["status", "--data", str(tmp_path / "nothing")]) == 1
    assert not (tmp_path / "nothing").exists()


def test_a_damaged_key_is_refused_in_words(provisioned, capsys):
    folder, _ = provisioned
    (folder / "data" / "server.key").write_text("garbage")
    assert main(["status", "--data", str(folder / "data")]) == 1
    assert "server.key" in capsys.readouterr().err


def start(folder):
    command = [sys.executable, "-m", "sync.server.command", "run", "--data", folder, "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_the_server_runs_as_a_process_and_stops_when_told(provisioned, capsys):
    folder, _ = provisioned
    one, two = (Pc(provision_file.read(folder / "out" / f"pc{n}.casedesk")) for n in (1, 2))
    process, address = start(folder / "data")
    try:
        one.exchange(one.carrier(address), [one.make(), one.make()])
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stdout.close()
        process, address = start(folder / "data")
        two.exchange(two.carrier(address))
        assert two.received == one.own
    finally:
        process.terminate()
        assert process.wait(20) == 0
        process.stdout.close()
    assert main(["status", "--data", str(folder / "data"), "--json"]) == 0
    [office] = json.loads(capsys.readouterr().out)["offices"]
    assert [(device["name"], device["head"]) for device in office["devices"]] == [("MÁY-01", 6), ("MÁY-02", 0)]
    assert all(device["last_contact"] for device in office["devices"])
    assert main(["revoke", "--data", str(folder / "data"), "--office", "00562", "--device", one.id]) == 0
    assert main(["revoke", "--data", str(folder / "data"), "--office", "00562", "--device", "aaaaaaaa"]) == 1
    capsys.readouterr()
    assert main(["status", "--data", str(folder / "data")]) == 0
    told = capsys.readouterr().out
    assert "MÁY-01" in told and words.text("server.status.revoked", last=6) in told


def test_a_killed_server_keeps_all_it_signed_for(provisioned):
    folder, _ = provisioned
    one = Pc(provision_file.read(folder / "out" / "pc1.casedesk"))
    process, address = start(folder / "data")
    receipt = one.exchange(one.carrier(address), [one.make() for _ in range(20)]).receipt
    process.kill()
    process.wait()
    process.stdout.close()
    process, address = start(folder / "data")
    assert one.exchange(one.carrier(address)).receipt.heads == receipt.heads == one.heads
    process.terminate()
    process.wait(20)
    process.stdout.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # cheroot leaves its socket open
def test_an_address_in_use_is_refused_in_words(province):
    port = int(province.address.rpartition(":")[2])
    with pytest.raises(Refused) as refused:
        listen(province.app, "127.0.0.1", port)
    assert refused.value.key == "server.listen"


def test_a_data_folder_that_cannot_be_made_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable) as refused:
        Keys.open(tmp_path / "file" / "data")
    assert refused.value.key == "server.folder"
