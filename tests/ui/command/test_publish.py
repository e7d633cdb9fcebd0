"""`casedesk procedures publish`: the list for citizens, with a home and without."""


def test_the_list_is_written_as_page_and_as_sheets(casedesk, tmp_path):
    told = casedesk("procedures", "publish", "--html", tmp_path / "web", "--pdf", tmp_path / "board.pdf", json=True)
    assert told.status == 0 and told.data["count"] > 100
    assert "xã Phú Lương" in (tmp_path / "web" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")


def test_it_needs_no_home_and_can_be_one_field(casedesk, tmp_path, monkeypatch):
    monkeypatch.delenv("CASEDESK_PASSWORD")
    publish = ("--home", tmp_path / "nowhere", "procedures", "publish", "--html", tmp_path / "web", "--field")
    told = casedesk(*publish, "ho tich", json=True)
    assert told.status == 0 and 10 < told.data["count"] < 100
    assert casedesk(*publish, "không có").status == 1


def test_where_it_cannot_be_written_it_says_so(casedesk, tmp_path):
    (tmp_path / "file").write_text("x")
    assert casedesk("procedures", "publish").status == 2
    for option, place in (("--html", tmp_path / "file"), ("--pdf", tmp_path / "none" / "x.pdf")):
        told = casedesk("procedures", "publish", option, place)
        assert told.status == 1 and "Traceback" not in told.err
