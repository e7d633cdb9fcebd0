"""Segments sealed at one PC and taken in at another, and every way in which one may be wrong."""

import dataclasses

import pytest

from desk import store
from desk.cases import Case
from desk.counter import edit
from sync import intake, log, segments
from sync.envelope import parse
from sync.errors import Fork, Tampered
from sync.jobs import run
from sync.report import Report
from sync.seal import seal, unseal
from tests.sync.offices import open_pcs, receive_case


@pytest.fixture
def pcs(tmp_path):
    desks = open_pcs(tmp_path)
    yield desks
    for desk in desks:
        desk.close()


def seal_all(desk):
    sealed = []
    while entries := segments.unsealed(desk.db, desk.device.id):
        ring = desk.keyring
        data = seal(
            entries, office=desk.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
            previous=segments.head(desk.db, desk.device.id).hash, private_key=ring.signing,
        )  # fmt: skip
        segments.keep(desk.db, parse(data))
        sealed.append(data)
    return sealed


def take_in(desk, data):
    envelope = parse(data)
    segments.verify(envelope, desk.keyring.roster, desk.office.code)
    if segments.follows(desk.db, envelope):
        list(segments.take_in(desk.db, envelope, unseal(envelope, desk.keyring.office_keys)))


def test_a_case_sealed_at_one_pc_is_on_the_other(pcs):
    one, two = pcs
    id = receive_case(one, phone="0912000417")
    [data] = seal_all(one)
    take_in(two, data)
    assert store.get(two.db, Case, id) == store.get(one.db, Case, id)
    assert segments.heads(two.db) == segments.heads(one.db) and len(segments.heads(two.db)) == 1
    assert segments.unsealed(one.db, one.device.id) == []
    assert b"0912000417" not in data


def test_a_segment_taken_in_twice_changes_nothing(pcs):
    one, two = pcs
    receive_case(one)
    [data] = seal_all(one)
    take_in(two, data)
    before = log.vector(two.db)
    take_in(two, data)
    assert log.vector(two.db) == before


def test_many_changes_become_several_segments_that_follow_each_other(pcs, monkeypatch):
    monkeypatch.setattr(segments, "MOST_CHANGES", 2)
    one, two = pcs
    for _ in range(5):
        receive_case(one)
    sealed = seal_all(one)
    assert len(sealed) == 3
    with pytest.raises(Tampered):
        take_in(two, sealed[1])
    for data in sealed:
        take_in(two, data)
    assert log.vector(two.db)[one.device.id] == log.vector(one.db)[one.device.id] == 6


def test_one_bit_altered_anywhere_is_refused_and_nothing_is_taken_in(pcs):
    one, two = pcs
    receive_case(one)
    [data] = seal_all(one)
    for place in range(0, len(data), 7):
        altered = bytearray(data)
        altered[place] ^= 1
        with pytest.raises(Tampered):
            take_in(two, bytes(altered))
    assert two.device.id not in segments.heads(two.db) and one.device.id not in log.vector(two.db)


def test_another_segment_in_the_same_place_is_a_fork(pcs):
    one, two = pcs
    id = receive_case(one)
    [data] = seal_all(one)
    take_in(two, data)
    one.db.execute("DELETE FROM segment")  # as a restored copy of the disk would have it
    one.do(lambda hand: edit(one.db, hand, id, {"phone": "1"}))
    [other] = seal_all(one)
    with pytest.raises(Fork):
        take_in(two, other)


def test_a_stranger_is_refused_and_set_aside_with_the_reason(pcs, tmp_path):
    one, _ = pcs
    [stranger] = open_pcs(tmp_path / "elsewhere", 1)
    receive_case(stranger)
    [data] = seal_all(stranger)
    stranger.close()
    with pytest.raises(Tampered) as refusal:
        take_in(one, data)
    segments.set_aside(one.db, data, refusal.value)
    assert segments.aside(one.db) == [(stranger.device.id, 1, "sync.device_unknown")]


def test_a_revoked_pc_is_believed_up_to_its_last_accepted_change(pcs):
    one, two = pcs
    receive_case(one)
    [first] = seal_all(one)
    receive_case(one)
    [second] = seal_all(one)
    members = tuple(
        dataclasses.replace(m, revoked_after=2) if m.id == one.device.id else m for m in two.keyring.roster.members
    )
    two.keyring.roster = dataclasses.replace(two.keyring.roster, members=members)
    take_in(two, first)
    with pytest.raises(Tampered):
        take_in(two, second)


def test_an_epoch_whose_key_is_not_held_is_named(pcs):
    one, two = pcs
    receive_case(one)
    [data] = seal_all(one)
    two.keyring.office_keys = {7: bytes(32)}
    with pytest.raises(Tampered):
        take_in(two, data)


def test_cut_short_between_batches_it_comes_again_and_nothing_is_doubled(pcs):
    one, two = pcs
    for _ in range(5):
        receive_case(one)
    [data] = seal_all(one)
    envelope = parse(data)
    begun = segments.take_in(two.db, envelope, unseal(envelope, two.keyring.office_keys), batch=2)
    next(begun)
    assert segments.heads(two.db) == {}
    take_in(two, data)
    assert log.vector(two.db)[one.device.id] == log.vector(one.db)[one.device.id] == 6
    assert store.select(two.db, Case, "ORDER BY id") == store.select(one.db, Case, "ORDER BY id")


def test_what_was_begun_and_lost_what_it_goes_on_from_waits_for_that_again(pcs):
    one, two = pcs
    receive_case(one)
    [first] = seal_all(one)
    receive_case(one)
    [second] = seal_all(one)
    segments.begin(two.db, parse(second))
    run(intake.take_in(two, [], Report(), lambda _: None))
    assert segments.aside(two.db) == [(one.device.id, 3, "sync.gap")]
    run(intake.take_in(two, [first], Report(), lambda _: None))
    assert segments.aside(two.db) == []
    assert log.vector(two.db)[one.device.id] == log.vector(one.db)[one.device.id]


def test_a_gap_is_filled_with_what_the_next_segment_goes_on_from_and_nothing_else(pcs):
    """The PC was put back and wrote other changes under the numbers of a segment that this disk has lost."""
    one, two = pcs
    for _ in range(3):
        receive_case(one)
        seal_all(one)
    before, lost, after = map(parse, segments.after(one.db, one.device.id, 0))
    for envelope in (before, lost, after):
        take_in(two, envelope.data)
    two.db.execute("DELETE FROM segment WHERE first = ?", [lost.header.first])
    ring = one.keyring
    entries = [dataclasses.replace(entry, at=entry.at + 1) for entry in unseal(lost, ring.office_keys)]
    other = seal(
        entries, office=one.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
        previous=before.hash, private_key=ring.signing,
    )  # fmt: skip
    with pytest.raises(Fork):
        take_in(two, other)
    take_in(two, lost.data)
    assert segments.holes(two.db) == {}
    assert log.vector(two.db)[one.device.id] == after.header.last


def test_what_the_log_has_kept_of_a_gap_gives_way_to_nothing_else(pcs):
    """The gap is wider than what comes for it, so that only the log shows that it was another segment."""
    one, two = pcs
    for _ in range(4):
        receive_case(one)
        seal_all(one)
    held = list(map(parse, segments.after(one.db, one.device.id, 0)))
    for envelope in held:
        take_in(two, envelope.data)
    two.db.execute("DELETE FROM segment WHERE first IN (?, ?)", [each.header.first for each in held[1:3]])
    kept, ring = log.vector(two.db), one.keyring
    entries = [dataclasses.replace(entry, at=entry.at + 1) for entry in unseal(held[1], ring.office_keys)]
    other = seal(
        entries, office=one.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
        previous=held[0].hash, private_key=ring.signing,
    )  # fmt: skip
    run(intake.take_in(two, [other], Report(), lambda _: None))
    assert log.vector(two.db) == kept
    run(intake.take_in(two, [held[1].data, held[2].data], Report(), lambda _: None))
    assert segments.holes(two.db) == {}
