"""What must hold of settling, whatever people wrote and saw: over drawn histories, folded in drawn orders."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.cases import Case
from desk.record import Change, Edit, Entry, State, conflicts, row

PCS = ("alpha", "bravo", "carol")
PHONES = ("1", "2", "3")


def written(pc, seq, phone, seen=(), action="edit"):
    change = Change(action, (Edit("case", "x", {"phone": phone}),), f"{pc}.0")
    return Entry(pc, seq, dict(seen), 1 + sum(dict(seen).values()) + seq, 0, None, change)


def folded(entries):
    state = State()
    for entry in entries:
        state.take(entry, entry.change.edits[0].fields)
    return state


def values(entries):
    """The values in conflict, each as often as somebody wrote it."""
    return [version.value for version in conflicts(Case, folded(entries)).get("phone", [])]


@st.composite
def disputes(draw):
    """Each PC writes a value that the others have not seen."""
    return [written(pc, 1, draw(st.sampled_from(PHONES))) for pc in PCS]


def seeing(pc, some):
    """What a PC has taken in that holds its own changes and these."""
    return {entry.device: entry.seq for entry in some if entry.device != pc}


@settings(deadline=None)
@given(disputes(), st.sampled_from(PHONES), st.randoms(use_true_random=False))
def test_two_people_settling_alike_make_no_conflict_in_any_order(found, phone, order):
    both = [written(pc, 2, phone, seeing(pc, found), "settle") for pc in PCS[:2]]
    all = [*found, *both]
    order.shuffle(all)
    assert values(all) == []
    assert row(Case, "x", folded(all))["phone"] == phone


@settings(deadline=None)
@given(disputes(), st.permutations(PHONES), st.randoms(use_true_random=False))
def test_settling_differently_is_one_conflict_that_one_more_settlement_ends(found, phones, order):
    one, two = (
        written(pc, 2, phone, seeing(pc, found), "settle") for pc, phone in zip(PCS[:2], phones[:2], strict=True)
    )
    all = [*found, one, two]
    order.shuffle(all)
    assert sorted(values(all)) == sorted(phones[:2])
    all.append(written("carol", 2, phones[2], seeing("carol", [*found, one, two]), "settle"))
    order.shuffle(all)
    assert values(all) == []
    assert row(Case, "x", folded(all))["phone"] == phones[2]


@settings(deadline=None)
@given(disputes(), st.sets(st.sampled_from(PCS[1:])), st.randoms(use_true_random=False))
def test_a_settlement_ends_what_its_author_had_seen_and_hides_nothing_else(found, seen, order):
    known = [entry for entry in found if entry.device in seen]
    settlement = written("alpha", 2, "9", seeing("alpha", known), "settle")
    all = [*found, settlement]
    order.shuffle(all)
    unseen = [entry.change.edits[0].fields["phone"] for entry in found[1:] if entry.device not in seen]
    assert sorted(values(all)) == (sorted(["9", *unseen]) if unseen else [])
