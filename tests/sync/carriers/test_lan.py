"""PCs of one office on its own network: they share without a server; a stranger learns that a desk exists."""

import os
import socket
import ssl
from concurrent.futures import Future
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, store
from desk.cases import Case
from sync import exchange, segments
from sync.carriers import lan_answer, peers
from sync.carriers.lan import LanCarrier, parsed
from sync.carriers.lan_server import Listener
from sync.carriers.lan_trust import Epoch, Trust
from sync.carriers.neighbours import Neighbours
from sync.carriers.turns import Turn, by_turns
from sync.carriers.workbench import Workbench
from sync.delivery import delivery
from sync.errors import Offline, Tampered
from sync.jobs import run
from sync.signing import Identity
from tests.sync.offices import open_pcs, receive_case
from tests.sync.test_exchange import pcs as provisioned  # noqa: F401
from tests.sync.test_exchange import sync


@pytest.fixture
def pcs(tmp_path):
    desks = open_pcs(tmp_path, 3)
    yield desks
    for desk in desks:
        desk.close()


class Office:
    """Desks on one network, all worked by this thread."""

    def __init__(self, desks):
        self.desks = desks
        self.bench = Workbench(2 * len(desks))
        self.touched = []
        self.there = [Neighbours(desk, self.bench, Turn(), self.touched.append) for desk in desks]
        for one in self.there:
            one.listen("127.0.0.1", 0)

    def address(self, n):
        return f"127.0.0.1:{self.there[n].port}"

    def meet(self, n, other):
        """Let one PC exchange with another until both are at rest."""
        self.there[n].meet(self.address(other))
        self.bench.work(20, lambda: not any(one.busy for one in self.there))
        return self.there[n].known[self.address(other)]

    def close(self):
        for one in self.there:
            one.stop()
        self.bench.close()


@pytest.fixture
def office(pcs):
    running = Office(pcs)
    yield running
    running.close()


def test_a_case_goes_from_pc_to_pc_without_any_server(office):
    one, two, _ = office.desks
    id = receive_case(one)
    met = office.meet(0, 1)
    assert (met.reason, met.device, met.last.changes_sent) == ("", two.device.id, 2)
    assert store.get(two.db, Case, id) == store.get(one.db, Case, id)
    assert peers.holding_all(one) == 1
    assert office.there[0].alive
    assert ("case", id) in set().union(*office.touched)
    assert not delivery(one).complete


def test_both_learn_in_one_exchange_and_a_third_gets_what_others_wrote(office):
    one, two, three = office.desks
    ids = [receive_case(one), receive_case(two)]
    office.meet(0, 1)
    office.meet(2, 1)
    for desk in office.desks:
        assert [store.get(desk.db, Case, id) is not None for id in ids] == [True, True]
    assert peers.holding_all(one) == 1  # what the third holds was told to the second only
    office.meet(0, 2)
    assert peers.holding_all(one) == 2
    assert segments.heads(one.db) == segments.heads(two.db) == segments.heads(three.db)


def test_nothing_new_changes_nothing_on_either_side(office):
    receive_case(office.desks[0])
    office.meet(0, 1)
    office.meet(0, 1)
    before = [desk.db.execute("SELECT total_changes()").fetchone() for desk in office.desks]
    assert office.meet(0, 1).last.round_trips == 1
    assert [desk.db.execute("SELECT total_changes()").fetchone() for desk in office.desks] == before


def test_two_pcs_that_call_each_other_at_once_do_not_wait_for_each_other(office):
    one, two, _ = office.desks
    for desk in (one, two):
        for _ in range(3):
            receive_case(desk)
    office.there[0].meet(office.address(1))
    office.there[1].meet(office.address(0))
    office.bench.work(20, lambda: not any(there.busy for there in office.there))
    assert segments.heads(one.db) == segments.heads(two.db)
    assert len(segments.heads(one.db)) == 2


def test_a_large_log_goes_once(office):
    one, two, _ = office.desks
    for _ in range(60):
        receive_case(one)
    report = office.meet(0, 1).last
    assert report.changes_sent == 61
    assert office.meet(0, 1).last.changes_sent == 0
    assert segments.heads(two.db) == segments.heads(one.db)


def test_a_program_that_begins_anew_sends_nothing_that_the_other_holds(office):
    one, _, three = office.desks
    receive_case(three)
    office.meet(2, 0)
    receive_case(one)
    assert office.meet(0, 1).last.changes_sent > 0
    again = office.there[0].known[office.address(1)]
    again.device = ""  # as in another process: an address, and nobody met there yet
    report = office.meet(0, 1).last
    assert (report.changes_sent, report.segments_sent, report.round_trips) == (0, 0, 1)


def test_the_provinces_receipt_is_handed_on(province, provisioned):  # noqa: F811
    one, two = provisioned
    office = Office([one, two])
    try:
        receive_case(one)
        office.meet(0, 1)
        assert delivery(one).waiting == 2
        sync(two, province.address)  # the second has the line; it carries the first one's segments on
        office.meet(0, 1)
        assert delivery(one).waiting == 0
        assert delivery(one).complete
    finally:
        office.close()


def trust(desk, **other):
    ring = desk.keyring
    identity = Identity(desk.office.code, desk.device.id, ring.signing)
    return replace(Trust.of(identity, dict(ring.office_keys), ring.roster), **other)


def ask(desk, address, trusted):
    carrier = LanCarrier(address, trusted)
    try:
        return run(exchange.exchange(desk, carrier, side=peers.Peer(desk, lambda: "")))
    finally:
        carrier.close()


def turned_away(office, trusted):
    """What a PC with that trust is told, while the desk it calls is at work."""
    receive_case(office.desks[0])
    carrier = LanCarrier(office.address(0), trusted)
    steps = exchange.exchange(office.desks[1], carrier, side=peers.Peer(office.desks[1], lambda: ""))
    with pytest.raises((Offline, Tampered)) as refused:
        run(steps)
    carrier.close()
    assert carrier.received < 600
    assert str(refused.value)
    return refused.value.key


def test_who_lacks_the_offices_key_is_not_even_shown_a_certificate(office):
    stranger = trust(office.desks[1], known=(Epoch(os.urandom(32)),))
    assert turned_away(office, stranger) == "lan.not_ours"
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    plain.check_hostname, plain.verify_mode = False, ssl.CERT_NONE
    host, port = parsed(office.address(0))
    for name in (None, "casedesk", "0" * 32 + ".casedesk", "x" * 60):
        with socket.create_connection((host, port)) as line, pytest.raises((ssl.SSLError, OSError)):
            plain.wrap_socket(line, server_hostname=name).recv(1)


def test_a_greeting_that_was_overheard_leads_to_a_certificate_that_says_nothing(office):
    desk = office.desks[0]
    greeting = trust(desk).known[0].greeting()
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    plain.check_hostname, plain.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(parsed(office.address(0))) as line,
        plain.wrap_socket(line, server_hostname=greeting) as tls,
    ):
        shown = tls.getpeercert(True)
        with pytest.raises(ssl.SSLError):
            tls.recv(1)
    for told in (desk.office.code, desk.device.id, desk.device.name, desk.keyring.roster.members[0].id):
        assert told.encode() not in shown


def test_a_pc_of_the_office_that_is_not_on_the_roster_is_refused(office):
    other = Ed25519PrivateKey.generate()
    unlisted = trust(office.desks[1], identity=Identity(office.desks[1].office.code, "aaaaaaaa", other))
    assert turned_away(office, unlisted) == "sync.server_revoked"
    pretending = trust(
        office.desks[1], identity=Identity(office.desks[1].office.code, office.desks[2].device.id, other)
    )
    assert turned_away(office, pretending) == "sync.server_revoked"


def test_a_revoked_pc_is_refused_and_is_sent_nothing(office):
    two = office.desks[1]
    roster = two.keyring.roster
    without = replace(
        roster,
        members=tuple(replace(m, revoked_after=0) if m.id == two.device.id else m for m in roster.members),
    )
    office.there[0]._trust = replace(office.there[0]._trust, roster=without)
    assert turned_away(office, trust(two)) == "sync.server_revoked"
    receive_case(office.desks[2])
    carrier = LanCarrier(office.address(1), trust(office.desks[2], roster=without))
    with pytest.raises(Tampered) as refused:
        run(exchange.exchange(office.desks[2], carrier, side=peers.Peer(office.desks[2], lambda: "")))
    assert (refused.value.key, carrier.sent) == ("lan.not_a_member", 0)


def never(asked):
    """A desk that is closed before it answers."""
    answered = Future()
    answered.cancel()
    return answered


def test_pcs_that_know_an_epoch_in_common_speak_in_it(office):
    old, new = os.urandom(32), os.urandom(32)
    behind = trust(office.desks[0], known=(Epoch(old),))
    ahead = trust(office.desks[1], known=(Epoch(new), Epoch(old)))
    for called, calls in ((behind, ahead), (ahead, behind)):
        listener = Listener(never, lambda called=called: called, "127.0.0.1")
        carrier = LanCarrier(f"127.0.0.1:{listener.port}", calls)
        with pytest.raises((Offline, Tampered)) as refused:
            run(exchange.exchange(office.desks[1], carrier, side=peers.Peer(office.desks[1], lambda: "")))
        assert (carrier.member.id, refused.value.key) == (called.identity.device, "sync.server_fault")
        carrier.close()
        listener.stop()


@pytest.mark.parametrize("bad", ["", "a b", "http://x", "x:y", "x:0", "x:99999", "1.2.3.4:", ":8421", "x" * 300])
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(Refused):
        parsed(bad)


def test_an_address_may_leave_out_its_port():
    assert parsed("192.168.1.7") == ("192.168.1.7", 8421)
    assert parsed("may-02:9000") == ("may-02", 9000)
    assert parsed("[fe80::1]:9000") == ("fe80::1", 9000)
    assert parsed("fe80::1") == ("fe80::1", 8421)


def test_nobody_there_is_said_and_nothing_is_lost(office):
    receive_case(office.desks[0])
    office.there[0].meet("127.0.0.1:9", typed=True)
    office.bench.work(10, lambda: not office.there[0].busy)
    assert "127.0.0.1:9" in office.there[0].known["127.0.0.1:9"].reason
    assert peers.addresses(office.desks[0].db) == ["127.0.0.1:9"]
    assert not office.there[0].alive


def test_a_pc_does_not_exchange_with_itself(office):
    receive_case(office.desks[0])
    office.there[0].meet(office.address(0))
    office.bench.work(10, lambda: not office.there[0].busy)
    assert office.there[0].known == {}


def test_a_bad_segment_from_a_pc_is_named_and_stops_no_other(office):
    one, two, _ = office.desks
    receive_case(one)
    run(_sealed(one))
    data = bytearray(segments.after(one.db, one.device.id, 0)[0])
    data[-1] ^= 1
    assert lan_answer._reason(two, bytes(data)) == "signature"
    assert lan_answer._reason(two, b"noise") == "damaged"


def _sealed(desk):
    yield from exchange.seal_waiting(desk)


def test_works_take_turns_and_never_mix_within_a_taking_in():
    order, turn = [], Turn()

    def work(name):
        for step in range(2):
            order.append(f"{name} file {step}")
            yield None
            order.append(f"{name} file {step} still")
            yield lambda: None

    lanes = [by_turns(work(name), turn) for name in "ab"]
    while lanes:
        lanes = [steps for steps in lanes if next(steps, "end") != "end"]
    files = [line for line in order if "still" not in line]
    assert len(files) == 4
    for line in files:
        assert order[order.index(line) + 1] == f"{line} still"
