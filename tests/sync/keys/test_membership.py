"""Who belongs to an office: the same from any order, and nobody's word beyond what the province lets them say."""

import random
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Refused
from sync.errors import Tampered
from sync.keys import news, sealing, statement
from sync.keys.authority import Authority
from sync.keys.member import device_id, spelt
from sync.keys.membership import fold, next_epoch
from sync.keys.roster import MAGIC, Roster
from sync.keys.statement import Kind, Place, Statement

OFFICE = "00562"
ROOT = Ed25519PrivateKey.generate()
PINNED = ROOT.public_key().public_bytes_raw()


class Pc:
    """A PC's two keys."""

    def __init__(self):
        self.key, self.opening = Ed25519PrivateKey.generate(), sealing.new()
        self.public, self.sealing = self.key.public_key().public_bytes_raw(), sealing.public(self.opening)
        self.id = device_id(self.public)

    def hand(self, of):
        """This PC's own hand over the office as `of` sees it."""
        return Authority(self.key, of.roster, PINNED, self.id, dict(of.content_keys), dict(of.sealing_keys))


ONE, TWO, THREE, FOUR = (Pc() for _ in range(4))


def office(*pcs):
    hand = Authority(ROOT, Roster.empty(OFFICE), PINNED)
    hand.open_office("UBND phường Cửa Nam")
    for number, pc in enumerate(pcs, start=1):
        hand.enrol(pc.public, pc.sealing, number, f"MÁY-{number:02}")
    return hand


def history():
    """Two authorities that act apart and meet: enrolments, a revocation, epochs, a withdrawal."""
    root = office(ONE, TWO)
    root.delegate(ONE.id, range(80, 90))
    delegate = ONE.hand(root)
    delegate.enrol(THREE.public, THREE.sealing, 80, "MÁY-80", replaces=TWO.id)
    delegate.revoke(TWO.id, 7)
    root.enrol(FOUR.public, FOUR.sealing, 3, "MÁY-03")
    root.revoke(TWO.id, 5)
    root.roster = root.roster.joined(delegate.roster.statements, PINNED)
    root.withdraw(ONE.id)
    return root.roster.statements


HISTORY = history()


def seen(statements):
    return Roster.folded(OFFICE, statements, PINNED)


@given(st.data())
@settings(max_examples=40)
def test_any_order_and_any_repetition_comes_to_the_same(data):
    shuffled = data.draw(st.permutations([*HISTORY, *HISTORY[:3]]))
    assert seen(shuffled) == seen(HISTORY)


@given(st.sets(st.integers(0, len(HISTORY) - 1)), st.sets(st.integers(0, len(HISTORY) - 1)))
@settings(max_examples=40)
def test_what_two_know_apart_comes_to_the_same_whoever_tells_whom(some, others):
    one, two = [HISTORY[n] for n in sorted(some)], [HISTORY[n] for n in sorted(others)]
    assert seen(one + two) == seen(two + one)
    assert bytes(seen(one + two)) == bytes(seen(two + one))


def test_the_history_comes_to_what_was_done():
    roster = seen(HISTORY)
    assert {m.name: (m.pc, m.revoked_after, m.replaces) for m in roster.members} == {
        "MÁY-01": (1, None, ""), "MÁY-02": (2, 5, ""), "MÁY-03": (3, None, ""), "MÁY-80": (80, None, TWO.id),
    }  # fmt: skip
    assert not roster.may_enrol(ONE.id)
    assert Roster.verified(bytes(roster), PINNED) == roster
    assert next_epoch(roster.epochs, 3, bytes(32)) % 128 == 3


def test_who_was_put_back_to_a_copy_gives_another_number_to_another_key():
    hand = office(ONE)
    before = hand.roster
    hand.open_epoch()
    restored = Authority(ROOT, before, PINNED)
    restored.open_epoch()
    both = before.joined([*hand.roster.statements, *restored.roster.statements], PINNED)
    assert len(both.epochs) == len(before.epochs) + 2


def test_one_flipped_bit_anywhere_is_noticed():
    document = bytes(office(ONE).roster)
    for bit in range(len(document) * 8):
        bad = bytearray(document)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            Roster.verified(bytes(bad), PINNED)


@given(st.binary(max_size=200))
def test_noise_is_no_statement_and_no_roster(noise):
    with pytest.raises(Tampered):
        Statement.read(noise)
    with pytest.raises(Tampered):
        Roster.verified(MAGIC + noise, PINNED)


def test_a_forged_statement_says_nothing():
    root = office(ONE)
    forged = statement.sign(TWO.key, root.roster.place(), 0, Kind.REVOKED, spelt(ONE.id), 0, 0)
    assert root.roster.joined([forged], PINNED) == root.roster
    document = replace(root.roster, statements=(*root.roster.statements, forged))
    with pytest.raises(Tampered) as refused:
        Roster.verified(bytes(document), PINNED)
    assert refused.value.key == "sync.roster_signature"


def test_a_stranger_says_nothing_in_its_own_name_either():
    root = office(ONE)
    forged = statement.sign(TWO.key, Place(OFFICE, TWO.id), 0, Kind.DEVICE, TWO.public, bytes(32), 2, "MÁY-02", None)
    assert root.roster.joined([forged], PINNED) == root.roster


def test_an_old_roster_shown_again_takes_nothing_back():
    root = office(ONE, TWO)
    old = bytes(root.roster)
    root.revoke(TWO.id, 3)
    again = root.roster.followed_by(old, PINNED)
    assert again == root.roster
    with pytest.raises(Tampered):
        again.signer(TWO.id, 4)
    assert again.signer(TWO.id, 3).id == TWO.id


def test_what_comes_after_a_statement_that_is_held_back_does_not_count_without_it():
    root = office(ONE, TWO)
    root.revoke(TWO.id, 3)
    root.enrol(THREE.public, THREE.sealing, 3, "MÁY-03")
    revoked = next(s for s in root.roster.statements if s.kind == Kind.REVOKED)
    known = seen([s for s in root.roster.statements if s != revoked])
    assert known.find(THREE.id) is None
    assert news.beyond(root.roster.statements, news.tips(known.statements))[0] == revoked


def test_another_offices_statement_says_nothing_here():
    elsewhere = Authority(ROOT, Roster.empty("00001"), PINNED)
    elsewhere.enrol(THREE.public, THREE.sealing, 1, "MÁY-01")
    root = office(ONE)
    assert root.roster.joined(elsewhere.roster.statements, PINNED) == root.roster
    with pytest.raises(Tampered):
        root.roster.followed_by(bytes(elsewhere.roster), PINNED)


def test_a_pc_without_a_delegation_enrols_and_revokes_nobody():
    root = office(ONE, TWO)
    hand = ONE.hand(root)
    with pytest.raises(Refused) as refused:
        hand.enrol(THREE.public, THREE.sealing, 3, "MÁY-03")
    assert refused.value.key in ("keys.number_taken", "keys.not_delegated")
    said = statement.sign(ONE.key, Place(OFFICE, ONE.id), 0, Kind.REVOKED, spelt(TWO.id), 0, 0)
    assert root.roster.joined([said], PINNED).signer(TWO.id, 9).id == TWO.id


def test_a_delegate_gives_only_its_own_numbers():
    root = office(ONE)
    root.delegate(ONE.id, range(80, 82))
    hand = ONE.hand(root)
    assert hand.free_numbers(2) == [80, 81]
    with pytest.raises(Refused):
        hand.enrol(TWO.public, TWO.sealing, 3, "MÁY-03")
    with pytest.raises(Refused):
        hand.free_numbers(3)
    assert root.free_numbers(2) == [2, 3]


def test_a_withdrawn_delegate_says_nothing_more_and_what_it_said_stays():
    root = office(ONE)
    root.delegate(ONE.id, range(80, 90))
    hand = ONE.hand(root)
    hand.enrol(TWO.public, TWO.sealing, 80, "MÁY-80")
    root.roster = root.roster.joined(hand.roster.statements, PINNED)
    root.withdraw(ONE.id)
    hand.enrol(THREE.public, THREE.sealing, 81, "MÁY-81")
    joined = root.roster.joined(hand.roster.statements, PINNED)
    assert joined.find(TWO.id) is not None
    assert joined.find(THREE.id) is None
    with pytest.raises(Refused):
        replace(hand, roster=joined).revoke(TWO.id, 0)


def test_a_revoked_delegate_says_nothing_more():
    root = office(ONE, TWO)
    root.delegate(ONE.id, range(80, 90))
    hand = ONE.hand(root)
    root.revoke(ONE.id, 4)
    hand.enrol(THREE.public, THREE.sealing, 80, "MÁY-80")
    assert root.roster.joined(hand.roster.statements, PINNED).find(THREE.id) is None


def test_nobody_but_the_province_delegates_or_names_the_recovery_key():
    root = office(ONE, TWO)
    root.delegate(ONE.id, range(80, 90))
    place = Place(OFFICE, ONE.id)
    for kind, values in [(Kind.DELEGATE, (spelt(TWO.id), 3, 9)), (Kind.RECOVERY, (bytes(32),)), (Kind.OFFICE, ("x",))]:
        joined = root.roster.joined([statement.sign(ONE.key, place, 0, kind, *values)], PINNED)
        assert (joined.delegates, joined.recovery, joined.name) == (
            root.roster.delegates, root.roster.recovery, root.roster.name,
        )  # fmt: skip


def test_the_epoch_to_seal_with_is_the_newest_that_no_revoked_pc_was_given():
    root = office(ONE, TWO, THREE)
    root.delegate(ONE.id, range(80, 90))
    delegate = ONE.hand(root)
    delegate.revoke(TWO.id, 5)
    mine = max(delegate.content_keys)
    while (later := root.open_epoch()) <= mine:
        pass  # how far above the one before it a number lies, its key decides
    joined = root.roster.joined(delegate.roster.statements, PINNED)
    assert joined.epoch({1, mine, later}) == mine
    assert joined.epoch({1, later}) == later
    assert len({*root.content_keys} & {*delegate.content_keys} - {1}) == 0


def test_a_revoked_pc_gets_no_key_of_what_comes_after():
    root = office(ONE, TWO)
    root.sealed.clear()
    root.revoke(TWO.id, 5)
    assert {sealed.device for sealed in root.sealed} == {ONE.id}
    opened = sealing.unseal(root.sealed[0], ONE.opening, OFFICE)
    assert sealing.commitment(opened) == root.roster.epochs[root.sealed[0].epoch].commitment
    assert sealing.unseal(root.sealed[0], TWO.opening, OFFICE) is None


def test_a_sealed_key_opens_only_in_its_own_place():
    sealed = sealing.seal(bytes(32), ONE.sealing, OFFICE, 1, ONE.id)
    assert sealing.unseal(sealed, ONE.opening, OFFICE) == bytes(32)
    assert sealing.unseal(sealed, ONE.opening, "00001") is None
    assert sealing.unseal(sealed._replace(epoch=2), ONE.opening, OFFICE) is None
    assert sealing.unseal(sealed._replace(device=TWO.id), ONE.opening, OFFICE) is None


def test_a_signer_brought_back_from_a_copy_has_two_branches_and_both_hold():
    root = office(ONE)
    copy = Authority(ROOT, root.roster, PINNED)
    root.enrol(TWO.public, TWO.sealing, 2, "MÁY-02")
    copy.enrol(THREE.public, THREE.sealing, 3, "MÁY-03")
    joined = root.roster.joined(copy.roster.statements, PINNED)
    assert {member.id for member in joined.members} == {ONE.id, TWO.id, THREE.id}
    assert joined == copy.roster.joined(root.roster.statements, PINNED)


@given(st.integers(0, len(HISTORY)), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_news_bring_two_sides_together_whatever_each_held(cut, chance: random.Random):
    known = [seen(HISTORY[:cut]), seen([s for s in HISTORY if chance.random() < 0.7])]
    for _ in range(3):
        for here, there in ((0, 1), (1, 0)):
            going = news.beyond(known[here].statements, news.tips(known[there].statements))
            known[there] = known[there].joined(going, PINNED)
    assert known[0] == known[1] == seen([*known[0].statements, *known[1].statements])
    assert not news.beyond(known[0].statements, news.tips(known[1].statements))


def test_a_statement_of_a_kind_from_a_newer_version_keeps_its_place_and_says_nothing():
    root = office(ONE)
    unknown = statement.sign(ROOT, root.roster.place(), 0, 99, "whatever", 7)
    joined = root.roster.joined([unknown], PINNED)
    assert unknown in joined.statements
    later = statement.sign(ROOT, joined.place(), 0, Kind.OFFICE, "UBND xã khác")
    assert joined.joined([later], PINNED).name == "UBND xã khác"


def test_a_list_of_layout_1_goes_on_beside_statements():
    before = Roster.verified(
        Roster(OFFICE, "UBND", 1, bytes(32), (seen(HISTORY).find(ONE.id),)).signed(ROOT), PINNED
    )  # fmt: skip
    hand = Authority(ROOT, before, PINNED, content_keys={1: bytes(32)})
    hand.adopt(1, bytes(32))
    hand.enrol(TWO.public, TWO.sealing, 2, "MÁY-02")
    roster = Roster.verified(bytes(hand.roster), PINNED)
    assert [member.id for member in roster.members] == [ONE.id, TWO.id]
    assert roster.name == "UBND"
    assert fold((), PINNED).members == ()
