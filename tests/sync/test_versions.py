"""Programs of different ages: what each says of it, and that nobody is ever kept from delivering."""

from functools import partial

import pytest

from desk import Unusable, store
from desk.cases import Case
from sync import exchange, intake, jobs, segments, wire
from sync.carriers import bundle, bundle_in, bundle_out, carrier
from sync.delivery import delivery
from sync.envelope import ROOTED, parse
from sync.errors import Tampered
from sync.server import bundle as counter
from sync.server import reception
from sync.wire import Hello
from tests.sync.offices import receive_case
from tests.sync.test_bad_links import whole
from tests.sync.test_exchange import pcs, sync  # noqa: F401


def test_the_first_protocol_is_spoken_for_ever():
    assert wire.LEAST == 1  # so that an old client is never cut off from delivering


def parsed_as_before(data):
    """As a program reads segments that knows the first layout only."""
    if data[3:4] == bytes([ROOTED]):
        raise Tampered("sync.segment_version")
    return parse(data)


@pytest.fixture
def older(monkeypatch):
    """Makes the client a program of the first protocol, until it is updated."""
    with monkeypatch.context() as old:

        def begin():
            old.setattr(carrier, "Hello", partial(Hello, least=1, most=1))
            old.setattr(exchange.delivery, "layout", lambda db: 1)
            old.setattr(exchange, "parse", parsed_as_before)
            old.setattr(intake, "parse", parsed_as_before)
            old.setattr(segments, "parse", parsed_as_before)

        yield begin, old.undo


def test_an_older_pc_delivers_to_a_newer_server_and_reads_the_rest_once_updated(province, pcs, older):  # noqa: F811
    one, two = pcs
    for _ in range(2):  # the second time in the newest layout
        receive_case(one)
        sync(one, province.address)
    begin, update = older
    begin()
    receive_case(two)
    report = sync(two, province.address)
    assert report.delivered
    assert delivery(two).complete
    assert len(store.select(two.db, Case)) == 2  # its own, and what the other had sealed in the layout it knows
    assert sync(two, province.address).delivered  # and so on, whenever it is asked
    update()
    whole(province, one, two)
    assert len(store.select(two.db, Case)) == 3


def test_a_pc_too_old_for_the_server_is_told_to_update_and_keeps_everything(province, pcs, monkeypatch):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with monkeypatch.context() as later:
        for name, value in (("LEAST", 5), ("MOST", 6)):
            later.setattr(reception, name, value)
        later.setattr(wire.Problem, "signed", _signed_as(5, 6))
        with pytest.raises(Unusable) as refused:
            sync(one, province.address)
    assert refused.value.key == "sync.server_version"
    assert "cập nhật chương trình" in str(refused.value)
    assert delivery(one).waiting == 2
    whole(province, one, two)


def test_a_pc_too_new_for_the_server_says_that_the_server_must_be_updated(province, pcs, monkeypatch):  # noqa: F811
    one, two = pcs
    receive_case(one)
    with monkeypatch.context() as later:
        later.setattr(carrier, "Hello", partial(Hello, least=5, most=6))
        later.setattr(wire, "LEAST", 5)
        with pytest.raises(Unusable) as refused:
            sync(one, province.address)
    assert refused.value.key == "sync.server_older"
    assert "cập nhật máy chủ" in str(refused.value)
    assert delivery(one).waiting == 2
    whole(province, one, two)


def _signed_as(least, most):
    honest = wire.Problem.signed

    def signed(problem, key):
        return honest(wire.Problem(problem.kind, problem.nonce, problem.values, least, most), key)

    return signed


def test_a_newer_pcs_stick_is_named_and_an_older_pcs_stick_is_taken(province, pcs, tmp_path, monkeypatch):  # noqa: F811
    one, two = pcs
    receive_case(one)
    path = tmp_path / f"one{bundle.SUFFIX}"
    with monkeypatch.context() as later:
        later.setattr(bundle_out, "Hello", partial(Hello, least=1, most=1))
        jobs.run(bundle_out.write(one, path, whole=True))
    counter.answer(province.app, path, tmp_path)
    jobs.run(bundle_in.read(one, tmp_path / f"one.answer{bundle.SUFFIX}"))
    assert delivery(one).complete
    with monkeypatch.context() as earlier:
        earlier.setattr(bundle_in, "MOST", 0)  # as if this program spoke none that the file does
        with pytest.raises(Unusable) as refused:
            jobs.run(bundle_in.read(two, path))
    assert refused.value.key == "bundle.newer"
    jobs.run(bundle_in.read(two, path))
    assert len(store.select(two.db, Case)) == 1
