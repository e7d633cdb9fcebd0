"""What officers decide while a case is worked on, with values alone."""

from datetime import date, datetime

import pytest

from desk import Refused
from desk.cases import Case, Move
from desk.casework.apology import Extension, apologise, new_date
from desk.casework.binding import bind, portal_number
from desk.casework.returning import Taker, finish, give_back, rate
from desk.casework.supplements import closes_at, items, require_allowed
from desk.officers.officer import Role
from desk.time.calendar import Calendar
from desk.time.deadlines import Rule

CALENDAR = Calendar.load()
NOW = datetime(2026, 11, 9, 9, 0)
RULE = Rule("working_days", 3, supplements_allowed=1, extensions_allowed=1, close_after=15)
PORTAL = "H57.132-260804-0012"


def case(state="received>in_process", **more):
    return Case(
        "c", number="01-00001-T", state=state, applicant_name="Trần Thị Bé", applicant_id="001199000123", **more
    )


def ids():
    return iter(f"a.{n}" for n in range(1, 9)).__next__


def refused(decide, *given, **more):
    with pytest.raises(Refused) as found:
        decide(*given, **more)
    assert str(found.value)
    return found.value.key


def asked(n, when):
    return Move(f"a.{n}", "c", "ask_supplement", "waiting_supplement", "Giấy chứng sinh; Chữ ký ", when)


def test_a_second_request_for_a_supplement_is_a_leaders_to_make():
    first = [asked(1, "2026-11-09T09:00")]
    require_allowed(case(), RULE, [], {Role.RECEPTION})
    assert refused(require_allowed, case(), RULE, first, {Role.SPECIALIST}) == "work.supplement_used"
    require_allowed(case(), RULE, first, {Role.LEADER})
    require_allowed(case(), None, first, {Role.SPECIALIST})


def test_what_was_asked_for_is_a_list():
    assert items(asked(1, "")) == ["Giấy chứng sinh", "Chữ ký"]


def test_a_case_may_be_closed_fifteen_working_days_after_the_last_request():
    waiting = case("received>in_process>waiting_supplement")
    both = [asked(2, "2026-11-02T15:00"), asked(1, "2026-10-01T09:00")]
    assert closes_at(waiting, RULE, both, CALENDAR) == datetime(2026, 11, 23, 17, 30)
    assert closes_at(case(), RULE, both, CALENDAR) is None
    assert closes_at(waiting, Rule("working_days", 3), both, CALENDAR) is None
    assert closes_at(waiting, RULE, [asked(1, "?")], CALENDAR) is None


def apologised(held=None, until="2026-11-20", reason="nhiều hồ sơ", given=(), rule=RULE, **more):
    held = held or case(due_at="2026-11-12T17:30")
    due = new_date(until, CALENDAR)
    return apologise(held, rule, given, (), due, reason, now=NOW, new_id=ids(), by="o", **more)


def test_an_apology_sets_the_new_date_and_keeps_the_old_one():
    change = apologised()
    assert change.edits[0].fields == {"due_at": "2026-11-20T17:30"}
    assert change.edits[1].fields == {
        "case_id": "c", "reason": "nhiều hồ sơ", "was_due": "2026-11-12T17:30", "due_at": "2026-11-20T17:30",
        "at": "2026-11-09T09:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"given": [Extension("a.1", "c", "x", "", "", "2026-11-01T09:00")]}, "work.apologised"),
        ({"given": [Extension("a.1", "c")], "rule": None}, "work.apologised"),
        ({"reason": " "}, "work.apology_reason"),
        ({"until": "2026-11-12"}, "work.not_later"),
        ({"held": case(due_at="2026-10-12T17:30"), "until": "2026-11-06"}, "work.not_later"),
        ({"held": case()}, "work.no_due_date"),
        ({"held": case("received>waiting_supplement", due_at="2026-11-12T17:30")}, "work.clock_stands"),
        ({"until": "2026-11-14"}, "work.weekend"),
        ({"until": "mai"}, "work.bad_date"),
        ({"until": "2026-11-20T25:00"}, "work.bad_date"),
        ({"in_conflict": ["due_at"]}, "cases.settle_first"),
    ],
)
def test_a_new_date_is_given_once_with_a_reason_and_only_later(more, key):
    assert refused(apologised, **more) == key


def test_a_new_date_may_name_the_minute():
    assert apologised(until="2026-11-20T10:00").edits[0].fields == {"due_at": "2026-11-20T10:00"}


def test_a_portal_number_is_bound_one_to_one():
    assert bind(case(), portal_number(" h57.132-260804-0012 "), [], by="o").edits[0].fields == {"portal_number": PORTAL}
    other = Case("d", number="02-00007-K", portal_number=PORTAL)
    with pytest.raises(Refused, match="02-00007-K"):
        bind(case(), PORTAL, [other], by="o")
    assert refused(bind, case(portal_number=PORTAL), PORTAL, [], by="o") == "work.bound_already"
    assert refused(bind, case(portal_number="H57.132-260804-0099"), PORTAL, [], by="o") == "work.bound_to_other"
    assert bind(case(portal_number="H57.132-260804-0099"), PORTAL, [], by="o", reason="gõ nhầm").reason == "gõ nhầm"
    assert refused(bind, case(), PORTAL, [], by="o", in_conflict=["portal_number"]) == "cases.settle_first"


@pytest.mark.parametrize("text", ["01-00001-T", "", "H57.132-261304-0012", "x" * 5000])
def test_only_a_number_of_the_portal_is_bound(text):
    assert refused(portal_number, text) == "work.not_a_portal_number"


def test_a_result_has_a_number_and_a_day_that_has_come():
    def done(number="12/2026", day="2026-11-09"):
        return finish(case(), number, day, today=NOW.date(), now="2026-11-09T09:00", new_id=ids(), by="o")

    assert done().edits[0].fields["result_date"] == "2026-11-09"
    assert "result_number" not in done("", "").edits[0].fields
    for day, key in (("2026-11-10", "work.result_in_future"), ("9/11/2026", "work.bad_date")):
        assert refused(done, "1", day) == key
    assert date(2026, 11, 9) == NOW.date()


READY = case("received>in_process>done", collect="post")


def returned(taker, held=READY):
    change = give_back(held, taker, now="2026-11-09T09:00", new_id=ids(), by="o")
    return {edit.kind: edit.fields for edit in change.edits}


def test_a_result_goes_by_post_unsigned_unless_it_is_taken_at_the_counter():
    by_post = returned(Taker(parcel="RR123VN"))
    assert by_post["return"] == {
        "case_id": "c", "name": "Trần Thị Bé", "way": "post", "at": "2026-11-09T09:00", "person_id": "001199000123",
        "parcel": "RR123VN",
    }  # fmt: skip
    taken = returned(Taker("Lò Văn Tư", "001088000456", "counter"))
    assert (taken["return"]["signed"], taken["return"]["person_id"]) == (1, "001088000456")
    assert taken["case"]["returned_to"] == "Lò Văn Tư"
    assert taken["move"]["stage"] == "returned"
    assert "signed" not in returned(Taker(way="counter", signed=False))["return"]


def test_nothing_is_returned_that_is_not_there_or_in_a_way_nobody_knows():
    assert refused(returned, Taker(), case()) == "lifecycle.not_from_here"
    assert refused(returned, Taker(way="pigeon")) == "cases.not_a_choice"


def test_satisfaction_is_one_tap_on_a_scale_of_three_or_five():
    assert rate(case(), 3, now="n", new_id=ids(), by="o").edits[0].fields == {"case_id": "c", "score": 3, "at": "n"}
    assert rate(case(), 5, 5, now="n", new_id=ids(), by="o").edits[0].fields["scale"] == 5
    for score, scale in ((0, 3), (4, 3), (1, 4)):
        assert refused(rate, case(), score, scale, now="n", new_id=ids(), by="o") == "work.no_such_score"
