"""Who tells a clone's side has lost a segment of it from its disk: a PC that knew the clone, or the clone itself."""

from types import SimpleNamespace

import pytest

from desk import store
from desk.counter import edit
from sync import jobs, log
from sync.carriers import bundle, bundle_out
from sync.envelope import parse
from sync.healing import carrying, gaps, parting
from sync.healing.lines import Line
from tests.sync.healing.test_by_hand import hand_over
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case

ALL = ["Trước khi sao chép", "Ở bản sao", "Ở máy gốc"]


@pytest.fixture
def lost(office):
    """A clone's disk dies after PC 2 has taken three segments of it that the province has not; PC 1 goes on."""
    case = receive_case(office["pc1"], "Trước khi sao chép")
    for name in ("pc1", "pc2"):
        office.sync(name)
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    clone.do(lambda hand: edit(clone.db, hand, case, {"phone": "0901"}))
    hand_over(office, "clone", "pc2")
    receive_case(clone, "Ở bản sao")
    hand_over(office, "clone", "pc2")
    clone.do(lambda hand: edit(clone.db, hand, case, {"phone": "0903"}))
    hand_over(office, "clone", "pc2")
    office.shut("clone")
    office.sync("pc1")
    return SimpleNamespace(office=office, case=case, segments=last_three(office["pc2"], office["pc1"].device.id))


def last_three(desk, device):
    last = "SELECT data FROM segment WHERE device = ? ORDER BY first DESC LIMIT 3"
    return [parse(data) for (data,) in reversed(desk.db.execute(last, [device]).fetchall())]


def strike(desk, *segments):
    """These are gone from a PC's disk."""
    with store.transaction(desk.db):
        for envelope in segments:
            desk.db.execute("DELETE FROM segment WHERE hash = ?", [envelope.hash])


def tell(desk, line, *segments):
    """Carry these as a PC does that holds no more of the line."""
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    with store.transaction(desk.db):
        for envelope in segments:
            carrying.carry(desk, line, envelope)
            log.add(desk.db, line.unfold(open(envelope)), log.index_later)


def is_told_once(lost):
    office, pc1 = lost.office, lost.office["pc1"]
    agree(office, "pc2", "pc1")
    assert names_of(pc1) == ALL
    phones = [edit.fields.get("phone") for entry in log.history(pc1.db, lost.case) for edit in entry.change.edits]
    assert [phone for phone in phones if phone] == ["0901", "0903"]
    assert gaps.filling(pc1, pc1.device.id) == []
    assert office.sync("pc2").round_trips == 1  # nothing is settled anew in every exchange


def test_a_gap_in_a_line_is_filled_with_what_another_line_tells(lost):
    """PC 1 has read the second and the third as what lost its place at the server; PC 2 has lost the second."""
    pc1, pc2, (first, second, third) = lost.office["pc1"], lost.office["pc2"], lost.segments
    tell(pc1, parting.stranded(pc1.db, second.header, first.header.first - 1), second, third)
    lost.office.sync("pc1")
    strike(pc2, second)
    is_told_once(lost)


def test_what_fills_it_takes_no_id_of_what_the_other_side_made(lost):
    """Who told the first and the third knew of no record that the line makes; PC 1 gave its id out too."""
    pc1, (first, second, third) = lost.office["pc1"], lost.segments
    tell(pc1, Line(pc1.device.id, first.header.first, 10**15 - 1, first.hash), first, third)
    tell(pc1, parting.stranded(pc1.db, second.header, first.header.first - 1), second, third)
    strike(lost.office["pc2"], *lost.segments)
    with store.transaction(lost.office["pc2"].db):
        log.withdraw(lost.office["pc2"].db, pc1.device.id, first.header.first)
    is_told_once(lost)


def test_what_is_held_of_a_side_is_told_though_its_beginning_was_lost(lost):
    strike(lost.office["pc2"], lost.segments[0])
    agree(lost.office, "pc2", "pc1")
    assert names_of(lost.office["pc1"]) == ALL


@pytest.mark.parametrize("gone", [0, 1])
def test_a_clone_that_lost_a_segment_of_its_own_side_seals_those_changes_anew(office, gone):
    receive_case(office["pc1"], "Trước khi sao chép")
    office.sync("pc1")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    for name in ("Ở bản sao", "Ở bản sao 2", "Ở bản sao 3"):
        receive_case(clone, name)
        jobs.run(bundle_out.write(clone, office.folder / f"{name}{bundle.SUFFIX}", whole=True))
    strike(clone, last_three(clone, clone.device.id)[gone])
    agree(office, "clone", "pc1")
    assert names_of(office["pc1"]) == [ALL[0], "Ở bản sao", "Ở bản sao 2", "Ở bản sao 3", ALL[2]]
