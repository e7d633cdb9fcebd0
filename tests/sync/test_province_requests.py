"""What waits at the province: kept in its folder until it is settled; who was turned away is not asked about again."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from sync.keys import sealing, statement
from sync.keys.request import Request
from sync.keys.statement import Kind
from sync.keys.succession import Succession
from sync.province import acts, opening, travel
from sync.province.folder import Folder
from sync.province.secret import Secret, split

OFFICE = "00562"
PASSWORD = "Tinh-Lang-Son-2026"


@pytest.fixture
def secret():
    return Secret.new()


@pytest.fixture
def folder(tmp_path, secret, quick_passwords):
    found = Folder(tmp_path / "province")
    opening.begin(found, "tỉnh Lạng Sơn", secret, password=PASSWORD)
    opening.know_server(found, "A" * 43 + "=", "")
    acts.open_office(found, secret, OFFICE, "UBND phường Cửa Nam")
    return found


def asks(folder, secret):
    invited = acts.invite(folder, secret, OFFICE, days=14)
    return Request.new(invited, Ed25519PrivateKey.generate(), sealing.public(sealing.new()), "QUẦY-1", 1)


def state(folder, *requests):
    roster = folder.office(OFFICE).roster
    return [OFFICE, bytes(roster), [], [], [request.data for request in requests], {}]


def test_a_request_waits_in_the_folder_until_it_is_approved(folder, secret):
    request = asks(folder, secret)
    assert travel.take(folder, state(folder, request)) == [request]
    assert Folder(folder.path).requests() == [request]
    acts.judge(folder, secret, request)
    acts.approve(folder, secret, request)
    assert folder.requests() == []


def test_who_is_turned_away_is_asked_about_no_more_and_the_invitation_lets_nobody_in(folder, secret):
    request = asks(folder, secret)
    travel.take(folder, state(folder, request))
    acts.turn_away(folder, secret, request)
    assert folder.requests() == []
    assert travel.take(folder, state(folder, request)) == []
    with pytest.raises(Refused) as refused:
        acts.approve(folder, secret, request)
    assert refused.value.key == "enrol.expired"


def test_a_file_that_is_no_request_stops_nothing(folder, secret):
    request = asks(folder, secret)
    folder.keep_request(request)
    (folder.path / "requests" / "aaaaaaaa").write_bytes(b"broken")
    assert folder.requests() == [request]


def test_a_wrong_password_is_counted_and_sheets_of_another_province_are_refused(folder, secret):
    assert opening.by_password(folder, PASSWORD, 1_000) == secret
    with pytest.raises(Refused, match="chưa đúng"):
        opening.by_password(folder, "nhầm", 1_000)
    assert folder.face.lock.failures == 1
    assert opening.by_sheets(folder, split(secret, 2, 3)[1:]) == secret
    with pytest.raises(Refused) as refused:
        opening.by_sheets(folder, split(Secret.new(), 2, 3)[1:])
    assert refused.value.key == "province.other_secret"


def late(folder, secret):
    """The word of a delegate, beyond the point up to which the province lets it count, for a PC of number 81."""
    first, key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    invited = acts.invite(folder, secret, OFFICE, days=14)
    delegate = Request.new(invited, first, sealing.public(sealing.new()), "A", 1)
    acts.approve(folder, secret, delegate)
    acts.delegate(folder, secret, OFFICE, delegate.device, range(80, 90))
    place = folder.office(OFFICE).roster.place(delegate.device)
    acts.revoke(folder, secret, OFFICE, delegate.device, 0)
    key = key.public_key().public_bytes_raw()
    return statement.sign(first, place, 5, Kind.DEVICE, key, bytes(32), 81, "QUẦY-81", None)


def test_the_province_lets_in_a_pc_whose_delegates_word_came_too_late_under_its_number(folder, secret):
    said = late(folder, secret)
    travel.take(folder, [*state(folder), [], [said.data, b"nothing", bytes(100)]])
    assert folder.disowned() == [said]
    member = acts.accept(folder, secret, said)
    assert (member.pc, member.name, member.key) == (81, "QUẦY-81", said.values[0])
    assert folder.disowned() == []
    assert folder.journal()[0].act == "accept"


def test_its_number_given_to_another_meanwhile_it_gets_the_one_that_is_told(folder, secret):
    said = late(folder, secret)
    other = asks(folder, secret)
    acts.approve(folder, secret, other, pc=81)
    with pytest.raises(Refused) as refused:
        acts.accept(folder, secret, said)
    assert refused.value.key == "keys.number_taken"
    assert acts.accept(folder, secret, said, pc=12).pc == 12


def test_a_copys_request_that_counts_no_more_keeps_nothing_else_away(folder, secret):
    key, request = Ed25519PrivateKey.generate(), asks(folder, secret)
    invited = acts.invite(folder, secret, OFFICE, days=14)
    public = sealing.public(sealing.new())
    asked = Request.new(invited, key, public, "B", 1)
    acts.approve(folder, secret, asked)
    copy = Succession.new(OFFICE, key, Ed25519PrivateKey.generate(), public, 1)
    acts.revoke(folder, secret, OFFICE, asked.device, 0)
    assert travel.take(folder, [*state(folder, request), [copy.data]]) == [request]
    assert folder.clones() == []
