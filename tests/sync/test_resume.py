"""A cut line: every byte that arrived counts, in both directions."""

import contextlib
import random
import time

import pytest

from sync.envelope import segment_hash
from sync.errors import Offline
from tests.proxy import Proxy

SIZE = 40_000
SMALL = 1500  # bytes of headers, hellos and receipts of one exchange


def settled(province, pc):
    """Wait until the server has put down what a cut request left."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if staged := province.engine.staged("00562", pc.id):
            return staged
        time.sleep(0.01)
    raise AssertionError("nothing was staged")


@pytest.mark.parametrize("at", [2_000, 9_999, 25_000, SIZE - 1, SIZE + 500])
def test_an_upload_goes_on_at_the_byte(province, at):
    one, _ = province.provision()
    data = one.make(SIZE)
    with Proxy(province.address) as proxy:
        line = one.carrier(proxy.address)
        proxy.cut_up = at
        with pytest.raises(Offline):
            one.exchange(line, [data])
        staged = settled(province, one)
        assert staged.data == data[: len(staged.data)]
        first = proxy.up
        assert len(staged.data) > first - SMALL
        proxy.reset()
        one.exchange(line, room=0)  # asks where to go on
        assert one.exchange(line, [data], room=0).receipt.heads == one.heads
        assert proxy.up + len(staged.data) <= len(data) + 2 * SMALL
    assert province.engine.staged("00562", one.id) is None


def test_an_upload_cut_again_and_again_sends_nothing_twice(province):
    one, _ = province.provision()
    segments = [one.make(size) for size in (30_000, 200, 50_000, 1, 20_000)]
    total, cuts, rng = sum(map(len, segments)), 0, random.Random(7)
    with Proxy(province.address) as proxy:
        line, broken = one.carrier(proxy.address), False
        held = 0
        while True:
            proxy.cut_up = None if broken else proxy.up + rng.randint(1_000, 25_000)
            try:
                receipt = one.exchange(line, [] if broken else segments[held:], room=0).receipt
            except Offline:
                broken, cuts = True, cuts + 1
                time.sleep(0.05)
                continue
            head = receipt.heads[one.id].last if one.id in receipt.heads else 0
            held = head // 3
            if held == len(segments):
                break
            broken = False
        assert receipt.heads == one.heads
        print(f"{cuts} cuts, {total} B of segments, {proxy.up} B sent")
        assert cuts >= 3
        assert proxy.up <= total + (2 * cuts + 1) * SMALL


@pytest.mark.parametrize("at", [1, 300, 600, 2_000, 25_000, SIZE - 1])
def test_a_download_goes_on_at_the_byte(province, at):
    one, two = province.provision()
    data = one.make(SIZE)
    one.exchange(one.carrier(province.address), [data])
    with Proxy(province.address) as proxy:
        line = two.carrier(proxy.address)
        proxy.cut_down = at
        held = 0
        with contextlib.suppress(Offline):  # cut before the receipt was whole
            answer = two.exchange(line)
            assert answer.broken.key == "sync.cut"
            held = len(answer.partial.data) if answer.partial else 0
        assert held > at - SMALL
        proxy.reset()
        two.exchange(line)
        assert two.received == [data]
        assert proxy.down + held <= len(data) + SMALL


def test_a_download_cut_again_and_again_fetches_nothing_twice(province):
    one, two = province.provision()
    sent = [one.make(size) for size in (30_000, 200, 50_000, 1, 20_000)]
    one.exchange(one.carrier(province.address), sent)
    rng, rounds = random.Random(3), 0
    with Proxy(province.address) as proxy:
        line = two.carrier(proxy.address)
        while len(two.received) < len(sent):
            rounds += 1
            proxy.cut_down = proxy.down + rng.randint(1_000, 25_000)
            assert two.exchange(line).broken or len(two.received) == len(sent)
        print(f"{rounds} rounds, {sum(map(len, sent))} B of segments, {proxy.down} B fetched")
        assert rounds >= 4
        assert proxy.down <= sum(map(len, sent)) + rounds * SMALL
    assert two.received == sent


def test_what_was_staged_from_an_altered_body_starts_afresh(province):
    one, _ = province.provision()
    data = one.make(SIZE)
    flip = data[5_000:5_010]
    with Proxy(province.address, alter=lambda way, piece: piece.replace(flip, bytes(10))) as proxy:
        proxy.cut_up = 20_000
        with pytest.raises(Offline):
            one.exchange(one.carrier(proxy.address), [data])
    settled(province, one)
    line = one.carrier(province.address)
    one.exchange(line, room=0)
    assert one.exchange(line, [data]).receipt.refused == ((segment_hash(data), "damaged"),)
    assert one.exchange(line, [data]).receipt.heads == one.heads


def test_whole_segments_before_a_cut_are_kept(province):
    one, _ = province.provision()
    sent = [one.make(5_000) for _ in range(4)]
    with Proxy(province.address) as proxy:
        proxy.cut_up = 12_000
        with pytest.raises(Offline):
            one.exchange(one.carrier(proxy.address), sent)
    settled(province, one)
    assert province.engine.heads("00562")[one.id].last == 6


def test_an_answer_lost_on_the_way_is_given_again(province):
    one, _ = province.provision()
    data = one.make()
    with Proxy(province.address) as proxy:
        line = one.carrier(proxy.address)
        proxy.cut_down = 1
        with pytest.raises(Offline):
            one.exchange(line, [data])
        assert one.exchange(line, [data]).receipt.heads == one.heads


def test_a_restarted_server_goes_on_where_it_was(province):
    one, _ = province.provision()
    data = one.make(SIZE)
    with Proxy(province.address) as proxy:
        proxy.cut_up = 20_000
        with pytest.raises(Offline):
            one.exchange(one.carrier(proxy.address), [data])
    staged = settled(province, one)
    province.listening._http.stop()
    province.start()
    line = one.carrier(province.address)
    one.exchange(line, room=0)
    assert one.staged.bytes == len(staged.data)
    assert one.exchange(line, [data]).receipt.heads == one.heads
