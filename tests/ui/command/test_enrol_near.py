"""A new PC by `casedesk enrol --lan`: PCs in processes of their own on one network, and no line to the province."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from sync import enrolling
from sync.errors import Offline
from sync.keys import admitting, provision_file
from sync.keys.admitting import Issued
from sync.keys.invitation import Invitation
from sync.keys.request import Request
from sync.keys.roster import Roster
from sync.server import acting
from sync.server.command import main as server
from sync.server.mailbox import REQUESTS
from tests.sync.province import Province
from tests.ui.command.conftest import OFFICER, PASSWORD, Command
from ui.command import enrol

NEW = ("enrol", "--officer", "Lê Văn Tám")


@pytest.fixture
def province(tmp_path):
    running = Province(tmp_path / "province").start()
    running.provision(pcs=2)
    yield running
    running.stop()


@pytest.fixture
def office(province, tmp_path, capsys):
    """Two PCs that know each other; the province lets the first enrol others, and cannot be reached any more."""
    pcs = [Command(tmp_path / f"pc{n}", capsys) for n in (1, 2)]
    for pc, n in zip(pcs, (1, 2), strict=True):
        file = province.folder / "out" / "00562" / f"pc{n}.casedesk"
        made = pc("init", "--officer", OFFICER, "--from", file, "--server", province.address, json=True).data
        if n == 1:
            delegate(province, made["device"])
    for pc in (pcs[0], pcs[1], pcs[0]):
        assert pc("sync").status == 0
    province.stop()
    return pcs


def delegate(province, device):
    assert server(["delegate", "--data", str(province.folder / "data"), "--office", "00562", "--device", device]) == 0


@contextmanager
def serving(pc):
    """A PC at work in a process of its own; its address."""
    words = ["--home", str(pc.home), "lan", "serve", "--listen", "127.0.0.1:0", "--no-find"]
    env = {**os.environ, "CASEDESK_PASSWORD": PASSWORD, "CASEDESK_LANG": "en", "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-m", "ui.command", *words], stdout=subprocess.PIPE, env=env, text=True)
    try:
        yield f"127.0.0.1:{process.stdout.readline().split('port ')[1].split('.')[0]}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        process.stdout.close()


@pytest.fixture
def new(tmp_path, capsys):
    return Command(tmp_path / "new", capsys)


def test_a_code_is_enough_where_a_pc_of_the_office_is_at_work(office, new):
    first, _ = office
    number = first.receive()
    code = first("enrol", "invite", "--name", "QUẦY-2", json=True).data["code"]
    with serving(first) as address:
        asked = new(*NEW, "--invitation", code, "--lan", address, json=True)
        assert asked.data["state"] == "waiting", asked.err
        [waiting] = first("enrol", "requests", json=True).data
        assert (waiting["device"], waiting["state"]) == (asked.data["device"], "invited")
        assert new("enrol", json=True).data["state"] == "waiting"
        assert first("enrol", "approve", asked.data["device"], json=True).status == 0
        done = new("enrol", json=True)
        assert (done.data["state"], done.data["pc_name"]) == ("enrolled", "QUẦY-2")
        shared = new("lan", "sync", json=True)
        assert shared.data["pcs"][0]["reason"] == ""
    assert new.shown(number)["fields"]
    assert new("doctor").status == 0
    assert first("enrol", "requests", json=True).status == 3  # nobody waits here, and the server cannot be asked


def test_another_pc_of_the_office_hears_the_newcomer_for_the_one_that_takes_it_in(office, new, monkeypatch):
    first, second = office
    code = first("enrol", "invite", json=True).data["code"]
    monkeypatch.setattr(enrol, "AGAIN", 0.2)
    with serving(second) as address:
        assert first("lan", "sync", address).status == 0
        assert new(*NEW, "--invitation", code, "--lan", address, json=True).data["state"] == "waiting"
        assert first("lan", "sync", address).status == 0
        [waiting] = first("enrol", "requests", json=True).data
        assert first("enrol", "approve", waiting["device"]).status == 0
        assert new("enrol", "--wait", "0.01", json=True).data["state"] == "waiting"  # the second has not heard of it
        assert first("lan", "sync", address).status == 0
        assert new("enrol", "--wait", json=True).data["state"] == "enrolled"


def test_an_invitation_of_the_province_is_carried_on_by_any_pc(office, province, new, tmp_path, monkeypatch):
    _, second = office
    monkeypatch.setattr(enrolling, "ask", no_line)
    with province_back(province) as province:
        made, file = invitation_of(province), tmp_path / "invitation"
        made.write(file)
        with serving(second) as address:
            unknown = new(*NEW, "--invitation", file, "--lan", address)
            assert (unknown.status, new.home.exists()) == (3, True)  # a home that waits, and a door that is not there
        assert second("enrol", "carry", file).status == 0
        with serving(second) as address:
            assert new("enrol", "--lan", address, json=True).data["state"] == "waiting"
            [data] = province.engine.letters("00562", REQUESTS).values()
            province_admits(province, Request.read(data), made)
            assert new("enrol", json=True).data["state"] == "enrolled"


def no_line(*_):
    raise Offline("sync.no_server", host="tinh.example.vn")


def invitation_of(province):
    roster = Roster.verified(province.engine.roster("00562"), province.keys.root)
    ends = int(time.time() * 1000) + 3_600_000
    return Invitation.new("00562", roster.name, province.keys.root, province.keys.pinned, province.address, ends)


def hand_of(province):
    document = province.engine.roster("00562")
    roster = Roster.verified(document, province.keys.root)
    return acting.authority(province.engine, province.keys.province, roster), document


def province_admits(province, request, made):
    hand, document = hand_of(province)
    key = provision_file.read_key(province.folder / "out" / "00562" / "00562.office-key")
    hand.content_keys[key.epoch] = key.key
    admitting.admit(hand, request, Issued.of(made))
    acting.keep(province.engine, hand, document)


def test_an_invitation_lets_one_pc_in(office, new, tmp_path, capsys):
    first, _ = office
    invitation, late = tmp_path / "invitation", Command(tmp_path / "late", capsys)
    first("enrol", "invite", "--out", invitation)
    with serving(first) as address:
        for pc in (new, late):
            assert pc(*NEW, "--invitation", invitation, "--lan", address, json=True).data["state"] == "waiting"
        asked = [each["device"] for each in first("enrol", "requests", json=True).data]
        assert len(asked) == 2
        assert first("enrol", "approve", new_device(new)).status == 0
        assert first("enrol", "approve", next(d for d in asked if d != new_device(new))).status == 1
        turned_away = late("enrol")
        assert (turned_away.status, "mời" in turned_away.err) == (1, True)
        assert new("enrol", json=True).data["state"] == "enrolled"


def new_device(pc):
    return pc("enrol", json=True).data["device"]


def test_who_may_not_enrol_any_more_lets_nobody_in(office, province, new, tmp_path):
    first, second = office
    invitation = tmp_path / "invitation"
    first("enrol", "invite", "--out", invitation)
    with serving(first) as address:
        asked = new(*NEW, "--invitation", invitation, "--lan", address, json=True).data
    with province_back(province) as province:
        hand, document = hand_of(province)
        hand.withdraw(hand.roster.members[0].id)
        acting.keep(province.engine, hand, document)
        assert first("sync", "--server", province.address).status == 0
    refused = first("enrol", "approve", asked["device"])
    assert (refused.status, "00562" in refused.err) == (1, True)
    with serving(second) as address:
        assert first("lan", "sync", address).status == 0
        assert new("enrol", "--lan", address, json=True).data["state"] == "waiting"


@contextmanager
def province_back(before):
    """The province on line again, on the same data."""
    province = Province(before.folder).start()
    try:
        yield province
    finally:
        province.stop()


def test_who_holds_no_invitation_or_an_old_one_is_told_nothing(office, tmp_path, capsys, monkeypatch):
    first, second = office
    assert second("enrol", "invite").status == 1  # the province does not let it
    ended, forged = tmp_path / "ended", tmp_path / "forged"
    with monkeypatch.context() as before:
        before.setattr("ui.command.enrol.ending", lambda days, now: int((now - 86_400) * 1000))
        first("enrol", "invite", "--out", ended)
    first("enrol", "invite", "--out", tmp_path / "good")
    good = Invitation.read(tmp_path / "good")
    replace(good, secret=bytes(10)).write(forged)
    late = replace(Invitation.read(ended), ends=good.ends)
    late.write(tmp_path / "late")
    with serving(first) as address:
        for n, (file, status) in enumerate(((ended, 1), (forged, 3), (tmp_path / "late", 3))):
            stranger = Command(tmp_path / f"stranger{n}", capsys)
            told = stranger(*NEW, "--invitation", file, "--lan", address)
            assert told.status == status, told.err
            assert "00562" not in told.err.replace(address, "")
    assert first("enrol", "requests").status == 3  # nobody has asked
