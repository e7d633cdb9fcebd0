"""Exchanges between real PCs and a real server over a real socket."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from sync import signing, wire
from sync.carriers.carrier import Request
from sync.carriers.https import HttpsCarrier
from sync.envelope import segment_hash
from sync.errors import Offline, Tampered
from sync.frames import frame_head, message
from sync.keys.news import News, tips
from sync.keys.roster import Roster
from sync.keys.statement import Statement
from sync.server.limits import Rate
from sync.server.revoke import revoke
from sync.signing import Identity
from sync.wire import Head
from tests.proxy import Proxy
from tests.sync.province import Province


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_pcs_of_one_office_see_each_others_segments_in_order(province):
    one, two = province.provision()
    line_one, line_two = one.carrier(province.address), two.carrier(province.address)
    sent = [one.make() for _ in range(3)]
    receipt = one.exchange(line_one, sent).receipt
    assert receipt.heads == {one.id: Head(9, segment_hash(sent[-1]))}
    assert (receipt.refused, receipt.more, receipt.staged) == ((), False, None)
    answer = two.exchange(line_two, [two.make()])
    assert answer.segments == sent
    assert one.exchange(line_one).segments == two.own


def test_offices_do_not_see_each_other(province):
    [one], [stranger] = province.provision(pcs=1), province.provision("00001", pcs=1)
    one.exchange(one.carrier(province.address), [one.make()])
    answer = stranger.exchange(stranger.carrier(province.address))
    assert (answer.segments, answer.receipt.heads) == ([], {})


def test_sending_twice_changes_nothing(province):
    one, _ = province.provision()
    line = one.carrier(province.address)
    sent = [one.make(), one.make()]
    first = one.exchange(line, sent).receipt
    second = one.exchange(line, sent).receipt
    assert (first.heads, first.refused) == (second.heads, second.refused)
    assert len(province.engine.lacking("00562", {})) == 2


def test_an_idle_exchange_is_small_and_changes_nothing(province):
    pcs = province.provision(pcs=5)
    for pc in pcs:
        pc.exchange(pc.carrier(province.address), [pc.make()])
    line = pcs[0].carrier(province.address)
    pcs[0].exchange(line)
    before, sent, received = files(province.folder / "data"), line.sent, line.received
    answer = pcs[0].exchange(line)
    print(f"idle, 5 PCs: {line.sent - sent} B up, {line.received - received} B down")
    assert answer.receipt.heads == pcs[0].heads
    assert line.sent - sent + line.received - received < 1000
    assert files(province.folder / "data") == before


def test_the_bytes_counted_are_those_on_the_line(province):
    one, _ = province.provision()
    with Proxy(province.address) as proxy:
        line = one.carrier(proxy.address)
        one.exchange(line, [one.make(5000)])
        one.exchange(line)
        assert (line.sent, line.received) == (proxy.up, proxy.down)
        assert proxy.connections == 1


def test_a_fork_is_refused_with_that_word(province):
    one, _ = province.provision()
    clone = replace(one, heads={}, own=[])
    line = one.carrier(province.address)
    one.exchange(line, [one.make()])
    other = clone.make()
    receipt = clone.exchange(line, [other], room=0).receipt
    assert receipt.refused == ((segment_hash(other), "fork"),)
    assert receipt.heads == one.heads


def test_another_past_under_the_next_number_is_a_fork(province):
    one, _ = province.provision()
    line = one.carrier(province.address)
    one.exchange(line, [one.make()])
    bad = one.make(previous=bytes(32))
    assert one.exchange(line, [bad]).receipt.refused == ((segment_hash(bad), "fork"),)


def test_a_gap_is_refused_and_filled_later(province):
    one, _ = province.provision()
    line = one.carrier(province.address)
    first, second = one.make(), one.make()
    assert one.exchange(line, [second]).receipt.refused == ((segment_hash(second), "gap"),)
    assert one.exchange(line, [first, second]).receipt.heads == one.heads


def test_a_bad_segment_stops_no_other(province):
    one, two = province.provision()
    line = one.carrier(province.address)
    foreign = replace(two, file=replace(two.file, office="00001")).make()
    forged = bytearray(two.make())
    forged[-1] ^= 1
    stranger = replace(two, file=replace(two.file, signing_key=os.urandom(32)), heads={}).make()
    good = one.make()
    receipt = one.exchange(line, [foreign, bytes(forged), stranger, good], room=0).receipt
    assert [reason for _, reason in receipt.refused] == ["other_office", "signature", "device_unknown"]
    assert receipt.heads == {one.id: one.heads[one.id]}


def test_one_flipped_bit_anywhere_in_a_segment_is_refused(province):
    one, _ = province.provision()
    line = one.carrier(province.address)
    data = one.make(20)
    altered = []
    for bit in range(0, len(data) * 8, 7):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        altered.append(bytes(bad))
    receipt = one.exchange(line, altered, room=0).receipt
    assert len(receipt.refused) == len(altered)
    assert receipt.heads == {}


def test_a_pc_may_carry_the_segments_of_another(province):
    one, two = province.provision()
    two.exchange(two.carrier(province.address), one.own or [one.make(), one.make()], room=0)
    assert province.engine.heads("00562") == one.heads


def test_a_server_that_lost_its_data_is_noticed_and_filled_again(province, tmp_path):
    one, _ = province.provision()
    sent = [one.make() for _ in range(4)]
    before = one.exchange(one.carrier(province.address), sent).receipt
    for name in ("segment", "head"):
        province.engine._db.execute(f"DELETE FROM {name} WHERE last > 3")
    province.engine._db.execute(
        "INSERT INTO head SELECT office, device, last, hash FROM segment WHERE true ON CONFLICT DO NOTHING"
    )
    line = one.carrier(province.address)
    now = one.exchange(line).receipt
    assert {device: head.last for device, head in wire.behind(now.heads, before.heads).items()} == {one.id: 3}
    assert one.exchange(line, sent[1:]).receipt.heads == before.heads


def test_a_new_pc_fetches_all_within_its_room(province):
    one, two = province.provision()
    sent = [one.make(1000) for _ in range(10)]
    one.exchange(one.carrier(province.address), sent)
    line = two.carrier(province.address)
    rounds = [two.exchange(line, room=3500)]
    while rounds[-1].receipt.more:
        rounds.append(two.exchange(line, room=3500))
    assert two.received == sent
    assert [len(answer.segments) for answer in rounds] == [3, 3, 3, 1]


def test_a_newer_roster_comes_with_the_answer(province):
    one, _ = province.provision()
    province.provision(pcs=1)
    held = Roster.verified(one.file.roster, one.file.root)
    told = one.exchange(one.carrier(province.address), news=News(tips(held.statements))).receipt.news
    newer = held.joined(map(Statement.read, told.statements), one.file.root)
    assert bytes(newer) == province.engine.roster("00562")
    assert len(newer.members) == 3
    assert one.exchange(one.carrier(province.address), news=News(tips(newer.statements))).receipt.news is None


def test_a_revoked_pc_is_turned_away_and_what_it_delivered_stays(province):
    one, two = province.provision()
    one.exchange(one.carrier(province.address), [one.make()])
    revoke(province.engine, province.keys, "00562", one.id)
    with pytest.raises(Tampered) as refused:
        one.exchange(one.carrier(province.address), [one.make()])
    assert refused.value.key == "sync.server_revoked"
    late = one.own[-1]
    answer = two.exchange(two.carrier(province.address), [late])
    assert answer.receipt.refused == ((segment_hash(late), "device_revoked"),)
    assert answer.segments == one.own[:1]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [({"key": Ed25519PrivateKey.generate()}, "server_signature"), ({"device": "aaaaaaaa"}, "server_unknown")],
)
def test_a_stranger_is_turned_away(province, wrong, key):
    one, _ = province.provision()
    with pytest.raises(Tampered) as refused:
        one.exchange(one.carrier(province.address, **wrong), [one.make()])
    assert refused.value.key == f"sync.{key}"
    assert province.engine.heads("00562") == {}


def test_a_server_with_a_foreign_key_is_not_believed(province):
    one, _ = province.provision()
    foreign = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(Tampered) as refused:
        one.exchange(one.carrier(province.address, server=foreign))
    assert refused.value.key == "sync.foreign_server"


def test_asking_too_often_is_answered_with_how_long_to_wait(tmp_path):
    province = Province(tmp_path).start(rate=Rate(2))
    one, _ = province.provision()
    line = one.carrier(province.address)
    one.exchange(line)
    one.exchange(line)
    with pytest.raises(Offline) as refused:
        one.exchange(line)
    province.stop()
    assert refused.value.key == "sync.server_often"
    assert 1 <= refused.value.values["wait"] <= 31


def test_a_wrong_clock_stops_nothing(province, monkeypatch):
    one, _ = province.provision()
    real = signing.sign
    for year in (1990, 2099):
        at = datetime(year, 1, 1, tzinfo=UTC)
        monkeypatch.setattr(signing, "sign", lambda *args, at=at: real(*args, at=at))
        assert one.exchange(one.carrier(province.address), [one.make()]).receipt.heads == one.heads


def test_a_body_that_is_not_ours_or_altered_is_refused(province):
    one, _ = province.provision()

    class Noise:
        heads, partial, came = one.heads, None, bytes

        def __init__(self, body):
            self.body = body

        def __bytes__(self):
            return self.body

    line = one.carrier(province.address)
    for body in (
        b"",
        b"x",
        b"\xff" * 100,
        message(b"\x80"),
        message(os.urandom(50)),
        message(b"\xa0") + os.urandom(99),
    ):
        with pytest.raises(Offline) as refused:
            line.exchange(Noise(body))
        assert refused.value.key == "sync.server_body"
    hello = message(bytes(wire.Hello(0, 1, {}, None, least=7, most=9)))
    with pytest.raises(Exception, match="1") as refused:
        line.exchange(Noise(hello))
    assert refused.value.key == "sync.server_version"
    impossible = message(bytes(wire.Hello(0, 1, {}))) + frame_head(bytes(32), 2**32 - 1, 2**31)
    assert line.exchange(Noise(impossible)).receipt.staged is None


def test_an_altered_body_is_noticed_by_its_digest(province):
    one, _ = province.provision()
    data = one.make()
    with Proxy(province.address, alter=lambda way, piece: piece.replace(data[-8:], bytes(8))) as proxy:
        with pytest.raises(Offline) as refused:
            one.exchange(one.carrier(proxy.address), [data])
        assert refused.value.key == "sync.server_body"
    assert one.exchange(one.carrier(province.address), [data]).receipt.heads == one.heads


def test_nobody_listening_is_offline():
    identity = Identity("00562", "aaaaaaaa", Ed25519PrivateKey.generate())
    line = HttpsCarrier("http://127.0.0.1:9", identity, bytes(32))
    with pytest.raises(Offline) as reason:
        line.exchange(Request({}, 1))
    assert reason.value.key == "sync.server_refuses"
    line = HttpsCarrier("http://casedesk.invalid", identity, bytes(32))
    with pytest.raises(Offline):
        line.exchange(Request({}, 1))
    with pytest.raises(Refused):
        HttpsCarrier("casedesk", identity, bytes(32))
