"""The working day by command: receive, list, show, correct, move on, print."""

import io
import json
import sys

import pypdfium2

from desk import numbers
from tests.ui.command.conftest import BIRTH, LEAST, OFFICER


def checklist(casedesk):
    """The papers of the procedure of registering a birth."""
    return casedesk("procedures", "search", BIRTH, json=True).data[0]["papers"]


def test_the_least_case_is_received_with_number_and_due_date(casedesk):
    told = casedesk("case", "receive", "--file", casedesk.file(LEAST | {"received_at": "2026-03-02T09:00"}), json=True)
    assert told.status == 0
    assert numbers.parse(told.data["number"]) == numbers.Number(1, 1)
    assert told.data["due_at"] == "2026-03-02T17:30"


def test_every_part_of_a_case_file_arrives(casedesk):
    key = checklist(casedesk)[0]["key"]
    number = casedesk.receive(
        applicant={"name": "  Trần  Thị Bé ", "id": "001199000123", "sex": "female", "birth_date": "1999-02-03"},
        submitter={"name": "Trần Văn Cha", "id": "001070000456"},
        phone="0912345678",
        papers=[key, {"name": "Giấy ngoài danh mục", "form": "copy", "copies": 2}],
        channel="post",
        note="gấp",
        sets=2,
        fee=8000,
        subject=None,
    )
    shown = casedesk.shown(number)
    expected = {
        "applicant_name": "Trần Thị Bé", "sex": "female", "birth_date": "1999-02-03", "submitter_name": "Trần Văn Cha",
        "phone": "0912345678", "channel": "post", "note": "gấp", "sets": 2, "fee": 8000, "state": "received",
        "path": "received", "procedure": BIRTH, "office": "00004",
    }  # fmt: skip
    assert {name: shown["fields"][name] for name in expected} == expected
    assert [(p["key"], p["form"], p["copies"]) for p in shown["papers"]] == [(key, "original", 1), ("", "copy", 2)]


def test_a_paper_is_known_by_its_name_however_it_is_written(casedesk):
    paper = checklist(casedesk)[0]
    shown = casedesk.shown(casedesk.receive(papers=[paper["name"].upper()]))
    assert shown["papers"][0]["key"] == paper["key"]


def test_a_list_saves_the_good_ones_and_says_why_the_others_were_refused(casedesk):
    cases = [LEAST, LEAST | {"procedure": "9.999999"}, LEAST | {"colour": "red"}, LEAST]
    told = casedesk("case", "receive", "--file", casedesk.file(cases), json=True)
    assert told.status == 1
    assert ["number" in done for done in told.data] == [True, False, False, True]
    assert "9.999999" in told.data[1]["refused"]
    assert "colour" in told.data[2]["refused"]
    assert told.err.count("\n") == 2
    assert len(casedesk("case", "list", json=True).data) == 2


def test_cases_come_line_by_line_on_standard_input(casedesk, monkeypatch):
    lines = [json.dumps(LEAST), "", "not json", json.dumps(LEAST)]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    told = casedesk("case", "receive", "--lines", "--file", "-")
    answers = [json.loads(line) for line in told.out.splitlines()]
    assert told.status == 1
    assert ["number" in answer for answer in answers] == [True, False, True]


def test_a_list_is_narrowed_by_state_words_and_count(casedesk):
    first = casedesk.receive()
    casedesk.receive(applicant={"name": "Lê Văn Tám"})
    casedesk("case", "move", first, "process")
    assert [case["number"] for case in casedesk("case", "list", "--state", "in_process", json=True).data] == [first]
    found = casedesk("case", "list", "--search", "le van tam", json=True).data
    assert [case["applicant_name"] for case in found] == ["Lê Văn Tám"]
    assert len(casedesk("case", "list", "--limit", "1", json=True).data) == 1
    assert casedesk("case", "list", "--state", "asleep").status == 2


def test_people_read_a_table_in_their_language(casedesk):
    casedesk.receive()
    lines = casedesk("case", "list").out.splitlines()
    assert lines[0].startswith("Số hồ sơ")
    assert lines[1].index("Trần Thị Bé") == lines[0].index("Họ và tên")
    assert casedesk("case", "list", "--lang", "en").out.startswith("Number")


def test_fields_are_corrected_by_name_and_by_alias(casedesk):
    number = casedesk.receive()
    spoken = number.replace("-", "").lower()
    told = casedesk("case", "edit", spoken, "phone=0999", "note=a=b", "name=Trần Thị Bê", json=True)
    assert told.data["changed"] == {"phone": "0999", "note": "a=b", "applicant_name": "Trần Thị Bê"}
    assert casedesk.shown(number)["fields"]["applicant_name"] == "Trần Thị Bê"
    assert casedesk("case", "edit", number, "colour=red").status == 1
    assert casedesk("case", "edit", number, "phone").status == 2
    assert casedesk("case", "edit", number).status == 2


def test_many_cases_are_corrected_from_a_file(casedesk):
    first, second = casedesk.receive(), casedesk.receive()
    edits = [{"number": first, "phone": "1"}, {"number": "01-00099-X", "phone": "2"}, {"number": second, "note": "n"}]
    told = casedesk("case", "edit", "--file", casedesk.file(edits), json=True)
    assert told.status == 1
    assert [done.get("changed") for done in told.data] == [{"phone": "1"}, None, {"note": "n"}]


def test_a_case_moves_along_and_keeps_its_path(casedesk):
    number = casedesk.receive()
    assert casedesk("case", "move", number, "process", json=True).data["state"] == "in_process"
    assert casedesk("case", "move", number, "return").status == 1
    assert casedesk("case", "move", number, "ask_supplement").status == 1
    assert casedesk("case", "move", number, "ask_supplement", "--reason", "thiếu giấy").status == 0
    shown = casedesk.shown(number)
    assert shown["fields"]["state"] == "waiting_supplement"
    assert shown["fields"]["path"] == "received>in_process>waiting_supplement"
    assert [move["action"] for move in shown["moves"]] == ["process", "ask_supplement"]


def test_the_history_holds_every_value_ever_written(casedesk):
    number = casedesk.receive(phone="1")
    for phone in ("2", "3"):
        casedesk("case", "edit", number, f"phone={phone}")
    casedesk("case", "note", number, "đã gọi điện")
    history = casedesk.shown(number)["history"]
    written = [(v["before"], v["after"]) for line in history for v in line["values"] if v["field"] == "phone"]
    assert written == [(None, "1"), ("1", "2"), ("2", "3")]
    assert [line["action"] for line in history] == ["receive", "edit", "edit", "note"]
    assert {(line["by"], line["device"]) for line in history} == {(OFFICER, "MÁY-01")}
    assert "đã gọi điện" in casedesk("case", "show", number).out


def test_the_slip_is_a_pdf_and_its_print_is_in_the_history(casedesk, tmp_path):
    number, file = casedesk.receive(papers=["Tờ khai"]), tmp_path / "slip.pdf"
    told = casedesk("slip", number, "--pdf", file, "--size", "A4", json=True)
    assert told.data["bytes"] == file.stat().st_size
    pdf = pypdfium2.PdfDocument(file)
    text = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert number in text
    assert "Trần Thị Bé" in text
    assert casedesk.shown(number)["prints"][0]["form"] == "01"


def test_a_slip_that_cannot_be_written_leaves_no_print_behind(casedesk, tmp_path):
    number = casedesk.receive()
    told = casedesk("slip", number, "--pdf", tmp_path / "nowhere" / "slip.pdf")
    assert told.status == 1
    assert "nowhere" in told.err
    assert casedesk.shown(number)["prints"] == []
