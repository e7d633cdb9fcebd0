"""`casedesk scan`: added, listed, exported with a line in the history, checked; bad files in words."""

import shutil

import pytest

from desk.scans import pictures
from tests.pictures import pdf, picture
from tests.ui.command.conftest import share


@pytest.fixture
def number(casedesk):
    return casedesk.receive(papers=[{"name": "Giấy chứng sinh"}])


@pytest.fixture
def file(tmp_path):
    def made(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return made


def test_scans_are_added_and_listed_for_what_they_are(casedesk, number, file):
    told = casedesk("scan", "add", number, file("a.exe", picture()), file("b.jpg", pdf(3)), "--sensitive", json=True)
    assert told.status == 0
    assert [(row["n"], row["media"], row["pages"]) for row in told.data["added"]] == [
        (1, "image/jpeg", 1),
        (2, "application/pdf", 3),
    ]
    listed = casedesk("scan", "list", number, json=True).data
    assert [(row["name"], row["sensitive"], row["here"]) for row in listed] == [("a", True, True), ("b", True, True)]
    assert "PDF 3 trang" in casedesk("scan", "list", number).out


def test_a_scan_is_named_after_its_paper(casedesk, number, file):
    paper = casedesk.shown(number)["papers"][0]
    told = casedesk(
        "scan", "add", number, "--paper", paper["key"] or paper["id"], file("scan0001.pdf", pdf()), json=True
    )
    assert told.data["added"][0]["name"] == told.data["added"][0]["paper_name"] == paper["name"]
    refused = casedesk("scan", "add", number, "--paper", "không-có", file("x.pdf", pdf(2)))
    assert refused.status == 1
    assert len(casedesk("scan", "list", number, json=True).data) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "rỗng"),
        (b"MZ" + bytes(500), "không phải ảnh hay PDF"),
        (pdf(password="secret"), "mật khẩu"),
        (pdf(5)[:1400], "cắt mất"),
        (picture()[:3000], "hỏng"),
    ],
)
def test_a_bad_file_is_refused_and_the_good_one_beside_it_taken(casedesk, number, file, data, said):
    told = casedesk("scan", "add", number, file("xấu.pdf", data), file("tốt.pdf", pdf()))
    assert told.status == 1
    assert said in told.err
    assert "xấu.pdf" in told.err
    assert len(casedesk("scan", "list", number, json=True).data) == 1


def test_a_file_of_500_mb_is_refused_unread(casedesk, number, tmp_path):
    huge = tmp_path / "lớn.pdf"
    with huge.open("wb") as target:
        target.write(b"%PDF-1.7\n")
        target.truncate(500_000_000)
    told = casedesk("scan", "add", number, huge)
    assert told.status == 1
    assert "500 MB" in told.err and f"{pictures.LARGEST // 10**6} MB" in told.err


def test_the_same_file_twice_is_told_and_kept_once(casedesk, number, file):
    path = file("a.pdf", pdf())
    casedesk("scan", "add", number, path)
    again = casedesk("scan", "add", number, shutil.copy(path, path.with_name("b.pdf")))
    assert again.status == 1
    assert "đã có trong hồ sơ này" in again.err
    other = casedesk.receive(applicant={"name": "Lê Văn Hai"})
    told = casedesk("scan", "add", other, path)
    assert "chỉ giữ một bản" in told.out
    assert casedesk("scan", "check", json=True).data["files"] == 1


def test_an_export_is_the_file_and_a_line_of_the_history(casedesk, number, file, tmp_path):
    path = file("a.pdf", pdf(2))
    casedesk("scan", "add", number, path)
    out = tmp_path / "ra.pdf"
    assert casedesk("scan", "export", number, 1, "--to", out).status == 0
    assert out.read_bytes() == path.read_bytes()
    assert casedesk.shown(number)["history"][-1]["action"] == "export_scan"
    assert casedesk("scan", "export", number, 2, "--to", out).status == 1
    assert casedesk("scan", "export", number, 1, "--to", tmp_path / "không" / "ra.pdf").status == 1
    assert [line["action"] for line in casedesk.shown(number)["history"]].count("export_scan") == 1


def test_check_finds_what_was_altered_and_what_is_gone(casedesk, number, file):
    casedesk("scan", "add", number, file("a.pdf", pdf()), file("b.jpg", picture()))
    assert casedesk("scan", "check").status == 0
    one, other = sorted((casedesk.home / "scans").glob("*/*"))
    one.write_bytes(one.read_bytes()[:-1])
    other.unlink()
    told = casedesk("scan", "check", json=True)
    assert told.status == 1
    assert len(told.data["faults"]) == 2
    assert casedesk("doctor").status == 1


def test_a_scan_taken_in_on_another_pc_is_listed_and_said_not_to_be_here(casedesk, other, number, file, tmp_path):
    casedesk("scan", "add", number, file("a.pdf", pdf()))
    share(casedesk, other)
    (row,) = other("scan", "list", number, json=True).data
    assert (row["name"], row["here"]) == ("a", False)
    told = other("scan", "export", number, 1, "--to", tmp_path / "out.pdf")
    assert told.status == 1
    assert "không có trên máy này" in told.err
    assert other("doctor").status == 0


def test_nothing_to_add_is_a_mistake_of_the_command_line(casedesk, number):
    assert casedesk("scan", "add", number).status == 2
    assert casedesk("scan", "add", "99-00001-X", "a.pdf").status == 1
