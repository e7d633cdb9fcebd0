"""Papers that come after a case was received: which are awaited, what is noted, what is refused."""

import pytest

from desk import Refused
from desk.cases import Case, CasePaper, PaperGiven
from desk.casework.papers import Awaited, Handed, awaited, hand_in
from desk.procedures.procedure import PaperRule

BIRTH = CasePaper("p.1", "c", "birth", "Giấy chứng sinh", "missing")
FORM = CasePaper("p.2", "c", "form", "Tờ khai", "copy", 2)
PAPERS = (BIRTH, FORM)


def case(state="received>in_process", **more):
    return Case("c", number="01-00001-T", state=state, **more)


def handed(given, extra=(), held=None):
    ids = iter(f"n.{n}" for n in range(1, 9))
    change = hand_in(held or case(), PAPERS, given, extra, new_id=ids.__next__, by="o")
    assert change.action == "hand_in"
    assert (change.edits[0].kind, change.edits[0].id, change.edits[0].fields) == ("case", "c", {})
    return {edit.id: dict(edit.fields) for edit in change.edits[1:]}


def refused(*given, **more):
    with pytest.raises(Refused) as found:
        handed(*given, **more)
    assert str(found.value)
    return found.value.key


def test_a_missing_paper_is_handed_in():
    assert handed({"p.1": Handed()}) == {"p.1": {"form": "original"}}
    assert handed({"p.1": Handed("certified", 3)}) == {"p.1": {"form": "certified", "copies": 3}}


def test_only_what_really_differs_is_written():
    assert handed({"p.1": Handed("copy"), "p.2": Handed("copy", 2)}) == {"p.1": {"form": "copy"}}
    assert handed({"p.2": Handed("original")}) == {"p.2": {"form": "original"}}
    assert handed({"p.2": Handed("copy", 1)}) == {"p.2": {"copies": 1}}


def test_another_paper_is_added_to_the_case():
    extra = [PaperGiven("Văn bản ủy quyền", "certified", 2), PaperGiven("Hộ chiếu", "seen", key="passport")]
    assert handed({}, extra) == {
        "n.1": {"case_id": "c", "name": "Văn bản ủy quyền", "form": "certified", "copies": 2},
        "n.2": {"case_id": "c", "name": "Hộ chiếu", "form": "seen", "key": "passport"},
    }


@pytest.mark.parametrize("extra", [PaperGiven("Khác", key="BIRTH"), PaperGiven("giay chung sinh ")])
def test_another_paper_that_the_case_has_already_is_that_one(extra):
    assert handed({}, [extra]) == {"p.1": {"form": "original"}}


@pytest.mark.parametrize(
    ("given", "more", "key"),
    [
        ({}, {}, "papers.nothing_new"),
        ({"p.2": Handed("copy", 2)}, {}, "papers.nothing_new"),
        ({"p.9": Handed()}, {}, "papers.unknown"),
        ({"p.1": Handed("missing")}, {}, "cases.not_a_choice"),
        ({"p.1": Handed("gold")}, {}, "cases.not_a_choice"),
        ({"p.1": Handed("copy", 0)}, {}, "cases.not_a_number"),
        ({}, {"extra": [PaperGiven("Giấy khác", "missing")]}, "cases.not_a_choice"),
        ({}, {"extra": [PaperGiven(" ")]}, "cases.paper_name_empty"),
        ({"p.1": Handed()}, {"held": case(void_reason="nhập trùng")}, "papers.void"),
        ({"p.1": Handed()}, {"held": case("received>in_process>done>returned")}, "papers.ended"),
        ({"p.1": Handed()}, {"held": case("received>refused")}, "papers.ended"),
    ],
)
def test_what_is_unknown_unchanged_or_too_late_is_refused(given, more, key):
    assert refused(given, **more) == key


def rule(key, name, required=True, when=""):
    return PaperRule(key, name, 1, 0, required, when)


RULES = (rule("birth", "Giấy chứng sinh"), rule("form", "Tờ khai"), rule("stay", "Giấy cư trú", when="ở trọ"))


def test_awaited_is_what_is_missing_and_what_every_case_needs():
    assert awaited(PAPERS, RULES) == [Awaited("Giấy chứng sinh", "birth", "p.1")]
    assert [each.key for each in awaited((), RULES)] == ["birth", "form"]
    assert awaited((FORM,), ()) == []


def test_what_was_asked_for_is_awaited_though_it_is_here_or_was_not_needed():
    found = awaited(PAPERS, RULES, ["Tờ khai", "Giấy cư trú", "Chữ ký"])
    assert [(each.key, each.id) for each in found] == [("birth", "p.1"), ("form", "p.2"), ("stay", "")]
