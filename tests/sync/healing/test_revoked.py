"""What is held of a PC beyond the change with which its membership ended: set aside once, with what only it carried."""

from sync import doctor, log, segments
from sync.delivery import delivery
from sync.healing import parting
from sync.healing.lines import pc_of
from sync.keys import issuing
from tests.sync.healing.test_by_hand import hand_over
from tests.sync.healing.test_forks import names_of
from tests.sync.healing.test_introducing import delegated, take_in
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


def carried_by_a_pc_revoked_since(office, *names):
    """pc1 has the losing side of pc2, these cases of its clone, told by pc2's own next change, which comes too late."""
    clone = office.clone("pc2", "clone")
    receive_case(office["pc2"], "Ở máy gốc")
    office.sync("pc2")
    last = log.vector(office["pc2"].db)[clone.device.id]
    for name in names:
        receive_case(clone, name)
    office.sync("clone")
    office.sync("pc1")
    one = office["pc1"]
    assert names_of(one) == sorted([*names, "Ở máy gốc"])
    issuing.revoke(one.db, one.keyring, clone.device.id, last)
    office.sync("pc1")
    assert {reason for _, _, reason in segments.aside(one.db)} == {"sync.device_revoked"}
    return one


def test_a_line_that_only_a_revoked_pc_carried_is_told_no_more_where_it_goes_beyond_its_end(delegated):
    one = carried_by_a_pc_revoked_since(delegated, "Ở bản sao", "Sau cùng")
    assert names_of(one) == ["Ở máy gốc"]
    assert {pc_of(device) for device in log.vector(one.db)} == {""}


def test_what_a_line_tells_of_the_time_before_is_carried_anew(delegated):
    one = carried_by_a_pc_revoked_since(delegated, "Ở bản sao")
    assert names_of(one) == ["Ở bản sao", "Ở máy gốc"]
    delegated.sync("pc1")
    authors = {by for device in log.vector(one.db) for _, by, _ in parting.carriers(one.db, device)}
    assert authors == {one.device.id}
    assert all("device_revoked" in fault for fault in doctor.examine(one).faults)


def test_what_it_wrote_in_time_is_told_to_all_where_a_copy_of_it_delivered_too_late_under_the_same_numbers(delegated):
    office = delegated
    clone = office.clone("pc2", "clone")
    receive_case(office["pc2"], "Ở máy gốc")
    hand_over(office, "pc2", "pc1")
    office.shut("pc2")  # and its disk dies
    one = office["pc1"]
    issuing.revoke(one.db, one.keyring, clone.device.id, log.vector(one.db)[clone.device.id])
    for name in ("Ở bản sao", "Sau cùng"):
        receive_case(clone, name)
    office.sync("clone")  # before anybody has told the province
    third = take_in(office, "pc3")
    agree_but_for_what_is_set_aside(office, "pc1", "pc3")
    for desk in (one, third):
        assert names_of(desk) == ["Nhận ở pc3", "Ở máy gốc"]
        assert delivery(desk).missing == 0


def agree_but_for_what_is_set_aside(office, *names):
    for _ in range(3):
        reports = [office.sync(name) for name in names]
    assert [report.round_trips for report in reports] == [1] * len(names)
    for name in names:
        assert all("device_revoked" in fault for fault in doctor.examine(office[name]).faults)
