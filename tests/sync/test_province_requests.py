"""What waits at the province: kept in its folder until it is settled; who was turned away is not asked about again."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from sync.keys import sealing
from sync.keys.request import Request
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
