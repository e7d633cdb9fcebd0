"""The fold of any record, held against the definition: live is what no other version's author had seen."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cases import Case
from desk.record import Change, Edit, Entry, State, conflicts, precedence, restored, row, rules

DEVICES = ("alpha", "bravo", "carol", "delta", "early")
FIELDS = ("phone", "note", "applicant_name", "fee", "state", "added_in_2030")
VALUES = {
    "phone": ["1", "2"],
    "note": ["a", "b", "c"],
    "applicant_name": ["Lan", "Hoa"],
    "fee": [0, 8000],
    "state": ["received>in_process", "received>in_process>done", "received>withdrawn"],
    "added_in_2030": [True, None],
}


@st.composite
def histories(draw, devices=DEVICES):
    """Histories that 2-5 devices could really write: each edits what it has, and takes in others now and then."""
    devices = devices[: draw(st.integers(2, len(devices)))]
    held = {device: {} for device in devices}
    entries = {}
    for _ in range(draw(st.integers(1, 14))):
        device = draw(st.sampled_from(devices))
        if draw(st.booleans()):  # take in another one's log up to somewhere
            other = draw(st.sampled_from(devices))
            last = max((seq for d, seq in entries if d == other), default=0)
            held[device][other] = max(held[device].get(other, 0), draw(st.integers(0, last)))
        own = held[device].get(device, 0)
        known = [entries[d, n] for d, top in held[device].items() for n in range(1, top + 1)]
        lamport = 1 + max((entry.lamport for entry in known), default=0)
        names = draw(st.sets(st.sampled_from(FIELDS), min_size=1, max_size=3))
        values = {name: draw(st.sampled_from(VALUES[name])) for name in sorted(names)}
        seen = {d: n for d, n in held[device].items() if d != device and n}
        change = Change("edit", (Edit("case", "alpha.1", values),), "alpha.0")
        entries[device, own + 1] = Entry(device, own + 1, seen, lamport, 0, None, change)
        held[device][device] = own + 1
    return list(entries.values())


def values_of(entry):
    return entry.change.edits[0].fields


def state_after(entries):
    return restored((entry, values_of(entry)) for entry in entries)


def saw(later, earlier):
    if later.device == earlier.device:
        return later.seq > earlier.seq
    return later.seen.get(earlier.device, 0) >= earlier.seq


def live_by_definition(entries, name):
    written = [entry for entry in entries if name in values_of(entry)]
    return {
        (old.device, old.seq): values_of(old)[name]
        for old in written
        if not any(saw(new, old) for new in written if new is not old)
    }


@given(histories(), st.randoms(use_true_random=False), st.data())
def test_any_subset_in_any_order_with_duplicates_gives_the_same_record(history, random, data):
    chosen = data.draw(st.lists(st.sampled_from(history), min_size=1, unique_by=id))
    shuffled = chosen + chosen[: len(chosen) // 2]
    random.shuffle(shuffled)
    one, other = state_after(chosen), state_after(shuffled)
    assert row(Case, "alpha.1", one) == row(Case, "alpha.1", other)
    assert conflicts(Case, one) == conflicts(Case, other)
    for name in FIELDS:
        live = {(v.device, v.seq): v.value for v in one[name].live} if name in one else {}
        assert live == live_by_definition(chosen, name)


@given(histories())
def test_no_accepted_value_is_lost(history):
    """Every value is on display, in a conflict, or was seen by the author of a later one or on the path walked."""
    state = state_after(history)
    shown, open_ = row(Case, "alpha.1", state), conflicts(Case, state)
    for entry in history:
        for name, value in values_of(entry).items():
            replaced = any(saw(later, entry) for later in history if name in values_of(later))
            kept = name not in rules(Case) and any(v.value == value for v in state[name].live)
            walked_on = name == "state" and any(v.value.startswith(value + ">") for v in state[name].live)
            in_conflict = value in [v.value for v in open_.get(name, [])]
            assert replaced or kept or walked_on or in_conflict or shown[name] == value


@given(histories())
def test_a_stored_state_comes_back_as_it_was_and_can_go_on(history):
    half = len(history) // 2
    state, whole = State(bytes(state_after(history[:half]))), state_after(history)
    for entry in history[half:]:
        state.take(entry, values_of(entry))
    assert row(Case, "alpha.1", state) == row(Case, "alpha.1", whole)
    for name in FIELDS:
        again = State(bytes(state))
        assert (name in again) == (name in whole)
        assert name not in whole or again[name] == state[name] == whole[name]


@given(histories())
def test_a_state_that_an_older_program_has_written_is_read(history):
    state = state_after(history)
    covers = [state[name].cover for name in sorted(state.names())]
    table = {name: [place, *map(list, state[name].live)] for place, name in enumerate(sorted(state.names()))}
    old = State(cbor2.dumps([1, covers, table]))
    assert old.names() == state.names() == State(bytes(old)).names()
    assert all(State(bytes(old))[name] == old[name] == state[name] for name in state.names())


def entry(device, seq, seen, lamport, **values):
    return Entry(device, seq, seen, lamport, 0, None, Change("edit", (Edit("case", "x", values),), "o"))


def test_equal_values_are_no_conflict():
    state = state_after([entry("a", 1, {}, 1, phone="1"), entry("b", 1, {}, 1, phone="1")])
    assert conflicts(Case, state) == {}


def test_two_values_that_did_not_see_each_other_are_a_conflict_and_the_later_in_lamport_order_shows():
    state = state_after([entry("b", 1, {}, 2, phone="2"), entry("a", 1, {}, 1, phone="1")])
    assert [v.value for v in conflicts(Case, state)["phone"]] == ["1", "2"]
    assert row(Case, "x", state)["phone"] == "2"


def test_different_fields_of_one_record_never_conflict():
    state = state_after([entry("a", 1, {}, 1, phone="1"), entry("b", 1, {}, 1, note="n")])
    assert conflicts(Case, state) == {}


def test_a_settlement_that_saw_all_versions_ends_the_conflict_and_a_second_alike_makes_none():
    both = [entry("a", 1, {}, 1, phone="1"), entry("b", 1, {}, 1, phone="2")]
    one = entry("c", 1, {"a": 1, "b": 1}, 2, phone="2")
    assert conflicts(Case, state_after([*both, one])) == {}
    assert conflicts(Case, state_after([*both, one, entry("d", 1, {"a": 1, "b": 1}, 2, phone="2")])) == {}
    other = entry("d", 1, {"a": 1, "b": 1}, 2, phone="1")
    assert [v.device for v in conflicts(Case, state_after([*both, one, other]))["phone"]] == ["c", "d"]


def test_a_value_that_arrives_after_its_replacement_stays_replaced_even_two_steps_on():
    first = entry("a", 1, {}, 1, phone="1")
    second = entry("b", 1, {"a": 1}, 2, phone="2")
    third = entry("c", 1, {"b": 1}, 3, phone="3")  # its author never held the first
    assert conflicts(Case, state_after([third, second, first])) == {}


def test_returned_beats_in_process_when_one_path_contains_the_other():
    state = state_after(
        [
            entry("a", 1, {}, 1, state="received>in_process>done>returned"),
            entry("b", 1, {}, 9, state="received>in_process"),
        ]
    )
    assert row(Case, "x", state)["state"].endswith("returned")
    assert conflicts(Case, state) == {}


def test_two_paths_that_part_are_a_conflict():
    state = state_after(
        [entry("a", 1, {}, 1, state="received>in_process"), entry("b", 1, {}, 1, state="received>withdrawn")]
    )
    assert set(conflicts(Case, state)) == {"state"}


def test_forged_histories_that_claim_to_have_seen_each_other_do_not_break_the_desk():
    state = state_after([entry("a", 1, {"b": 1}, 1, phone="1"), entry("b", 1, {"a": 1}, 1, phone="2")])
    assert row(Case, "x", state)["phone"] == ""


def test_the_order_of_display_is_the_same_wherever_it_is_asked():
    versions = state_after([entry("b", 1, {}, 1, phone="1"), entry("a", 1, {}, 1, phone="2")])["phone"].live
    assert max(versions, key=precedence).device == "b"


ENDS = ("void_reason", "phone", "note")


@st.composite
def endings(draw):
    """Histories in which a record is voided, put back and edited by PCs that do not always see each other."""
    held = {device: {} for device in DEVICES[:3]}
    entries = {}
    for _ in range(draw(st.integers(1, 10))):
        device = draw(st.sampled_from(sorted(held)))
        if draw(st.booleans()):
            other = draw(st.sampled_from(sorted(held)))
            held[device] = {d: max(held[device].get(d, 0), held[other].get(d, 0)) for d in held}
        known = [entries[d, n] for d, top in held[device].items() for n in range(1, top + 1)]
        field = draw(st.sampled_from(ENDS))
        value = draw(st.sampled_from(["", "nhập thử"])) if field == "void_reason" else draw(st.sampled_from("ab"))
        own = held[device].get(device, 0)
        seen = {d: n for d, n in held[device].items() if d != device and n}
        lamport = 1 + max((entry.lamport for entry in known), default=0)
        change = Change("edit", (Edit("case", "alpha.1", {field: value}),), "alpha.0")
        entries[device, own + 1] = Entry(device, own + 1, seen, lamport, 0, None, change)
        held[device][device] = own + 1
    return list(entries.values())


def apart(one, other):
    return not saw(one, other) and not saw(other, one)


def live(entries, field):
    written = [entry for entry in entries if field in values_of(entry)]
    return [old for old in written if not any(saw(new, old) for new in written if new is not old)]


@given(endings())
def test_an_end_and_an_edit_that_had_not_seen_each_other_wait_for_a_person(history):
    state = state_after(history)
    told = conflicts(Case, state).get("void_reason", ())
    ends = [entry for entry in live(history, "void_reason") if values_of(entry)["void_reason"]]
    for field in ("phone", "note"):
        edits = live(history, field)
        for edit in edits:
            knew = any(saw(other, end) for other in edits for end in ends)
            known = any(saw(end, edit) for end in live(history, "void_reason"))
            if ends and not knew and not known and all(apart(edit, end) for end in ends):
                assert len({version.value for version in told}) > 1
    if not ends:
        assert not told


@given(endings())
def test_a_decision_that_has_seen_everything_ends_the_question_about_an_end(history):
    top = {d: max((e.seq for e in history if e.device == d), default=0) for d in DEVICES}
    lamport = 1 + max(entry.lamport for entry in history)
    decided = Change("settle", (Edit("case", "alpha.1", {"void_reason": "trùng"}),), "early.0")
    entry = Entry("early", 1, {d: n for d, n in top.items() if n and d != "early"}, lamport, 0, None, decided)
    assert "void_reason" not in conflicts(Case, state_after([*history, entry]))


@pytest.mark.parametrize("wrong", [None, 12345, b"\0\1", ["a"], 3.5, True])
def test_a_text_is_shown_as_a_text_whatever_a_faulty_program_wrote(wrong):
    assert isinstance(row(Case, "x", state_after([entry("a", 1, {}, 1, phone=wrong)]))["phone"], str)
