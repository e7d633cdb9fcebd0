"""The plain history for auditors, and a doctor that notices what was done behind the log's back."""

import json

import pytest

from desk import store
from sync import home as homes
from tests.ui.command.conftest import LEAST, OFFICER, share


def test_the_log_holds_every_change_one_a_line(casedesk, other):
    number = casedesk.receive(papers=["Tờ khai"])
    share(casedesk, other)
    other("case", "edit", number, "phone=0912")
    share(casedesk, other)
    lines = [json.loads(line) for line in casedesk("log", "export").out.splitlines()]
    assert sorted(line["action"] for line in lines) == ["appoint", "appoint", "edit", "receive"]
    received = next(line for line in lines if line["action"] == "receive")
    assert [edit["kind"] for edit in received["edits"]] == ["case", "paper"]
    assert received["edits"][0]["fields"]["number"] == number
    assert (received["by_name"], received["device_name"], received["seq"]) == (OFFICER, "MÁY-01", 2)
    assert next(line for line in lines if line["action"] == "edit")["edits"][0]["fields"] == {"phone": "0912"}


def test_a_sound_home_is_said_to_be_sound(casedesk):
    casedesk("case", "receive", "--file", casedesk.file([LEAST | {"papers": ["Tờ khai"]}] * 3))
    told = casedesk("doctor", json=True)
    assert (told.status, told.data["sound"], told.data["faults"]) == (0, True, [])
    assert (told.data["cases"], told.data["papers"], told.data["changes"]) == (3, 3, 4)
    assert "lành lặn" in casedesk("doctor").out


DAMAGE = {
    "a row altered": "UPDATE [case] SET phone = '0'",
    "a row lost": "DELETE FROM paper",
    "a row added": "INSERT INTO note (id, case_id, text, at) VALUES ('x.1', 'x', 'x', 'x')",
    "versions lost": "DELETE FROM merge",
    "a conflict made up": "INSERT INTO conflict SELECT id, 'case', 'phone' FROM [case]",
    "a change lost": "DELETE FROM change WHERE seq = 2",
    "a head too far": "UPDATE head SET seq = 9",
    "a change altered": "UPDATE change SET body = (SELECT body FROM change WHERE seq = 1) WHERE seq = 2",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_was_done_behind_the_logs_back_is_found(casedesk, damage):
    casedesk.receive(papers=["Tờ khai"])
    desk = casedesk.opened()
    desk.db.execute(DAMAGE[damage])
    desk.close()
    told = casedesk("doctor", json=True)
    assert (told.status, told.data["sound"]) == (1, False)
    assert told.data["faults"]
    assert told.err.splitlines() == told.data["faults"]


def test_a_log_in_pieces_is_compared_whole(casedesk, monkeypatch):
    monkeypatch.setattr("sync.doctor.AT_ONCE", 2)
    casedesk("case", "receive", "--file", casedesk.file([LEAST | {"papers": ["Tờ khai"]}] * 5))
    assert casedesk("doctor").status == 0


def test_the_rows_come_back_from_the_log(casedesk):
    from sync import log

    number = casedesk.receive(papers=["Tờ khai"])
    before = casedesk.shown(number)
    desk = homes.open_home(casedesk.home, "mat-khau-thu")
    for table in (*store.KINDS, "merge"):
        desk.db.execute(f"DELETE FROM [{table}]")
    log.refold(desk.db)
    desk.close()
    assert casedesk.shown(number) == before
    assert casedesk("doctor").status == 0
