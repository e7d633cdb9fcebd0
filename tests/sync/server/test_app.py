"""The server when its surroundings fail: it says so, keeps what it has, and takes the rest later."""

import threading

import pytest
import requests

from sync.errors import Offline
from sync.server.engine import Full
from sync.signing import Identity, sign


def test_a_full_disk_is_told_and_nothing_is_lost(province, monkeypatch, caplog):
    one, _ = province.provision()
    line = one.carrier(province.address)
    one.exchange(line, [one.make()])
    data = one.make()

    def full(*_):
        raise Full

    with monkeypatch.context() as patch:
        patch.setattr(province.engine, "take", full)
        with pytest.raises(Offline) as refused:
            one.exchange(line, [data])
    assert refused.value.key == "sync.server_full"
    assert [record.getMessage() for record in caplog.records] == ["the disk is full"]
    caplog.clear()
    assert one.exchange(line, [data]).receipt.heads == one.heads


def test_a_fault_is_told_and_logged(province, monkeypatch, caplog):
    one, _ = province.provision()
    with monkeypatch.context() as patch:
        patch.setattr(province.engine, "heads", None)
        with pytest.raises(Offline) as refused:
            one.exchange(one.carrier(province.address), [one.make()])
    assert refused.value.key == "sync.server_fault"
    assert [record.getMessage() for record in caplog.records] == ["a request failed"]
    caplog.clear()


def test_only_one_path_is_there(province):
    for method, path in (("GET", "/v1/exchange"), ("GET", "/"), ("POST", "/v2/exchange")):
        assert requests.request(method, province.address + path, timeout=10).status_code == 404


def test_a_request_without_a_signature_or_a_length_is_refused(province):
    where = province.address + "/v1/exchange"
    assert requests.post(where, b"x", timeout=10).status_code == 401
    one, _ = province.provision()
    headers = _signed(one)
    assert requests.post(where, iter([b"x"]), headers=headers, timeout=10).status_code == 400
    large = headers | {"Content-Length": str(10**9)}
    assert requests.post(where, headers=large, timeout=10).status_code == 413


def _signed(pc):
    return sign(Identity("00562", pc.id, pc.key), b"x", bytes(12))


def test_the_first_contact_is_told_at_once_and_those_of_idle_exchanges_later(province):
    one, two = province.provision()
    line = one.carrier(province.address)
    one.exchange(line)
    first = province.engine.contacts("00562")[one.id]
    assert abs(first.clock) <= 2
    two.exchange(two.carrier(province.address))
    one.exchange(line)
    assert province.engine.contacts("00562")[one.id] == first and two.id in province.engine.contacts("00562")
    province.app.flush()
    assert province.engine.contacts("00562")[one.id].at > first.at


def test_many_pcs_at_once_lose_nothing(province):
    pcs = province.provision(pcs=8)

    def work(pc):
        line = pc.carrier(province.address)
        for _ in range(10):
            pc.exchange(line, [pc.make()], room=0)

    threads = [threading.Thread(target=work, args=[pc]) for pc in pcs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answer = pcs[0].exchange(pcs[0].carrier(province.address))
    assert {pc.id: pc.heads[pc.id] for pc in pcs} == answer.receipt.heads
    assert len(pcs[0].received) == 70
