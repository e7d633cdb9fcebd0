"""What the audit trail tells of PCs: let in, taken out, taken over, copied, backed up; by whom, when, at which PC."""

import time
from datetime import date

import pytest

from sync import home, jobs, takeover, taking_in, trail
from sync.backup import restoring, writing
from sync.healing import succession
from sync.keys import keyring
from tests.sync.keyed import OFFICE, Keyed, stranger
from tests.sync.offices import PASSWORD, receive_case

EVER = (date(2020, 1, 1), date(2100, 1, 1))


@pytest.fixture
def keyed(tmp_path):
    return Keyed(tmp_path)


@pytest.fixture
def desk(keyed):
    """A PC that may take others in."""
    found = home.open_home(keyed.take_in("Nguyễn Thị Hạnh", "QUẦY-01", delegated=True), PASSWORD)
    yield found
    found.close()


def told(desk, *actions):
    return [
        (line.line.action, line.officer, line.device, line.of.partition(" ")[0])
        for line in trail.told(desk, *EVER) if line.line.action in actions
    ]  # fmt: skip


def test_what_the_province_says_of_pcs_is_told_from_its_statements(keyed, desk):
    assert told(desk, "let_in_pc", "delegate_pc") == [
        ("let_in_pc", "Tỉnh", "", "QUẦY-01"), ("delegate_pc", "Tỉnh", "", "QUẦY-01"),
    ]  # fmt: skip


def test_who_lets_a_pc_in_and_takes_it_out_is_told_once_with_name_and_pc(desk):
    made = taking_in.invite(desk, "", int(time.time() * 1000) + 86_400_000)
    request = stranger(made, "QUẦY-02")
    taking_in.approve(desk, request)
    taking_in.revoke(desk, request.device, 0)
    own = [line for line in told(desk, "let_in_pc", "revoke_pc") if line[2]]
    assert own == [
        ("let_in_pc", "Nguyễn Thị Hạnh", "QUẦY-01", "QUẦY-02"), ("revoke_pc", "Nguyễn Thị Hạnh", "QUẦY-01", "QUẦY-02"),
    ]  # fmt: skip


def test_what_a_pc_said_before_its_officers_were_written_down_is_told_without_a_name(desk, monkeypatch):
    monkeypatch.setattr("sync.pc_acts.note_let_in", lambda desk, device: None)
    made = taking_in.invite(desk, "", int(time.time() * 1000) + 86_400_000)
    taking_in.approve(desk, stranger(made, "QUẦY-02"))
    assert ("let_in_pc", "Không rõ cán bộ", "QUẦY-01", "QUẦY-02") in told(desk, "let_in_pc")


def test_a_takeover_and_an_identity_given_to_a_copy_are_told(keyed, desk):
    keyed.on_paper("QUẦY-02")
    keyring.renew(desk.db, desk.keyring, bytes(keyed.folder.office(OFFICE).roster))
    takeover.take_over(desk, takeover.meant(desk, "QUẦY-02"))
    succession.ask(desk)
    [asked] = succession.waiting(desk)
    succession.let_in(desk, asked)
    [over, copied] = told(desk, "take_over", "let_in_copy")
    assert over == ("take_over", "Nguyễn Thị Hạnh", "QUẦY-01", "QUẦY-02")
    assert copied[:3] == ("let_in_copy", "Nguyễn Thị Hạnh", "QUẦY-01")


def test_a_backup_and_what_was_restored_of_it_are_told_where_they_were_made(desk, tmp_path):
    receive_case(desk)
    (tmp_path / "stick").mkdir()
    jobs.run(writing.write(desk, tmp_path / "stick"))
    assert told(desk, "write_backup")[0][:3] == ("write_backup", "Nguyễn Thị Hạnh", "QUẦY-01")
    restoring.restore(tmp_path / "stick", tmp_path / "again")
    again = home.open_home(tmp_path / "again", PASSWORD)
    assert told(again, "restore_backup")[0][:3] == ("restore_backup", "Nguyễn Thị Hạnh", "QUẦY-01")
    again.close()
