"""Decisions about scans, and how their fields merge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.cases import Case, CasePaper
from desk.record import Change, Edit, Entry, conflicts, restored, row
from desk.scans import scan as scans
from desk.scans.scan import FileGiven, Scan

CASE = Case("aa.1", number="01-00001-T")
PAPERS = [CasePaper("aa.2", "aa.1", "ks", "Giấy chứng sinh"), CasePaper("aa.3", "aa.1", "", "Đơn")]


def file(name="scan.jpg", hash="a", size=1000, **more):
    return FileGiven(name, hash * 64, size, "image/jpeg", 1, **more)


def add(*files, there=()):
    ids = iter(range(100, 200))
    return scans.add(
        CASE, files, there=there, papers=PAPERS, now="2026-11-22T08:00", new_id=lambda: f"aa.{next(ids)}", by="aa.0"
    )


def made(change):
    return [Scan(edit.id, **edit.fields) for edit in change.edits]


def test_scans_are_named_after_the_paper_they_show_and_stand_in_the_order_they_came():
    first, second, third = made(
        add(file("scan0001.jpg", "a"), file("x.pdf", "b", paper="ks"), file("y.pdf", "c", paper="ks"))
    )
    assert [scan.name for scan in (first, second, third)] == ["scan0001", "Giấy chứng sinh", "Giấy chứng sinh (2)"]
    assert [scan.order for scan in (first, second, third)] == [1, 2, 3]
    assert second.paper_id == "aa.2"


def test_a_file_is_in_a_case_once():
    there = made(add(file("first.jpg", "a")))
    with pytest.raises(Refused) as refused:
        add(file("again.jpg", "a"), there=there)
    assert refused.value.key == "scans.twice"
    assert "first" in str(refused.value)
    with pytest.raises(Refused):
        add(file("one.jpg", "d"), file("same.jpg", "d"))


def test_the_original_of_a_smaller_copy_counts_as_there():
    (scan,) = made(add(file(size=5000)))
    change = scans.shrink(scan, file(hash="b", size=1000), by="aa.0")
    assert change.edits[0].fields == {
        "sha256": "b" * 64, "size": 1000, "media": "image/jpeg", "pages": 1, "original": "a" * 64,
    }  # fmt: skip
    kept = Scan(**{**vars(scan), **change.edits[0].fields})
    with pytest.raises(Refused):
        add(file(hash="a"), there=[kept])
    with pytest.raises(Refused):
        scans.shrink(kept, file(hash="c", size=1000), by="aa.0")


def test_an_unknown_paper_is_refused_with_those_there_are():
    with pytest.raises(Refused) as refused:
        add(file(paper="nothing"))
    assert "ks" in str(refused.value)
    with pytest.raises(Refused) as refused:
        scans.paper_of([], "ks")
    assert refused.value.key == "scans.no_papers"


def test_moving_writes_only_what_moves():
    there = made(add(file(hash="a"), file(hash="b"), file(hash="c")))
    a, b, c = (scan.id for scan in there)
    change = scans.reorder(there, [a, c, b], by="aa.0")
    assert {edit.id: edit.fields for edit in change.edits} == {c: {"order": 2}, b: {"order": 3}}
    with pytest.raises(Refused):
        scans.reorder(there, [a, b, c], by="aa.0")


@given(st.permutations("abcdef"))
def test_any_order_asked_for_is_the_order_shown(wanted):
    there = made(add(*(file(hash=letter) for letter in "abcdef")))
    ids = [next(scan.id for scan in there if scan.sha256[0] == letter) for letter in wanted]
    try:
        moved = {edit.id: edit.fields for edit in scans.reorder(there, ids, by="aa.0").edits}
    except Refused:
        moved = {}
    after = [Scan(**{**vars(scan), **moved.get(scan.id, {})}) for scan in there]
    assert [scan.id for scan in scans.in_order(after)] == ids


def test_a_void_scan_is_gone_from_the_shelf_and_may_come_back():
    (scan,) = made(add(file()))
    with pytest.raises(Refused):
        scans.void(scan, "  ", by="aa.0")
    change = scans.void(scan, "Quét nhầm", by="aa.0")
    void = Scan(**{**vars(scan), **change.edits[0].fields})
    assert change.reason == "Quét nhầm"
    assert scans.in_order([void]) == []
    for deed in (
        lambda: scans.rename(void, "x", by=""),
        lambda: scans.mark(void, True, by=""),
        lambda: scans.attach(void, PAPERS[0], there=[], by=""),
    ):
        with pytest.raises(Refused):
            deed()
    assert scans.restore(void, by="aa.0").edits[0].fields == {"void_reason": ""}


def test_attaching_gives_the_name_of_the_paper_and_letting_go_keeps_it():
    (scan,) = made(add(file()))
    change = scans.attach(scan, PAPERS[1], there=[scan], by="aa.0")
    assert change.edits[0].fields == {"paper_id": "aa.3", "name": "Đơn"}
    attached = Scan(**{**vars(scan), **change.edits[0].fields})
    assert scans.attach(attached, None, there=[attached], by="aa.0").edits[0].fields == {"paper_id": ""}


def test_an_export_names_the_scan_and_the_time():
    (scan,) = made(add(file()))
    change = scans.exported(scan, now="2026-11-22T09:00", new_id=lambda: "aa.9", by="aa.0")
    assert (change.action, change.edits[0].kind) == ("export_scan", "export")
    assert change.edits[0].fields == {"case_id": "aa.1", "scan_id": scan.id, "at": "2026-11-22T09:00"}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("scan0001.PDF", "scan0001"),
        (r"C:\Scan\đơn.v2.jpg", "đơn.v2"),
        (".pdf", ".pdf"),
        ("a\u0000b.jpg", "ab"),
        ("\u200b", "scan"),
    ],
)
def test_a_file_lends_its_name(given, name):
    assert scans.title(given) == name


def test_a_name_of_any_length_fits():
    assert len(scans.title("ạ" * 5000 + ".pdf")) <= scans.NAME_LIMIT
    assert scans.free_name("x" * 300, ["x" * 194]) == "x" * 194 + " (2)"


def entry(device, seq, fields, seen=None, lamport=1):
    return Entry(device, seq, seen or {}, lamport, 0, None, Change("x", (Edit("scan", "aa.1", fields),), "aa.0"))


def state(*entries):
    return restored((each, each.change.edits[0].fields) for each in entries)


def test_a_scan_marked_on_one_pc_stays_marked_beside_another_mark():
    both = state(entry("a", 1, {"sensitive": 1}), entry("b", 1, {"sensitive": 0}, lamport=9))
    assert row(Scan, "aa.1", both)["sensitive"] == 1
    assert conflicts(Scan, both) == {}
    later = state(entry("a", 1, {"sensitive": 1}), entry("b", 1, {"sensitive": 0}, seen={"a": 1}, lamport=2))
    assert row(Scan, "aa.1", later)["sensitive"] == 0


def test_the_order_is_never_a_conflict_but_a_name_is():
    both = state(entry("a", 1, {"order": 1, "name": "A"}), entry("b", 1, {"order": 2, "name": "B"}, lamport=2))
    assert row(Scan, "aa.1", both)["order"] == 2
    assert conflicts(Scan, both).keys() == {"name"}


def test_an_order_that_a_newer_version_wrote_breaks_nothing():
    strange = Scan("aa.1", order="first")
    assert scans.in_order([Scan("aa.2", order=1), strange])[0] is strange
