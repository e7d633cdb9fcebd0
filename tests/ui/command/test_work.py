"""A case worked on without a window: handed on, halted, apologised for, returned, bound, taken back, printed."""

import pytest

from desk import words
from tests.desk.forms.reading import words as printed
from tests.ui.command.conftest import OFFICER, share

MARRIAGE = {"procedure": "1.000894"}
PORTAL = "H57.132-260804-0012"


@pytest.fixture
def number(casedesk):
    return casedesk.receive(**MARRIAGE)


def done(casedesk, *line):
    told = casedesk(*line, json=True)
    assert told.status == 0, told.err
    return told.data


def refused(casedesk, *line):
    told = casedesk(*line)
    assert (told.status, told.out) == (1, "")
    return told.err


def test_a_case_goes_its_whole_way(casedesk, number):
    handed = done(casedesk, "case", "handover", number, "nguyen thi mai", "--note", "đủ giấy tờ")
    assert (handed["step"], handed["step_hours"], handed["holder"], handed["state"]) == (2, 2.5, OFFICER, "in_process")
    assert done(casedesk, "case", "suspend", number, "--reason", "chờ Sở")["state"] == "in_process"
    assert "chờ Sở" in refused(casedesk, "case", "result", number)
    done(casedesk, "case", "resume", number)
    assert (
        done(casedesk, "case", "apologise", number, "--due", "2036-12-31", "--reason", "x")["due_at"][:10]
        == "2036-12-31"
    )
    done(casedesk, "case", "handover", number, OFFICER, "--step", "4")
    assert done(casedesk, "case", "result", number, "--document", "12/2026")["state"]
    done(casedesk, "case", "return", number, "--taker", "Lò Văn Tư", "--id", "001088000456", "--unsigned")
    done(casedesk, "case", "satisfaction", number, "3")
    shown = casedesk.shown(number)
    assert [each["step"] for each in shown["handovers"]] == [1, 3]
    assert shown["returns"][0]["name"] == "Lò Văn Tư"
    assert shown["satisfaction"][0]["score"] == 3
    assert shown["extensions"][0]["reason"] == "x"
    assert shown["suspensions"][0]["until"]
    assert shown["fields"]["returned_to"] == "Lò Văn Tư"


def test_a_case_is_assigned_to_an_officer_of_the_office_only(casedesk, number):
    assert done(casedesk, "case", "assign", number, OFFICER)["holder"] == OFFICER
    assert OFFICER in refused(casedesk, "case", "assign", number, OFFICER)
    assert OFFICER in refused(casedesk, "case", "assign", number, "Ai Đó")


def test_the_portals_number_finds_the_case_and_belongs_to_one(casedesk, number):
    done(casedesk, "case", "bind", number, PORTAL.lower())
    assert casedesk.shown(PORTAL)["number"] == number
    other = casedesk.receive(**MARRIAGE)
    assert number in refused(casedesk, "case", "bind", other, PORTAL)
    assert number in refused(casedesk, "case", "edit", other, f"portal_number={PORTAL}")
    assert [case["number"] for case in casedesk("case", "list", "--search", PORTAL, json=True).data] == [number]


def test_two_pcs_that_bound_one_number_both_keep_it_to_be_seen(casedesk, other, number):
    second = other.receive(**MARRIAGE)
    done(casedesk, "case", "bind", number, PORTAL)
    done(other, "case", "bind", second, PORTAL)
    share(casedesk, other)
    found = casedesk("case", "list", "--search", PORTAL, json=True).data
    assert {case["number"] for case in found} == {number, second}


def test_the_last_action_is_taken_back_until_it_is_printed(casedesk, number, tmp_path):
    done(casedesk, "case", "handover", number, OFFICER)
    assert done(casedesk, "case", "undo", number)["state"] == "received"
    assert refused(casedesk, "case", "undo", number)
    done(casedesk, "case", "move", number, "process")
    done(casedesk, "form", "01", number, "--pdf", tmp_path / "01.pdf")
    assert "đã in" in refused(casedesk, "case", "undo", number)


@pytest.mark.parametrize("form", ["02", "03", "04", "05"])
def test_a_form_without_its_occasion_is_refused_and_nothing_is_written(casedesk, number, tmp_path, form):
    assert form in refused(casedesk, "form", form, number, "--pdf", tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_every_form_is_written_and_its_print_remembered(casedesk, number, tmp_path):
    def form(name):
        path = tmp_path / f"{name}.pdf"
        done(casedesk, "form", name, number, "--pdf", path, "--size", "A4")
        return printed(path.read_bytes())

    assert "GIẤY TIẾP NHẬN" in form("01")
    done(casedesk, "case", "move", number, "ask_supplement", "--reason", "Giấy chứng sinh; Chữ ký")
    assert "2) Chữ ký" in form("02")
    done(casedesk, "case", "move", number, "supplement")
    done(casedesk, "case", "apologise", number, "--due", "2036-12-31T10:00", "--reason", "Mất điện")
    assert "Mất điện" in form("04")
    done(casedesk, "case", "handover", number, OFFICER)
    assert "chuyển hồ sơ" in form("06")
    done(casedesk, "case", "move", number, "withdraw", "--reason", "Nhầm thủ tục")
    assert "Nhầm thủ tục" in form("05")
    assert [each["form"] for each in casedesk.shown(number)["prints"]] == ["01", "02", "04", "06", "05"]
    assert "07" in refused(casedesk, "form", "07", number, "--pdf", tmp_path / "x.pdf")


def test_the_register_is_also_a_table_and_its_export_is_in_the_trail(casedesk, number, tmp_path):
    day = done(casedesk, "case", "list")[0]["received_at"][:10]
    told = done(casedesk, "register", "--from", day, "--to", day, "--csv", tmp_path / "07.csv")
    assert (told["cases"], told["pdf"], told["csv"]) == (1, None, str(tmp_path / "07.csv"))
    assert number in (tmp_path / "07.csv").read_text(encoding="utf-8-sig")
    assert casedesk("register", "--from", day, "--to", day).status == 2
    trail = casedesk("audit", json=True).data
    assert ("export", f"07 {day} {day}") in {(line["action"], line["detail"]) for line in trail}


def test_the_register_holds_the_cases_of_its_days(casedesk, number, tmp_path):
    day = casedesk.shown(number)["fields"]["received_at"][:10]
    told = done(casedesk, "register", "--from", day, "--to", day, "--pdf", tmp_path / "07.pdf")
    assert told["cases"] == 1
    assert number in printed((tmp_path / "07.pdf").read_bytes())
    assert (
        done(casedesk, "register", "--from", "2001-01-01", "--to", "2001-01-31", "--pdf", tmp_path / "n.pdf")["cases"]
        == 0
    )
    assert refused(casedesk, "register", "--from", "2026-02-01", "--to", "2026-01-31", "--pdf", tmp_path / "x.pdf")
    assert refused(casedesk, "register", "--from", "hôm qua", "--to", day, "--pdf", tmp_path / "x.pdf")


def test_people_read_where_a_case_stands_and_who_had_it(casedesk, number):
    assert "bộ phận tiếp nhận" in casedesk("case", "show", number).out
    done(casedesk, "case", "handover", number, OFFICER, "--note", "đủ giấy tờ")
    done(casedesk, "case", "satisfaction", number, "3")
    shown = casedesk("case", "show", number).out
    for said in ("Bước 2/4", f"{OFFICER} đang giữ", "đủ giấy tờ", "hài lòng"):
        assert said in shown, said
    assert "trước hạn" in shown or "đúng hạn" in shown  # by whether the step's hours end on the day of this run


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_people_are_answered_in_a_line(casedesk, number, language):
    for line in (
        ("case", "handover", number, OFFICER),
        ("case", "suspend", number, "--reason", "x"),
        ("case", "resume", number),
        ("case", "apologise", number, "--due", "2036-12-31", "--reason", "x"),
        ("case", "bind", number, PORTAL),
        ("case", "result", number),
        ("case", "return", number),
        ("case", "satisfaction", number, "5", "--scale", "5"),
        ("case", "undo", number),
    ):
        told = casedesk("--lang", language, *line)
        assert told.status == 0, told.err
        assert number in told.out
        assert "{" not in told.out


def test_a_case_whose_reception_has_not_come_yet_is_shown(casedesk, number):
    desk = casedesk.opened()
    desk.db.execute("UPDATE [case] SET received_at = '' WHERE number = ?", [number])
    desk.close()
    assert casedesk.shown(number)["standing"]["step"] == 1
