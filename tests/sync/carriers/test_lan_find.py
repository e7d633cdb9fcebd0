"""PCs find each other: what is announced says nothing, and only the office's own are recognised."""

import os
import re

import pytest
from zeroconf import Zeroconf

from sync import segments
from sync.carriers import knocking
from sync.carriers.lan_find import announced, recognised
from sync.carriers.lan_trust import Epoch
from tests.sync.carriers.test_lan import Office, pcs  # noqa: F401
from tests.sync.offices import receive_case


def keys(count):
    return [Epoch(os.urandom(32)) for _ in range(count)]


def test_a_desk_is_recognised_by_any_key_in_common():
    old, new, other = keys(3)
    assert recognised([old], "ab12", announced([old], "ab12"))
    assert recognised([new, old], "ab12", announced([old], "ab12"))
    assert recognised([old], "ab12", announced([new, old], "ab12"))
    assert not recognised([other], "ab12", announced([new, old], "ab12"))
    assert not recognised([old], "cd34", announced([old], "ab12"))


@pytest.mark.parametrize("marks", [b"", b"x", b"0" * 10_000, bytes(range(256))])
def test_an_announcement_of_nonsense_is_nobody_of_ours(marks):
    assert not recognised(keys(2), "ab12", marks)
    assert not recognised(keys(2), "đ", marks)


def test_every_announcement_looks_alike_whatever_the_pc_knows():
    shapes = {re.sub(rb"[0-9a-f]", b"x", announced(keys(count), "ab12")) for count in (1, 2, 4)}
    assert len(shapes) == 1


@pytest.fixture
def office(pcs):  # noqa: F811
    try:
        Zeroconf(interfaces=["127.0.0.1"]).close()
    except OSError as error:
        pytest.skip(f"no multicast on the loopback interface here: {error}")
    running = Office(pcs[:2])
    yield running
    running.close()


def test_two_pcs_find_each_other_and_share(office):
    receive_case(office.desks[0])
    for there in office.there:
        there.find(["127.0.0.1"])
    office.bench.work(15, lambda: any(n.device for there in office.there for n in there.known.values()))
    if not any(there.known for there in office.there):
        pytest.skip("multicast does not reach this machine's own loopback interface")
    office.bench.work(10, lambda: not any(there.busy for there in office.there))

    assert segments.heads(office.desks[0].db) == segments.heads(office.desks[1].db)


def test_a_newcomer_sees_that_desks_are_there_and_where(office):
    for there in office.there:
        there.find(["127.0.0.1"])
    found = knocking.near(3.0, ["127.0.0.1"])
    if not found:
        pytest.skip("multicast does not reach this machine's own loopback interface")
    assert set(found) <= {office.address(0), office.address(1)}
