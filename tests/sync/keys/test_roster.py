"""The office's list of PCs: the province's word, and nobody else's."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.envelope import NOTHING_BEFORE
from sync.errors import Tampered
from sync.keys.roster import Member, Roster

ROOT = Ed25519PrivateKey.generate()
PINNED = ROOT.public_key().public_bytes_raw()


def member(pc, **other):
    return Member(
        pc, f"MÁY-0{pc}", Ed25519PrivateKey.generate().public_key().public_bytes_raw(), 1_760_000_000_000, **other
    )


def first(*members):
    return Roster("00562", "UBND phường Cửa Nam", 1, NOTHING_BEFORE, members)


def test_a_roster_reads_back_as_it_was_signed():
    one, two = member(1), member(2, revoked_after=7)
    read = Roster.verified(first(one, two).signed(ROOT), PINNED)
    assert (read.office, read.name, read.version, read.members) == ("00562", "UBND phường Cửa Nam", 1, (one, two))
    assert read.find(two.id) == two
    assert read.find("aaaaaaaa") is None


def test_one_flipped_bit_anywhere_is_noticed():
    data = first(member(1)).signed(ROOT)
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            Roster.verified(bytes(bad), PINNED)


@given(st.binary(max_size=200))
def test_even_what_the_root_signed_must_be_a_roster(noise):
    with pytest.raises(Tampered):
        Roster.verified(noise + ROOT.sign(b"casedesk roster 1\0" + noise), PINNED)


def test_a_stranger_and_a_revoked_pc_sign_nothing():
    gone = member(1, revoked_after=7)
    roster = first(gone)
    assert roster.signer(gone.id, 7) == gone
    for device, last, key in [(gone.id, 8, "sync.device_revoked"), ("aaaaaaaa", 1, "sync.device_unknown")]:
        with pytest.raises(Tampered) as refused:
            roster.signer(device, last)
        assert refused.value.key == key


def test_a_newer_roster_continues_the_one_held():
    held = Roster.verified(first(member(1)).signed(ROOT), PINNED)
    newer = held.next((*held.members, member(2))).signed(ROOT)
    assert len(held.followed_by(newer, PINNED).members) == 2
    assert held.followed_by(first(*held.members).signed(ROOT), PINNED) == held


def test_an_older_a_foreign_and_a_broken_roster_are_not_taken():
    held = Roster.verified(first(member(1)).signed(ROOT), PINNED)
    second = Roster.verified(held.next((member(2),)).signed(ROOT), PINNED)
    stranger = Roster("00001", "x", 9, NOTHING_BEFORE, ()).signed(ROOT)
    unchained = Roster("00562", "x", 2, b"x" * 32, ()).signed(ROOT)
    same_number = Roster("00562", "another", 2, held.hash, ()).signed(ROOT)
    for base, data in [
        (second, first(member(1)).signed(ROOT)),
        (held, stranger),
        (held, unchained),
        (second, same_number),
        (held, held.next(()).signed(Ed25519PrivateKey.generate())),
    ]:
        with pytest.raises(Tampered):
            base.followed_by(data, PINNED)
