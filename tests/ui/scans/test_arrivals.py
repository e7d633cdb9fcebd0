"""Which files of the scanner's folder are taken, and when."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ui.scans.arrivals import Arrivals, listing

A, B = Path("/s/a.pdf"), Path("/s/b.jpg")


def test_a_file_is_taken_once_when_it_stopped_growing():
    arrivals = Arrivals()
    assert arrivals.look({}) == []
    assert arrivals.look({A: (100, 1)}) == []
    assert arrivals.look({A: (200, 2)}) == []
    assert arrivals.look({A: (200, 2)}) == [A]
    assert arrivals.look({A: (200, 2)}) == []


def test_an_empty_file_waits():
    arrivals = Arrivals()
    arrivals.look({})
    for _ in range(3):
        assert arrivals.look({A: (0, 1)}) == []
    arrivals.look({A: (5, 2)})
    assert arrivals.look({A: (5, 2)}) == [A]


def test_what_lay_there_is_offered_and_never_taken_by_itself():
    arrivals = Arrivals()
    for _ in range(3):
        assert arrivals.look({A: (100, 1)}) == []
    assert arrivals.lying() == [A]
    assert arrivals.take_lying() == [A]
    assert arrivals.look({A: (100, 1)}) == []
    assert arrivals.lying() == []


def test_what_lay_there_half_written_is_taken_when_it_is_done():
    arrivals = Arrivals()
    arrivals.look({A: (100, 1)})
    arrivals.look({A: (150, 2)})
    assert arrivals.look({A: (150, 2)}) == [A]


def test_a_name_written_again_is_another_file():
    arrivals = Arrivals()
    arrivals.look({})
    arrivals.look({A: (100, 1)})
    assert arrivals.look({A: (100, 1)}) == [A]
    assert arrivals.look({}) == []
    arrivals.look({A: (100, 9)})
    assert arrivals.look({A: (100, 9)}) == [A]


@given(st.lists(st.dictionaries(st.sampled_from([A, B]), st.tuples(st.integers(0, 3), st.integers(0, 3))), max_size=12))
def test_whatever_is_taken_was_the_same_over_two_looks(looks):
    arrivals, before = Arrivals(), {}
    for now in looks:
        for path in arrivals.look(now):
            assert before.get(path) == now[path]
            assert now[path][0] > 0
        before = now


def test_only_what_a_scanner_writes_is_looked_at(tmp_path):
    for name in ("a.PDF", "b.jpeg", ".hidden.pdf", "~c.pdf", "d.docx", "e.pdf.tmp"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.pdf").mkdir()
    assert sorted(path.name for path in listing(tmp_path)) == ["a.PDF", "b.jpeg"]
