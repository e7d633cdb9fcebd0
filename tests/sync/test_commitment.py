"""The root of a segment: any change can be shown by itself, nothing else in its place or learned with it."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from desk.record import Change, Edit, Entry
from sync import commitment

counts = st.integers(1, 70)


def some_leaves(count):
    return [sha256(bytes([n])).digest() for n in range(count)]


def by_the_book(leaves):
    """RFC 9162, section 2.1.1, word by word, over leaves that are hashed already."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


@given(counts)
def test_the_root_is_that_of_the_rfc_and_every_leaf_leads_to_it(count):
    leaves = some_leaves(count)
    assert commitment.root(leaves) == by_the_book(leaves)
    for place, leaf in enumerate(leaves):
        assert commitment.leads_to(leaf, place, count, commitment.path(leaves, place)) == commitment.root(leaves)


@given(counts, st.data())
def test_no_other_leaf_place_or_path_leads_to_the_root(count, data):
    leaves = some_leaves(count)
    place = data.draw(st.integers(0, count - 1))
    path, root = commitment.path(leaves, place), commitment.root(leaves)
    assert commitment.leads_to(sha256(b"another").digest(), place, count, path) != root
    assert commitment.leads_to(leaves[place], place, count, [*path, bytes(32)]) is None
    if count > 1:
        other = (place + data.draw(st.integers(1, count - 1))) % count
        assert commitment.leads_to(leaves[place], other, count, path) != root
        assert commitment.leads_to(leaves[place], place, count, path[:-1]) is None


def entry(**fields):
    change = Change("edit", (Edit("case", "c", fields),), "x.1")
    return Entry("abcdefgh", 7, {"bbbbbbbb": 3}, 9, 1_790_000_000, None, change)


def test_words_are_one_for_one_change_however_its_fields_are_ordered_and_differ_for_another():
    one, same = entry(phone="1", note="Đã gọi"), entry(note="Đã gọi", phone="1")
    words = commitment.canonical(commitment.told(one))
    assert words == commitment.canonical(commitment.told(same))
    assert words != commitment.canonical(commitment.told(entry(phone="2", note="Đã gọi")))
    assert "Đã gọi".encode() in words


def test_who_guesses_the_words_cannot_try_them_without_the_offices_key():
    """A leaf must not be the hash of its words alone: a province has few phone numbers."""
    (leaf,) = commitment.leaves([entry(phone="0912000417")], b"k" * 32)
    words = commitment.canonical(commitment.told(entry(phone="0912000417")))
    assert leaf == commitment.leaf(words, commitment.salt(words, b"k" * 32))
    assert leaf != commitment.leaf(words, commitment.salt(words, b"j" * 32))
    assert leaf not in (sha256(words).digest(), sha256(b"\0" + words).digest())
