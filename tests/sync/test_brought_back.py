"""A province whose PC is lost is put together again from its sheets: it learns what it did before it acts on it."""

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from sync.errors import Offline, Tampered
from sync.keys import sealing
from sync.keys.request import Request
from sync.province import acts, opening, travel
from sync.province.folder import Folder
from sync.province.secret import Secret

OFFICE = "00562"


def began(path, secret, **how):
    folder = Folder(path)
    opening.begin(folder, "tỉnh Lạng Sơn", secret, needed=2, **how)
    opening.know_server(folder, "A" * 43 + "=", "")
    return folder


@pytest.fixture
def secret():
    return Secret.new()


@pytest.fixture
def lost(tmp_path, secret):
    """The folder that is lost later: an office with one PC."""
    folder = began(tmp_path / "lost", secret)
    acts.open_office(folder, secret, OFFICE, "UBND phường Cửa Nam")
    invited = acts.invite(folder, secret, OFFICE, days=14)
    key = Ed25519PrivateKey.generate()
    acts.approve(folder, secret, Request.new(invited, key, sealing.public(sealing.new()), "QUẦY-1", 1))
    return folder


@pytest.fixture
def again(tmp_path, secret):
    return began(tmp_path / "again", secret, brought_back=True)


def told(folder):
    """The file that the server writes of what it holds."""
    kept = folder.office(OFFICE)
    recovery = [[each.epoch, each.data] for each in kept.sealed if not each.device]
    said = [OFFICE, bytes(kept.roster), recovery, list(kept.keys), [], {"abcdefgh": 4}]
    return travel.MAGIC + cbor2.dumps([said])


def test_no_office_is_begun_a_second_time(again, secret):
    with pytest.raises(Refused) as refused:
        travel.open_office(again, secret, OFFICE, "")
    assert refused.value.key == "province.learn_first" and again.offices() == []


def test_the_file_of_the_server_brings_offices_pcs_and_keys_back(lost, again, secret):
    assert travel.learn(again, told(lost)) == (1, [])
    assert again.office(OFFICE).roster == lost.office(OFFICE).roster
    assert acts.content_keys(again, secret, OFFICE) == acts.content_keys(lost, secret, OFFICE) != {}
    acts.open_office(again, secret, "00563", "UBND phường Đồng Kinh")  # what is new may begin now
    assert set(again.offices()) == {OFFICE, "00563"}


def test_an_office_that_the_province_never_began_is_not_brought_back(lost, tmp_path):
    stranger = began(tmp_path / "stranger", Secret.new(), brought_back=True)
    with pytest.raises(Tampered):
        travel.learn(stranger, told(lost))
    empty = travel.MAGIC + cbor2.dumps([[OFFICE, b"CDR\x02" + cbor2.dumps([OFFICE, None, []]), [], [], [], {}]])
    with pytest.raises((Refused, Tampered)):
        travel.learn(stranger, empty)
    assert stranger.offices() == [] and stranger.face.brought_back


@pytest.fixture
def linked(again):
    opening.know_server(again, "A" * 43 + "=", "http://127.0.0.1:9")
    return again


def test_with_a_line_an_office_is_learnt_from_the_server_when_it_is_named(linked, lost, secret, monkeypatch):
    said = cbor2.loads(told(lost)[len(travel.MAGIC) :])[0]
    monkeypatch.setattr(travel, "state", lambda folder, secret, code: said if code == OFFICE else None)
    roster = travel.open_office(linked, secret, OFFICE, "")
    assert roster.name == "UBND phường Cửa Nam" and len(roster.members) == 1
    assert travel.open_office(linked, secret, "00563", "").members == ()  # the server knows of none: it is new


def test_without_an_answer_nothing_is_begun(linked, secret):
    with pytest.raises(Offline):
        travel.open_office(linked, secret, OFFICE, "")
    assert linked.offices() == []


def test_an_invitation_is_never_given_out_twice(lost, again, secret):
    travel.learn(again, told(lost))
    first, second = (acts.invite(folder, secret, OFFICE, days=14) for folder in (lost, again))
    assert first.code != second.code
    assert acts.invitation(again, secret, OFFICE, again.office(OFFICE).invited[0].number).code == second.code


@pytest.mark.parametrize("days", [0, -3, 366, 10**9])
def test_an_invitation_lasts_some_days_and_not_for_ever(lost, secret, days):
    with pytest.raises(Refused) as refused:
        acts.invite(lost, secret, OFFICE, days=days)
    assert refused.value.key == "enrol.bad_days" and len(lost.office(OFFICE).invited) == 1
