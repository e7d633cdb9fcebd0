"""Two histories of one PC that meet on a stick or on the LAN, before the province has a word of them."""

import pytest

from desk.counter import edit
from sync import jobs
from sync.carriers import bundle, bundle_in, bundle_out
from sync.delivery import delivery
from sync.healing import forks, notices, parting, told_once
from tests.sync.carriers.test_lan import Office as Lan
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case


def hand_over(office, giver, taker):
    """What one PC holds, by stick; what the other took."""
    path = office.folder / f"{giver}-{taker}{bundle.SUFFIX}"
    path.unlink(missing_ok=True)
    jobs.run(bundle_out.write(office[giver], path, whole=True))
    return jobs.run(bundle_in.read(office[taker], path))


def parted(office):
    """PC 1 and its clone have each written something the other has not."""
    receive_case(office["pc1"], "Trước khi sao chép")
    office.sync("pc1")
    office.sync("pc2")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    receive_case(clone, "Ở bản sao")
    return clone


def test_the_side_that_came_second_waits_and_the_status_says_so(office):
    parted(office)
    hand_over(office, "pc1", "pc2")
    hand_over(office, "clone", "pc2")
    assert names_of(office["pc2"]) == ["Trước khi sao chép", "Ở máy gốc"]
    assert any("hai lịch sử đang để riêng" in said for said in notices.told(office["pc2"]))
    office.sync("pc1")
    office.sync("pc2")
    assert not any("để riêng" in said for said in notices.told(office["pc2"]))
    agree(office, "pc1", "pc2", "clone")


def test_what_only_a_stick_brought_of_a_lost_clone_is_told_by_who_has_it(office):
    parted(office)
    hand_over(office, "clone", "pc2")  # the clone's disk dies after that
    office.shut("clone")
    office.sync("pc1")
    office.sync("pc2")
    assert names_of(office["pc2"]) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]
    assert any("hai lịch sử" in said for said in notices.recent(office["pc2"]))
    agree(office, "pc1", "pc2")
    assert "Ở bản sao" in names_of(office["pc1"])


def test_two_that_tell_the_same_lost_side_tell_it_once(office, province):
    third = province.provision(pcs=1)[0]
    office.take_in("pc3", third)
    office.sync("pc3")
    parted(office)
    for name in ("pc2", "pc3"):
        hand_over(office, "clone", name)
    office.shut("clone")
    office.sync("pc1")
    for name in ("pc2", "pc3"):  # each by itself: neither hears of the other's change
        hand_over(office, "pc1", name)
        assert "Ở bản sao" in names_of(office[name])
    agree(office, "pc1", "pc2", "pc3")
    assert names_of(office["pc1"]) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]


def test_who_has_only_the_beginning_of_a_side_cuts_nothing_off_what_another_tells_of_it(office):
    case = receive_case(office["pc1"], "Trước khi sao chép")
    office.sync("pc1")
    office.sync("pc2")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    clone.do(lambda hand: edit(clone.db, hand, case, {"phone": "0912000417"}))
    hand_over(office, "clone", "pc2")
    receive_case(clone, "Ở bản sao")
    hand_over(office, "pc1", "pc2")  # tells what the clone had corrected, and knows of no case that it received
    office.sync("clone")  # tells both, and does not hear of it
    agree(office, "pc1", "pc2", "clone")
    assert names_of(office["pc2"]) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]
    one, other = parting.known(clone.db, clone.device.id)
    assert one.name == other.name and one.made < other.made
    assert office.sync("pc2").round_trips == 1  # nothing is settled anew in every exchange


@pytest.fixture
def knowing_more(office, province):
    """PC 3 holds more of a lost clone's side than PC 2, which has told what it holds."""
    office.take_in("pc3", province.provision(pcs=1)[0])
    office.sync("pc3")
    case = receive_case(office["pc1"], "Trước khi sao chép")
    for name in ("pc1", "pc2"):
        office.sync(name)
    clone = office.clone("pc1", "clone")
    office["pc1"].do(lambda hand: edit(office["pc1"].db, hand, case, {"phone": "0901"}))
    receive_case(clone, "Ở bản sao")
    hand_over(office, "clone", "pc2")
    receive_case(clone, "Sau đó ở bản sao")
    hand_over(office, "clone", "pc3")
    office.shut("clone")
    for name in ("pc1", "pc2"):
        office.sync(name)
    return office


def test_who_knows_more_of_a_lost_side_than_who_told_it_tells_the_rest(knowing_more):
    knowing_more.sync("pc3")
    assert "Sau đó ở bản sao" in names_of(knowing_more["pc3"])
    agree(knowing_more, "pc1", "pc2", "pc3")
    assert names_of(knowing_more["pc1"]) == ["Sau đó ở bản sao", "Trước khi sao chép", "Ở bản sao"]


def test_what_the_rest_makes_takes_no_id_of_what_the_other_side_made(office, province):
    """What PC 2 tells of the clone's side makes no record; the rest makes one, under an id that PC 1 gave out too."""
    office.take_in("pc3", province.provision(pcs=1)[0])
    office.sync("pc3")
    case = receive_case(office["pc1"], "Trước khi sao chép")
    for name in ("pc1", "pc2"):
        office.sync(name)
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    clone.do(lambda hand: edit(clone.db, hand, case, {"phone": "0901"}))
    hand_over(office, "clone", "pc2")
    receive_case(clone, "Ở bản sao")
    hand_over(office, "clone", "pc3")
    office.shut("clone")
    agree(office, "pc1", "pc2", "pc3")
    assert names_of(office["pc1"]) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]


def test_a_rest_that_a_program_before_did_not_tell_is_told_still(knowing_more, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(told_once, "_rest", lambda desk, device: iter(()))
        knowing_more.sync("pc3")
    assert "Sau đó ở bản sao" not in names_of(knowing_more["pc3"])
    agree(knowing_more, "pc1", "pc2", "pc3")
    assert "Sau đó ở bản sao" in names_of(knowing_more["pc1"])


def test_a_stick_with_the_provinces_side_and_its_receipt_heals_without_a_line(office):
    clone = parted(office)
    office.sync("pc1")
    hand_over(office, "pc1", "clone")
    hand_over(office, "clone", "pc2")  # seals what the clone wrote
    taken = hand_over(office, "pc1", "clone")
    assert names_of(clone) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]
    assert forks.disputed(clone.db) == {}
    assert any("hai lịch sử" in said for said in notices.recent(clone))
    assert taken.waiting == delivery(clone).waiting > 0  # nothing is called delivered for it
    agree(office, "clone", "pc1", "pc2")


def test_over_the_lan_a_clone_heals_once_a_receipt_has_come(office):
    clone = parted(office)
    office.sync("pc1")
    office.sync("pc2")
    lan = Lan([office["pc2"], clone])
    try:
        for _ in range(3):
            assert lan.meet(1, 0).reason == ""
        assert names_of(clone) == ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]
        assert forks.disputed(clone.db) == {}
    finally:
        lan.close()
    agree(office, "clone", "pc1", "pc2")
