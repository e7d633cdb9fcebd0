"""`casedesk-province` as IT calls it: a PC with the root key, a server that has none, offices and their PCs."""

import json
import time
from base64 import b64encode
from contextlib import closing
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, store
from desk.cases import Case
from desk.counter import edit, versions
from sync import enrolling, home, log
from sync.carriers.mailing import Mailing
from sync.errors import Tampered
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.keys import issuing, provision_file, sealing
from sync.keys.invitation import Invitation
from sync.keys.request import Admission
from sync.mail import Query
from sync.province import secret
from sync.province.command import main
from sync.province.folder import Folder
from sync.reconcile.deciding import settle
from sync.server import store as server_store
from sync.server.app import App
from sync.server.command import main as server_main
from sync.server.serve import listen
from tests.sync.offices import PASSWORD, receive_case

OFFICE = "00562"


@pytest.fixture
def call(tmp_path, capsys, monkeypatch, quick_passwords):
    """Calls the command on the province's folder; returns what it printed as JSON, or the refusal on stderr."""
    monkeypatch.setenv("CASEDESK_PASSWORD", "Tinh-Lang-Son-2026")

    def call(*args, status=0):
        capsys.readouterr()
        assert main([*map(str, args), "--dir", str(tmp_path / "province"), "--json"]) == status
        said = capsys.readouterr()
        return json.loads(said.out) if status == 0 else said.err

    return call


@pytest.fixture
def served(call, tmp_path, capsys):
    """A server that trusts the province and holds no key of it; its address."""
    root = call("init", "--name", "tỉnh Lạng Sơn")["root"]
    assert server_main(["trust", root, "--data", str(tmp_path / "server")]) == 0
    key = capsys.readouterr().out.strip()
    keys, engine = server_store.open_folder(tmp_path / "server", make=False)
    listening = listen(App(engine, keys), "127.0.0.1", 0)
    call("server", "--key", key, "--url", listening.address)
    call("office", "add", OFFICE, "--name", "UBND phường Cửa Nam")
    yield listening.address
    listening.stop()


def sync(desk, address):
    carrier = carrier_of(desk, address)
    try:
        return run(exchange(desk, carrier))
    finally:
        carrier.close()


def enrolled(call, tmp_path, address, name):
    """A PC taken in over the network, open."""
    call("invite", OFFICE, "--out", tmp_path / f"{name}.invitation")
    call("export", tmp_path / f"{name}.parcels")
    call("publish", tmp_path / f"{name}.parcels")
    folder = tmp_path / name
    enrolling.begin(folder, Invitation.read(tmp_path / f"{name}.invitation"), f"Cán bộ {name}", PASSWORD)
    desk = home.open_home(folder, PASSWORD, waiting=True)
    assert not enrolling.ask(folder, desk, address)
    [asks] = call("requests")["requests"]
    assert asks["device"] == desk.device.id
    assert call("approve", asks["device"])["published"]
    assert enrolling.ask(folder, desk, address)
    return desk


def test_an_office_begins_with_invitations_over_the_network(call, served, tmp_path):
    one, two = (enrolled(call, tmp_path, served, name) for name in ("pc1", "pc2"))
    receive_case(one)
    assert sync(one, served).delivered
    assert sync(two, served).delivered
    assert store.select(two.db, Case) == store.select(one.db, Case)
    assert [device["name"] for device in call("office", "list")["offices"][0]["devices"]] == ["MÁY-01", "MÁY-02"]
    one.close()
    two.close()


def test_everything_goes_by_files_when_the_root_key_never_sees_a_network(call, served, tmp_path, capsys):
    invitation = tmp_path / "invitation"
    call("invite", OFFICE, "--out", invitation, "--pc-name", "QUẦY-1")
    folder = tmp_path / "pc1"
    request = enrolling.begin(folder, Invitation.read(invitation), "Cán bộ 1", PASSWORD)
    (tmp_path / "request").write_bytes(request.data)
    offline = Folder(tmp_path / "province")
    face = offline.face
    offline.write(type(face)(face.name, face.root, face.recovery, face.lock, face.needed, face.server, ""))
    done = call("approve", tmp_path / "request", "--out", tmp_path / "answer")
    assert done["published"] is False
    desk = home.open_home(folder, PASSWORD, waiting=True)
    assert enrolling.take(folder, desk, Admission.read((tmp_path / "answer").read_bytes(), desk.device.id))
    assert desk.device.name == "QUẦY-1"
    receive_case(desk)
    assert sync(desk, served).delivered  # the PC brings the server the province's word for it
    call("export", tmp_path / "parcels")
    assert server_main(["take", str(tmp_path / "parcels"), "--data", str(tmp_path / "server")]) == 0
    assert sync(desk, served).delivered
    assert server_main(["tell", str(tmp_path / "state"), "--data", str(tmp_path / "server")]) == 0
    call("import", tmp_path / "state")
    assert call("revoke", OFFICE, desk.device.id)["last"] == 2
    desk.close()


def test_a_revoked_pc_is_refused_at_once_and_the_office_goes_on_with_a_new_key(call, served, tmp_path):
    one, two = (enrolled(call, tmp_path, served, name) for name in ("pc1", "pc2"))
    receive_case(two)
    sync(two, served)
    sync(one, served)
    assert call("revoke", OFFICE, two.device.id)["published"]
    with pytest.raises(Tampered) as refused:
        sync(two, served)
    assert refused.value.key == "sync.server_revoked"
    receive_case(one)
    assert sync(one, served).delivered
    assert one.keyring.epoch > 1
    assert len(store.select(one.db, Case)) == 2
    one.close()
    two.close()


def test_the_recovery_key_opens_what_an_office_sealed_also_with_a_delegates_key(call, served, tmp_path):
    one = enrolled(call, tmp_path, served, "pc1")
    call("delegate", OFFICE, one.device.id, "--numbers", "80-89")
    sync(one, served)
    two = enrolled(call, tmp_path, served, "pc2")
    sync(two, served)
    sync(one, served)
    issuing.revoke(one.db, one.keyring, two.device.id, 1)
    sync(one, served)
    call("requests")
    files = call("recover", OFFICE, "--out", tmp_path / "keys")["files"]
    opened = [provision_file.read_key(tmp_path / "keys" / file.rpartition("/")[2]) for file in files]
    assert {key.epoch: key.key for key in opened} == one.keyring.office_keys
    assert len(opened) == 2
    (tmp_path / "keys" / files[0].rpartition("/")[2]).unlink()
    assert call("recover", OFFICE, "--out", tmp_path / "keys")["files"] == files[:1]  # the other one is there
    (tmp_path / "keys" / files[1].rpartition("/")[2]).write_text("{}")
    assert "office-key" in call("recover", OFFICE, "--out", tmp_path / "keys", status=1)
    call("delegate", OFFICE, one.device.id, "--withdraw")
    sync(one, served)
    assert not one.keyring.roster.may_enrol(one.device.id)
    one.close()
    two.close()


def test_the_servers_folder_holds_no_key_of_the_province_nor_of_an_office(call, served, tmp_path, monkeypatch):
    desk = enrolled(call, tmp_path, served, "pc1")
    made = secret.unlocked(Folder(tmp_path / "province").face.lock, "Tinh-Lang-Son-2026", 2**31)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "server").iterdir())
    in_the_clear = b"".join(path.read_bytes() for path in (tmp_path / "province").rglob("*") if path.is_file())
    for key in (made.data, made.root.private_bytes_raw(), made.recovery[:64], *desk.keyring.office_keys.values()):
        assert key not in kept
        assert key not in in_the_clear
    desk.close()


def test_a_split_secret_needs_so_many_sheets_for_each_act(call, tmp_path, monkeypatch):
    sheets = call("init", "--split", "2", "--of", "3")["sheets"]
    assert len(sheets) == 3
    everything = b"".join(path.read_bytes() for path in (tmp_path / "province").rglob("*") if path.is_file())
    assert not any(sheet.encode() in everything for sheet in sheets)
    monkeypatch.setenv("CASEDESK_SHEETS", sheets[0])
    assert "province" not in call("office", "add", OFFICE, status=1)
    for pair in (sheets[:2], sheets[1:]):
        monkeypatch.setenv("CASEDESK_SHEETS", "\n".join(pair))
        assert call("office", "add", OFFICE, "--name", "UBND")["office"] == OFFICE
    stranger = secret.split(secret.Secret.new(), 2, 3)
    monkeypatch.setenv("CASEDESK_SHEETS", "\n".join(stranger[:2]))
    assert call("office", "add", "00001", status=1)


def test_the_sheets_bring_the_province_back_on_a_new_pc(call, tmp_path, monkeypatch):
    made = call("init", "--split", "2")
    monkeypatch.setenv("CASEDESK_SHEETS", "\n".join(made["sheets"][1:]))
    assert main(["init", "--sheets", "--dir", str(tmp_path / "new")]) == 0
    assert Folder(tmp_path / "new").face.root == Folder(tmp_path / "province").face.root
    assert Folder(tmp_path / "new").face.recovery == Folder(tmp_path / "province").face.recovery


def back_from_sheets(call, tmp_path, monkeypatch, served):
    """The province with its sheets, one PC asking by an open invitation; and its folder put together anew."""
    old, new = tmp_path / "old", tmp_path / "province"
    face, opened = Folder(new).face, secret.unlocked(Folder(new).face.lock, "Tinh-Lang-Son-2026", 2**31)
    call("invite", OFFICE, "--out", tmp_path / "open.invitation")
    new.rename(old)
    monkeypatch.setenv("CASEDESK_SHEETS", "\n".join(secret.split(opened, 2, 3)[1:]))
    call("init", "--sheets")
    call("server", "--key", b64encode(face.server).decode(), "--url", served)
    return old, new


def test_a_province_brought_back_learns_all_its_offices_and_which_invitation_it_does_not_know(
    call, served, tmp_path, monkeypatch
):
    call("office", "add", "00563", "--name", "UBND phường Đồng Kinh")
    call("invite", "00563")  # brings it to the server
    back_from_sheets(call, tmp_path, monkeypatch, served)
    enrolling.begin(tmp_path / "pc", Invitation.read(tmp_path / "open.invitation"), "Cán bộ", PASSWORD)
    desk = home.open_home(tmp_path / "pc", PASSWORD, waiting=True)
    assert not enrolling.ask(tmp_path / "pc", desk, served)
    found = call("requests")
    assert found["learnt"] == [OFFICE, "00563"] and found["elsewhere"] == 0
    assert [office["name"] for office in call("office", "list")["offices"]] == [
        "UBND phường Cửa Nam", "UBND phường Đồng Kinh",
    ]  # fmt: skip
    assert [row["invited"] for row in found["requests"]] == [False]
    assert "turn-away" in call("approve", desk.device.id, status=1)
    call("turn-away", desk.device.id)
    with pytest.raises(Refused) as refused:
        enrolling.ask(tmp_path / "pc", desk, served)
    assert refused.value.key == "enrol.server_turned_away"
    desk.close()


def test_the_old_folder_is_not_used_beside_the_new_one_unnoticed(call, served, tmp_path, monkeypatch):
    pc = enrolled(call, tmp_path, served, "pc1")
    old, new = back_from_sheets(call, tmp_path, monkeypatch, served)
    call("requests")
    call("delegate", OFFICE, pc.device.id)
    new.rename(tmp_path / "in use")
    old.rename(new)
    for act in (["invite", OFFICE], ["revoke", OFFICE, pc.device.id, "--last", "0"], ["office", "add", OFFICE]):
        assert "casedesk-server tell" in call(*act, status=1)
    assert Folder(new).office(OFFICE).roster.may_enrol(pc.device.id) is False
    assert call("requests")["elsewhere"] == 1
    assert call("delegate", OFFICE, pc.device.id, "--withdraw")["published"]
    pc.close()


def test_the_server_names_its_offices_to_nobody_but_the_province(call, served, tmp_path):
    folder = Folder(tmp_path / "province")
    stranger = Query("", "", int(time.time())).signed(Ed25519PrivateKey.generate())
    with pytest.raises(Refused) as refused:
        Mailing(served, folder.face.server).send("offices", stranger)
    assert refused.value.key == "enrol.server_no_right"


def test_what_cannot_be_is_refused_in_words(call, tmp_path, monkeypatch):
    assert call("office", "list", status=1)
    call("init")
    assert call("init", status=1)
    assert call("invite", OFFICE, status=1)
    call("office", "add", OFFICE)
    assert "casedesk-server trust" in call("invite", OFFICE, status=1)
    assert call("recover", OFFICE, "--out", tmp_path / "x", status=1)
    assert call("office", "add", "Cửa Nam", status=1)
    for wrong in (b"", b"CDO\x01", b"CDO\x01\xf6", b"CDO\x01\x81\x00", b"noise" * 30):
        (tmp_path / "file").write_bytes(wrong)
        assert call("import", tmp_path / "file", status=1)
        assert call("publish", tmp_path / "file", status=1)
    monkeypatch.setenv("CASEDESK_PASSWORD", "wrong")
    for failures in (1, 2):
        assert call("office", "add", "00001", status=1)
        assert Folder(tmp_path / "province").face.lock.failures == failures


def test_a_servers_folder_that_trusts_one_province_serves_no_other(call, tmp_path, capsys):
    root = call("init")["root"]
    data = str(tmp_path / "server")
    assert server_main(["trust", root, "--data", data]) == 0
    assert server_main(["trust", root, "--data", data]) == 0
    assert server_main(["trust", b64encode(bytes(31)).decode(), "--data", data]) == 1
    assert server_main(["trust", b64encode(secret.Secret.new().pinned).decode(), "--data", data]) == 1
    assert server_main(["provision", "--data", data, "--office", "1", "--pcs", "1", "--out", str(tmp_path / "o")]) == 1
    assert "casedesk-province" in capsys.readouterr().err


def test_a_server_that_was_never_provisioned_is_not_made_by_a_typing_error(tmp_path, capsys):
    assert server_main(["run", "--data", str(tmp_path / "mistyped")]) == 1
    assert not (tmp_path / "mistyped").exists()


def test_sheets_of_a_splitting_that_cannot_be_are_refused():
    for needed, of in ((1, 3), (3, 2), (2, 17)):
        with pytest.raises(Refused):
            secret.split(secret.Secret.new(), needed, of)


def test_all_follows_from_the_secret():
    one = secret.Secret(bytes(32))
    assert one.pinned == secret.Secret(bytes(32)).pinned != secret.Secret(bytes([1] * 32)).pinned
    assert len(sealing.public(one.recovery)) == sealing.PUBLIC
    assert one.invitation("a", 1) != one.invitation("a", 2) != one.invitation("b", 2)


def test_the_province_settles_for_an_office_on_a_desk_of_its_own(call, served, tmp_path):
    one, two = (enrolled(call, tmp_path, served, name) for name in ("pc1", "pc2"))
    id = receive_case(one, phone="0912000417")
    for desk in (one, two):
        sync(desk, served)
    for desk, phone in ((one, "0912000471"), (two, "0912000714")):
        desk.do(lambda hand, desk=desk, phone=phone: edit(desk.db, hand, id, {"phone": phone}))
        sync(desk, served)
    ours = enrolled(call, tmp_path, served, "tinh")
    sync(ours, served)
    seen = versions(ours.db, id)["phone"]
    assert {version.value for version in seen} == {"0912000471", "0912000714"}
    ours.do(lambda hand: settle(ours, hand, "case", id, "phone", "0912000714", seen, "tỉnh đã gọi công dân"))
    sync(ours, served)
    for desk in (one, two):
        sync(desk, served)
        assert store.get(desk.db, Case, id).phone == "0912000714"
        assert versions(desk.db, id) == {}
        last = log.history(desk.db, id)[-1]
        assert (last.device, last.change.reason) == (ours.device.id, "tỉnh đã gọi công dân")
        assert desk.officer_name(last.change.by) == "Cán bộ tinh"
        desk.close()
    ours.close()


def test_a_file_that_cannot_be_written_or_a_number_that_cannot_be_is_said_in_words(served, call, tmp_path):
    gone = tmp_path / "no folder" / "pc.invitation"
    assert str(gone) in call("invite", OFFICE, "--out", gone, status=1)
    here = tmp_path / "pc.invitation"
    assert str(gone) in call("invite", OFFICE, "--out", here, "--qr", gone, status=1)
    assert not here.exists() and Folder(tmp_path / "province").office(OFFICE).invited == ()
    (tmp_path / "file").write_text("")
    pc = enrolled(call, tmp_path, served, "pc1")
    assert str(tmp_path / "file") in call("recover", OFFICE, "--out", tmp_path / "file", status=1)
    with pytest.raises(SystemExit) as wrong:
        main(["revoke", OFFICE, pc.device.id, "--last", "-4"])
    assert wrong.value.code == 2
    pc.close()


def test_who_is_turned_away_asks_no_more_and_nobody_comes_in_by_the_invitation(served, call, tmp_path):
    call("invite", OFFICE, "--out", tmp_path / "pc.invitation")
    enrolling.begin(tmp_path / "pc", Invitation.read(tmp_path / "pc.invitation"), "Cán bộ", PASSWORD)
    with closing(home.open_home(tmp_path / "pc", PASSWORD, waiting=True)) as desk:
        assert not enrolling.ask(tmp_path / "pc", desk, served)
        assert call("turn-away", desk.device.id)["published"]
        assert call("requests")["requests"] == []
        with pytest.raises(Refused) as refused:
            enrolling.ask(tmp_path / "pc", desk, served)
    assert refused.value.key == "enrol.server_turned_away"


def test_the_code_of_an_invitation_works_at_once_where_the_server_answers(served, call):
    made = call("invite", OFFICE)
    assert made["published"] and enrolling.fetch(made["code"], served).office == OFFICE


def test_a_pc_is_not_removed_before_it_is_known_how_far_it_delivered(served, call, tmp_path):
    pc = enrolled(call, tmp_path, served, "pc1")
    folder = Folder(tmp_path / "province")
    face = folder.face
    folder.write(replace(face, url="http://127.0.0.1:9"))
    assert "--last" in call("revoke", OFFICE, pc.device.id, status=3)
    folder.write(replace(face, url=""))
    folder.keep(replace(folder.office(OFFICE), heads={}))
    assert "--last" in call("revoke", OFFICE, pc.device.id, status=1)
    assert folder.office(OFFICE).roster.find(pc.device.id).revoked_after is None
    assert call("revoke", OFFICE, pc.device.id, "--last", 3)["last"] == 3
    pc.close()
