"""A PC that was removed while it held changes that still count: they get in, and it learns nothing."""

import pytest

from desk import Refused
from sync import log, resuming
from sync.carriers import bundle_in, bundle_out
from sync.delivery import delivery, missed
from sync.errors import Offline, Tampered
from sync.exchange import seal_waiting
from sync.jobs import run
from sync.keys import issuing
from sync.server import bundle as counter
from tests.sync.healing.test_forks import names_of
from tests.sync.healing.test_introducing import OFFICE, delegated
from tests.sync.offices import receive_case

__all__ = ["delegated"]


@pytest.fixture
def removed(delegated):
    """pc2 has six cases: the first two are delivered, the first four count."""
    office = delegated
    two = office["pc2"]
    for n in range(6):
        receive_case(two, f"Hồ sơ {n}")
        if n == 1:
            office.sync("pc2")
        if n == 3:
            run(seal_waiting(two))
    issuing.revoke(office["pc1"].db, office["pc1"].keyring, two.device.id, counting(two))
    office.sync("pc1")
    return office


def counting(two):
    return log.vector(two.db)[two.device.id] - 2


def counted(office):
    return [f"Hồ sơ {n}" in names_of(office["pc1"]) for n in range(6)]


def test_it_still_delivers_what_counts_and_learns_nothing(removed, province):
    office, two = removed, removed["pc2"]
    receive_case(office["pc1"], "Không phải cho máy đã loại")
    office.sync("pc1")
    for _ in range(2):
        with pytest.raises(Tampered) as refused:
            office.sync("pc2")
        assert refused.value.key == "sync.server_revoked"
        assert province.engine.heads(OFFICE)[two.device.id].last == counting(two)
        assert (delivery(two).delivered_to, delivery(two).waiting) == (counting(two), 2)
    assert "Không phải cho máy đã loại" not in names_of(two)
    office.sync("pc1")
    assert counted(office) == [True] * 4 + [False] * 2


def test_who_knows_its_end_seals_what_counts_by_itself(delegated, province):
    office, two = delegated, delegated["pc2"]
    for n in range(6):
        receive_case(two, f"Hồ sơ {n}")
    issuing.revoke(office["pc1"].db, office["pc1"].keyring, two.device.id, counting(two))
    office.sync("pc1")
    two.keyring.roster = office["pc1"].keyring.roster
    with pytest.raises(Tampered):
        office.sync("pc2")
    assert province.engine.heads(OFFICE)[two.device.id].last == counting(two)


def test_its_stick_does_the_same_at_the_server_and_at_another_pc(removed, province):
    office, two = removed, removed["pc2"]
    stick = run(bundle_out.write(two, office.folder / "two.cdbundle")).file
    run(bundle_in.read(office["pc1"], stick))
    assert counted(office) == [True] * 4 + [False] * 2
    with pytest.raises(Refused) as refused:
        counter.answer(province.app, stick, office.folder)
    assert refused.value.key == "bundle.server.revoked"
    assert province.engine.heads(OFFICE)[two.device.id].last == counting(two)
    assert not list(office.folder.glob("*.answer.*"))


def test_where_a_copy_of_it_delivered_something_else_another_pc_carries_what_counts(delegated):
    office = delegated
    clone = office.clone("pc2", "clone")
    receive_case(office["pc2"], "Ở máy gốc")
    office.sync("pc2")
    receive_case(clone, "Ở bản sao")
    issuing.revoke(office["pc1"].db, office["pc1"].keyring, clone.device.id, log.vector(clone.db)[clone.device.id] + 5)
    office.sync("pc1")
    with pytest.raises(Tampered) as refused:
        office.sync("clone")
    assert refused.value.key == "sync.revoked_carry"
    stick = run(bundle_out.write(clone, office.folder / "clone.cdbundle")).file
    run(bundle_in.read(office["pc1"], stick))
    office.sync("pc1")
    assert set(names_of(office["pc1"])) == {"Ở máy gốc", "Ở bản sao"}


def test_a_pc_that_removed_itself_delivers_all_it_had_written(delegated, province, monkeypatch):
    office, one = delegated, delegated["pc1"]
    for n in range(4):
        receive_case(one, f"Hồ sơ {n}")
    last = log.vector(one.db)[one.device.id]
    monkeypatch.setattr(resuming, "WORTH_ASKING", 0)
    missed(one, Offline("sync.cut"))  # it asks first, and what it says of itself arrives before its changes
    issuing.revoke(one.db, one.keyring, one.device.id, last)
    with pytest.raises(Tampered):
        office.sync("pc1")
    assert province.engine.heads(OFFICE)[one.device.id].last == last
    assert delivery(one).waiting == 0
    office.sync("pc2")
    assert len(names_of(office["pc2"])) == 4
