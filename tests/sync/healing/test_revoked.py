"""What the province holds of a PC beyond the change with which its membership ended: set aside once, not every time."""

from sync import segments
from sync.keys import issuing
from tests.sync.healing.test_introducing import delegated
from tests.sync.offices import receive_case

__all__ = ["delegated"]


def test_what_a_revoked_pc_had_delivered_beyond_its_end_comes_once_and_not_with_every_exchange(delegated):
    office = delegated
    for n in range(3):
        receive_case(office["pc2"], f"Hồ sơ {n}")
        office.sync("pc2")
    one = office["pc1"]
    issuing.revoke(one.db, one.keyring, office["pc2"].device.id, 1)
    office.sync("pc1")
    aside = segments.aside(one.db)
    assert {reason for _, _, reason in aside} == {"sync.device_revoked"}
    report = office.sync("pc1")
    assert (report.round_trips, report.set_aside) == (1, 0)
    assert report.bytes_received < 400
    assert segments.aside(one.db) == aside
