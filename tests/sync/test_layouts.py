"""Which layout of segments a PC writes: the one the province has said it reads, so that nobody is cut off."""

from dataclasses import replace

from sync import segments, wire
from sync.envelope import parse
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs, sync  # noqa: F401


def roots(desk):
    """Whether each of a PC's own segments has a root."""
    return [bool(parse(data).header.root) for data in segments.after(desk.db, desk.device.id, 0)]


def work(desk, address, times=2):
    for _ in range(times):
        receive_case(desk)
        assert sync(desk, address).delivered


def test_segments_have_roots_from_the_first_receipt_of_a_province_that_reads_them(province, pcs):  # noqa: F811
    one, two = pcs
    work(one, province.address)
    assert roots(one) == [False, True]
    assert sync(two, province.address).segments_received == 2


def test_an_older_server_is_never_sent_a_layout_it_cannot_read(province, pcs, monkeypatch):  # noqa: F811
    one, _ = pcs
    signed = wire.Receipt.signed
    monkeypatch.setattr(wire.Receipt, "signed", lambda self, *key, **how: signed(replace(self, most=1), *key, **how))
    work(one, province.address, 3)
    assert roots(one) == [False, False, False]
    monkeypatch.setattr(wire.Receipt, "signed", signed)
    work(one, province.address, 3)
    assert roots(one)[-1]
