"""`casedesk bundle` and `casedesk-server bundle` as people type them, with one stick between them."""

import pytest

from sync.server.command import main as server
from tests.ui.command.test_delivery import pcs, province  # noqa: F401 - two PCs and their server


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_a_case_travels_to_the_server_and_to_the_other_pc_by_stick(pcs, province, stick, capsys):  # noqa: F811
    first, second = pcs
    number = first.receive()
    written = first("bundle", "write", stick, "--for", "SERVER", json=True)
    assert (written.status, written.data["changes"], written.data["waiting"]) == (0, 2, 2)
    assert first("status", json=True).data["waiting"] == 2
    assert server(["bundle", written.data["file"], "--data", str(province.folder / "data")]) == 0
    [answer] = stick.glob("*.answer.cdbundle")
    assert answer.name in capsys.readouterr().out
    told = first("bundle", "read", answer)
    assert (told.status, "đã ký nhận mọi thay đổi" in told.out) == (0, True)
    assert first("status", json=True).data["delivered"] is True
    assert second("bundle", "read", written.data["file"], "--preview", json=True).data["changes"] == 2
    assert second("bundle", "read", written.data["file"], json=True).data["changes"] == 2
    assert second.shown(number)["fields"] == first.shown(number)["fields"]


def test_what_is_no_file_of_ours_is_refused_in_words(pcs, province, stick, capsys):  # noqa: F811
    first, _ = pcs
    (stick / "x").write_text("hello")
    told = first("bundle", "read", stick / "x")
    assert (told.status, "không phải tệp giao nhận" in told.err) == (1, True)
    assert first("bundle", "read", stick / "missing").status == 1
    assert first("bundle", "write", stick, "--for", "MÁY-77").status == 1
    assert server(["bundle", str(stick / "x"), "--data", str(province.folder / "data")]) == 1
    assert "không phải tệp giao nhận" in capsys.readouterr().err
