"""What waits for a decision beside plain fields, and many settled at once, on the command line of two PCs."""

import json

import pytest

from tests.ui.command.conftest import share


@pytest.fixture
def disputed(casedesk, other):
    """Makes cases of which each PC wrote another value; their numbers."""

    def make(field, one, two, count=1):
        numbers = [casedesk.receive() for _ in range(count)]
        share(casedesk, other)
        for number in numbers:
            assert casedesk("case", "edit", number, f"{field}={one}").status == 0
            assert other("case", "edit", number, f"{field}={two}").status == 0
        share(casedesk, other)
        return numbers

    return make


def listed(command, **wanted):
    found = command("conflict", "list", json=True).data
    return [each for each in found if all(each[name] == value for name, value in wanted.items())]


def test_many_are_tried_dry_then_settled_and_taken_back_in_one_stroke(casedesk, other, disputed):
    numbers = disputed("phone", "0912000111", "0912000222", count=3)
    (group,) = casedesk("conflict", "patterns", json=True).data
    assert (group["field"], group["count"], group["pcs"], group["cause"]) == (
        "phone", 3, ["MÁY-01", "MÁY-02"], "at_once"
    )  # fmt: skip
    rule = ("conflict", "settle-all", "--field", "phone", "--take", "pc:MÁY-02")
    dry = casedesk(*rule, "--dry-run", json=True).data
    assert [(row["number"], row["after"]) for row in dry] == [(number, "0912000222") for number in sorted(numbers)]
    assert len(listed(casedesk)) == 3
    done = casedesk(*rule, "--reason", "máy 02 gọi sau", json=True)
    assert (done.status, {row["left"] for row in done.data}) == (0, {""})
    share(casedesk, other)
    assert listed(casedesk) == listed(other) == []
    assert all(other.shown(number)["fields"]["phone"] == "0912000222" for number in numbers)
    back = casedesk("conflict", "undo", done.data[0]["group"], "--reason", "nhầm", json=True)
    assert (back.status, len(back.data)) == (0, 3)
    before = [row["before"] for row in dry]
    share(casedesk, other)
    assert [other.shown(number)["fields"]["phone"] for number in sorted(numbers)] == before
    assert casedesk("conflict", "undo", done.data[0]["group"], "--reason", "nữa").status == 1


def test_a_rule_without_a_reason_or_of_another_kind_settles_nothing(casedesk, disputed):
    disputed("phone", "0912000111", "0912000222")
    assert casedesk("conflict", "settle-all", "--take", "pc:MÁY-01").status == 1
    assert casedesk("conflict", "settle-all", "--take", "newest", "--reason", "x").status == 1
    (left,) = casedesk("conflict", "settle-all", "--take", "pc:MÁY-09", "--reason", "x", json=True).data
    assert left["left"]
    assert len(listed(casedesk)) == 1


def test_a_suggestion_settles_typing_and_never_identity(casedesk, disputed):
    disputed("address", "12 Le Loi", "12 Lê Lợi")
    disputed("applicant_name", "Tran Thi Be", "Trần Thị Bé Ba")
    found = casedesk("conflict", "settle-all", "--take", "suggested", "--reason", "viết đủ dấu", json=True).data
    assert {row["field"]: bool(row["left"]) for row in found} == {"address": False, "applicant_name": True}
    assert [each["field"] for each in listed(casedesk)] == ["applicant_name"]


def test_a_case_received_on_both_pcs_becomes_one_and_both_numbers_lead_to_it(casedesk, other):
    one, two = casedesk.receive(), other.receive()
    share(casedesk, other)
    for command in (casedesk, other):
        (found,) = listed(command, kind="twice")
        assert sorted(found["numbers"]) == sorted([one, two])
    assert casedesk("conflict", "twice", one, two, "--keep", one, "--reason", "một lần nộp").status == 0
    share(casedesk, other)
    for command in (casedesk, other):
        assert listed(command) == []
        gone = command.shown(two)["fields"]
        assert (gone["void_reason"], gone["merged_into"]) == (one, command.shown(one)["id"])


def test_cases_that_only_look_alike_are_kept_apart_and_not_asked_about_again(casedesk, other):
    one, two = casedesk.receive(), other.receive()
    share(casedesk, other)
    assert casedesk("conflict", "twice", one, two, "--apart", "--reason", "hai con").status == 0
    share(casedesk, other)
    assert listed(casedesk) == listed(other) == []
    assert not other.shown(two)["fields"]["void_reason"]


def test_who_had_seen_the_first_case_meant_to_receive_the_second(casedesk, other):
    casedesk.receive()
    share(casedesk, other)
    other.receive()
    share(casedesk, other)
    assert listed(casedesk) == []


def test_two_verdicts_about_the_same_cases_are_one_dispute_once(casedesk, other):
    one, two = casedesk.receive(), other.receive()
    share(casedesk, other)
    assert casedesk("conflict", "twice", one, two, "--keep", one, "--reason", "giữ máy 1").status == 0
    assert other("conflict", "twice", one, two, "--keep", two, "--reason", "giữ máy 2").status == 0
    share(casedesk, other)
    (found,) = listed(casedesk, kind="twice", field="verdict")
    kept = casedesk.shown(one)["id"]
    done = casedesk("conflict", "settle", found["record"], "verdict", "--value", kept, "--reason", "giữ máy 1")
    assert done.status == 0, done.err
    share(casedesk, other)
    for command in (casedesk, other):
        assert listed(command) == []
        assert not command.shown(one)["fields"]["void_reason"]
        assert command.shown(two)["fields"]["void_reason"] == one


def test_an_edit_beside_a_void_is_seen_and_decided(casedesk, other):
    number = casedesk.receive()
    share(casedesk, other)
    assert casedesk("case", "void", number, "--reason", "nhập thử").status == 0
    assert other("case", "edit", number, "phone=0912000222").status == 0
    share(casedesk, other)
    for command in (casedesk, other):
        (found,) = listed(command, kind="void")
        assert {version["value"] for version in found["versions"]} == {"nhập thử", ""}
    assert casedesk("conflict", "settle", number, "void_reason", "--value", "", "--reason", "hồ sơ thật").status == 0
    share(casedesk, other)
    assert listed(casedesk) == listed(other) == []
    assert other.shown(number)["fields"]["void_reason"] == ""


def test_a_void_case_may_be_put_back_into_use(casedesk):
    number = casedesk.receive()
    assert casedesk("case", "void", number).status == 1
    assert casedesk("case", "void", number, "--reason", "nhập thử").status == 0
    assert casedesk("case", "void", number, "--reason", "nữa").status == 1
    assert casedesk("case", "restore", number, "--reason", "hồ sơ thật").status == 0
    assert casedesk("case", "restore", number, "--reason", "nữa").status == 1


def test_one_portal_number_on_two_cases_stays_with_one(casedesk, other):
    one, two = casedesk.receive(), other.receive(applicant={"name": "Lê Văn Hai", "id": "001199000555"})
    share(casedesk, other)
    portal = "H57.132-260804-0012"
    assert casedesk("case", "bind", one, portal).status == 0
    assert other("case", "bind", two, portal).status == 0
    share(casedesk, other)
    (found,) = listed(casedesk, kind="bound")
    assert sorted(found["numbers"]) == sorted([one, two])
    assert other("conflict", "number", one, "--reason", "xem trên Cổng").status == 0
    share(casedesk, other)
    assert listed(casedesk) == listed(other) == []
    assert casedesk.shown(two)["fields"]["portal_number"] == ""


def test_a_field_the_province_lists_takes_two_officers(casedesk, disputed):
    (number,) = disputed("phone", "0912000111", "0912000222")
    assert casedesk("conflict", "policy", "two=phone").status == 0
    proposed = casedesk("conflict", "settle", number, "phone", "--version", 1, "--reason", "gọi thử", json=True)
    assert (proposed.status, proposed.data["action"]) == (0, "propose")
    (waiting,) = listed(casedesk, kind="proposal")
    assert len(listed(casedesk, kind="field")) == 1
    own = casedesk("conflict", "agree", proposed.data["proposal"])
    assert own.status == 1
    assert casedesk("conflict", "decline", proposed.data["proposal"], "--reason", "để hỏi lại").status == 0
    assert listed(casedesk, kind="proposal") == []
    assert waiting["field"] == "phone"


def test_whose_value_lost_is_told_objects_once_and_gets_a_new_decision(casedesk, other, disputed):
    (number,) = disputed("phone", "0912000111", "0912000222")
    assert casedesk("conflict", "settle", number, "phone", "--value", "0912000111", "--reason", "gọi thử").status == 0
    share(casedesk, other)
    (lost,) = other("conflict", "lost", json=True).data
    assert (lost["number"], lost["value"]) == (number, "0912000222")
    assert casedesk("conflict", "object", lost["id"], "--reason", "không phải của tôi").status == 1
    assert other("conflict", "object", lost["id"], "--reason", "công dân vừa đổi số").status == 0
    assert other("conflict", "object", lost["id"], "--reason", "nữa").status == 1
    share(casedesk, other)
    (asked,) = listed(casedesk, kind="objection")
    objection = asked["key"].rpartition("/")[2]
    decided = casedesk("conflict", "answer", objection, "--value", "0912000222", "--reason", "đúng, đã đổi")
    assert decided.status == 0, decided.err
    share(casedesk, other)
    assert listed(casedesk) == listed(other) == []
    assert other.shown(number)["fields"]["phone"] == "0912000222"


def test_figures_tell_about_what_where_and_why(casedesk, disputed):
    disputed("phone", "0912000111", "0912000222", count=3)
    casedesk("conflict", "settle-all", "--take", "displayed", "--reason", "gọi thử")
    figures = casedesk("conflict", "figures", json=True).data
    assert (figures["settled"], figures["fields"], figures["causes"]) == (3, {"phone": 3}, {"at_once": 3})
    assert figures["pcs"] == [{"pcs": ["MÁY-01", "MÁY-02"], "count": 3}]
    assert figures["hints"]


def test_history_is_stepped_through_and_shows_where_values_parted(casedesk, disputed):
    (number,) = disputed("phone", "0912000111", "0912000222")
    steps = casedesk("conflict", "replay", number, json=True).data
    assert [(step["n"], sorted(step["disputed"])) for step in steps] == [(1, []), (2, []), (3, ["phone"])]
    written = casedesk("conflict", "replay", "--pc", "MÁY-02", json=True).data
    assert [each["action"] for each in written][-1] == "edit"
    assert casedesk("conflict", "replay").status == 1
    assert casedesk("conflict", "replay", "--pc", "MÁY-09").status == 1


def test_evidence_holds_and_a_changed_word_in_it_does_not(casedesk, disputed, tmp_path):
    (number,) = disputed("phone", "0912000111", "0912000222")
    file = tmp_path / "chung-cu.json"
    assert casedesk("conflict", "evidence", number, "--to", file).status == 0
    assert casedesk("conflict", "check", file).status == 0
    content = json.loads(file.read_text(encoding="utf-8"))
    with_root = casedesk("conflict", "check", file, "--root", content["root"], json=True)
    assert with_root.status == 0 and {"roster", "maker"} <= {each["what"] for each in with_root.data}
    content["changes"][-1]["by"] = "someone.1"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert casedesk("conflict", "check", file).status == 1
    file.write_text("{}", encoding="utf-8")
    assert casedesk("conflict", "check", file).status == 1


def test_a_case_of_the_online_software_is_held_against_those_here_and_becomes_one_with_both_numbers(casedesk, other):
    number, portal = casedesk.receive(), "H57.23.11-261120-0042"
    share(casedesk, other)
    told = ("--name", "TRẦN THỊ BÉ", "--received", _today(casedesk, number), "--state", "Đang xử lý")
    noted = casedesk("conflict", "online", portal, *told, json=True)
    assert (noted.status, noted.data["alike"]) == (0, [number])
    share(casedesk, other)
    (found,) = listed(other, kind="online")
    assert (found["numbers"], found["online"]["stands"]) == ([number], "Đang xử lý")
    assert casedesk("conflict", "online", portal, *told).status == 1
    assert other("conflict", "same", portal, "--case", number).status == 1
    assert other("conflict", "same", portal, "--case", number, "--reason", "cùng một lần nộp").status == 0
    share(casedesk, other)
    for command in (casedesk, other):
        assert listed(command) == []
        assert command.shown(number)["fields"]["portal_number"] == portal
    assert casedesk("conflict", "same", portal, "--apart", "--reason", "x").status == 1


def test_an_online_case_that_is_none_of_those_here_is_not_asked_about_again(casedesk):
    number, portal = casedesk.receive(), "H57.23.11-261120-0043"
    assert casedesk("conflict", "online", portal, "--name", "Ai Đó", "--case", number).status == 0
    assert len(listed(casedesk, kind="online")) == 1
    assert casedesk("conflict", "same", portal, "--apart", "--reason", "người khác").status == 0
    assert listed(casedesk) == []
    assert casedesk.shown(number)["fields"]["portal_number"] == ""


def test_bad_notes_of_online_cases_are_refused_in_words(casedesk):
    portal = "H57.23.11-261120-0044"
    for words in (
        ("12345", "--name", "A"),
        (portal,),
        (portal, "--name", "A", "--received", "hôm qua"),
        (portal, "--name", "A", "--case", "09-00001-X"),
        (portal, "--name", "A" * 5000),
    ):
        told = casedesk("conflict", "online", *words)
        assert (told.status, bool(told.err)) == (1, True)
    assert listed(casedesk) == []


def test_an_online_case_decided_differently_on_two_pcs_is_asked_once_and_one_case_holds_the_number(casedesk, other):
    one, two, portal = casedesk.receive(), other.receive(), "H57.23.11-261120-0045"
    share(casedesk, other)
    assert casedesk("conflict", "twice", one, two, "--apart", "--reason", "hai lần").status == 0
    assert casedesk("conflict", "online", portal, "--name", "Trần Thị Bé").status == 0
    share(casedesk, other)
    for command, kept in ((casedesk, one), (other, two)):
        assert command("conflict", "same", portal, "--case", kept, "--reason", "đã xem").status == 0
    share(casedesk, other)
    found = [each for each in listed(casedesk) if each["kind"] == "online"]
    assert [len(each["versions"]) for each in found] == [2]
    assert (
        casedesk("conflict", "settle", f"online:{portal}", "verdict", "--version", "1", "--reason", "gọi").status == 0
    )
    share(casedesk, other)
    for command in (casedesk, other):
        assert listed(command) == []
        held = [command.shown(number)["fields"]["portal_number"] for number in (one, two)]
        assert sorted(held) == ["", portal]


def _today(command, number):
    return command.shown(number)["fields"]["received_at"][:10]
