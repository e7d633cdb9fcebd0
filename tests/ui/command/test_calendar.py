"""`casedesk calendar`: the office's own days, brought in from a file, and what they make of a due date."""


def test_days_of_a_file_are_shown_before_and_counted_after(casedesk, tmp_path):
    path = tmp_path / "xa.toml"
    path.write_text('days_off.2031-06-02 = "Lễ hội xã"', encoding="utf-8")
    told = casedesk("calendar", "import", path, "--dry-run", json=True)
    assert told.data["changes"] == [
        {"day": "2031-06-02", "before": {"works": True, "name": ""}, "after": {"works": False, "name": "Lễ hội xã"}}
    ]
    assert casedesk("calendar", "list", "--year", "2031", json=True).data["days"] == []
    assert casedesk("calendar", "import", path).status == 0
    [day] = casedesk("calendar", "list", "--year", "2031", json=True).data["days"]
    assert day == {"day": "2031-06-02", "works": False, "name": "Lễ hội xã", "own": True}
    assert "Lễ hội xã" in casedesk("calendar", "list", "--year", "2031").out


def test_a_file_that_is_no_calendar_changes_nothing(casedesk, tmp_path):
    path = tmp_path / "xa.toml"
    path.write_text("days_off = 1", encoding="utf-8")
    told = casedesk("calendar", "import", path)
    assert told.status == 1 and "xa.toml" in told.err
