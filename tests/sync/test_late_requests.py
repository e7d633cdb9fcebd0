"""Requests that a line holds back, gives out in another order, or twice at the same moment: kept once, and in order."""

import itertools
import socket
import threading

import pytest

from desk import store
from desk.cases import Case
from sync.delivery import delivery
from tests.proxy import hang_up
from tests.sync.offices import receive_case
from tests.sync.test_bad_links import post, tried, whole
from tests.sync.test_exchange import pcs, sync  # noqa: F401


class Holding:
    """A line that takes a request, whole, and gives none on; the sender hears that it was cut."""

    def __init__(self):
        self.held, self._listener = [], socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self):
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                self.held.append(_request(line))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        hang_up(self._listener)
        self._thread.join(5)


def _request(line):
    said = bytearray()
    while True:
        said += line.recv(65536)
        head, found, body = bytes(said).partition(b"\r\n\r\n")
        if found and len(body) >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            return bytes(said)


def test_a_request_that_arrives_after_its_sender_gave_it_up_changes_nothing(province, pcs):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with Holding() as line:
        assert tried(one, line.address) == "sync.cut"
    receive_case(one)
    sync(one, province.address)
    before = province.engine.heads("00562")
    post(province.address, line.held[0])
    assert province.engine.heads("00562") == before
    whole(province, one, two)
    assert len(store.select(two.db, Case)) == 2


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_order_held_back_requests_arrive_in_all_is_kept_once(province, pcs, order):  # noqa: F811
    one, two = pcs
    with Holding() as line:
        for _ in range(3):
            receive_case(one)
            assert tried(one, line.address) == "sync.cut"
    for place in order:
        post(province.address, line.held[place])
    assert province.engine.heads("00562")[one.device.id].last == 4
    assert delivery(one).waiting == 4  # nobody has heard a receipt yet
    whole(province, one, two)
    assert len(store.select(two.db, Case)) == 3


def test_the_same_request_twice_at_the_same_moment_is_kept_once(province, pcs):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with Holding() as line:
        tried(one, line.address)
    threads = [threading.Thread(target=post, args=(province.address, line.held[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    [(held,)] = province.engine._rows("SELECT count(*) FROM segment")
    assert held == 1
    whole(province, one, two)
