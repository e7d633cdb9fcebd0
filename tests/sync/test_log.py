"""The log and its rows: one door, one transaction, the same records in any order."""

from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Refused, Unusable, lists, store
from desk.cases import Case, Note
from desk.reconcile import disputes
from desk.record import Change, Edit, Entry
from sync import log
from tests.desk.test_record import histories

KEY = bytes(32)
HERE, THERE = "aaaaaaaa", "bbbbbbbb"


def open_log(path=":memory:"):
    db = store.open_store(Path(path), KEY, log.migrations)
    log.prepare(db)
    return db


def rows(db):
    return {kind: sorted(map(tuple, db.execute(f"SELECT * FROM [{kind}]"))) for kind in store.KINDS} | {
        "conflict": sorted(map(tuple, db.execute("SELECT * FROM conflict")))
    }


def case_edit(id, **values):
    return Change("edit", (Edit("case", id, values),), f"{HERE}.1")


def note_edit(id, **values):
    return Change("note", (Edit("note", id, values),), f"{HERE}.1")


def entry(device, seq, lamport, change, seen=()):
    return Entry(device, seq, dict(seen), lamport, 0, None, change)


@settings(max_examples=60, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_rows_and_they_can_be_rebuilt(history, random):
    here, there = open_log(), open_log()
    log.receive(here, history)
    shuffled = history + history[: len(history) // 2]
    random.shuffle(shuffled)
    for one in shuffled:
        log.receive(there, [one])
    assert rows(here) == rows(there)
    assert log.vector(here) == log.vector(there)
    for kind in (*store.KINDS, "merge", "conflict"):
        there.execute(f"DELETE FROM [{kind}]")
    log.refold(there)
    assert rows(here) == rows(there)
    here.close(), there.close()


def test_a_change_is_placed_after_all_that_this_pc_has_taken_in():
    db = open_log()
    log.receive(db, [entry(THERE, 1, 7, case_edit("x", phone="1"))])
    log.record(db, lambda: case_edit("x", phone="2"), HERE, at=100)
    [mine] = log.run(db, HERE, 0, 10)
    assert (mine.seq, mine.seen, mine.lamport, mine.at) == (1, {THERE: 1}, 8, 100)
    assert store.get(db, Case, "x").phone == "2"


def test_the_vector_stops_at_a_gap_until_it_is_filled():
    db = open_log()
    first, second, third = (entry(THERE, n, n, case_edit("x", phone=str(n))) for n in (1, 2, 3))
    log.receive(db, [first, third])
    assert log.vector(db) == {THERE: 1}
    log.receive(db, [second])
    assert log.vector(db) == {THERE: 3}


def test_a_refused_decision_leaves_nothing_written():
    db = open_log()

    def refuse():
        raise Refused("cases.note_empty")

    with pytest.raises(Refused):
        log.record(db, refuse, HERE, at=0)
    assert log.vector(db) == {} and not db.conn.in_transaction


def test_a_failure_while_folding_leaves_neither_log_nor_row():
    db = open_log()
    db.execute("CREATE TRIGGER full BEFORE INSERT ON [case] BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(store.sqlcipher.IntegrityError):
        log.record(db, lambda: case_edit("x", phone="1"), HERE, at=0)
    assert log.vector(db) == {} and rows(db)["case"] == []


def test_a_full_disk_is_said_in_words_and_nothing_is_half_written(tmp_path):
    db = open_log(tmp_path / "desk.db")
    log.record(db, lambda: case_edit("x", phone="1"), HERE, at=0)
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unusable, match=r"đầy"):
        log.record(db, lambda: case_edit("y", note="n" * 200_000), HERE, at=0)
    assert log.vector(db) == {HERE: 1} and [row.id for row in store.select(db, Case)] == ["x"]
    db.execute("PRAGMA max_page_count = 100000")
    log.record(db, lambda: case_edit("y", note="n" * 200_000), HERE, at=0)
    assert log.vector(db) == {HERE: 2}
    db.close()


def test_what_a_newer_version_wrote_appears_after_the_upgrade(monkeypatch):
    db = open_log()
    with monkeypatch.context() as older:
        older.setattr(store, "KINDS", {kind: record for kind, record in store.KINDS.items() if kind != "note"})
        log.prepare(db)
        log.receive(db, [entry(THERE, 1, 1, Change("note", (Edit("note", "n", {"case_id": "x", "text": "t"}),), "o"))])
    assert store.children(db, Note, "x") == []
    log.prepare(db)
    assert [note.text for note in store.children(db, Note, "x")] == ["t"]


def test_an_id_that_was_given_to_a_case_and_to_a_note_stands_for_both_in_whatever_order_they_come():
    written = [
        entry(THERE, 1, 1, case_edit("x.1", phone="1")),
        entry(HERE, 1, 1, note_edit("x.1", text="Bổ sung sau", case_id="y")),
        entry(THERE, 2, 2, case_edit("x.1", phone="2")),
        entry(HERE, 2, 3, note_edit("x.1", text="Đã bổ sung")),
    ]
    for order in permutations(written):
        db = open_log()
        for each in order:
            log.receive(db, [each])
        assert store.get(db, Case, "x.1").phone == "2"
        assert store.get(db, Note, "x.1").text == "Đã bổ sung"
        log.refold(db)
        assert (store.get(db, Case, "x.1").phone, store.get(db, Note, "x.1").text) == ("2", "Đã bổ sung")


def test_a_field_of_a_newer_version_is_kept_beside_the_row():
    db = open_log()
    log.receive(db, [entry(THERE, 1, 1, case_edit("x", phone="1", added_in_2030={"a": [1]}))])
    assert log.state_of(db, "case", "x")["added_in_2030"].live[0].value == {"a": [1]}
    assert store.get(db, Case, "x").phone == "1"


def test_values_of_another_shape_than_ours_are_shown_not_fatal():
    db = open_log()
    log.receive(db, [entry(THERE, 1, 1, case_edit("x", phone=["1", 2], fee=10**30, state=7))])
    assert store.get(db, Case, "x").phone == "['1', 2]"


def test_own_changes_that_come_back_to_an_old_copy_use_up_their_numbers():
    db = open_log()
    change = case_edit(f"{HERE}.41", number="01-00007-A")
    log.receive(db, [entry(HERE, 1, 1, change)])
    assert store.counter(db, f"id.{HERE}") == 41


def test_the_history_of_a_case_holds_its_notes_too_in_one_order():
    db = open_log()
    note = Change("note", (Edit("note", "n", {"case_id": "x", "text": "t"}),), "o")
    log.receive(db, [entry(THERE, 1, 2, note), entry(HERE, 1, 1, case_edit("x", phone="1"))])
    assert [e.change.action for e in log.history(db, "x")] == ["edit", "note"]
    assert list(log.everything(db)) == [*log.run(db, HERE, 0, 9), *log.run(db, THERE, 0, 9)]


def test_what_came_in_by_the_thousand_is_found_after_the_index_followed_even_when_that_was_cut_short(tmp_path):
    db = open_log(tmp_path / "desk.db")
    log.receive(db, [entry(THERE, 1, 1, case_edit("b.1", applicant_name="Lò Thị Mẩy"))], log.index_later)
    log.receive(db, [entry(THERE, 2, 2, case_edit("b.2", applicant_name="Lò Văn Páo"))], log.index_later)
    assert found(db, "lò") == []
    assert log.index_waiting(db, 1)
    assert len(found(db, "lò")) == 1
    db.close()
    db = open_log(tmp_path / "desk.db")
    assert found(db, "lò") == ["b.1", "b.2"]
    assert not log.index_waiting(db, 1)


def found(db, words):
    return sorted(case.id for case in lists.page(db, "all", datetime(2026, 11, 20), search=words))


def written_and_refused(db, change):
    with store.transaction(db):
        log.receive(db, [change])
        raise Refused("vault.wrong_password")


def test_a_part_of_a_transaction_that_fails_is_undone_by_itself():
    db, second = open_log(), entry(THERE, 2, 2, case_edit("x", phone="2"))
    with store.transaction(db):
        log.receive(db, [entry(THERE, 1, 1, case_edit("x", phone="1"))])
        with pytest.raises(Refused):
            written_and_refused(db, second)
    assert log.vector(db) == {THERE: 1}
    with pytest.raises(Refused):
        written_and_refused(db, second)
    assert log.vector(db) == {THERE: 1} and store.get(db, Case, "x").phone == "1"
    db.close()


def test_records_of_two_kinds_with_one_id_are_each_in_conflict_by_themselves():
    db = open_log()
    both = [Change("put", (Edit("note", "x", {"at": at}), Edit("move", "x", {"at": at})), f"{pc}.1")
            for pc, at in ((HERE, "2026-11-20T08:00"), (THERE, "2026-11-20T09:00"))]  # fmt: skip
    log.receive(db, [entry(HERE, 1, 1, both[0]), entry(THERE, 1, 1, both[1])])
    assert [list(disputes.versions(db, kind, "x")) for kind in ("note", "move")] == [["at"], ["at"]]
    settled = Change("settle", (Edit("note", "x", {"at": "2026-11-20T08:30"}),), f"{HERE}.1")
    log.receive(db, [entry(HERE, 2, 2, settled, {THERE: 1})])
    assert db.execute("SELECT id, kind, field FROM conflict").fetchall() == [("x", "move", "at")]
    db.close()
