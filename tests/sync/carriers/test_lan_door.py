"""What is said at a door of the office's network: to who holds an invitation, to who does not, and once too often."""

import socket
import ssl
from dataclasses import replace
from threading import Thread

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, store
from desk.joining import Asking, Doorway
from desk.officers import rights
from desk.record import Edit
from sync import doors, log
from sync.carriers import lan_door
from sync.carriers.knocking import Knocking
from sync.carriers.lan import LanCarrier, parsed
from sync.carriers.lan_trust import Epoch, Trust
from sync.errors import Offline, Tampered
from sync.keys import sealing
from sync.keys.invitation import Invitation
from sync.keys.request import Admission, Request
from sync.signing import Identity
from tests.sync.carriers.test_lan import Office, trust
from tests.sync.offices import open_pcs

HOUR = 3_600_000


@pytest.fixture
def office(tmp_path):
    desks = open_pcs(tmp_path, 2)
    running = Office(desks)
    yield running
    running.close()
    for desk in desks:
        desk.close()


@pytest.fixture
def invited(office):
    """An invitation of the province's that one PC of the office has been told of."""
    desk = office.desks[0]
    ring, ends = desk.keyring, int(desk.clock() * 1000) + HOUR
    made = Invitation.new(desk.office.code, desk.office.name, ring.root, ring.server, "", ends)
    doors.open_door(desk, made)
    office.there[0].round()
    return made


def request(invited, name="QUẦY-2"):
    return Request.new(invited, Ed25519PrivateKey.generate(), sealing.public(sealing.new()), name, 1)


def say(office, key, *letter, n=0):
    """What a caller is told, while the desk it calls is at work."""
    told = []

    def call():
        try:
            told.append(Knocking(office.address(n), key).send(*letter))
        except (Offline, Refused, Tampered) as error:
            told.append(error)

    caller = Thread(target=call)
    caller.start()
    office.bench.work(20, lambda: bool(told))
    caller.join()
    return told[0]


def test_who_holds_an_invitation_may_read_it_and_ask(office, invited):
    desk, asked = office.desks[0], request(invited)
    assert say(office, invited.door, "invitation") == invited.public
    assert say(office, invited.door, "ask", asked.data) == []
    assert [each.data for each in doors.requests(desk)] == [asked.data]
    before = log.vector(desk.db)
    assert say(office, invited.door, "ask", asked.data) == []  # said twice is said once
    assert log.vector(desk.db) == before


def test_who_asks_is_shown_nothing_but_what_concerns_it(office, invited):
    asked, other = request(invited), request(invited)
    desk = office.desks[0]
    say(office, invited.door, "ask", asked.data)
    [asking] = store.select(desk.db, Asking)
    member = desk.keyring.roster.members[1]
    moved = replace(asking, device=member.id)
    sealed = cbor2.dumps([[1, bytes(sealing.SEALED)]])
    edits = (Edit("asking", asking.id, {"device": moved.device, "request": other.data, "sealed": sealed}),)
    desk.do(lambda hand: doors.Change("take_in", edits, hand.by))
    assert say(office, invited.door, "ask", other.data) == []  # another PC's keys are not handed out
    found = doors._admission(desk, store.get(desk.db, Asking, asking.id))
    assert Admission.read(bytes(found), member.id).sealed[0].data == bytes(sealing.SEALED)


def test_a_request_for_another_office_or_by_nobody_gets_no_place(office, invited):
    elsewhere = replace(invited, office="H57.133")
    for data in (request(elsewhere).data, request(invited).data[:-1] + b"x", b"", b"noise"):
        told = say(office, invited.door, "ask", data)
        assert isinstance(told, Refused), told
    assert isinstance(say(office, invited.door, "ask"), Refused)
    assert isinstance(say(office, invited.door, "nonsense"), Refused)
    assert doors.requests(office.desks[0]) == []


def test_a_box_has_room_for_a_few(office, invited):
    for _ in range(doors.MOST_ASKING):
        assert say(office, invited.door, "ask", request(invited).data) == []
    told = say(office, invited.door, "ask", request(invited).data)
    assert told.key == "enrol.door_full"


def test_a_door_that_is_not_open_says_nothing_at_all(office, invited):
    for key, n in ((bytes(32), 0), (invited.door, 1)):  # a wrong one; a PC that has not heard of it
        told = say(office, key, "invitation", n=n)
        assert (type(told), told.key) == (Offline, "lan.not_ours")
    office.desks[0].clock = lambda: invited.ends / 1000 + 1
    office.there[0].round()
    assert say(office, invited.door, "invitation").key == "lan.not_ours"


def test_a_greeting_at_a_door_looks_like_any_other_and_leads_a_stranger_nowhere(office, invited):
    here = trust(office.desks[0])
    names = [here.known[0].greeting(), Epoch(invited.door).greeting()]
    assert len({len(name) for name in names}) == 1
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    plain.check_hostname, plain.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(parsed(office.address(0))) as line,
        plain.wrap_socket(line, server_hostname=names[1]) as tls,
    ):
        shown = tls.getpeercert(True)
        with pytest.raises(ssl.SSLError):
            tls.recv(1)
    assert office.desks[0].device.id.encode() not in shown


def test_a_newcomer_cannot_exchange_and_a_pc_has_no_letters_for_the_door(office, invited, monkeypatch):
    """Each line opens what it was made for: a door's certificate is no member's, and the other way about."""
    desk = office.desks[1]
    identity = Identity(desk.office.code, desk.device.id, desk.keyring.signing)
    posing = Trust(identity, (Epoch(invited.door),), desk.keyring.roster)
    carrier = LanCarrier(office.address(0), posing)
    with pytest.raises((Offline, Tampered)) as refused:
        carrier.exchange(_Hello())
    assert refused.value.key == "sync.server_revoked"
    carrier.close()
    with pytest.raises(Tampered):
        trust(office.desks[0], doors=doors.doors(office.desks[0])).door_of(None)
    call = Knocking(office.address(0), next(iter(office.desks[1].keyring.office_keys.values())))
    with pytest.raises(Offline) as refused:
        call.send("invitation")
    assert refused.value.key == "lan.not_ours"


class _Hello:
    partial, heads, came = None, {}, bytes

    def __bytes__(self):
        return b""


def test_what_is_carried_on_goes_to_the_province_only(office, invited):
    for path in ("/", "/v1/mail/../admin", "http://elsewhere.example.vn/"):
        told = say(office, invited.door, "carry", path, {}, b"")
        assert isinstance(told, Offline | Refused)
    [door] = doors.doors(office.desks[0])
    letter = lan_door.Letter(bytes(12), "carry", ("/", {}, b""))
    assert b"unread" in lan_door.carry_on(lan_door.Called(replace(door, url="http://127.0.0.1:9"), letter))


def test_a_door_closes_when_its_pc_speaks_as_one_of_the_office(office, invited):
    desk, other = office.desks
    [way] = store.select(desk.db, Doorway)
    assert len(doors.doors(desk)) == 1
    desk.do(lambda hand: doors.Change("take_in", (Edit("doorway", way.id, {"used_by": other.device.id}),), hand.by))
    assert len(doors.doors(desk)) == 1
    told = say(office, invited.door, "ask", request(invited).data)
    assert told.key == "enrol.door_used"
    log.receive(desk.db, list(log.everything(other.db)))
    assert doors.doors(desk) == ()


def test_an_export_says_no_more_of_a_door_than_that_there_is_one(office, invited):
    desk = office.desks[0]
    [way] = store.select(desk.db, Doorway)
    [entry] = log.history(desk.db, way.id)
    told = rights.exported(entry.change.edits[0], desk.roles)
    assert told["invitation"] == invited.id.hex()
    assert way.key not in told.values()


def test_an_invitation_of_another_office_opens_no_door(office, invited):
    with pytest.raises(Refused):
        doors.open_door(office.desks[0], replace(invited, office="H57.133"))
    with pytest.raises(Refused):
        doors.open_door(office.desks[0], replace(invited, root=bytes(32)))
