"""Which PC may open a first book, and who stands in for one that left; and the books themselves after a refold."""

from dataclasses import replace

import pytest

from desk.books import book_numbers, bookkeeping
from desk.books.book import account
from desk.books.book_kinds import kind_of
from desk.record import Change, Edit
from sync import log
from sync.keys.seats import seat
from tests.sync.offices import open_pcs

COPIES = kind_of("SCT/BS")


def opened(desk):
    year = desk.now().year
    desk.do(
        lambda hand: book_numbers.open_book(
            COPIES, year, [], seat(desk), today=hand.now.date(), at=hand.at, new_id=hand.new_id, by=hand.by
        )
    )
    return year


def certified(desk, year):
    change, _ = desk.do(
        lambda hand: book_numbers.certify(
            bookkeeping.hold(desk.db, COPIES, year), seat(desk), {"person": "Trần Thị Bé"}, today=hand.now.date(),
            at=hand.at, new_id=hand.new_id, by=hand.by,
        )
    )  # fmt: skip
    return change.edits[1].fields["number"]


def leave(desk, pc, last):
    """The roster held at `desk` says that the PC left after its change number `last`."""
    roster = desk.keyring.roster
    members = tuple(replace(m, revoked_after=last) if m.pc == pc else m for m in roster.members)
    desk.keyring.roster = replace(roster, members=members)


def test_one_pc_of_the_office_is_the_steward(tmp_path):
    desks = open_pcs(tmp_path, 3)
    assert [seat(desk).steward for desk in desks] == [True, False, False]
    assert {name for desk in desks for name in seat(desk).names.values()} == {"MÁY-01", "MÁY-02", "MÁY-03"}


def test_the_next_one_stands_in_only_when_it_has_all_that_the_one_that_left_was_allowed_to_write(tmp_path):
    one, two, three = open_pcs(tmp_path, 3)
    opened(one)
    last = log.vector(one.db)[one.device.id]
    for desk in (two, three):
        leave(desk, 1, last)
        assert not seat(desk).steward
    log.receive(two.db, list(log.everything(one.db))[:-1])
    assert not seat(two).steward
    for desk in (two, three):
        log.receive(desk.db, list(log.everything(one.db)))
    assert (seat(two).steward, seat(three).steward) == (True, False)
    assert seat(two).gone == {one.device.id}


def test_a_pc_that_joins_later_never_stands_before_an_older_one(tmp_path):
    one, two = open_pcs(tmp_path, 2)
    members = tuple(replace(m, enrolled=100 if m.pc == 1 else 5) for m in one.keyring.roster.members)
    for desk in (one, two):
        desk.keyring.roster = replace(desk.keyring.roster, members=members)
    assert (seat(one).steward, seat(two).steward) == (False, True)


def test_a_book_is_the_same_after_a_refold(tmp_path):
    [one] = open_pcs(tmp_path, 1)
    year = opened(one)
    assert [certified(one, year) for _ in range(3)] == [1, 2, 3]
    before = bookkeeping.hold(one.db, COPIES, year)
    log.refold(one.db)
    assert bookkeeping.hold(one.db, COPIES, year) == before
    assert account(before).given == (1, 2, 3)


@pytest.mark.parametrize("nonsense", ["x", -3, 2**60, None, b"x", 1.5])
def test_nonsense_from_a_pc_gone_bad_breaks_no_book(tmp_path, nonsense):
    one, two = open_pcs(tmp_path, 2)
    year = opened(one)
    book = bookkeeping.hold(one.db, COPIES, year).book.id
    line = {"book": book, "number": nonsense, "last": nonsense, "first": nonsense, "next": nonsense, "void_reason": "x"}
    edits = (Edit("book", book, {"next": nonsense}), Edit("bookentry", "z.1", line), Edit("bookrange", "z.2", line))
    two.do(lambda hand: Change("certify", (*edits, Edit("book", "z.3", {"kind": "SCT/BS", "year": nonsense})), hand.by))
    log.receive(one.db, list(log.everything(two.db)))
    assert certified(one, year) == 1
    assert account(bookkeeping.hold(one.db, COPIES, year)).given == (1,)
