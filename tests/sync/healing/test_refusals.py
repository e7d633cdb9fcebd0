"""Words of membership that nobody vouches for: turned down, written down, and shown on both sides."""

import json
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.healing import notices
from sync.keys import refusals, statement, telling
from sync.keys.news import News
from sync.keys.statement import Kind
from sync.server.command import main as server_main
from tests.sync.offices import receive_case


def forged(desk, key=None, office="00562"):
    """A statement in the province's name that it has not signed."""
    place = desk.keyring.roster.place()._replace(office=office)
    return statement.sign(key or Ed25519PrivateKey.generate(), place, 0, Kind.OFFICE, "Đơn vị giả").data


def status(province, capsys):
    capsys.readouterr()
    assert server_main(["status", "--data", str(province.folder / "data"), "--json"]) == 0
    [office] = json.loads(capsys.readouterr().out)["offices"]
    return office


def test_a_pc_tells_what_it_was_handed_and_did_not_believe(office):
    desk = office["pc1"]
    before = desk.keyring.roster.hash
    handed = News({}, [forged(desk), b"nothing", forged(desk, office="H99")])
    for _ in range(3):
        telling.hear(desk.db, desk.keyring, handed)
    assert desk.keyring.roster.hash == before
    assert {(each.reason, each.count) for each in refusals.known(desk.db)} == {
        ("signature", 3), ("damaged", 3), ("other_office", 3),
    }  # fmt: skip
    said = notices.told(desk)
    assert any("chữ ký không đúng" in each for each in said)
    assert any("bị hỏng" in each for each in said)


def test_what_only_lacks_its_place_yet_is_no_lie(office, province):
    desk = office["pc1"]
    key = province.keys.province
    later = desk.keyring.roster.place()._replace(number=99)
    telling.hear(desk.db, desk.keyring, News({}, [statement.sign(key, later, 0, Kind.OFFICE, "Tên").data]))
    assert refusals.known(desk.db) == []


def test_a_content_key_that_is_not_the_one_is_told(office, province):
    desk = office["pc1"]
    own = province.engine.sealed("00562", desk.device.id, list(desk.keyring.roster.epochs))
    held = desk.keyring.office_keys
    desk.keyring.office_keys = {}
    false = [each._replace(data=bytes(len(each.data))) for each in own]
    telling.hear(desk.db, desk.keyring, News({}, sealed=false))
    desk.keyring.office_keys = held
    assert [each.reason for each in refusals.known(desk.db)] == ["content_key"]


def test_the_server_shows_what_it_turned_down(office, province, capsys):
    desk = office["pc1"]
    office.sync("pc1")
    province.app.members.hear("00562", [forged(desk), b"nothing"])
    told = {(each["reason"], each["count"]) for each in status(province, capsys)["refused"]}
    assert told == {("word_signature", 1), ("word_damaged", 1)}
    assert server_main(["status", "--data", str(province.folder / "data")]) == 0
    assert "chữ ký giả" in capsys.readouterr().out


def test_the_server_shows_that_pcs_refilled_it(office, province, capsys):
    for n in range(3):
        receive_case(office["pc1"], f"Hồ sơ {n}")
        office.sync("pc1")
    assert status(province, capsys)["refilled"] is None
    province.engine._db.execute("DELETE FROM segment")
    province.engine._db.execute("DELETE FROM head")
    before = int(time.time())
    office.sync("pc1")
    refilled = status(province, capsys)["refilled"]
    assert (refilled["changes"], [each["name"] for each in refilled["pcs"]]) == (4, ["MÁY-01"])
    assert refilled["since"][:10] == time.strftime("%Y-%m-%d", time.gmtime(before))
    again = status(province, capsys)["refilled"]
    office.sync("pc1")
    assert status(province, capsys)["refilled"] == again  # told once
    assert server_main(["status", "--data", str(province.folder / "data")]) == 0
    assert "đã gửi lại" in capsys.readouterr().out
