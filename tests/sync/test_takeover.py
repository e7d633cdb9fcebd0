"""A PC dies and another goes on: with its drafts, its books and its cases; and what happens when it comes back."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import Refused, cases, drafts, store
from desk.begun import LIES_OPEN, Begun, packed, pile_of, unpacked
from desk.books import book_numbers, bookkeeping
from desk.books.book import account
from desk.books.book_kinds import kind_of
from desk.cases import Case
from desk.counter import receive
from desk.lists import by_number
from desk.lists.drafted import drafted
from desk.reconcile import twins
from sync import log, sharing, takeover
from sync.healing import notices
from sync.keys.seats import seat
from sync.scans import scan_store, travel
from tests.pictures import picture
from tests.sync.offices import open_pcs, receive_case
from ui.words_of_takeover import gained

KIND = "SCT/BS"
PAGE = picture(size=(60, 80))
TYPED = {
    "query": "khai sinh", "procedure": ["1.001193", "1"], "person": {"applicant_name": "Trần Thị Bé"},
    "card": [], "papers": {"to_khai": [True, "original", "1"], "khac": [False, "original", "1"]},
    "promise": {"fee": "", "channel": "in_person"},
}  # fmt: skip


class Clock:
    now = 1_790_000_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pcs(tmp_path, clock):
    desks = open_pcs(tmp_path, 3, clock)
    yield desks
    for desk in desks:
        desk.close()


def meet(*desks):
    """Let them know all of each other's changes, as exchanges would, drafts that lie open included."""
    for desk in desks:
        sharing.share(desk)
    for desk in desks:
        for other in desks:
            log.receive(desk.db, list(log.everything(other.db)))
    for desk in desks:
        sharing.share(desk)


def type_in(desk, clock, *, owner="", values=TYPED, lies=True):
    drafts.keep(desk.db, f"counter.{owner or desk.by}", values, clock.now - (LIES_OPEN if lies else 0))


def begun(desk):
    return store.select(desk.db, Begun, "ORDER BY id")


def member(desk, other):
    return desk.keyring.roster.find(other.device.id)


def open_book(desk):
    return desk.do(
        lambda hand: book_numbers.open_book(
            kind_of(KIND), hand.now.year, bookkeeping.books(desk.db, kind_of(KIND)), seat(desk),
            today=hand.now.date(), at=hand.at, new_id=hand.new_id, by=hand.by,
        )
    )  # fmt: skip


def hold(desk):
    return bookkeeping.hold(desk.db, kind_of(KIND), desk.now().year)


def certify(desk, person="Lê Văn Tám"):
    change, _ = desk.do(
        lambda hand: book_numbers.certify(
            hold(desk), seat(desk), {"person": person}, today=hand.now.date(), at=hand.at, new_id=hand.new_id,
            by=hand.by,
        )
    )  # fmt: skip
    return change.edits[1].fields["number"]


def reserve(desk, other, count):
    desk.do(
        lambda hand: book_numbers.reserve(
            hold(desk), seat(desk), other.device.id, count, new_id=hand.new_id, by=hand.by
        )
    )  # fmt: skip


# drafts that travel


def test_a_draft_in_hand_stays_here_and_one_that_lies_open_goes_once(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock, lies=False)
    meet(one, two)
    assert begun(two) == []
    clock.now += LIES_OPEN
    meet(one, two)
    [shared] = begun(two)
    assert (shared.officer, shared.device, shared.ended) == (one.by, one.device.id, 0)
    assert unpacked(shared.body)["papers"] == {"to_khai": [True, "original", "1"]}
    before = log.vector(one.db)
    meet(one, two)
    assert log.vector(one.db) == before  # nothing new is nothing to say


def lay(desk, clock, *data):
    """Scans lying with the draft in hand; their hashes."""
    kept = [scan_store.folder_of(desk).keep_bytes(PAGE + each, "trang.jpg").file for each in data]
    scan_store.note(desk, *kept)
    items = [
        {"id": f.sha256, "name": f.name, "sha256": f.sha256, "size": f.size, "media": f.media, "pages": f.pages,
         "sensitive": n == 0, "paper": "to_khai", "original": ""}
        for n, f in enumerate(kept)
    ]  # fmt: skip
    drafts.keep(desk.db, f"scans:{desk.by}", {"items": items}, clock.now)
    return items


def test_scans_of_a_draft_are_shared_with_it_and_lie_with_it_at_the_pc_that_takes_over(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    assert travel.queue(one).waiting == 0
    items = lay(one, clock, b"1", b"2")
    assert travel.queue(one).waiting == 0  # nobody else has the draft
    meet(one, two)
    assert unpacked(begun(two)[0].body)["scans"] == 2
    assert travel.queue(one).waiting == 2
    found = takeover.take_over(two, member(two, one))
    assert list(found.with_drafts.values()) == [(2, 2)]
    [kept] = drafted(two.db)
    assert "scans" not in drafts.kept(two.db, kept.owner).values
    assert drafts.kept(two.db, pile_of(kept.owner)).values["items"] == items
    assert travel.wanted(two) == sorted(((each["sha256"], each["size"]) for each in items), key=lambda f: f[::-1])
    before = log.vector(two.db)
    sharing.share(two)
    assert log.vector(two.db) == before


def test_a_scan_taken_out_of_a_draft_or_named_anew_is_so_everywhere(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    first, second = lay(one, clock, b"1", b"2")
    meet(one, two)
    drafts.keep(one.db, f"scans:{one.by}", {"items": [{**second, "name": "Tờ khai"}]}, clock.now)
    meet(one, two)
    [kept] = takeover.with_draft(two, begun(two)[0].id)
    assert (kept.sha256, kept.name) == (second["sha256"], "Tờ khai")
    assert first["sha256"] not in dict(travel.lacking(two))


def test_files_that_came_for_a_draft_go_when_it_is_thrown_away(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    lay(one, clock, b"1")
    meet(one, two)
    scan_store.note(two, scan_store.folder_of(two).keep_bytes(PAGE + b"1", "trang.jpg").file)
    for owner in (f"counter.{one.by}", f"scans:{one.by}"):
        drafts.drop(one.db, owner)
    meet(one, two)
    meet(one, two)
    assert scan_store.held(one) == scan_store.held(two) == []
    assert travel.queue(one).waiting == 0


def test_scans_that_an_older_program_left_behind_are_counted(pcs, clock, monkeypatch):
    one, two, _ = pcs
    monkeypatch.setattr(sharing, "_scans", lambda *given: iter(()))
    type_in(one, clock)
    lay(one, clock, b"1", b"2")
    meet(one, two)
    found = takeover.outlook(two, member(two, one))
    assert any("còn ở máy hỏng" in line for line in gained(found))
    takeover.take_over(two, member(two, one))
    before = log.vector(two.db)
    sharing.share(two)
    assert log.vector(two.db) == before


def test_a_draft_put_aside_goes_at_once(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock, lies=False)
    drafts.put_aside(one.db, f"counter.{one.by}")
    meet(one, two)
    assert len(begun(two)) == 1


def test_a_draft_that_is_saved_or_thrown_away_is_ended_everywhere(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    meet(one, two)
    drafts.drop(one.db, f"counter.{one.by}")
    meet(one, two)
    assert [each.ended for each in begun(two)] == [1]
    assert takeover.take_over(two, member(two, one)).drafts == drafted(two.db) == []


def test_what_is_shared_of_a_draft_shows_as_it_was_typed():
    again = unpacked(packed(TYPED))
    assert again["person"] == TYPED["person"]
    assert again["procedure"] == TYPED["procedure"]
    assert unpacked(b"\xff") == unpacked(b"\x01") == {}


# taking over


def test_the_drafts_of_a_dead_pc_open_on_the_one_that_takes_over(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    type_in(one, clock, owner=f"{one.by}#1", values={**TYPED, "person": {"applicant_name": "Lý Văn Chín"}})
    meet(one, two)
    found = takeover.take_over(two, member(two, one))
    assert len(found.drafts) == 2
    assert {each.name for each in drafted(two.db, one.by)} == {"Trần Thị Bé", "Lý Văn Chín"}
    assert {each.device for each in begun(two)} == {two.device.id}
    with pytest.raises(Refused) as again:
        takeover.take_over(two, member(two, one))
    assert again.value.key == "takeover.nothing"


def test_a_draft_is_handed_to_who_works_here_under_the_same_name(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    meet(one, two)
    two.db.execute("UPDATE officer SET name = ? WHERE id = ?", [one.officer.name, two.by])
    takeover.take_over(two, member(two, one))
    assert [each.officer for each in drafted(two.db)] == [two.by]


def test_a_draft_finished_on_either_pc_closes_on_the_other_unless_it_was_changed_there(pcs, clock):
    one, two, _ = pcs
    type_in(one, clock)
    meet(one, two)
    takeover.take_over(two, member(two, one))
    drafts.drop(two.db, drafted(two.db)[0].owner)  # the case was received at the second PC
    meet(one, two)
    assert drafted(one.db) == []
    type_in(one, clock)
    meet(one, two)
    takeover.take_over(two, member(two, one))
    drafts.drop(two.db, drafted(two.db)[0].owner)
    type_in(one, clock, values={**TYPED, "person": {"applicant_name": "Người khác"}})
    meet(one, two)
    assert [each.name for each in drafted(one.db)] == ["Người khác"]
    meet(one, two)
    assert [each.ended for each in begun(two)].count(0) == 1


def test_books_go_over_and_lists_show_the_dead_pcs_cases_as_this_ones(pcs):
    from desk.lists import reading
    from desk.lists.narrowed import Narrowed

    one, two, _ = pcs
    id = receive_case(one)
    open_book(one)
    certify(one)
    meet(one, two)
    mine = Narrowed("counter", two.by, two.device.id)
    assert reading.count(two.db, "all", two.now(), narrowed=mine) == 0
    looked = takeover.outlook(two, member(two, one))
    assert ([case.id for case in looked.received], [taken.next for taken in looked.books]) == ([id], [2])
    assert looked.loss.number == store.get(one.db, Case, id).number
    assert (looked.loss.held, looked.loss.missing) == (log.vector(one.db)[one.device.id], 0)
    takeover.take_over(two, member(two, one))
    assert certify(two) == 2
    assert reading.count(two.db, "all", two.now(), narrowed=mine) == 1
    assert reading.count(two.db, "open", two.now(), narrowed=mine) == 1


def test_cases_of_others_that_the_dead_pc_worked_on_last_are_named(pcs):
    one, two, three = pcs
    ids = [receive_case(three) for _ in range(2)]
    meet(*pcs)
    for id in ids:
        one.do(lambda hand, id=id: cases.add_note(Case(id), "hẹn lại", now=hand.at, new_id=hand.new_id, by=hand.by))
    meet(*pcs)
    three.do(lambda hand: cases.add_note(Case(ids[1]), "xong", now=hand.at, new_id=hand.new_id, by=hand.by))
    meet(*pcs)
    found = takeover.outlook(two, member(two, one))
    assert ([case.id for case in found.in_hand], found.received) == ([ids[0]], [])


def test_numbers_set_aside_for_the_dead_pc_are_used_up_first(pcs):
    one, two, three = pcs
    open_book(one)
    reserve(one, two, 3)
    meet(*pcs)
    takeover.take_over(three, member(three, two))
    assert [certify(three), certify(three)] == [1, 2]
    meet(*pcs)
    assert certify(one) == 4


def test_the_paper_book_has_the_last_word_on_where_numbering_goes_on(pcs):
    one, two, _ = pcs
    open_book(one)
    certify(one)
    meet(one, two)
    lost = [certify(one, f"Người {n}") for n in range(3)]
    assert lost == [2, 3, 4]
    with pytest.raises(Refused):
        takeover.take_over(two, member(two, one), {KIND: 10**7})
    takeover.take_over(two, member(two, one), {KIND: 4})
    assert certify(two) == 5
    assert account(hold(two)).missing == (2, 3, 4)
    meet(one, two)  # the dead PC's disk could be read after all
    assert account(hold(two)).missing == account(hold(two)).twice == ()


def test_numbers_that_never_came_may_be_made_void_and_show_when_they_come_after_all(pcs):
    one, two, _ = pcs
    open_book(one)
    meet(one, two)
    certify(one)
    takeover.take_over(two, member(two, one), {KIND: 2})
    two.do(
        lambda hand: book_numbers.void(
            hold(two), seat(two), 1, 2, "mất theo máy hỏng", at=hand.at, new_id=hand.new_id, by=hand.by
        )
    )
    assert account(hold(two)).missing == ()
    meet(one, two)
    assert account(hold(two)).twice == (1,)


def test_a_pc_that_comes_back_is_told_and_what_it_gave_meanwhile_shows_twice(pcs):
    one, two, _ = pcs
    open_book(one)
    certify(one)
    meet(one, two)
    takeover.take_over(two, member(two, one))
    assert (certify(one), certify(two)) == (2, 2)
    id = receive_case(one)
    meet(one, two)
    for desk in (one, two):
        assert account(hold(desk)).twice == (2,)
        assert store.get(desk.db, Case, id)
    with pytest.raises(Refused) as refused:
        certify(one)
    assert refused.value.key == "books.held_elsewhere"
    assert certify(two) == 3
    assert any(two.device.name in line for line in notices.told(one))


def test_two_pcs_that_take_over_the_same_one_have_to_settle_whose_the_book_is(pcs):
    one, two, three = pcs
    open_book(one)
    meet(*pcs)
    takeover.take_over(two, member(two, one))
    takeover.take_over(three, member(three, one))
    meet(*pcs)
    for desk in (two, three):
        assert hold(desk).disputed
        with pytest.raises(Refused):
            certify(desk)


def test_what_a_third_pc_has_of_the_dead_one_is_named(pcs):
    one, two, three = pcs
    receive_case(one)
    meet(one, two)
    receive_case(one)
    meet(one, three)
    log_of_three = [entry for entry in log.everything(three.db) if entry.device == three.device.id]
    receive_case(three)
    assert log_of_three
    two.db.execute("INSERT OR REPLACE INTO named VALUES (?, ?)", [one.device.id, log.vector(three.db)[one.device.id]])
    assert takeover.outlook(two, member(two, one)).loss.missing == 1


def test_only_an_administrator_takes_over_a_pc_that_this_one_does_not_replace(pcs):
    one, two, _ = pcs
    meet(one, two)
    two.db.execute("UPDATE officer SET roles = 'reception' WHERE id = ?", [two.by])
    with pytest.raises(Refused):
        takeover.take_over(two, member(two, one))
    roster = two.keyring.roster
    instead = tuple(replace(m, replaces=one.device.id) if m.id == two.device.id else m for m in roster.members)
    two.keyring.roster = replace(roster, members=instead)
    assert takeover.meant(two).id == one.device.id
    takeover.take_over(two, takeover.meant(two))


def test_the_pc_meant_is_named_by_number_or_name_and_is_never_this_one(pcs):
    one, two, _ = pcs
    assert takeover.meant(two, "01").id == takeover.meant(two, "máy-01").id == one.device.id
    for asked in ("2", "99", ""):
        with pytest.raises(Refused):
            takeover.meant(two, asked)


# a case whose slip exists and whose record nobody has


def receive_again(desk, slip):
    procedure = desk.catalogue.in_force("1.001193", desk.now().date())
    values = {"applicant_name": "Trần Thị Bích Phượng", "slip_number": slip}
    change, _ = desk.do(lambda hand: receive(desk.db, hand, procedure, desk.calendar, values))
    return change.edits[0].id


def test_a_case_is_received_again_by_its_slip_and_meets_the_old_one_when_that_comes_back(pcs):
    one, two, _ = pcs
    meet(one, two)
    old = receive_case(one)
    slip = store.get(one.db, Case, old).number
    new = receive_again(two, f" {slip.lower()} ")
    assert by_number(two.db, slip).id == new
    with pytest.raises(Refused):
        receive_again(two, slip[:-1] + ("A" if slip[-1] != "A" else "B"))
    meet(one, two)
    pairs = twins.found(two.db, two.now(), lambda first, second: False)
    assert [(a.id, b.id) for a, b in pairs] == [(old, new)]
    with pytest.raises(Refused) as refused:
        receive_again(two, slip)
    assert refused.value.key == "cases.slip_known"


# whatever comes in whatever order

STEPS = ["certify one", "certify two", "take", "meet", "type", "type over", "finish one", "finish two"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS)))
def test_no_number_is_silently_given_twice_and_no_draft_lost_in_any_history(tmp_path_factory, steps):
    clock = Clock()
    one, two, three = open_pcs(tmp_path_factory.mktemp("office"), 3, clock)
    try:
        open_book(one)
        meet(one, two, three)
        typed, finished = set(), set()
        for n, step in enumerate(steps):
            act(step, n, one, two, clock, typed, finished)
        meet(one, two, three)
        meet(one, two, three)
        accounts = {repr(account(hold(desk))) for desk in (one, two, three)}
        assert len(accounts) == 1
        given_numbers = [e.number for e in hold(three).entries if not e.void_reason]
        assert set(account(hold(three)).twice) == {n for n in given_numbers if given_numbers.count(n) > 1}
        open_now = {each.name for desk in (one, two) for each in drafted(desk.db)}
        assert typed - finished <= open_now
        assert {(b.id, b.ended, b.body) for b in begun(one)} == {(b.id, b.ended, b.body) for b in begun(three)}
    finally:
        for desk in (one, two, three):
            desk.close()


def act(step, n, one, two, clock, typed, finished):
    what, _, which = step.partition(" ")
    desk = two if which == "two" else one
    try:
        if what == "certify":
            certify(desk)
        elif what == "take":
            takeover.take_over(two, member(two, one))
        elif what == "meet":
            meet(one, two)
        elif what == "type":
            typed.add(f"Người {n}")
            owner = f"{one.by}#{n}"
            if which and (found := drafted(one.db)):
                finished.add(found[0].name)
                owner = found[0].owner.removeprefix("counter.")
            type_in(one, clock, owner=owner, values={**TYPED, "person": {"applicant_name": f"Người {n}"}})
        elif found := drafted(desk.db):
            finished.add(found[0].name)
            drafts.drop(desk.db, found[0].owner)
    except Refused:
        pass
